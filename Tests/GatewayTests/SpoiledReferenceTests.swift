import Diagnostics
import Gateway
import Intake
import Store
import TestPeers
import Testing

/// References and names with characters that no charset has, and that no text of a database holds.
@Suite(.serialized) struct SpoiledReferenceTests {
    private static let orders = EDI.interchange([EDI.message("A-1"), EDI.message("A-2"), EDI.message("A-3")], 1)

    private static func with(
        _ kind: StoreKind, _ profile: AcknowledgementProfile = AcknowledgementProfile(),
        _ body: (TestGateway) async throws -> Void
    ) async throws {
        var options = TestGateway.Options()
        options.acknowledgements = profile
        try await TestGateway.with(kind, options, body)
    }

    @Test("a message whose reference has a NUL fails by itself, answered or not", arguments: StoreKind.all)
    func message(kind: StoreKind) async throws {
        let text = Self.orders.replacing("UNH+2+", with: "UNH+X\u{0}2+")
        for profile in [AcknowledgementProfile(), AcknowledgementProfile(when: .always)] {
            try await Self.with(kind, profile) { test in
                let answered = try await test.submit(text)
                #expect(answered.documents?.map(\.status) == ["delivered", "failed", "delivered"])
                let document = try #require(answered.documents?[1])
                #expect(document.reference == "X␀2")
                #expect(document.diagnostics.map(\.code) == ["edifact.character-invalid"])
                #expect(document.diagnostics.first?.segment == 1 && document.diagnostics.first?.element == "1")
                let content = answered.acknowledgements?.first?.content
                #expect(
                    content?.contains("+7'UCM+X 2+ORDERS:D:96A:UN:EAN008+4+21+UNH+2'")
                        == (profile.when == .always ? true : nil))
            }
        }
    }

    @Test(
        "an interchange whose own reference or sender has a NUL is refused by its answer, and goes on without one",
        arguments: StoreKind.all)
    func interchange(kind: StoreKind) async throws {
        let reference = Self.orders.replacing("0930+1'", with: "0930+X\u{0}1'")
        let sender = Self.orders.replacing("5412345000013:14", with: "5412\u{0}45000013:14")
        for text in [reference, sender] {
            try await Self.with(kind) { test in
                let answered = try await test.submit(text)
                #expect(answered.documents?.map(\.status) == ["delivered", "delivered", "delivered"])
                #expect(answered.diagnostics.map(\.code) == ["edifact.character-invalid"])
            }
            try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
                let answered = try await test.submit(text)
                #expect(answered.documents?.map(\.status) == ["failed", "failed", "failed"])
                let content = try #require(answered.acknowledgements?.first?.content)
                #expect(content.contains("+4+21+UNB+") && !content.contains("\u{0}"))
            }
        }
    }

    @Test(
        "a set whose number has a NUL fails by itself; an ISA whose sender has one gets a TA1", arguments: StoreKind.all
    )
    func x12(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let set = try await test.submit(X12Text.order(1).replacing("ST*850*0001", with: "ST*850*00\u{0}1"))
            #expect(set.documents?.map(\.reference) == ["00␀1"] && set.documents?.map(\.status) == ["failed"])
            #expect(set.acknowledgements?.first?.content?.contains("~AK2*850*00 1~AK3*ST*1**8~AK4*2**6~") == true)
            let sender = try await test.submit(
                X12Text.order(2).replacing("5412345000013  *", with: "54\u{0}2345000013  *"))
            let answer = try #require(sender.acknowledgements?.first)
            #expect(answer.kind == "TA1" && answer.content?.contains("*R*006~") == true)
            #expect(sender.documents?.first?.diagnostics.first?.code == "intake.refused-with-interchange")
        }
    }

    @Test("a file name with a NUL is kept, and found as it is shown", arguments: StoreKind.all)
    func fileName(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let kept = try await test.submit(Self.orders, fileName: "a\u{0}b.edi")
            #expect(kept.fileName == "a␀b.edi" && kept.status == "processed")
        }
    }

    @Test("a reference that is too long for an answer is said with its place and length", arguments: StoreKind.all)
    func tooLong(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let answered = try await test.submit(
                Self.orders.replacing("0930+1'", with: "0930+123456789012345'").replacing(
                    "UNZ+3+1'", with: "UNZ+3+123456789012345'"))
            #expect(answered.acknowledgements == [])
            let said = try #require(
                answered.diagnostics.first { $0.code == "intake.acknowledgement-impossible" })
            #expect(said.tag == "UNB" && said.element == "5")
            #expect(said.message.contains("UNB element 5 has 15 characters, and an answer can repeat 14 at most."))
            #expect(answered.documents?.map(\.status) == ["delivered", "delivered", "delivered"])
        }
    }

    @Test("an answer in ISO 8859-1 is shown as the text that it is", arguments: StoreKind.all)
    func latin1(kind: StoreKind) async throws {
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let text = Self.orders.replacing("UNOA", with: "UNOC").replacing("+1'UNH", with: "+É1'UNH").replacing(
                "UNZ+3+1'", with: "UNZ+3+É1'")
            let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            let receipt = try await test.gateway.submissions.submit(
                Submission(sender: "northwind", channel: "test", bytes: bytes))
            let answered = try await test.gateway.submissions.outcome(of: receipt.id, waiting: .seconds(240))
            #expect(answered.acknowledgements?.first?.content?.contains("UCI+É1+") == true)
        }
    }

    @Test("references and numbers of thousands of characters are kept, and found by", arguments: StoreKind.all)
    func huge(kind: StoreKind) async throws {
        var generator = SystemRandomNumberGenerator()
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
        let long = String((0..<9_000).map { _ in letters.randomElement(using: &generator) ?? "A" })
        try await Self.with(kind, AcknowledgementProfile(when: .always)) { test in
            let message = Self.orders.replacing("UNH+2+", with: "UNH+\(long)+")
                .replacing("UNT+14+2'", with: "UNT+14+\(long)'")
            let answered = try await test.submit(message)
            #expect(answered.status == "processed" && answered.documents?.count == 3)
            let shown = try #require(answered.documents?[1].reference)
            #expect(shown.hasPrefix(long.prefix(400) + "… ") && shown.count < 500)
            let interchange = Self.orders.replacing("0930+1'", with: "0930+\(long)'")
                .replacing("UNZ+3+1'", with: "UNZ+3+\(long)'")
            #expect(try await test.submit(interchange, fileName: long).status == "processed")
            let number = EDI.order("A-9", reference: 3).replacing("A-9", with: long)
            #expect(try await test.submit(number).documents?.map(\.status) == ["failed"])
            var filter = SearchFilter()
            filter.reference = long
            let found = try await test.gateway.documents.documents(
                filter, cursor: nil, limit: 9, caller: test.administrator)
            // Those of the interchange of that reference, and the message.
            #expect(found.items.map(\.reference) == ["3", "2", "1", shown])
        }
    }
}
