import Diagnostics
import Gateway
import Intake
import Testing
import TestPeers

@Suite(.serialized) struct ClearingTests {
    @Test(
        "of an interchange sent as one, what is there is not sent again with what is not",
        arguments: StoreKind.all)
    func partOfBundle(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            let cleared = try await Self.unknownBundle(["N-1", "N-2", "N-3"], in: test, found: ["N-2"])
            #expect(cleared.delivered == ["N-2"] && cleared.retried.sorted() == ["N-1", "N-3"])
            try await Self.allDelivered(3, in: test)
            #expect(
                test.legacy.effects.map { Self.orders(in: $0.text) }.sorted { $0[0] < $1[0] } == [["N-1"], ["N-3"]])
        }
    }

    @Test("an interchange sent as one, nothing of which is there, goes again as one", arguments: StoreKind.all)
    func absentBundle(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            _ = try await Self.unknownBundle(["N-1", "N-2"], in: test, found: [], besides: "N-9")
            try await Self.allDelivered(3, in: test)
            #expect(test.legacy.effects.map { Self.orders(in: $0.text) } == [["N-1", "N-2"]])
        }
    }

    @Test("what is cleared after another part of its interchange goes alone, too", arguments: StoreKind.all)
    func laterPart(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            // The change stays unclear: its order's number says nothing about it.
            test.legacy.behave { _ in .closeUnread }
            let text = EDI.interchange([EDI.message("N-1"), EDI.changeMessage("N-1"), EDI.message("N-2")])
            try await test.submit(text)
            test.legacy.behave { _ in .accept }
            let clear = test.gateway.backends
            let first = try await clear.clear("legacy", numbers: ["N-1"], preview: false, caller: test.administrator)
            #expect(first.delivered == ["N-1"] && first.retried == ["N-2"] && first.unclear.count == 1)
            try await Self.allDelivered(2, in: test)
            let then = try await clear.clear("legacy", numbers: ["N-0"], preview: false, caller: test.administrator)
            #expect(then.retried == ["N-1"])
            try await Self.allDelivered(3, in: test)
            #expect(test.legacy.effects.map { Self.orders(in: $0.text) } == [["N-2"], ["N-1"]])
        }
    }

    // MARK: Steps

    /// Sends orders as one interchange to a back end that closes without a word, then clears by what was found there.
    private static func unknownBundle(
        _ numbers: [String], in test: TestGateway, found: [String], besides other: String? = nil
    ) async throws -> ClearingView {
        test.legacy.behave { _ in .closeUnread }
        let outcome = try await test.submit(EDI.interchange(numbers.map { EDI.message($0) }))
        #expect(outcome.documents?.map(\.status) == numbers.map { _ in "unknown" })
        #expect(test.legacy.requests == 1, "the interchange goes as one")
        if let other { try await test.submit(EDI.order(other, reference: 2)) }
        test.legacy.behave { _ in .accept }
        return try await test.gateway.backends.clear(
            "legacy", numbers: found + (other.map { [$0] } ?? []), preview: false, caller: test.administrator)
    }

    private static func allDelivered(_ count: Int, in test: TestGateway) async throws {
        _ = try await eventually(240) { try await test.balances().delivered == count ? true : nil }
    }

    /// The orders that the messages of an interchange are about, in their order.
    static func orders(in text: String) -> [String] {
        text.split(separator: "'").compactMap { segment in
            if segment.hasPrefix("RFF+ON:") { return String(segment.dropFirst(7)) }
            guard segment.hasPrefix("BGM+220+") else { return nil }
            return segment.split(separator: "+").dropFirst(2).first.map(String.init)
        }
    }
}
