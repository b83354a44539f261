import Diagnostics
import Intake
import Mapping
import Syntax

extension Draft {
    /// `acknowledgements` of a partner's file.
    mutating func readAcknowledgements(_ reader: inout YAMLReader) -> AcknowledgementProfile {
        var profile = AcknowledgementProfile()
        if let when: AcknowledgementProfile.Occasion = reader.choice("when") { profile.when = when }
        if let form: AcknowledgementProfile.ContrlForm = reader.choice("contrl") { profile.contrl = form }
        readX12Forms(&reader, into: &profile)
        if let acceptance: AcknowledgementProfile.Acceptance = reader.choice("acceptance") {
            profile.acceptance = acceptance
        }
        profile.identity = reader.optional("identity").flatMap { readParty($0, &reader) }
        profile.recipients = reader.list("recipients").compactMap { readParty($0, &reader) }
        if let duplicates: AcknowledgementProfile.Duplicates = reader.choice("duplicates") {
            profile.duplicates = duplicates
        }
        profile.aperak = readAperak(&reader)
        return profile
    }

    /// `x12`: TA1, and one of 997 and 999.
    private mutating func readX12Forms(_ reader: inout YAMLReader, into profile: inout AcknowledgementProfile) {
        guard let node = reader.optional("x12") else { return }
        let texts = (node.items ?? [node]).compactMap { reader.text(of: $0) }
        let forms = texts.compactMap { AcknowledgementProfile.X12Form(rawValue: $0) }
        if forms.count == texts.count, profile.answerX12(by: forms) { return }
        report("configuration.acknowledgement-forms", at: node.position, value: texts.joined(separator: ", "))
    }

    /// A party as an envelope names it: `identity`, who acknowledges, or one of the `recipients`.
    private mutating func readParty(_ node: YAMLNode, _ reader: inout YAMLReader) -> EnvelopeParty? {
        var inner = YAMLReader(node)
        let id = inner.requiredText("id")
        let qualifier = inner.text("qualifier")
        reader.take(inner)
        guard let id else { return nil }
        let isASCII = (id + (qualifier ?? "")).utf8.allSatisfy { (0x20...0x7E).contains($0) }
        let isWritable = AcknowledgementProfile.canName(id + (qualifier ?? ""))
        guard id.utf8.count <= 35, (qualifier ?? "").utf8.count <= 4, isASCII, isWritable else {
            report("configuration.acknowledgement-identity", at: node.position, value: id)
            return nil
        }
        return EnvelopeParty(id, qualifier: qualifier)
    }
}
