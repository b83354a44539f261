import Foundation
import Gateway
import Intake
import Testing
import TestPeers

@Suite(.serialized) struct MoveUnderLoadTests {
    @Test(
        "while a milestone moves to and fro under load, no order has two owners and every change follows its order",
        arguments: StoreKind.all)
    func moves(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let senders = 6
            let orders = 40
            let expected = senders * (orders * 2 + (orders + 2) / 3)
            let slowest = try await withThrowingTaskGroup(of: Duration.self) { group in
                for sender in 0..<senders {
                    group.addTask {
                        for number in 0..<orders {
                            let name = "L\(sender)-\(number)"
                            try await test.submit(EDI.order(name, reference: number), wait: 0)
                            try await test.submit(EDI.change(name, reference: 1_000 + number), wait: 0)
                            if number % 3 == 0 {
                                try await test.submit(
                                    EDI.order(name, function: 1, reference: 2_000 + number), wait: 0)
                            }
                        }
                        return .zero
                    }
                }
                group.addTask { try await Self.moveToAndFro(test, times: 10, of: expected) }
                return try await group.reduce(Duration.zero) { max($0, $1) }
            }
            #expect(slowest < .seconds(30), "a move waits at most its lock timeout, on however slow a machine")
            let row = try await eventually(240) {
                let row = try await test.balances()
                return row.delivered == expected ? row : nil
            }
            #expect(row.accepted == expected)
            Self.check(test, orders: senders * orders, documents: expected)
        }
    }

    /// Moves and reverses the milestone, each time once the other side has taken more, so that the moves fall within the
    /// load however fast it runs; gives the longest that one of them took.
    private static func moveToAndFro(_ test: TestGateway, times: Int, of documents: Int) async throws -> Duration {
        var slowest = Duration.zero
        for time in 0..<times {
            let side = time % 2 == 0 ? test.new : test.legacy
            let before = side.effects.count
            let began = ContinuousClock.now
            if time % 2 == 0 { try await test.goLive() } else { try await test.goBack() }
            slowest = max(slowest, ContinuousClock.now - began)
            _ = try await eventually(240) {
                let all = test.new.effects.count + test.legacy.effects.count
                return side.effects.count > before || all == documents ? true : nil
            }
        }
        return slowest
    }

    /// Every document stands at one back end once, an order's documents all at the same, in the order they were sent.
    private static func check(_ test: TestGateway, orders: Int, documents: Int) {
        var owners: [String: Set<String>] = [:]
        var kinds: [String: [String]] = [:]
        var keys: Set<String> = []
        for (name, backend) in [("legacy", test.legacy), ("new", test.new)] {
            for effect in backend.effects {
                let order = effect.headers["x-milepost-order-key"] ?? ""
                owners[order, default: []].insert(name)
                kinds[order, default: []].append(effect.headers["x-milepost-type"] ?? "")
                #expect(keys.insert(effect.key).inserted, "one effect a document")
            }
        }
        #expect(keys.count == documents)
        #expect(owners.count == orders)
        #expect(owners.values.allSatisfy { $0.count == 1 })
        let allowed = [["order", "order-change"], ["order", "order-change", "order-cancellation"]]
        #expect(kinds.values.allSatisfy { allowed.contains($0) })
        #expect(Set(owners.values.flatMap { $0 }) == ["legacy", "new"], "the moves fell within the load")
    }
}
