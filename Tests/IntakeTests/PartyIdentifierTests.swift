import Intake
import Orders
import Rollout
import Testing

/// By which identifiers a document's party is looked for in the party register.
@Suite struct PartyIdentifierTests {
    private func identifiers(_ scheme: String, _ value: String) -> [PartyIdentifier] {
        var order = Order()
        order.number = "1"
        var id = Identifier()
        id.scheme = scheme
        id.value = value
        order.buyer.ids = [id]
        let facts = DocumentFacts(
            .order(order), document: "d", sender: "s", day: "2026-09-21", siteFacts: [], test: false, contentHash: "h")
        return facts.buyer
    }

    @Test(
        "a register is found by each name that senders of any format have for it",
        arguments: [
            ("0060", ["DUNS", "16", "1"]), ("91", ["SUPPLIER_SPECIFIC"]), ("92", ["BUYER-ASSIGNED"]),
            ("x12-33", ["33"]),
            ("duns+4", ["9"]), ("scac", ["2", "182"]), ("zzz", ["ZZ"]),
        ])
    func spellings(scheme: String, others: [String]) {
        let found = identifiers(scheme, "4711")
        #expect(found.first == PartyIdentifier(scheme: scheme.uppercased(), value: "4711"))
        for other in others {
            #expect(found.contains(PartyIdentifier(scheme: other, value: "4711")))
        }
        #expect(found.last == PartyIdentifier(scheme: PartyIdentifier.ownScheme, value: "4711"))
    }

    @Test("a GLN among the identifiers is one")
    func gln() {
        let wanted = PartyIdentifier(scheme: "GLN", value: "4012345000009")
        #expect(identifiers("0088", "4012345000009").contains(wanted))
        #expect(!identifiers("92", "4012345000009").contains(wanted))
    }
}
