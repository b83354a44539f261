import Channels
import ConfigurationFiles
import Diagnostics
import Intake
import Store

/// Hands documents to a back end by one statement in its database, each in a transaction of its own.
struct PostgresDelivery: Sendable {
    private let settings: PostgresBackend
    private let sender: PostgresSender

    init(_ settings: PostgresBackend, connections: Int, waiting: Int) {
        self.settings = settings
        sender = PostgresSender(
            PostgresTarget(settings.database), connections: connections, waiting: max(1, waiting))
    }

    /// Runs the statement once, and says how that ended. Zero rows say that the key was there already.
    func send(_ consignment: Consignment) async -> SentConsignment {
        guard let values = values(of: consignment) else {
            return .refused(
                Catalogue.english.wording(
                    of: Diagnostic("deliver.database-text", value: settings.database.shownURL)
                ).message)
        }
        switch await sender.run(settings.statement, values) {
        case .committed(let reply):
            let detail =
                reply.rows == 0 ? "no row: it was there already" : "\(reply.rows) row" + (reply.rows == 1 ? "" : "s")
            return SentConsignment(
                .done(.init(detail: detail)),
                answer: BackendAnswer(
                    contentType: reply.isJSON ? "application/json" : nil, body: reply.value?.plainBytes ?? [],
                    isWhole: reply.rows > 0 && reply.value != nil))
        case .refused(let refusal):
            let words = "SQLSTATE \(refusal.sqlState): \(refusal.message)"
            let outcome = settings.answers.outcome(
                state: refusal.sqlState, constraint: refusal.constraint, detail: words)
            return SentConsignment(outcome, answer: BackendAnswer(body: Array(words.utf8), isWhole: outcome.isRefusal))
        case .notDone(let diagnostic): return SentConsignment(.failed(DeliverySender.answer(diagnostic)))
        case .unknown(let diagnostic): return SentConsignment(.unknown(DeliverySender.answer(diagnostic)))
        }
    }

    /// Ends the connections.
    func shutdown() async { await sender.shutdown() }

    /// The values of the statement's parameters; nil when a document that is to go as text is none.
    private func values(of consignment: Consignment) -> [PostgresValue]? {
        var values: [PostgresValue] = []
        for parameter in settings.parameters {
            let label = consignment.label
            switch parameter {
            case .key: values.append(.text(Array(consignment.idempotencyKey.utf8)))
            case .document:
                guard Self.isText(consignment.bytes) else { return nil }
                values.append(.text(consignment.bytes))
            case .bytes: values.append(.bytes(consignment.bytes))
            case .orderKey: values.append(.text(Array(label.orders.utf8)))
            case .purpose: values.append(.text(Array(label.purpose.utf8)))
            case .type: values.append(Self.text(label.type))
            case .documentID: values.append(Self.text(label.document))
            case .fileName: values.append(.text(Array(consignment.fileName.utf8)))
            case .contentType: values.append(.text(Array(consignment.contentType.utf8)))
            case .repair: values.append(Self.text(label.repair))
            }
        }
        return values
    }

    private static func text(_ text: String?) -> PostgresValue { text.map { .text(Array($0.utf8)) } ?? .null }

    /// UTF-8 without NUL, as the server takes texts.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil && !bytes.contains(0)
    }
}

extension PostgresTarget {
    /// A database by its configuration.
    init(_ address: PostgresAddress, connectingWithin limit: Int = .max) {
        self.init(
            url: address.url.reveal(), shownURL: address.shownURL,
            connectTimeout: .seconds(min(address.connectSeconds, Double(limit))),
            timeout: .seconds(address.timeoutSeconds))
    }
}

extension PostgresValue {
    /// The value as bytes; none for NULL.
    var plainBytes: [UInt8] {
        switch self {
        case .null: []
        case .text(let bytes), .bytes(let bytes): bytes
        }
    }
}

extension DeliveryOutcome {
    fileprivate var isRefusal: Bool {
        if case .refused = self { return true }
        return false
    }
}
