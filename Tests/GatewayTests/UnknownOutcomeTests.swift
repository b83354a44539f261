import Diagnostics
import Foundation
import Gateway
import Intake
import Testing
import TestPeers

@Suite(.serialized) struct UnknownOutcomeTests {
    /// A back end that cannot be asked and honours no key.
    static var options: TestGateway.Options {
        var options = TestGateway.Options()
        options.honoursKey = false
        return options
    }

    @Test(
        "a back end that commits and closes without a word gets nothing twice; the list of numbers found there delivers the rest",
        arguments: StoreKind.all)
    func commitAndClose(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            // Odd orders are taken before the connection closes, even ones are not.
            test.legacy.behave { request in
                Self.number(in: request.text).map { $0 % 2 == 1 } ?? false ? .acceptAndClose : .closeUnread
            }
            for number in 1...6 {
                let outcome = try await test.submit(EDI.order("N-\(number)", reference: number))
                #expect(outcome.documents?.first?.status == "unknown")
            }
            // A change of an unknown order waits behind it.
            let change = try await test.submit(EDI.change("N-1", reference: 7), wait: 0)
            #expect(try await test.routed(change.id).status == "delivering")
            #expect(test.legacy.requests == 6 && test.new.requests == 0)

            test.legacy.behave { _ in .accept }
            let list = ["N-1", "N-3", "N-5", "N-99"]
            let preview = try await test.gateway.backends.clear(
                "legacy", numbers: list, preview: true, caller: test.administrator)
            #expect(preview.delivered.sorted() == ["N-1", "N-3", "N-5"])
            #expect(preview.retried.sorted() == ["N-2", "N-4", "N-6"])
            #expect(preview.unmatched == ["N-99"] && !preview.done)
            #expect(test.legacy.requests == 6, "a preview changes nothing")

            let cleared = try await test.gateway.backends.clear(
                "legacy", numbers: list, preview: false, caller: test.administrator)
            #expect(cleared.done)
            let row = try await eventually(240) {
                let row = try await test.balances()
                return row.delivered == 7 ? row : nil
            }
            #expect(row.inFlight == 0)
            let taken = test.legacy.effects.compactMap { Self.number(in: $0.text) }.sorted()
            #expect(taken == [1, 1, 2, 3, 4, 5, 6], "each order once, and the change of the first")
        }
    }

    @Test("an order's number on the list says nothing about its change", arguments: StoreKind.all)
    func changes(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            try await test.submit(EDI.order("N-7"))
            test.legacy.behave { _ in .closeUnread }
            let change = try await test.submit(EDI.change("N-7"))
            let id = try #require(change.documents?.first?.id)
            let clear = test.gateway.backends
            let vague = try await clear.clear("legacy", numbers: ["N-7"], preview: false, caller: test.administrator)
            #expect(vague.unclear.count == 1 && vague.delivered.isEmpty && vague.retried.isEmpty)
            test.legacy.behave { _ in .accept }
            let exact = try await clear.clear(
                "legacy", numbers: [], preview: false, noneThere: true, caller: test.administrator)
            #expect(exact.retried == ["N-7"])
            let outcome = try await test.gateway.submissions.outcome(of: change.id, waiting: .seconds(240))
            #expect(outcome.documents?.first?.status == "delivered" && outcome.documents?.first?.id == id)
            #expect(test.legacy.effects.count == 2)
        }
    }

    @Test(
        "stopping waits for the answer to what is on its way, so that nothing becomes unknown by it",
        arguments: StoreKind.all)
    func stopping(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            let mayAnswer = DispatchSemaphore(value: 0)
            test.legacy.behave { _ in
                mayAnswer.wait()
                return .accept
            }
            let receipt = try await test.submit(EDI.order("N-8"), wait: 0)
            _ = try await eventually(240) { test.legacy.requests == 1 ? true : nil }
            test.beginStop()
            mayAnswer.signal()
            await test.loopsEnded()
            let outcome = try await test.gateway.submissions.outcome(of: receipt.id, waiting: .zero)
            #expect(outcome.documents?.first?.status == "delivered")
        }
    }

    @Test("an attempt that may still arrive is not cleared as absent", arguments: StoreKind.all)
    func settling(kind: StoreKind) async throws {
        var options = Self.options
        options.settlingSeconds = 3_600
        try await TestGateway.with(kind, options) { test in
            test.legacy.behave { _ in .closeUnread }
            try await test.submit(EDI.order("S-1"))
            let cleared = try await test.gateway.backends.clear(
                "legacy", numbers: [], preview: false, noneThere: true, caller: test.administrator)
            #expect(cleared.tooEarly.keys.sorted() == ["S-1"] && cleared.retried.isEmpty)
            #expect(test.legacy.requests == 1)
        }
    }

    @Test("an unknown outcome cannot be edited, retried or discarded before it is cleared", arguments: StoreKind.all)
    func untouched(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.options) { test in
            test.legacy.behave { _ in .acceptAndClose }
            let outcome = try await test.submit(EDI.order("E-1"))
            let id = try #require(outcome.documents?.first?.id)
            let replay = test.gateway.replay
            await #expect(throws: GatewayError.self) { try await replay.retry(id, caller: test.administrator) }
            await #expect(throws: GatewayError.self) {
                try await replay.edit(
                    id, bytes: Array(EDI.order("E-1", quantity: 2).utf8), reason: "x", caller: test.administrator)
            }
            await #expect(throws: GatewayError.self) {
                try await replay.discard(id, reason: "x", caller: test.administrator)
            }
            #expect(test.legacy.requests == 1)
        }
    }

    @Test(
        "where the key is honoured, an attempt without an answer is repeated under the same key",
        arguments: StoreKind.all)
    func repeated(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .acceptAndClose }
            let receipt = try await test.submit(EDI.order("H-1"), wait: 0)
            try await eventually(240) { test.legacy.requests > 0 ? () : nil }
            test.legacy.behave { _ in .accept }
            let outcome = try await test.gateway.submissions.outcome(of: receipt.id, waiting: .seconds(240))
            #expect(outcome.documents?.first?.status == "delivered")
            #expect(test.legacy.effects.count == 1 && test.legacy.requests > 1)
        }
    }

    /// The number behind `N-` in an order or its change.
    static func number(in text: String) -> Int? {
        guard let start = text.range(of: "N-")?.upperBound else { return nil }
        return Int(text[start...].prefix { $0.isNumber })
    }
}
