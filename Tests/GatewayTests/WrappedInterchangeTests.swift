import Diagnostics
import Gateway
import Intake
import TestPeers
import Testing

/// An interchange that a system of fixed records wrapped at eighty columns.
@Suite(.serialized) struct WrappedInterchangeTests {
    private static func wrapped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: 80).map { start in
            String(decoding: bytes[start..<min(bytes.count, start + 80)], as: UTF8.self)
        }.joined(separator: "\r\n")
    }

    @Test(
        "it is read as if it were not; alone, a message has no line breaks",
        arguments: StoreKind.all)
    func edifact(kind: StoreKind) async throws {
        let text = EDI.interchange([EDI.message("A-1"), EDI.message("A-2"), EDI.message("A-3")], 1)
            .replacing("UNT+14+2'", with: "UNT+99+2'")
        try await TestGateway.with(kind, TestGateway.Options()) { test in
            let answered = try await test.submit(Self.wrapped(text))
            #expect(answered.documents?.map(\.status) == ["delivered", "failed", "delivered"])
            #expect(answered.diagnostics.map(\.code) == ["syntax.lines-wrapped"])
            let alone = (1...3).map { number in
                EDI.interchange([EDI.message("A-\(number)")], 1).replacing("UNH+1+", with: "UNH+\(number)+")
                    .replacing("UNT+14+1'", with: "UNT+\(number == 2 ? 99 : 14)+\(number)'")
            }
            #expect(test.legacy.effects.map(\.text).sorted() == [alone[0], alone[2]].sorted())
            let second = try #require(answered.documents?[1].id)
            let original = try await test.gateway.documents.original(second, caller: test.administrator)
            let bytes = try #require(try await original.piece(0))
            #expect(String(decoding: bytes, as: UTF8.self) == alone[1])
            let fault = try #require(answered.documents?[1].diagnostics.first)
            #expect(
                fault.code == "edifact.unt-count" && fault.offset.map { Self.wrapped(text).utf8.count > $0 } == true)
        }
        // The whole goes out as it was received.
        try await TestGateway.with(kind, TestGateway.Options()) { test in
            let whole = Self.wrapped(EDI.interchange([EDI.message("A-1"), EDI.message("A-2")], 1))
            _ = try await test.submit(whole)
            #expect(test.legacy.effects.map(\.text) == [whole])
        }
    }

    @Test("one of X12 is acknowledged like any other", arguments: StoreKind.all)
    func x12(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.acknowledgements = AcknowledgementProfile(when: .always, confirmsEnvelopes: true)
        try await TestGateway.with(kind, options) { test in
            let answered = try await test.submit(Self.wrapped(X12Text.order(1)))
            #expect(answered.diagnostics.map(\.code) == ["syntax.lines-wrapped"])
            let content = try #require(answered.acknowledgements?.first?.content)
            #expect(content.contains("~TA1*000000001*260921*0930*A*000~") && content.contains("~AK9*A*1*1*1~"))
        }
    }
}
