import Diagnostics
import Orders
import Rollout
import Syntax
import X12

extension PayloadWriting {
    /// A transaction set in an interchange of its own, with places for the control numbers that are drawn when it is kept.
    func x12(
        _ tree: Tree, of document: CanonicalDocument, as message: String, _ version: String, _ origin: PayloadOrigin
    ) throws(Diagnostic) -> UnnumberedInterchange {
        guard let identifier = FunctionalIdentifier.code(of: message) else {
            throw Diagnostic("deliver.syntax-unwritable", value: "X12 \(message)")
        }
        // ISA12 is the version without its subrelease; repeats are separated from 00402 on.
        let release = String(version.prefix(5))
        let usual = release > "00401" ? Separators.withRepetition : .standard
        let moment = origin.receivedAt.iso8601
        let date = moment.prefix(10).filter { $0 != "-" }
        let time = moment.dropFirst(11).prefix(5).filter { $0 != ":" }
        let content = document.content
        let sender = envelope.sender ?? Self.party(content.envelope?.sender, document.author)
        let receiver = envelope.recipient ?? Self.party(content.envelope?.recipient, document.addressee)
        var writer = try X12Writer(
            X12Envelope(
                sender: sender, receiver: receiver, controlNumber: "000000001", date: String(date.dropFirst(2)),
                time: time, version: release, usage: document.isTest ? "T" : "P"),
            separators: envelope.separators ?? usual)
        try writer.openGroup(
            FunctionalGroup(
                identifier: identifier, sender: envelope.applications?.sender ?? sender.identification,
                receiver: envelope.applications?.receiver ?? receiver.identification,
                date: release < "00401" ? String(date.dropFirst(2)) : date, time: time, controlNumber: "1",
                version: version))
        try writer.add(tree, as: TransactionHeader(identifier: message, controlNumber: "0001"))
        return try writer.finishUnnumbered()
    }

    /// A party of ISA. ISA05 has no code for a GLN; one that is not agreed upon is `ZZ`, and so is a code of another syntax
    /// that does not fit.
    private static func party(_ own: Identifier?, _ party: Party) -> EnvelopeParty {
        if let own, !own.value.isEmpty {
            return EnvelopeParty(own.value, qualifier: own.scheme.flatMap { $0.utf8.count == 2 ? $0 : nil } ?? "ZZ")
        }
        return EnvelopeParty(party.gln?.rawValue ?? party.ids.first?.value ?? "", qualifier: "ZZ")
    }
}
