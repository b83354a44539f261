public import ConfigurationFiles
import Diagnostics
import Rollout

/// Plays a scenario on a ground, and says what is not as it must be.
public struct ScenarioPlay: Sendable {
    private let scenario: Scenario
    private let ground: any ScenarioGround

    /// A scenario on a ground that stands at its begin.
    public init(_ scenario: Scenario, on ground: any ScenarioGround) {
        self.scenario = scenario
        self.ground = ground
    }

    /// Plays it to its end, or up to the first step that is not as it must be: what comes behind rests on that.
    public func run() async -> ScenarioResult {
        var result = ScenarioResult(name: scenario.name, steps: scenario.steps.count, findings: [])
        do { try await begin() } catch {
            result.fault = Self.diagnostic(error)
            return result
        }
        for (place, step) in scenario.steps.enumerated() {
            do { result.findings = try await play(step, place + 1) } catch {
                result.findings = [
                    finding(place + 1, step.position, "the step", "done", Self.diagnostic(error).code.rawValue)
                ]
            }
            if !result.findings.isEmpty { break }
        }
        return result
    }

    /// Brings milestones to the stages that they begin in: approved, their gates passed over.
    private func begin() async throws {
        let director = Caller(name: "scenario", role: .administrator, origin: "scenario")
        for (name, target) in scenario.stages.sorted(by: { $0.key < $1.key }) where target > .planned {
            _ = try await ground.perform(.approve(name), reason: nil, by: director)
            for stage in Self.way(to: target) {
                var details = Scenario.Details(typedName: name)
                for (gate, verdict) in try await ground.gates(of: name) where verdict != .pass {
                    details.overrides[gate] = "the scenario begins here"
                }
                let move = Scenario.Action.move(name, .advance(to: stage), details)
                _ = try await ground.perform(move, reason: "the scenario begins here", by: director)
            }
        }
        _ = try await ground.perform(.answers(scenario.answers), reason: nil, by: director)
    }

    /// The moves from planned to a stage.
    private static func way(to stage: Stage) -> [Stage] {
        switch stage {
        case .draining: [.live, .draining]
        case .complete: [.live, .draining, .complete]
        default: [stage]
        }
    }

    private func play(_ step: Scenario.Step, _ number: Int) async throws -> [ScenarioResult.Finding] {
        let role = Role(rawValue: step.role) ?? .viewer
        let signs = SigningRole(rawValue: step.role).map { Set([$0]) } ?? []
        let caller = Caller(name: step.actor, role: role, signs: signs, origin: "scenario")
        var documents: [String] = []
        do {
            documents = try await ground.perform(step.action, reason: step.reason, by: caller)
            if let code = step.refused {
                return [finding(number, step.position, "the step", "refused: \(code)", "done")]
            }
        } catch let error as GatewayError {
            let code = error.diagnostic.code.rawValue
            guard step.refused == code else {
                let value = error.diagnostic.value.map { " (\($0))" } ?? ""
                let expected = step.refused.map { "refused: \($0)" } ?? "done"
                return [finding(number, step.position, "the step", expected, "refused: \(code)\(value)")]
            }
        }
        while true {
            let findings = try await look(step, number, documents)
            guard !findings.isEmpty, await ground.settle() else { return findings }
        }
    }

    private func look(
        _ step: Scenario.Step, _ number: Int, _ documents: [String]
    ) async throws -> [ScenarioResult.Finding] {
        var check = ScenarioCheck(step: number, position: step.position)
        if let expected = step.documents {
            check.equal("the number of documents", String(expected.count), String(documents.count))
            for (place, (expected, id)) in zip(expected, documents).enumerated() {
                check.look(at: try await ground.document(id), expected, named: "document \(place + 1)")
            }
        }
        let expected = step.expected
        let stages = expected.milestones.isEmpty ? [:] : try await ground.stages()
        for (name, stage) in expected.milestones.sorted(by: { $0.key < $1.key }) {
            check.equal("milestone \(name)", stage.rawValue, stages[name]?.rawValue ?? "not known")
        }
        for (order, sides) in expected.orders.sorted(by: { $0.key < $1.key }) {
            let present = try await ground.sides(of: order)
            for (function, side) in sides.sorted(by: { $0.key < $1.key }) {
                check.equal("\(function) of \(order)", side, present[function] ?? "none")
            }
        }
        for (backend, lines) in expected.received.sorted(by: { $0.key < $1.key }) {
            let present = try await ground.received(by: backend)
            check.equal("what \(backend) got", ReceivedLines.words(lines), ReceivedLines.words(present))
        }
        if let integrations = expected.integrations {
            check.equal(
                "the integrations", integrations.sorted().joined(separator: "; "),
                try await ground.integrations().sorted().joined(separator: "; "))
        }
        for (name, comparison) in expected.compared.sorted(by: { $0.key < $1.key }) {
            check.look(at: try await ground.compared(name), comparison, of: name)
        }
        for (name, verdicts) in expected.gates.sorted(by: { $0.key < $1.key }) {
            let present = try await ground.gates(of: name)
            for (gate, verdict) in verdicts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                check.equal(
                    "gate \(gate.rawValue) of \(name)", verdict.rawValue, present[gate]?.rawValue ?? "not asked")
            }
        }
        try await lookFurther(expected, &check)
        return check.findings
    }

    /// The guards of milestones, and whether orders are done.
    private func lookFurther(_ expected: Scenario.Expectations, _ check: inout ScenarioCheck) async throws {
        for (name, states) in expected.guards.sorted(by: { $0.key < $1.key }) {
            let tripped = try await ground.trippedGuards(of: name)
            for (kind, state) in states.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                let present: Scenario.GuardState = tripped.contains(kind) ? .tripped : .armed
                check.equal("guard \(kind.rawValue) of \(name)", state.rawValue, present.rawValue)
            }
        }
        for (order, life) in expected.states.sorted(by: { $0.key < $1.key }) {
            let present: Scenario.OrderLife = try await ground.isClosed(order) ? .closed : .open
            check.equal("state of \(order)", life.rawValue, present.rawValue)
        }
    }

    private func finding(
        _ step: Int, _ position: Position, _ what: String, _ expected: String, _ actual: String
    ) -> ScenarioResult.Finding {
        ScenarioResult.Finding(step: step, position: position, what: what, expected: expected, actual: actual)
    }

    private static func diagnostic(_ error: any Error) -> Diagnostic {
        (error as? GatewayError)?.diagnostic ?? Diagnostic("scenario.unplayable", value: "\(error)")
    }
}

/// Holds what is against what must be.
private struct ScenarioCheck {
    let step: Int
    let position: Position
    private(set) var findings: [ScenarioResult.Finding] = []

    init(step: Int, position: Position) {
        self.step = step
        self.position = position
    }

    mutating func equal(_ what: String, _ expected: String?, _ actual: String?, at place: Position? = nil) {
        guard let expected, expected != actual ?? "none" else { return }
        findings.append(
            ScenarioResult.Finding(
                step: step, position: place ?? position, what: what, expected: expected, actual: actual ?? "none"))
    }

    mutating func look(at document: ScenarioDocument, _ expected: Scenario.Document, named name: String) {
        let place = expected.position
        equal("order of \(name)", expected.order, document.order, at: place)
        equal("type of \(name)", expected.type, document.type, at: place)
        equal("status of \(name)", expected.status, document.status, at: place)
        equal("owner of \(name)", expected.owner, document.owner, at: place)
        equal("back end of \(name)", expected.backend, document.backend, at: place)
        equal("site of \(name)", expected.site, document.site, at: place)
        if let code = expected.code, !document.codes.contains(code) {
            equal("code of \(name)", code, document.codes.joined(separator: ", "), at: place)
        }
        if let words = expected.because, document.reason?.contains(words) != true {
            equal("reason of \(name)", words, document.reason, at: place)
        }
        if let copies = expected.copies {
            equal("copies of \(name)", Self.words(copies), Self.words(document.copies), at: place)
        }
    }

    mutating func look(at comparison: Scenario.Comparison, _ expected: Scenario.Comparison, of milestone: String) {
        equal(
            "documents compared for \(milestone)", expected.documents.map(String.init),
            comparison.documents.map(String.init))
        equal(
            "documents that match for \(milestone)", expected.matching.map(String.init),
            comparison.matching.map(String.init))
        equal(
            "fields that differ for \(milestone)", expected.fields.map { $0.sorted().joined(separator: ", ") },
            comparison.fields.map { $0.sorted().joined(separator: ", ") })
    }

    private static func words(_ copies: [String: [String]]) -> String {
        let lines = copies.sorted { $0.key < $1.key }.map {
            "\($0.key): \($0.value.sorted().joined(separator: " and "))"
        }
        return lines.isEmpty ? "none" : lines.joined(separator: ", ")
    }
}

/// What a back end got, as it is compared: the orders apart, each one's documents in their order.
enum ReceivedLines {
    static func words(_ lines: [String]) -> String {
        let byOrder = Dictionary(grouping: lines) { $0.split(separator: " ").last.map(String.init) ?? "" }
        let words = byOrder.sorted { $0.key < $1.key }.flatMap(\.value)
        return words.isEmpty ? "nothing" : words.joined(separator: "; ")
    }
}
