public import ConfigurationFiles
import Diagnostics
import Rollout
import Store
import Synchronization

/// The gateway of the configuration in force. A reload puts another one in its place on the same store: requests go on, and
/// what is under way ends first.
///
/// One gateway runs at a time, as if the process had been started again; only the server, the keys of this process's life
/// and those who wait for an outcome outlive it.
public final class GatewayInForce: Sendable {
    /// What a reload changed.
    public struct Change: Sendable, Hashable, Codable {
        /// The epoch of the routing that is in force now.
        public var epoch: Int64
        /// The mappings that came, went or differ.
        public var mappings: [String]
        /// The partners that came, went or differ.
        public var partners: [String]
        /// The back ends that came, went or differ.
        public var backends: [String]
        /// The milestones that lost their approval, as their files differ; absent where none did.
        public var revoked: [String]?
        /// The partners for whom deliveries wait although their way is gone; absent where there are none.
        public var waiting: [LostChannel]?
    }

    /// Makes the gateway of today's configuration in place of the present one; throws everything that is wrong with it.
    /// `check` looks at the mappings before anything is put in force.
    public typealias Remaking =
        @Sendable (
            _ present: Gateway, _ check: @Sendable (MappingSet) throws -> Void
        ) async throws -> Gateway
    /// Reads today's configuration with its mappings, and puts nothing in force; throws everything that is wrong with it.
    public typealias Reading = @Sendable () throws -> (installation: Installation, mappings: MappingSet)

    private struct State {
        var gateway: Gateway
        var isReloading = false
        /// The loops of the gateway that runs.
        var running: Task<Void, any Error>?
    }

    private let state: Mutex<State>
    private let remaking: Remaking?
    let reading: Reading?

    /// A gateway, how another is made, and how today's configuration is read; nil where the configuration cannot change.
    public init(_ gateway: Gateway, remaking: Remaking? = nil, reading: Reading? = nil) {
        state = Mutex(State(gateway: gateway))
        self.remaking = remaking
        self.reading = reading
    }

    /// The gateway that answers now.
    public var current: Gateway { state.withLock { $0.gateway } }

    /// Runs one gateway after the other until the task is cancelled.
    public func run() async throws {
        while !Task.isCancelled {
            let (gateway, loops) = state.withLock { state in
                let gateway = state.gateway
                let loops = Task { try await gateway.run() }
                state.running = loops
                return (gateway, loops)
            }
            try await withTaskCancellationHandler {
                try await loops.value
            } onCancel: {
                loops.cancel()
            }
            if current === gateway { return }
        }
    }

    /// Reads the configuration again and puts it in force, or says what is wrong with it and leaves the present one as it
    /// is.
    public func reload(by caller: Caller) async throws -> Change {
        try await reload(by: caller) { _ in }
    }

    /// Reads the configuration again and puts it in force, if a look at its mappings finds nothing against it.
    func reload(
        by caller: Caller, checking check: @escaping @Sendable (MappingSet) throws -> Void
    ) async throws -> Change {
        try caller.require(.administer)
        guard let remaking else { throw GatewayError(.conflict, Diagnostic("api.reload-unavailable")) }
        let isFirst = state.withLock { state in
            defer { state.isReloading = true }
            return !state.isReloading
        }
        guard isFirst else { throw GatewayError(.conflict, Diagnostic("api.reload-under-way")) }
        defer { state.withLock { $0.isReloading = false } }
        let old = current
        let new = try await remaking(old, check)
        var change = new.change(since: old)
        change.revoked = try await new.approvalsLost(since: old)
        change.waiting = try await new.lostChannels()
        try await new.note(change, by: caller)
        new.take(over: old)
        let loops = state.withLock { state in
            state.gateway = new
            return state.running
        }
        loops?.cancel()
        return change
    }
}

extension Gateway {
    /// What differs from another gateway's configuration.
    fileprivate func change(since old: Gateway) -> GatewayInForce.Change {
        let (before, after) = (old.installation, installation)
        func names<Item: Equatable>(_ items: [Item], _ others: [Item], _ name: (Item) -> String) -> [String] {
            let changed = items.filter { !others.contains($0) } + others.filter { !items.contains($0) }
            return Set(changed.map(name)).sorted()
        }
        let hashes = (routing.version.snapshot.mappings, old.routing.version.snapshot.mappings)
        let mappings = Set(hashes.0.keys).union(hashes.1.keys).filter { hashes.0[$0] != hashes.1[$0] }
        return GatewayInForce.Change(
            epoch: routing.version.epoch, mappings: mappings.sorted(),
            partners: names(after.partners, before.partners) { $0.id },
            backends: names(after.backends, before.backends) { $0.name })
    }

    /// The unfinished milestones whose definition was approved and is another one by now, which nobody has approved.
    fileprivate func approvalsLost(since old: Gateway) async throws -> [String]? {
        let (before, after) = (old.milestones.book.definitions, milestones.book.definitions)
        let edited = after.filter { name, definition in before[name].map { $0 != definition } == true }
        guard !edited.isEmpty else { return nil }
        let lost = try await GatewayError.translating {
            try await database.read { transaction in
                try edited.filter { name, definition in
                    let approved = try transaction.approvals(ofMilestone: name).map(\.definitionHash)
                    return before[name].map { approved.contains(MilestoneBook.hash(of: $0)) } == true
                        && !approved.contains(MilestoneBook.hash(of: definition))
                }.keys.sorted()
            }
        }
        return lost.isEmpty ? nil : lost
    }

    /// The ways to partners that are gone while deliveries wait for them.
    fileprivate func lostChannels() async throws -> [LostChannel]? {
        let lost = try await GatewayError.translating {
            try await LostChannel.all(of: installation, at: database)
        }
        return lost.isEmpty ? nil : lost
    }

    /// Writes a reload into the audit trail.
    fileprivate func note(_ change: GatewayInForce.Change, by caller: Caller) async throws {
        try await GatewayError.translating {
            try await database.write { [audit] transaction in
                try audit.append(
                    "configuration.reload", subject: "epoch \(change.epoch)", by: caller,
                    after: JSONText.of(change), in: transaction)
            }
        }
    }
}
