import ConfigurationFiles
import Diagnostics
import Directories
import Gateway
import Intake
import TestPeers
import Testing

/// Small X12 interchanges.
enum X12Text {
    /// One order. `version` is `4` for 004010, `5` for 005010.
    static func order(_ number: Int, asks: Bool = false, version: Int = 4, currency: String = "") -> String {
        let digits = String(String(1_000_000_000 + number).dropFirst())
        let (separator, control, group) = version == 4 ? ("U", "00401", "004010") : ("^", "00501", "005010")
        let segments = currency.isEmpty ? "" : "CUR*BY*\(currency)~"
        return
            "ISA*00*          *00*          *14*5412345000013  *14*4098765000010  *260921*0930*\(separator)*\(control)*\(digits)*"
            + "\(asks ? 1 : 0)*P*>~GS*PO*BUYERCO*SELLERCO*20260921*0930*\(number)*X*\(group)~ST*850*0001~"
            + "BEG*00*SA*PO\(number)**20260921~\(segments)PO1*1*10*EA~CTT*1~SE*\(currency.isEmpty ? 5 : 6)*0001~"
            + "GE*1*\(number)~IEA*1*\(digits)~"
    }
}

/// TA1 and 999, and answers to envelopes that are broken, as partners get them.
@Suite(.serialized) struct X12AcknowledgementTests {
    private static func with(
        _ kind: StoreKind, _ profile: AcknowledgementProfile, _ body: (TestGateway) async throws -> Void
    ) async throws {
        var options = TestGateway.Options()
        options.acknowledgements = profile
        try await TestGateway.with(kind, options, body)
    }

    @Test("ISA14 asks for a TA1; where only what asks is answered, nothing else gets one", arguments: StoreKind.all)
    func requested(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .requested)) { test in
            let silent = try await test.submit(X12Text.order(1)).acknowledgements
            #expect(silent == [])
            let answer = try #require(try await test.submit(X12Text.order(2, asks: true)).acknowledgements?.first)
            #expect(answer.kind == "TA1+997" && answer.verdict == "accepted")
            #expect(answer.content?.contains("~TA1*000000002*260921*0930*A*000~GS*FA*SELLERCO*BUYERCO*") == true)
        }
        try await Self.with(kind, AcknowledgementProfile(when: .requested, functional: nil)) { test in
            let answer = try #require(try await test.submit(X12Text.order(2, asks: true)).acknowledgements?.first)
            #expect(answer.kind == "TA1" && answer.verdict == "accepted")
            #expect(answer.content?.contains("~TA1*000000002*260921*0930*A*000~IEA*0*000000001~") == true)
        }
    }

    @Test("a 999 where the profile says so, with the notes of an implementation", arguments: StoreKind.all)
    func implementation(kind: StoreKind) async throws {
        var profile = AcknowledgementProfile(when: .always)
        let isForm = profile.answerX12(by: [.implementation])
        #expect(isForm)
        try await Self.with(kind, profile) { test in
            let good = try #require(try await test.submit(X12Text.order(1, version: 5)).acknowledgements?.first)
            #expect(good.kind == "999" && good.verdict == "accepted")
            let text = try #require(good.content)
            #expect(text.contains("*^*00501*000000001*0*P*"))
            #expect(
                text.contains(
                    "*X*005010X231A1~ST*999*0001*005010X231A1~AK1*PO*1*005010~AK2*850*0001~IK5*A~AK9*A*1*1*1~"))
            let bad = try #require(
                try await test.submit(X12Text.order(2, version: 5, currency: "USDX")).acknowledgements?.first)
            #expect(bad.verdict == "refused")
            #expect(bad.content?.contains("~IK3*CUR*3**8~IK4*2**5*USDX~IK5*R*5~AK9*R*1*1*0~") == true)
        }
    }

    @Test(
        "a broken envelope is refused by a TA1 that says how, without a word of its groups, and delivers nothing",
        arguments: StoreKind.all)
    func envelopes(kind: StoreKind) async throws {
        let order = X12Text.order(1)
        let cases: [(text: String, note: String)] = [
            (order.replacing("IEA*1*", with: "IEA*3*"), "021"), (order.replacing("IEA*1*000000001~", with: ""), "023"),
            (order.replacing("GS*PO*BUYERCO*SELLERCO*20260921*0930*1*X*004010~", with: ""), "022"),
            (order.replacing("IEA*1*000000001", with: "IEA*1*000000009"), "001"),
        ]
        try await Self.with(kind, AcknowledgementProfile(when: .always, duplicates: .accept)) { test in
            for (text, note) in cases {
                let answered = try await test.submit(text)
                let answer = try #require(answered.acknowledgements?.first)
                #expect(answer.kind == "TA1" && answer.verdict == "refused" && answered.acknowledgements?.count == 1)
                #expect(answer.content?.contains("~TA1*000000001*260921*0930*R*\(note)~IEA*0*") == true, "\(note)")
                #expect(answered.documents?.first?.diagnostics.first?.code == "intake.refused-with-interchange")
            }
            #expect(test.legacy.effects.isEmpty)
            // What names no sender is not answered.
            let nameless = order.replacing("*14*5412345000013  *", with: "*14*               *")
            let unanswered = try await test.submit(nameless)
            #expect(unanswered.acknowledgements == [])
            #expect(unanswered.diagnostics.contains { $0.code == "intake.acknowledgement-impossible" })
        }
    }

    @Test("what the profile tolerates is accepted with errors noted, in 997 and 999", arguments: StoreKind.all)
    func tolerated(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            try await test.restart { installation in
                installation.partners[0].directory = [
                    Overlay(tolerances: [Tolerance("directory.too-long", .warning, tag: "CUR")])
                ]
            }
            let answer = try #require(try await test.submit(X12Text.order(3, currency: "USDX")).acknowledgements?.first)
            #expect(answer.verdict == "accepted")
            #expect(answer.content?.contains("~AK3*CUR*3**8~AK4*2**5*USDX~AK5*E*5~AK9*E*1*1*1~") == true)
        }
    }

    @Test("a set without ST is refused by itself; the sets beside it are accepted", arguments: StoreKind.all)
    func headless(kind: StoreKind) async throws {
        let order = X12Text.order(4)
        let more = order.replacing(
            "GE*1*",
            with: "BEG*00*SA*PO9**20260921~PO1*1*10*EA~CTT*1~SE*5*0002~ST*850*0003~BEG*00*SA*PO8**20260921~"
                + "PO1*1*10*EA~CTT*1~SE*5*0003~GE*3*")
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let answered = try await test.submit(more)
            #expect(answered.documentCount == 3)
            #expect(answered.documents?[1].diagnostics.map(\.code) == ["x12.st-missing"])
            let answer = try #require(answered.acknowledgements?.first)
            #expect(answer.kind == "997" && answer.verdict == "accepted-in-part")
            #expect(
                answer.content?.contains("AK2*850*0001~AK5*A~AK2*850*0002~AK5*R*6~AK2*850*0003~AK5*A~AK9*P*3*3*2~")
                    == true)
        }
    }
}
