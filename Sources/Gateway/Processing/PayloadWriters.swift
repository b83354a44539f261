public import ConfigurationFiles
public import Diagnostics
import Intake
import Mapping
import Orders
import Rollout
import Store
import Syntax

/// What writes the payloads of the back ends that take a written format, by their names.
struct PayloadWriters: Sendable {
    private let writings: [String: PayloadWriting]
    private let outbound: [String: Outbound]
    private let answering: AnswerWriting
    private let starts: [String: Int64]
    private let codes: CodesToWrite
    private let learningItems: Set<String>

    init(_ backends: [Backend], partners: [Partner] = [], sites: [Site] = [], mappings: MappingLibrary) {
        learningItems = Set(backends.filter(\.learns.items).map(\.name))
        codes = CodesToWrite(backends, partners, sites: sites)
        answering = AnswerWriting(mappings)
        starts = Dictionary(
            partners.map { ($0.id, $0.acknowledgements.numbersFrom) }, uniquingKeysWith: { first, _ in first })
        outbound = Dictionary(
            partners.compactMap { partner in partner.outbound.map { (partner.id, $0) } },
            uniquingKeysWith: { first, _ in first })
        var writings: [String: PayloadWriting] = [:]
        for backend in backends {
            guard case .mapping(let payload) = backend.payload else { continue }
            writings[backend.name] = PayloadWriting(
                mappings: payload.mappings.compactMap { mappings[$0] }, envelope: payload.envelope,
                settings: payload.settings, shapes: MessageShapes.standard.with(mappings.shapes))
        }
        self.writings = writings
    }

    /// True when what a back end takes is written for it: in a format, or with its own codes.
    func isNeeded(for backend: String) -> Bool { maps(for: backend) || translates(for: backend) }

    /// True when a back end takes a written format.
    func maps(for backend: String) -> Bool { writings[backend] != nil }

    /// True when a back end gets its own codes, which the transaction that decides looks up.
    func translates(for backend: String) -> Bool { codes.isNeeded(for: backend) }

    /// The side that a back end serves, if it is one alone.
    func side(of backend: String) -> Side? { codes.side(of: backend) }

    /// Whether a back end's order responses say what it calls items.
    func learnsItems(from backend: String) -> Bool { learningItems.contains(backend) }

    /// A document as it is to be written for a delivery.
    func content(
        _ canonical: [UInt8], for delivery: DeliveryRow, at now: Instant, in transaction: any Transaction
    ) throws -> ContentToWrite {
        try codes.content(canonical, for: delivery, at: now, in: transaction)
    }

    /// What a back end's mappings make of a document with its codes, on trial: nothing is written down.
    func tryOut(
        _ canonical: [UInt8], _ way: CodesToWrite.Way, from origin: PayloadOrigin, in transaction: any Transaction
    ) throws -> Result<WrittenPayload, PayloadFault>? {
        var canonical = canonical
        if translates(for: way.receiver), let document = CanonicalDocument.read(json: canonical).document {
            let coded = try codes.translated(document, way, at: origin.receivedAt, in: transaction).coded
            if let fault = coded.fault { return .failure(fault) }
            canonical = coded.document.jsonBytes
        }
        return write(canonical, for: way.receiver, from: origin)
            ?? (translates(for: way.receiver) ? .success(WrittenPayload(canonical: canonical)) : nil)
    }

    /// True when no back end takes a written format.
    var isIdle: Bool { writings.isEmpty }

    /// How a partner gets what is sent to it; nil for one that gets nothing.
    func outbound(_ partner: String) -> Outbound? { outbound[partner] }

    /// The least control number of what is sent to a partner.
    func numbersFrom(_ partner: String) -> Int64 { starts[partner] ?? 1 }

    /// Whether anything is sent to a partner.
    func sends(to partner: String) -> Bool { outbound[partner] != nil }

    /// How a partner takes documents of a type; nil where it takes none.
    func form(of type: CanonicalDocument.DocumentType, for partner: String) -> Outbound.Form? {
        outbound[partner]?.documents[type]
    }

    /// What goes to a partner of a back end's canonical document, with the partner's own codes where it wants them. `question` is
    /// the order as its sender wrote it. Throws a ``PayloadFault`` where it cannot be written.
    func write(
        _ canonical: [UInt8], for delivery: DeliveryRow, to question: OrderInQuestion?, as form: Outbound.Form,
        receivedAt: Instant, at now: Instant, in transaction: any Transaction
    ) throws -> WrittenPayload {
        let (document, diagnostics) = CanonicalDocument.read(json: canonical)
        guard let document else { throw PayloadFault(diagnostics: diagnostics.items) }
        let agreed: AnswerForm? =
            switch form {
            case .asSent: nil
            case .mapping(let payload):
                payload.mappings.first.map {
                    AnswerForm(mapping: $0, envelope: payload.envelope, settings: payload.settings)
                }
            }
        let origin = PayloadOrigin(
            number: delivery.interchangeNumber, position: delivery.position, version: delivery.payloadVersion,
            receivedAt: receivedAt)
        // The codes that its order says need no cross reference.
        var answer = try answering.completed(document, to: question, as: agreed, from: origin)
        if codes.isNeeded(for: delivery.backend) {
            let coded = try codes.coded(answer.document, for: delivery, at: now, in: transaction)
            if let fault = coded.fault { throw fault }
            answer.document = coded.document
            answer.remarks += coded.remarks
        }
        return try answering.write(answer, to: question, as: agreed, from: origin)
    }

    /// A delivery's payload; nil for a back end that takes none.
    func payload(
        of content: ContentToWrite, for delivery: DeliveryRow, receivedAt: Instant
    ) throws(PayloadFault) -> PayloadToKeep? {
        if let fault = content.fault { throw fault }
        let origin = PayloadOrigin(
            number: delivery.interchangeNumber, position: delivery.position, version: delivery.payloadVersion,
            receivedAt: receivedAt)
        let plain: Result<WrittenPayload, PayloadFault>? =
            translates(for: delivery.backend) ? .success(WrittenPayload(canonical: content.canonical)) : nil
        guard let written = write(content.canonical, for: delivery.backend, from: origin) ?? plain else { return nil }
        var payload = PayloadToKeep(try written.get(), of: delivery)
        payload.transliterations += content.remarks
        return payload
    }

    /// What a back end's mappings make of a canonical document; nil for a back end that takes none.
    func write(
        _ canonical: [UInt8], for backend: String, from origin: PayloadOrigin
    ) -> Result<WrittenPayload, PayloadFault>? {
        guard let writing = writings[backend] else { return nil }
        let (document, diagnostics) = CanonicalDocument.read(json: canonical)
        guard let document else { return .failure(PayloadFault(diagnostics: diagnostics.items)) }
        return Result { () throws(PayloadFault) in try writing.write(document, from: origin) }
    }
}

extension MappingSet {
    /// What is wrong with the mappings that back ends' payloads are written by: a type of document that none of them
    /// writes, or two do. Every back end may get documents of every type that is routed.
    /// And a mapping that is to write for a partner what it does not write.
    /// - Parameter isThorough: true to look for what the mappings can never write, too, which takes longer.
    public func writingFaults(_ backends: [Backend], _ partners: [Partner], isThorough: Bool) -> DiagnosticList {
        var faults = DiagnosticList()
        var looked: Set<String> = []
        for backend in backends {
            guard case .mapping(let payload) = backend.payload else { continue }
            let known = payload.mappings.compactMap { library[$0] }
            for type in CanonicalDocument.DocumentType.allCases {
                let count = known.count { $0.documentType == type }
                let isRouted = DocumentKind(rawValue: type.rawValue) != nil
                if count == 1 || count == 0 && !isRouted { continue }
                faults.append(
                    Diagnostic(
                        count == 0 ? "deliver.mapping-uncovered" : "deliver.mapping-twice", value: type.rawValue,
                        facts: ["backend": backend.name, "mappings": payload.mappings.joined(separator: ", ")]))
            }
            for mapping in known where isThorough && looked.insert(mapping.name).inserted {
                let shape = MessageShapes.standard.with(library.shapes).shape(
                    mapping.syntax, mapping.message, mapping.writtenVersion)
                if let shape { faults.append(contentsOf: mapping.writingFaults(shape: shape)) }
            }
        }
        for partner in partners {
            for (type, form) in (partner.outbound?.documents ?? [:]).sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                guard case .mapping(let payload) = form, let name = payload.mappings.first,
                    let mapping = library[name]
                else { continue }
                if partner.outbound?.batch != nil, mapping.syntax != .edifact, mapping.syntax != .x12 {
                    faults.append(
                        Diagnostic(
                            "deliver.batch-syntax", value: name,
                            facts: ["partner": partner.id, "syntax": mapping.syntax.rawValue]))
                }
                guard mapping.documentType != type else { continue }
                faults.append(
                    Diagnostic(
                        "deliver.outbound-mapping", value: name,
                        facts: ["partner": partner.id, "type": type.rawValue]))
            }
        }
        return faults
    }
}
