import ConfigurationFiles
import Diagnostics
import Rollout
import Store

/// The lists of cross references that are read from databases.
extension MasterDesk {
    /// All of them, with what came of the last read.
    public func sources(caller: Caller) async throws -> [MasterSourceView] {
        try Self.require(.view, caller)
        let sources = sources
        return try await database.look { transaction in
            try sources.map { MasterSourceView($0, try transaction.poll(of: $0.pollName)) }
        }
    }

    /// Has a list read at once, and says where it stands; the read follows.
    public func read(_ name: String, caller: Caller) async throws -> MasterSourceView {
        try Self.require(.replay, caller)
        guard let source = sources.first(where: { $0.name == name }) else {
            throw GatewayError(.notFound, Diagnostic("master.source-unknown", value: name))
        }
        let now = clock.now().microseconds
        return try await GatewayError.translating {
            try await database.write { transaction in
                try transaction.insertPoll(of: source.pollName, at: now)
                _ = try transaction.makePollDue(of: source.pollName, at: now)
                try audit.append("master.read", subject: name, by: caller, in: transaction)
                return MasterSourceView(source, try transaction.poll(of: source.pollName))
            }
        }
    }
}
