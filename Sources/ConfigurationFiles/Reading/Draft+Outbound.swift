import Diagnostics
import Intake
import Mapping
import Orders

extension Draft {
    /// The key `outbound` of a partner: the way there as of a back end, and which documents go it.
    mutating func readOutbound(
        _ node: YAMLNode, of partner: String, secrets: (SecretReference) -> String?
    ) -> Outbound? {
        var reader = YAMLReader(node)
        let owner = PathOwner(name: partner, words: "partner \(partner)", position: node.position)
        let kind = backendKind(owner, &reader, secrets: secrets)
        let abilities = abilities(kind, owner, &reader)
        let concurrency = reader.integer("concurrency", in: 1...256)
        let rate = reader.number("ratePerSecond", upTo: 100_000)
        let retry = retry(&reader)
        let breaker = breaker(&reader)
        let within = reader.seconds("acknowledgedWithin")
        let closes = closingStage(&reader)
        let batch = readBatch(&reader)
        let translates = masterKinds("translate", of: Outbound.translatable, &reader)
        let unknownItems: Partner.UnknownItems? = reader.choice("unknownItems")
        var documents: [CanonicalDocument.DocumentType: Outbound.Form] = [:]
        let named = reader.entries("documents")
        for entry in named {
            let form = form(entry.value)
            guard let type = CanonicalDocument.DocumentType(rawValue: entry.key.text), Self.outboundTypes.contains(type)
            else {
                reader.reportNotChoice(
                    entry.key.text, at: entry.key.position, key: "documents",
                    known: Self.outboundTypes.map(\.rawValue))
                continue
            }
            documents[type] = form
        }
        if named.isEmpty {
            reader.report(
                Diagnostic("configuration.outbound-empty", at: reader.position(of: "documents"), value: partner))
        }
        finish(reader)
        guard let kind else { return nil }
        var outbound = Outbound(
            channel: Backend(
                name: Outbound.channelName(of: partner), kind: kind, payload: .written, abilities: abilities,
                concurrency: concurrency ?? 4, ratePerSecond: rate, retry: retry, breaker: breaker),
            documents: documents, acknowledgedWithin: within, closes: closes, batch: batch)
        outbound.translates = translates
        outbound.unknownItems = unknownItems ?? .pass
        return outbound
    }

    /// `batch: { documents: 200, within: 5 min }`: what goes in one interchange.
    private func readBatch(_ reader: inout YAMLReader) -> Outbound.Batch? {
        guard var inner = reader.nested("batch") else { return nil }
        let documents = inner.integer("documents", in: 1...1_000)
        _ = inner.required("within")
        let within = inner.seconds("within", upTo: 86_400)
        reader.take(inner)
        return within.map { Outbound.Batch(documents: documents ?? 200, within: $0) }
    }

    /// The stage that closes a document: one that a partner's answer brings.
    private func closingStage(_ reader: inout YAMLReader) -> SentStage? {
        guard let node = reader.optional("closes"), let text = reader.text(of: node) else { return nil }
        if let stage = SentStage(rawValue: text), SentStage.closing.contains(stage) { return stage }
        reader.reportNotChoice(text, at: node.position, key: "closes", known: SentStage.closing.map(\.rawValue))
        return nil
    }

    /// The documents that back ends make for partners.
    private static let outboundTypes: [CanonicalDocument.DocumentType] = [
        .orderResponse, .despatchAdvice, .invoice,
    ]

    /// `as-sent`, or a mapping with its envelope.
    private mutating func form(_ node: YAMLNode) -> Outbound.Form? {
        if node.entries != nil {
            let payload = mappedPayload(node)
            if payload.mappings.count > 1 {
                report(
                    "configuration.outbound-form", at: node.position, value: payload.mappings.joined(separator: ", "))
            }
            return .mapping(payload)
        }
        if node.text == "as-sent" { return .asSent }
        report("configuration.outbound-form", at: node.position, value: node.text)
        return nil
    }
}
