public import ConfigurationFiles
public import Diagnostics
public import Rollout

/// A document of a scenario, as far as scenarios speak of it.
public struct ScenarioDocument: Sendable, Hashable {
    public var order: String?
    public var type: String
    public var status: String
    /// The side that owns; nil where none does.
    public var owner: String?
    public var backend: String?
    public var site: String?
    public var reason: String?
    /// The code of the fault that it stands for, and those of all others.
    public var codes: [String]
    /// The purposes of its copies by back end, sorted.
    public var copies: [String: [String]]
}

/// Where a scenario is played: the pure core alone, or a gateway with a store and back ends.
public protocol ScenarioGround: Sendable {
    /// Does what a step says.
    ///
    /// - Returns: The ids of the documents that were sent, in their order.
    /// - Throws: ``GatewayError`` where it is refused.
    func perform(_ action: Scenario.Action, reason: String?, by caller: Caller) async throws -> [String]
    /// What became of a document.
    func document(_ id: String) async throws -> ScenarioDocument
    /// The stages of all milestones.
    func stages() async throws -> [String: Stage]
    /// The sides that an order is bound to, by function.
    func sides(of order: String) async throws -> [String: String]
    /// What a back end has got: purpose, type and order, each key's in its order.
    func received(by backend: String) async throws -> [String]
    /// The temporary integrations that are needed now.
    func integrations() async throws -> [String]
    /// How the answers of a milestone's documents compare.
    func compared(_ milestone: String) async throws -> Scenario.Comparison
    /// What the gates of a milestone say.
    func gates(of milestone: String) async throws -> [GateKind: Verdict]
    /// The guards of a milestone that have tripped.
    func trippedGuards(of milestone: String) async throws -> Set<GuardKind>
    /// Whether an order is closed.
    func isClosed(_ order: String) async throws -> Bool
    /// Waits a little for what goes on by itself; false once it is not worth while.
    func settle() async -> Bool
}

/// How a scenario went.
public struct ScenarioResult: Sendable, Hashable {
    /// Something that is not as the scenario says.
    public struct Finding: Sendable, Hashable {
        /// The step, from 1.
        public var step: Int
        /// Where the scenario says so.
        public var position: Position
        /// What differs: `status of document 1`.
        public var what: String
        public var expected: String
        public var actual: String
    }

    public var name: String
    public var steps: Int
    public var findings: [Finding]
    /// What kept it from being played.
    public var fault: Diagnostic?

    /// Whether all was as it must be.
    public var isGood: Bool { findings.isEmpty && fault == nil }
}
