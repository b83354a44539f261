public import ConfigurationFiles
import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// Whether a back end's endpoint keeps the contract: documents, calls and questions as a gateway sends them, one check after the
/// other, each with orders of its own. What it sends is executed there: it is for endpoints that are being built.
public struct ContractTest: Sendable {
    let backend: Backend
    let sender: DeliverySender
    let lister: OrderLister
    /// Tells the orders of this run from those of others.
    let run: String
    let began: Instant

    /// A test of one back end, which takes canonical documents.
    public init(_ backend: Backend) {
        self.backend = backend
        sender = DeliverySender(backend, waiting: 16)
        lister = OrderLister(BackendBook([backend]))
        began = Clock.system.now()
        run = String(UniqueID(at: began.microseconds).description.suffix(8)).uppercased()
    }

    /// Makes all checks, and tells each as it ends.
    ///
    /// - Throws: ``GatewayError`` with `contract.unreachable` when the back end cannot be reached at all.
    public func report(_ told: (ContractFinding) -> Void) async throws -> ContractReport {
        let result: Result<ContractReport, any Error>
        do {
            var findings: [ContractFinding] = []
            for check in ContractCheck.allCases {
                let finding = try await finding(check)
                told(finding)
                findings.append(finding)
            }
            result = .success(ContractReport(backend: backend.name, findings))
        } catch { result = .failure(error) }
        await sender.shutdown()
        await lister.shutdown()
        return try result.get()
    }

    private func finding(_ check: ContractCheck) async throws -> ContractFinding {
        switch check {
        case .documentTaken: try await documentTaken()
        case .orderKeyEscaped: await orderKeyEscaped()
        case .changesInOrder: await changesInOrder()
        case .largeDocument: await largeDocument()
        case .severalOrders: await severalOrders()
        case .sameKeyAgain: await sameKeyAgain()
        case .sameKeyAtOnce: await sameKeyAtOnce()
        case .sameKeyOtherBytes: await sameKeyOtherBytes()
        case .effectOnce: await effectOnce()
        case .rubbishRefused: await rubbishRefused()
        case .refusalKeepsKey: await refusalKeepsKey()
        case .shadowWithoutEffect: await shadowWithoutEffect()
        case .copyTaken: await copyTaken(check, .copies, "copy")
        case .standbyTaken: await copyTaken(check, .standby, "standby")
        case .releaseOnce: await stepOnce(check, .release)
        case .activateOnce: await stepOnce(check, .activate)
        case .listingWindow: await listingWindow()
        case .listingPages: await listingPages()
        case .listingOneOrder: await listingOneOrder()
        case .pollPages: await pollPages()
        case .pollCursorAgain: await pollCursorAgain()
        case .copyMakesNothing: await copyMakesNothing()
        case .slowBody: await slowBody()
        case .cutBody: await cutBody()
        }
    }

    // MARK: Sending

    /// The number of an order of this run.
    func number(_ name: String) -> String { "KIT-\(run)-\(name)" }

    /// An order's key as the gateway has them.
    func orderKey(_ name: String) -> String { "milepost-kit/" + number(name) }

    /// What goes to the back end as one attempt.
    func consignment(
        _ bytes: [UInt8], key: String, order: String, type: String? = "order", purpose: String = "primary"
    ) -> Consignment {
        consignment(bytes, key: key, orders: [order], type: type, purpose: purpose)
    }

    /// The same of a document that names several orders.
    func consignment(
        _ bytes: [UInt8], key: String, orders: [String], type: String?, purpose: String = "primary"
    ) -> Consignment {
        Consignment(
            bytes: bytes, fileName: "\(run)-\(key).json", contentType: "application/json",
            idempotencyKey: "kit-\(run)-\(key)",
            label: Consignment.Label(
                document: type.map { _ in UniqueID(at: began.microseconds).description }, type: type,
                orders: orders.map { ConsignmentBuilder.escaped(orderKey($0)) }.joined(separator: ","),
                purpose: purpose))
    }

    /// Sends an order under a key of its own.
    func send(_ name: String, key: String? = nil, quantity: String = "5", purpose: String = "primary") async
        -> SentConsignment
    {
        await sender.send(
            consignment(
                ContractOrders.order(number(name), quantity: quantity), key: key ?? name, order: name, purpose: purpose)
        )
    }

    // MARK: Listing

    /// What became of looking for an order.
    enum Found: Sendable {
        case orders([ListedOrder])
        /// It lists nothing.
        case nowhere
        /// The listing itself is not as agreed.
        case fault(String)
    }

    /// The orders that are listed under a key.
    func listed(_ name: String) async -> Found { await found([orderKey(name)], ids: []) }

    func found(_ keys: [String], ids: [String]) async -> Found {
        guard lister.lists(backend.name) else { return .nowhere }
        switch await lister.orders(keys, ids: ids, at: backend.name) {
        case .page(let page): return .orders(page.orders)
        case .later(let words, _): return .fault("the listing answers \(words)")
        case .fault(let diagnostic): return .fault(Catalogue.english.wording(of: diagnostic).message)
        }
    }

    /// A finding by what was sent and heard, and by what is listed behind it.
    func judged(
        _ check: ContractCheck, _ sent: String, _ outcomes: [SentConsignment], listed: Found? = nil,
        _ isRight: ([ListedOrder]) -> Bool = { $0.count == 1 }
    ) -> ContractFinding {
        let heard = outcomes.map(\.words).joined(separator: "; ")
        guard outcomes.allSatisfy(\.isDone) else { return ContractFinding(check, .broken, sent: sent, came: heard) }
        switch listed {
        case .fault(let words)?:
            return ContractFinding(
                check, .broken, sent: sent, came: [heard, words].filter { !$0.isEmpty }.joined(separator: "; "))
        case .orders(let orders)?:
            let words = orders.isEmpty ? "nothing listed" : "listed " + orders.map(\.words).joined(separator: ", ")
            return ContractFinding(
                check, isRight(orders) ? .kept : .broken, sent: sent,
                came: [heard, words].filter { !$0.isEmpty }.joined(separator: "; "))
        case .nowhere?, nil: return ContractFinding(check, .kept, sent: sent, came: heard)
        }
    }

    func unseen(_ check: ContractCheck, _ reason: String) -> ContractFinding {
        ContractFinding(check, .unseen, sent: "nothing", came: reason)
    }
}

extension SentConsignment {
    var isDone: Bool { if case .done = outcome { true } else { false } }
    var isRefused: Bool { if case .refused = outcome { true } else { false } }
    var isFailed: Bool { if case .failed = outcome { true } else { false } }

    /// What it means to a gateway, and what was heard.
    var words: String {
        let meaning =
            switch outcome {
            case .done: "taken"
            case .refused: "refused"
            case .failed: "to be tried again"
            case .unknown: "unknown"
            }
        return "\(meaning) (\(outcome.answer.detail.prefix(200)))"
    }
}

extension ListedOrder {
    /// The order in short.
    var words: String {
        "\(key ?? "no key") as \(id)" + (ContractOrders.quantity(of: content).map { " with quantity \($0)" } ?? "")
    }
}
