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

/// Gives documents the codes of the back ends and partners that want their own, as the store's cross references say them in the
/// transaction at hand.
struct CodesToWrite: Sendable {
    /// By the names of back ends and of the ways to partners.
    private let kinds: [String: Set<MasterKind>]
    private let sides: [String: Side]
    /// What an unknown item of what partners send does, by partner.
    private let policies: [String: Partner.UnknownItems]
    /// What an unknown item of what is sent to partners does, by the names of the ways there.
    private let outboundPolicies: [String: Partner.UnknownItems]

    init(_ backends: [Backend], _ partners: [Partner], sites: [Site]) {
        let ways = partners.compactMap(\.outbound).map { ($0.channel.name, $0) }
        kinds = Dictionary(
            backends.filter { !$0.translates.isEmpty }.map { ($0.name, $0.translates) }
                + ways.filter { !$1.translates.isEmpty }.map { ($0, $1.translates) },
            uniquingKeysWith: { first, _ in first })
        outboundPolicies = Dictionary(ways.map { ($0, $1.unknownItems) }, uniquingKeysWith: { first, _ in first })
        policies = Dictionary(
            partners.map { ($0.id, $0.unknownItems) }, uniquingKeysWith: { first, _ in first })
        var found: [String: Set<Side>] = [:]
        for site in sites { for (side, name) in site.backends { found[name, default: []].insert(side) } }
        // What serves both sides has codes of its own only.
        sides = found.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    /// True where a back end, or a partner by the name of the way to it, gets documents with its own codes.
    func isNeeded(for receiver: String) -> Bool { kinds[receiver] != nil }

    /// The side that a back end serves, if it is one alone.
    func side(of backend: String) -> Side? { sides[backend] }

    /// A document with the codes of the back end that a delivery goes to. Which it lacks is kept until it lacks none.
    func content(
        _ canonical: [UInt8], for delivery: DeliveryRow, at now: Instant, in transaction: any Transaction
    ) throws -> ContentToWrite {
        guard isNeeded(for: delivery.backend), let document = CanonicalDocument.read(json: canonical).document else {
            return ContentToWrite(canonical: canonical)
        }
        let coded = try coded(document, for: delivery, at: now, in: transaction)
        return ContentToWrite(
            canonical: coded.fault == nil ? coded.document.jsonBytes : canonical, fault: coded.fault,
            remarks: coded.remarks)
    }

    /// A document with the codes of who a delivery goes to. Which it lacks is kept until it lacks none.
    func coded(
        _ document: CanonicalDocument, for delivery: DeliveryRow, at now: Instant, in transaction: any Transaction
    ) throws -> CodedDocument {
        let way = Way(
            document: delivery.documentID, sender: delivery.sender, order: delivery.orderKey,
            receiver: delivery.backend)
        let (coded, missing) = try translated(document, way, at: now, in: transaction)
        guard isNeeded(for: delivery.backend) else { return coded }
        let rows = missing.flatMap { missed in
            ([(missed.code, missed.fault.rawValue)] + missed.others.map { ($0, MissingCodeRow.alternative) }).map {
                MissingCodeRow(
                    documentID: delivery.documentID, backend: delivery.backend, kind: missed.kind, code: $0.0,
                    fault: $0.1, madeAt: now.microseconds)
            }
        }
        try transaction.replaceMissingCodes(ofDocument: delivery.documentID, at: delivery.backend, by: rows)
        return coded
    }

    /// From whom to whom a document goes.
    struct Way {
        var document: UniqueID
        var sender: String
        /// The key of its order; of a document without one its own id.
        var order: String
        /// A back end, or the way to a partner.
        var receiver: String
    }

    /// A document with the codes of where it goes, or the one that stops it.
    struct CodedDocument {
        var document: CanonicalDocument
        var fault: PayloadFault?
        var remarks: [Diagnostic] = []
    }

    /// A document with the codes of where it goes, and those that stop it. Writes nothing.
    func translated(
        _ document: CanonicalDocument, _ way: Way, at now: Instant, in transaction: any Transaction
    ) throws -> (coded: CodedDocument, missing: [CodeTranslation.Missing]) {
        var coded = CodedDocument(document: document)
        guard let kinds = kinds[way.receiver] else { return (coded, []) }
        let order = way.order == way.document.description ? nil : OrderKey(text: way.order)
        let cache = CodeCache(transaction: transaction)
        func translation(_ fetch: @escaping (CodeRequest) throws -> [CrossReference]) -> CodeTranslation {
            CodeTranslation(
                kinds, from: origin(of: way, order), to: destination(of: way, order), order: order,
                by: CodeLookup(on: now.day, fetch: fetch))
        }
        // Where nothing is found everything is asked for, so that one statement can fetch it.
        var trial = translation { cache.note($0) }
        _ = try trial.translate(document)
        try cache.fetchNoted()
        var translation = translation { try cache.rows($0) }
        let translated = try translation.translate(document)
        coded.remarks = translation.remarks
        let policy = policy(of: way, order)
        guard translation.faults.isEmpty || policy == .pass else {
            coded.fault = PayloadFault(diagnostics: translation.faults)
            coded.fault?.holds = policy == .hold
            return (coded, translation.missing)
        }
        coded.document = translated
        coded.remarks += translation.faults.map { fault in
            var fault = fault
            fault.severity = .warning
            return fault
        }
        return (coded, [])
    }

    /// Whose codes a document holds.
    private func origin(of way: Way, _ order: OrderKey?) -> CodeTranslation.End {
        if let backend = BackendSender.backend(of: way.sender) {
            return .backend(backend, side: sides[backend])
        }
        return partners(order, way.sender)
    }

    /// Whose codes it is to have.
    private func destination(of way: Way, _ order: OrderKey?) -> CodeTranslation.End {
        if let partner = Outbound.partner(of: way.receiver) { return partners(order, partner) }
        return .backend(way.receiver, side: sides[way.receiver])
    }

    /// An order's buyer, and who passes on what it sends and gets.
    private func partners(_ order: OrderKey?, _ partner: String) -> CodeTranslation.End {
        let names = [order?.buyer, partner].compactMap(\.self)
        return .partners(names.first == names.last ? Array(names.prefix(1)) : names)
    }

    private func policy(of way: Way, _ order: OrderKey?) -> Partner.UnknownItems {
        outboundPolicies[way.receiver] ?? order?.buyer.flatMap { policies[$0] } ?? policies[way.sender] ?? .hold
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
