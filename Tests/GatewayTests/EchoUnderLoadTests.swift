import ConfigurationFiles
import Diagnostics
import Dispatch
import Gateway
import Intake
import Orders
import Rollout
import Synchronization
import TestPeers
import Testing

/// The eighth hard case: what back ends send on of what they got as copies, and what they say of orders that are not theirs.
@Suite(.serialized) struct EchoUnderLoadTests {
    /// The copies at a back end that has not answered yet: each answer waits until what the back end made of the copy is decided.
    private final class Copies: Sendable {
        struct Copy: Sendable {
            var document: String
            var number: String
            let decided = DispatchSemaphore(value: 0)
        }

        private let state = Mutex<(waiting: [Copy], seen: Set<String>)>(([], []))

        /// Holds the answer to a copy back, the first time that it comes.
        func arrived(_ request: HTTPMessage) {
            guard let document = request.headers["x-milepost-document"],
                let number = request.headers["x-milepost-order-key"]?.split(separator: "/").last
            else { return }
            let copy = Copy(document: document, number: String(number))
            let isFirst = state.withLock { state in
                guard state.seen.insert(document).inserted else { return false }
                state.waiting.append(copy)
                return true
            }
            if isFirst { _ = copy.decided.wait(timeout: .now() + .seconds(60)) }
        }

        func next() -> Copy? { state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() } }
    }

    private static let senders = 4
    private static let orders = 6

    private static func with(
        _ kind: StoreKind, _ body: (TestGateway, RecordingBackend, Copies) async throws -> Void
    ) async throws {
        let partner = try RecordingBackend()
        defer { partner.stop() }
        var options = TestGateway.Options()
        options.legacyPayload = .canonical
        try await TestGateway.with(kind, options) { test in
            try await test.restart { installation in
                installation.send(to: partner.url, [.orderResponse: .asSent])
                installation.backends[0].abilities.takes = [.copies, .standby]
                installation.backends[0].concurrency = 4
            }
            try await test.goLive()
            let copies = Copies()
            test.legacy.behave { request in
                if request.headers["x-milepost-purpose"] != "primary" { copies.arrived(request) }
                return .accept
            }
            try await body(test, partner, copies)
        }
    }

    /// Sends every copy back as if legacy had made it, before the result of its delivery is stored; gives how many.
    private static func echo(
        _ copies: Copies, until isOver: @Sendable () async throws -> Bool, in test: TestGateway
    ) async throws -> Int {
        var echoes = 0
        while true {
            guard let copy = copies.next() else {
                if try await isOver() { return echoes }
                try await Task.sleep(for: .milliseconds(2))
                continue
            }
            let echo = try await OutboundTests.handOver(
                OutboundTests.response(copy.number, origin: copy.document), key: "echo-\(copy.document)", to: test)
            #expect(echo.status == "duplicate", "\(echo.status) \(echo.diagnostics.map(\.code))")
            echoes += 1
            copy.decided.signal()
        }
    }

    @Test(
        "8: under load what comes back of a copy is dropped, though the copy has no result yet; a rogue write goes nowhere, and two equal answers are two",
        arguments: StoreKind.all)
    func load(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner, copies in
            let (senders, orders) = (Self.senders, Self.orders)
            let all = senders * orders
            let echoes = try await withThrowingTaskGroup(of: Int.self) { group in
                for sender in 0..<senders {
                    group.addTask {
                        for order in 0..<orders {
                            let (number, place) = ("E\(sender)-\(order)", sender * orders + order + 1)
                            try await test.submit(EDI.order(number, reference: place))
                            let rogue = try await OutboundTests.handOver(
                                OutboundTests.response(number), by: "legacy", key: "rogue-\(number)", to: test)
                            #expect(rogue.status == "superseded")
                            #expect(rogue.diagnostics.map(\.code) == ["route.rogue-write"])
                            for time in 1...2 {
                                let answer = try await OutboundTests.handOver(
                                    OutboundTests.response(number), by: "new", key: "\(number)-\(time)", to: test)
                                #expect(answer.status == "delivered", "\(answer.diagnostics.map(\.code))")
                            }
                        }
                        return 0
                    }
                }
                group.addTask {
                    // A copy of each order and of each of its answers.
                    try await Self.echo(copies, until: { test.legacy.effects.count >= all * 3 }, in: test)
                }
                return try await group.reduce(0, +)
            }
            #expect(echoes == all * 3)
            #expect(partner.effects.count == all * 2, "each answer of the owner once, and nobody else's")
            #expect(
                test.new.effects.count == all
                    && test.new.effects.allSatisfy { $0.headers["x-milepost-type"] == "order" })
            let row = try await test.balances()
            #expect(row.accepted == all * 4 + echoes && row.duplicate == echoes)
            #expect(row.superseded == all && row.delivered == all * 3)
        }
    }
}
