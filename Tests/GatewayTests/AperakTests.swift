import ConfigurationFiles
import Diagnostics
import EDIFACT
import Gateway
import Intake
import Rollout
import Syntax
import TestPeers
import Testing

/// What the application tells partners of their documents, beside what CONTRL says of their syntax.
@Suite(.serialized) struct AperakTests {
    private static func with(
        _ kind: StoreKind, _ profile: AcknowledgementProfile, _ body: (TestGateway) async throws -> Void
    ) async throws {
        var options = TestGateway.Options()
        options.acknowledgements = profile
        try await TestGateway.with(kind, options, body)
    }

    private static func profile(
        _ when: AperakProfile.Occasion, release: AperakProfile.Release = .d96A,
        contrl: AcknowledgementProfile.Occasion = .always
    ) -> AcknowledgementProfile {
        AcknowledgementProfile(when: contrl, aperak: AperakProfile(when: when, release: release))
    }

    /// A message that no directory finds anything wrong with, and that is no order: it has no number.
    private static let nameless = EDI.message("X").map { $0 == "BGM+220+X+9" ? "BGM+220++9" : $0 }

    @Test(
        "a fault of the content is told with the partner's own value, although the syntax is accepted",
        arguments: StoreKind.all)
    func content(kind: StoreKind) async throws {
        var profile = Self.profile(.errors)
        let unfit = profile.aperak.nameErrors(
            by: ["mapping": "12", "route": "12", "orders": "12"], list: "105", agency: "ZZZ")
        #expect(unfit == [])
        profile.identity = .init("4000000000006", qualifier: "14")
        try await Self.with(kind, profile) { test in
            let answered = try await test.submit(EDI.interchange([EDI.message("A-1"), Self.nameless], 5))
            #expect(answered.documents?.map(\.status) == ["delivered", "failed"])
            let acknowledgements = try #require(answered.acknowledgements)
            #expect(acknowledgements.map(\.kind) == ["CONTRL", "APERAK"])
            #expect(acknowledgements.map(\.verdict) == ["accepted", "refused"])
            #expect(acknowledgements.map(\.number) == [1, 2])
            #expect(acknowledgements.map(\.controlNumber) == ["1", "2"] && acknowledgements[1].answers == "5")
            let text = try #require(acknowledgements[1].content)
            #expect(text.contains("'UNB+UNOA:3+4000000000006:14+5412345000013:14+"))
            #expect(text.contains("'UNH+1+APERAK:D:96A:UN'BGM++"))
            let id = try #require(answered.documents?[1].id).replacing("-", with: "").uppercased()
            #expect(text.contains("BGM++\(id)+27'DTM+137:"))
            #expect(
                text.contains("'RFF+ACW:2'NAD+MS+4000000000006::9'NAD+MR+5412345000013::9'ERC+12:105:ZZZ'FTX+AAO+++"))
            #expect(text.ranges(of: "'ERC+").count == 1)
            #expect(text.hasSuffix("UNZ+1+2'"))
            // Accepted documents are not spoken of.
            let quiet = try await test.submit(EDI.order("A-2", reference: 6))
            #expect(quiet.acknowledgements?.map(\.kind) == ["CONTRL"])
        }
    }

    @Test(
        "`always` accepts document by document, by the numbers of their sender, in the release that is asked for",
        arguments: StoreKind.all)
    func always(kind: StoreKind) async throws {
        try await Self.with(kind, Self.profile(.always, release: .d01B)) { test in
            let answered = try await test.submit(
                EDI.interchange([EDI.message("A-1"), Self.nameless, EDI.message("A-2")], 7))
            let aperak = try #require(answered.acknowledgements?.last)
            #expect(answered.acknowledgements?.count == 2 && aperak.kind == "APERAK")
            #expect(aperak.verdict == "accepted-in-part")
            let text = try #require(aperak.content)
            #expect(text.contains("'UNH+1+APERAK:D:01B:UN'BGM+305+") && text.contains("'UNH+3+APERAK:D:01B:UN'"))
            #expect(text.contains("+29'DTM+137:") && text.contains("'RFF+ACW:A-1'") && text.contains("'RFF+ACW:A-2'"))
            #expect(text.contains("'ERC+999'") && text.contains("UNZ+3+2'"))
            let again = try await test.gateway.documents.acknowledgements(answered.id, caller: test.administrator)
            #expect(again.items.map(\.kind) == ["CONTRL", "APERAK"])
        }
    }

    @Test("what a CONTRL refuses is not told twice; where none says it, the APERAK does", arguments: StoreKind.all)
    func syntax(kind: StoreKind) async throws {
        let wrong = EDI.order("S-1", reference: 3).replacing("UNT+14+", with: "UNT+99+")
        try await Self.with(kind, Self.profile(.always)) { test in
            let kinds = try await test.submit(wrong).acknowledgements?.map(\.kind)
            #expect(kinds == ["CONTRL"])
        }
        try await Self.with(kind, Self.profile(.errors, contrl: .never)) { test in
            let answered = try await test.submit(wrong)
            #expect(answered.acknowledgements?.map(\.kind) == ["APERAK"])
            #expect(answered.acknowledgements?.first?.number == 1)
            let text = try #require(answered.acknowledgements?.first?.content)
            #expect(text.contains("'RFF+ACW:S-1'") && text.contains("'ERC+999'FTX+AAO+++SEGMENT 14 (UNT)"))
        }
    }

    @Test("a mapping that is missing here is no fault of the sender", arguments: StoreKind.all)
    func ownFault(kind: StoreKind) async throws {
        try await Self.with(kind, Self.profile(.errors)) { test in
            let shipped = try TestGateway.shippedMappings()
            try await test.restart { installation in
                installation.mappings = shipped.filter { $0.key.hasPrefix("cxml") || $0.key.hasPrefix("codes/") }
            }
            let answered = try await test.submit(EDI.order("A-1"))
            #expect(answered.documents?.first?.diagnostics.map(\.code) == ["mapping.none"])
            #expect(answered.documents?.first?.status == "failed")
            #expect(answered.acknowledgements?.map(\.kind) == ["CONTRL"])
            #expect(answered.acknowledgements?.map(\.verdict) == ["accepted"])
        }
    }

    @Test("neither a CONTRL nor an APERAK gets one, nor what names no sender, nor X12", arguments: StoreKind.all)
    func unanswered(kind: StoreKind) async throws {
        try await Self.with(kind, Self.profile(.always, contrl: .never)) { test in
            let text = try #require(try await test.submit(EDI.order("C-9")).acknowledgements?.first?.content)
            let toAperak = try await test.submit(text).acknowledgements
            #expect(toAperak == [])
            let contrl =
                "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+8'UNH+1+CONTRL:D:3:UN'"
                + "UCI+1+4098765000010:14+5412345000013:14+7'UNT+3+1'UNZ+1+8'"
            let toContrl = try await test.submit(contrl).acknowledgements
            #expect(toContrl == [])
            let nameless = EDI.order("C-10", reference: 9).replacing("UNB+UNOA:3+5412345000013:14", with: "UNB+UNOA:3+")
            let toNameless = try await test.submit(nameless).acknowledgements
            #expect(toNameless == [])
            let toX12 = try await test.submit(X12Text.order(1)).acknowledgements
            #expect(toX12 == [])
        }
    }

    @Test(
        "of an interchange too large to be held, the CONTRL is the first and every APERAK has a number of its own",
        arguments: StoreKind.all)
    func large(kind: StoreKind) async throws {
        let messages = (1...4_300).map { EDI.message("L-\($0)") } + [Self.nameless]
        try await Self.with(kind, Self.profile(.errors)) { test in
            let answered = try await test.submit(EDI.interchange(messages, 11))
            #expect(answered.documentCount == 4_301)
            #expect(answered.acknowledgements?.map(\.kind) == ["CONTRL", "APERAK"])
            #expect(answered.acknowledgements?.map(\.number) == [1, 2])
            #expect(answered.acknowledgements?.last?.content?.contains("'RFF+ACW:4301'") == true)
            // Drawn when it was made: before the interchange's end.
            #expect(Set(answered.acknowledgements?.map(\.controlNumber) ?? []) == ["1", "2"])
        }
    }
}
