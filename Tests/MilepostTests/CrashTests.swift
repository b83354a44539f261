import Foundation
import TestPeers
import Testing

/// The server is killed as a power cut would kill it, again and again, while a provider goes on sending.
@Suite(.timeLimit(.minutes(10))) struct CrashTests {
    @Test(
        "killed at any moment under load, it keeps every interchange it said yes to, and each order has one effect at one back end, in order",
        arguments: KilledStore.all)
    func killed(store: KilledStore) async throws {
        try await CrashedCompany.with(store) { company in
            Self.makeSlow(company, seed: 7)
            // A store that several nodes can share gives a dead node's deliveries up only after a silence.
            let sender = try await Self.load(company, kills: store == .sqlite ? 8 : 2, seed: 42)
            try await Self.settle(company, within: 300)
            try await Self.checkKept(company, sender.answered)
            try await Self.checkAcknowledgements(company, sender.answered)
            Self.checkEffects(company, sender.answered)
        }
    }

    @Test(
        "where no key is honoured, what was under way is cleared by the list of what is there, and nothing comes twice")
    func cleared() async throws {
        try await CrashedCompany.with(honoursKey: false) { company in
            Self.makeSlow(company, seed: 11)
            let sender = try await Self.load(company, kills: 4, seed: 43)
            let cleared = try await Self.settle(company, within: 300, clearing: true)
            #expect(cleared > 0, "the kills fell within attempts")
            try await Self.checkKept(company, sender.answered)
            Self.checkEffects(company, sender.answered)
        }
    }

    @Test("told to stop, it answers what it has begun, takes nothing more and ends well")
    func graceful() async throws {
        try await CrashedCompany.with { company in
            let (reached, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            company.legacy.behave { _ in
                reached.signal()
                gate.wait()
                return .accept
            }
            try await company.server.start()
            let (port, token) = (company.port, company.partner)
            async let answer = onThread {
                try HTTPConnection(port: port).request(
                    "POST", "/v1/interchanges?wait=60", headers: ["Authorization": "Bearer \(token)"],
                    body: Array(EDI.order("G-1").utf8))
            }
            await onThread { reached.wait() }
            company.server.signal(SIGTERM)
            try await eventually(240) { await company.server.listens() ? nil : () }
            gate.signal()
            let said = try await answer
            #expect(said.status == 200 && said.text.contains("delivered"))
            #expect(await company.server.end(SIGTERM) == 0, "\(company.server.lastWords)")
            #expect(company.legacy.effects.count == 1)
        }
    }

    // MARK: The load

    /// Back ends take up to 12 ms, so that a kill finds attempts in every state.
    private static func makeSlow(_ company: CrashedCompany, seed: UInt64) {
        let random = SharedRandom(seed: seed)
        for backend in [company.legacy, company.new] {
            backend.behave { _ in
                Thread.sleep(forTimeInterval: random.number(in: 0...0.012))
                return .accept
            }
        }
    }

    /// Sends from five threads while the server is killed and started again and a milestone moves to and fro; the server
    /// runs afterwards, and all that was begun is answered.
    private static func load(_ company: CrashedCompany, kills: Int, seed: UInt64) async throws -> StubbornSender {
        let random = SharedRandom(seed: seed)
        let sender = StubbornSender(port: company.port, token: company.partner)
        try await company.server.start()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<5 { group.addTask { await onThread { sender.run(sender: number) } } }
            defer { sender.stop() }
            for kill in 0..<kills {
                if kill == kills / 3 { try await move(company, live: true) }
                if kill == kills * 2 / 3 { try await move(company, live: false) }
                // It has begun to deliver again, so that the kill falls within attempts, however slow the machine.
                let before = company.legacy.requests + company.new.requests
                try await eventually(240, every: .milliseconds(5)) {
                    company.legacy.requests + company.new.requests > before ? () : nil
                }
                try await Task.sleep(for: .seconds(random.number(in: 0...0.5)))
                if kill == kills - 1 { await killWhileHeld(company) } else { await company.server.kill() }
                try await company.server.start()
            }
            sender.stop()
            try await group.waitForAll()
        }
        return sender
    }

    /// Kills the server while its back ends have requests at hand that they have not answered; they take them all the same.
    private static func killWhileHeld(_ company: CrashedCompany) async {
        let (reached, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        for backend in [company.legacy, company.new] {
            backend.behave { _ in
                reached.signal()
                gate.wait()
                return .accept
            }
        }
        await onThread { reached.wait() }
        await company.server.kill()
        makeSlow(company, seed: 13)
        for _ in 0..<100 { gate.signal() }
    }

    /// Moves the milestone, once the side that has it until then has taken something.
    private static func move(_ company: CrashedCompany, live: Bool) async throws {
        let present = live ? company.legacy : company.new
        try await eventually(240) { present.effects.isEmpty ? nil : () }
        if live { _ = try await company.ask("/v1/milestones/north-intake/approve", post: [:]) }
        _ = try await company.ask(
            "/v1/milestones/north-intake/\(live ? "advance" : "reverse")",
            // A back end that loses answers may stand behind its breaker just now.
            post: live
                ? ["to": "live", "reason": "test", "overrides": ["backend-health": "it loses answers on purpose"]]
                : ["reason": "test"])
    }

    /// Waits until nothing is in flight; gives how many unknown outcomes a person cleared meanwhile.
    @discardableResult
    private static func settle(
        _ company: CrashedCompany, within seconds: Double, clearing: Bool = false
    ) async throws -> Int {
        var cleared = 0
        do {
            try await eventually(seconds, every: .milliseconds(250)) {
                if clearing { cleared += try await clear(company) }
                let equation = try await company.ask("/v1/reports/equation")
                let total = try #require(equation["total"] as? [String: Any])
                return total["inFlight"] as? Int == 0 ? () : nil
            }
        } catch {
            let stuck = try await company.ask("/v1/backends")
            throw PeerError("\(error): \(stuck)\n\(company.server.lastWords)")
        }
        return cleared
    }

    /// Clears what is unknown by the list of what each back end has.
    private static func clear(_ company: CrashedCompany) async throws -> Int {
        var count = 0
        for (name, backend) in [("legacy", company.legacy), ("new", company.new)] {
            let done = try await company.ask(
                "/v1/backends/\(name)/clear", post: ["numbers": backend.effects.map(\.key), "noneThere": true])
            count += (done["delivered"] as? [String])?.count ?? 0
            count += (done["retried"] as? [String])?.count ?? 0
        }
        return count
    }

    // MARK: What must hold

    /// Every interchange that was answered is there and processed, and the equation balances.
    private static func checkKept(_ company: CrashedCompany, _ answered: StubbornSender.Answered) async throws {
        #expect(answered.surprises.isEmpty)
        #expect(Set(answered.ids.values).count == answered.ids.count, "each payload is an interchange of its own")
        let (port, token, ids) = (company.port, company.administrator, Array(answered.ids.values))
        let missing = try await onThread {
            let connection = try HTTPConnection(port: port)
            return try ids.filter { id in
                let answer = try connection.request(
                    "GET", "/v1/interchanges/\(id)", headers: ["Authorization": "Bearer \(token)"])
                return answer.status != 200 || !answer.text.contains("\"processed\"")
            }
        }
        #expect(missing.isEmpty)
        let equation = try await company.ask("/v1/reports/equation")
        let total = try #require(equation["total"] as? [String: Any])
        #expect(equation["balances"] as? Bool == true)
        #expect(total["accepted"] as? Int == ids.count && total["delivered"] as? Int == ids.count, "\(total)")
    }

    /// Every interchange is acknowledged once, and the control numbers count from 1 without a gap.
    private static func checkAcknowledgements(
        _ company: CrashedCompany, _ answered: StubbornSender.Answered
    ) async throws {
        var numbers: [Int] = []
        for id in answered.ids.values {
            let list = try await company.ask("/v1/interchanges/\(id)/acknowledgements")
            let items = list["items"] as? [[String: Any]] ?? []
            #expect(items.count == 1)
            numbers += items.compactMap { ($0["controlNumber"] as? String).flatMap { Int($0) } }
        }
        #expect(numbers.sorted() == Array(1...answered.ids.count))
    }

    /// Each document once over both back ends; the documents of an order at one of them, as they were sent.
    private static func checkEffects(_ company: CrashedCompany, _ answered: StubbornSender.Answered) {
        var owners: [String: Set<String>] = [:]
        var sent: [String: [String]] = [:]
        var documents: Set<String> = []
        var twice = 0
        for (name, backend) in [("legacy", company.legacy), ("new", company.new)] {
            for effect in backend.effects {
                let order = effect.headers["x-milepost-order-key"] ?? ""
                owners[order, default: []].insert(name)
                sent[order, default: []].append(quantity(effect.text))
                if !documents.insert(effect.headers["x-milepost-document"] ?? "").inserted { twice += 1 }
            }
        }
        #expect(twice == 0, "no document has two effects")
        #expect(documents.count == answered.ids.count, "each document has one")
        #expect(owners.values.allSatisfy { $0.count == 1 }, "one owner")
        let wrong = sent.filter { ![["48", "31"], ["48", "31", "32"]].contains($0.value) }
        #expect(wrong.isEmpty, "order first, then its changes")
        #expect(answered.repeats > 0, "the kills fell within requests")
    }

    /// The quantity tells an order (48) from its first and its second change; the same in EDIFACT and in JSON.
    private static func quantity(_ text: String) -> String {
        ["48", "31", "32"].first { text.contains("QTY+21:\($0)'") || text.contains("\"value\":\"\($0)\"") } ?? text
    }
}
