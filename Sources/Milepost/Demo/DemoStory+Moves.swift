import Diagnostics
import Foundation
import Gateway
import Orders

/// The moves of the story: planned, told with what they begin and end, made, and one of them undone under load.
extension DemoStory {
    /// Signs what a milestone's check list asks for, each item with the key of someone in its role.
    func sign(_ milestone: String) async throws {
        let (shown, _) = try await client.get(MilestoneView.self, ["v1", "milestones", milestone])
        for item in shown.checklist ?? [] {
            let (made, _) = try await client.post(
                APIKeyView.self, ["v1", "keys"],
                .object([
                    ("name", .string("\(item.role) demo")), ("role", .string("viewer")),
                    ("signs", .array([.string(item.role)])),
                ]))
            let signer = try GatewayClient(address: client.address, token: made.key)
            _ = try await signer.post(
                MilestoneView.self, ["v1", "milestones", milestone, "sign"], json: ["item": item.name])
            say("signed: \(item.name) (\(item.role))")
        }
    }

    /// Approves a milestone where nobody has, tells what a move does, and makes it. Gates that ask for days or for much
    /// traffic are passed over with a reason, as an approver may.
    func move(_ milestone: String, to stage: String, because reason: String) async throws {
        let path = ["v1", "milestones", milestone]
        if try await client.get(MilestoneView.self, path).value.approvedBy == nil {
            _ = try await client.post(MilestoneView.self, path + ["approve"], json: [:])
        }
        let (plan, _) = try await client.get(MilestonePlanView.self, path + ["plan"], [("to", stage)])
        let closed = plan.gates.filter { $0.verdict != "pass" }
        for gate in plan.gates {
            let mark = gate.verdict == "pass" ? "[x]" : "[ ]"
            say("\(mark) \(gate.gate): \(gate.explanation)")
        }
        let overrides = closed.map { ($0.gate, JSONValue.string(Self.overriding)) }
        let body = JSONValue.object([
            ("to", .string(stage)), ("reason", .string(reason)), ("name", .string(milestone)),
            ("overrides", .object(overrides)),
        ])
        let answer = try await client.ask(
            "POST", path + ["advance"],
            headers: [("Content-Type", "application/json"), ("If-Match", "\"\(plan.version)\"")], body: body.bytes)
        let (moved, _) = try client.decode(MilestoneView.self, answer)
        for gate in closed {
            say("overridden by an approver: \(gate.gate), since \(Self.overriding)")
        }
        say("milestone \(moved.name) is \(terminal.styled(moved.stage, .green)): \(moved.title ?? "")")
        tell(plan)
    }

    private static let overriding = "the demonstration has no weeks to wait"

    /// What a move begins and ends of the temporary integrations, and why.
    private func tell(_ plan: MilestonePlanView) {
        for (word, because, items) in [("begins", "because", plan.starts), ("ends", "it ran because", plan.stops)] {
            for item in items {
                say("\(word): \(item.purpose) copies of \(item.flow)")
                for reason in item.because { say("    " + terminal.styled("\(because) \(reason)", .faint)) }
            }
        }
    }

    /// Sends an order while new shadows legacy, and tells how the answers compare.
    func shadow() async throws {
        guard let partner = partners["northwind"] else { return }
        _ = try await partner.ask(
            "POST", ["v1", "interchanges"], [("wait", "10")], headers: [("X-File-Name", "order-0301.edi")],
            body: try variant("PO-2026-0301"))
        let path = ["v1", "milestones", "north-intake", "shadow"]
        let deadline = ContinuousClock.now + .seconds(30)
        var seen = try await client.get(ShadowView.self, path).value
        while seen.documents == 0 || seen.backfill?.lacking != 0, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(100))
            seen = try await client.get(ShadowView.self, path).value
        }
        let rate = seen.matchRate.map { String(format: "%.0f %%", $0) } ?? "nothing"
        say("compared: \(seen.documents) order, \(rate) of \(seen.fields) fields the same, \(seen.ignored) may differ")
        for rule in seen.ignore { say("  " + terminal.styled("\(rule.field) may differ: \(rule.reason)", .faint)) }
        say("open orders that new lacks in the shadow: \(seen.backfill?.lacking ?? 0) of \(seen.backfill?.looked ?? 0)")
        let acted = backends["new"]?.taken.count ?? 0
        say("new acted on \(acted) documents")
    }

    /// Sends forty orders of the south from eight senders at once, and reverses the south in the midst of them.
    func reverseUnderLoad() async throws {
        guard let partner = partners["northwind"], let new = backends["new"] else { return }
        let numbers = (1...40).map { String(format: "PO-2026-07%02d", $0) }
        let orders = try numbers.map { try variant($0, of: "05-order-south.edi", numbered: "PO-2026-0003") }
        let client = client
        let before = new.taken.count
        let (plan, _) = try await client.get(
            MilestonePlanView.self, ["v1", "milestones", "south", "plan"], [("to", "planned")])
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for lane in 0..<8 {
                let own = stride(from: lane, to: orders.count, by: 8).map { orders[$0] }
                tasks.addTask {
                    for bytes in own {
                        _ = try await partner.ask(
                            "POST", ["v1", "interchanges"], [("wait", "20")],
                            headers: [("X-File-Name", "order-south.edi")], body: bytes)
                    }
                }
            }
            tasks.addTask {
                while new.taken.count < before + 10 { try await Task.sleep(for: .milliseconds(2)) }
                _ = try await client.post(
                    MilestoneView.self, ["v1", "milestones", "south", "reverse"],
                    json: ["reason": "the new system's prices for the south are wrong"])
            }
            try await tasks.waitForAll()
        }
        tell(plan)
        try await check(numbers)
    }

    /// Each of some orders must have been born at one back end, once.
    private func check(_ numbers: [String]) async throws {
        let wanted = Set(numbers)
        var counts: [String: Int] = [:]
        let deadline = ContinuousClock.now + .seconds(30)
        repeat {
            try await Task.sleep(for: .milliseconds(50))
            counts = backends.mapValues { backend in
                backend.taken.filter { taken in
                    taken.purpose == "primary" && wanted.contains { taken.order.hasSuffix("/" + $0) }
                }.count
            }
        } while counts.values.reduce(0, +) < numbers.count && ContinuousClock.now < deadline
        let words = counts.filter { $0.value > 0 }.sorted { $0.key > $1.key }.map { "\($0.value) at \($0.key)" }
        say("\(numbers.count) orders while it was reversed: born \(words.joined(separator: ", ")), each once")
        let born = backends.values.flatMap { backend in
            backend.taken.filter { $0.purpose == "primary" && $0.type == "order" }.map(\.order)
        }
        guard counts.values.reduce(0, +) == numbers.count, Set(born).count == born.count else {
            throw CommandFailure(.no, "client.demo-unbalanced")
        }
    }

    /// What keeps both sides informed at the end.
    func integrations() async throws {
        step("What keeps the sides informed now, and why")
        let (page, _) = try await client.get(Page<IntegrationView>.self, ["v1", "integrations"])
        for item in page.items {
            say("\(item.cell) \(item.fromBackend ?? "") to \(item.toBackend ?? ""), \(item.purpose)")
            for reason in item.because { say("    " + terminal.styled("because \(reason)", .faint)) }
        }
    }
}
