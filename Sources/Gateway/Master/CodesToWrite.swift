import ConfigurationFiles
import Diagnostics
import Intake
import Orders
import Rollout
import Store

/// A document as it is to be written for one receiver, or why it cannot be.
struct ContentToWrite {
    var canonical: [UInt8]
    /// A code that it lacks.
    var fault: PayloadFault?
    var remarks: [Diagnostic] = []
}

/// Gives documents the codes of the back ends that want their own, as the store's cross references say them in the
/// transaction at hand.
struct CodesToWrite: Sendable {
    private let kinds: [String: Set<MasterKind>]
    private let sides: [String: Side]
    private let policies: [String: Partner.UnknownItems]

    init(_ backends: [Backend], _ partners: [Partner], sites: [Site]) {
        kinds = Dictionary(
            backends.filter { !$0.translates.isEmpty }.map { ($0.name, $0.translates) },
            uniquingKeysWith: { first, _ in first })
        policies = Dictionary(
            partners.map { ($0.id, $0.unknownItems) }, uniquingKeysWith: { first, _ in first })
        var found: [String: Set<Side>] = [:]
        for site in sites { for (side, name) in site.backends { found[name, default: []].insert(side) } }
        // What serves both sides has codes of its own only.
        sides = found.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    /// True where a back end gets documents with its own codes.
    func isNeeded(for backend: String) -> Bool { kinds[backend] != nil }

    /// The side that a back end serves, if it is one alone.
    func side(of backend: String) -> Side? { sides[backend] }

    /// A document with the codes of the back end that a delivery goes to. Which it lacks is kept until it lacks none.
    func content(
        _ canonical: [UInt8], for delivery: DeliveryRow, at now: Instant, in transaction: any Transaction
    ) throws -> ContentToWrite {
        let way = Way(
            document: delivery.documentID, sender: delivery.sender, order: delivery.orderKey,
            backend: delivery.backend)
        let (content, missing) = try translated(canonical, way, at: now, in: transaction)
        guard isNeeded(for: delivery.backend) else { return content }
        let rows = missing.map { code in
            MissingCodeRow(
                documentID: delivery.documentID, backend: delivery.backend, kind: code.kind, code: code.code,
                fault: code.fault.rawValue, madeAt: now.microseconds)
        }
        try transaction.replaceMissingCodes(ofDocument: delivery.documentID, at: delivery.backend, by: rows)
        return content
    }

    /// From whom to whom a document goes.
    struct Way {
        var document: UniqueID
        var sender: String
        /// The key of its order; of a document without one its own id.
        var order: String
        var backend: String
    }

    /// A document with the codes of where it goes, and those that stop it. Writes nothing.
    func translated(
        _ canonical: [UInt8], _ way: Way, at now: Instant, in transaction: any Transaction
    ) throws -> (content: ContentToWrite, missing: [CodeTranslation.Missing]) {
        var content = ContentToWrite(canonical: canonical)
        guard let kinds = kinds[way.backend], let document = CanonicalDocument.read(json: canonical).document else {
            return (content, [])
        }
        let order = way.order == way.document.description ? nil : OrderKey(text: way.order)
        let cache = CodeCache(transaction: transaction)
        func translation(_ fetch: @escaping (CodeRequest) throws -> [CrossReference]) -> CodeTranslation {
            CodeTranslation(
                kinds, from: origin(of: way, order), to: .backend(way.backend, side: sides[way.backend]),
                order: order, by: CodeLookup(on: now.day, fetch: fetch))
        }
        // Where nothing is found everything is asked for, so that one statement can fetch it.
        var trial = translation { cache.note($0) }
        _ = try trial.translate(document)
        try cache.fetchNoted()
        var translation = translation { try cache.rows($0) }
        let translated = try translation.translate(document)
        content.remarks = translation.remarks
        let policy = policy(of: way, order)
        guard translation.faults.isEmpty || policy == .pass else {
            content.fault = PayloadFault(diagnostics: translation.faults)
            content.fault?.holds = policy == .hold
            return (content, translation.missing)
        }
        content.canonical = translated.jsonBytes
        content.remarks += translation.faults.map { fault in
            var fault = fault
            fault.severity = .warning
            return fault
        }
        return (content, [])
    }

    /// Whose codes a document holds.
    private func origin(of way: Way, _ order: OrderKey?) -> CodeTranslation.End {
        if let backend = BackendSender.backend(of: way.sender) {
            return .backend(backend, side: sides[backend])
        }
        let names = [order?.buyer, way.sender].compactMap(\.self)
        return .partners(names.first == names.last ? Array(names.prefix(1)) : names)
    }

    private func policy(of way: Way, _ order: OrderKey?) -> Partner.UnknownItems {
        order?.buyer.flatMap { policies[$0] } ?? policies[way.sender] ?? .hold
    }
}

/// The cross references that a document asks for, each asked for once.
private final class CodeCache {
    private let transaction: any Transaction
    private var known: [CodeRequest: [CrossReference]] = [:]
    private var noted: Set<CodeRequest> = []

    init(transaction: any Transaction) { self.transaction = transaction }

    /// Notes what will be asked for.
    func note(_ request: CodeRequest) -> [CrossReference] {
        noted.insert(request)
        return []
    }

    /// Fetches what was noted, and the successors of what that names.
    func fetchNoted() throws {
        try fetch(Array(noted))
        let named = known.values.flatMap(\.self).filter(\.kind.hasSuccession).flatMap { reference in
            [reference.from, reference.to].map { CodeRequest(reference.kind, $0) }
        }
        try fetch(Set(named).filter { known[$0] == nil })
    }

    func rows(_ request: CodeRequest) throws -> [CrossReference] {
        if known[request] == nil { try fetch([request]) }
        return known[request] ?? []
    }

    private func fetch(_ requests: some Collection<CodeRequest>) throws {
        guard !requests.isEmpty else { return }
        let requests = Array(requests)
        for (request, rows) in zip(requests, try transaction.crossReferences(of: requests)) {
            known[request] = rows.map(\.reference)
        }
    }
}
