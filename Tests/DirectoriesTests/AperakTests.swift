import Diagnostics
import Directories
import EDIFACT
import Syntax
import Testing

@Suite("APERAK by its directory")
struct AperakTests {
    @Test("what is written for the faults of an order has no fault by its own directory, and is read nested as it was")
    func valid() throws {
        let text = order("LIN+1\nQTY+XQ9:FIVE\nZZZ+1")
        let message = try #require(try Checked(text).messages.first)
        let report = MessageReport(
            type: message.type, version: message.version, reference: message.reference,
            errors: message.diagnostics.items)
        let said = Aperak(
            of: report, document: "PO-9", number: "AP-1", date: "202609211015",
            issuer: EnvelopeParty("4098765000010", qualifier: "14"),
            recipient: EnvelopeParty("5412345000013", qualifier: "14"),
            errors: .init(values: ["directory": "7"], list: "ZZZ", agency: "ZZZ")
        ) { _ in Aperak.Reference("LI", "1") }
        #expect(said.errors.count == 3)
        for release in Aperak.Release.allCases {
            var writer = try EDIFACTWriter(
                InterchangeEnvelope(
                    sender: EnvelopeParty("A"), recipient: EnvelopeParty("B"), reference: "7", date: "260921",
                    time: "1015"))
            try writer.add(said, release: release, reference: "1")
            let checked = try Checked(try writer.finish())
            #expect(checked.codes.isEmpty)
            #expect(checked.messages.first?.version == release.rawValue)
            #expect(checked.messages.first.flatMap { Aperak($0.tree) } == said)
        }
    }
}
