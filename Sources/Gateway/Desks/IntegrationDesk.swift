import Rollout
import Store

/// The temporary integrations: derived from open orders, births and stages, never configured; and their lives, which stay on
/// record.
public struct IntegrationDesk: Sendable {
    let database: any Database
    let clock: Clock

    /// Those that are needed now, each with why and with what goes its way.
    public func list(caller: Caller) async throws -> [IntegrationView] {
        try caller.require(.view)
        let now = clock.now()
        return try await GatewayError.translating {
            try await database.read { transaction in
                let snapshot = try transaction.routingInForce().snapshot
                let alive = try transaction.livingIntegrations()
                let queues = try Self.queues(at: Set(alive.compactMap(\.toBackend)), in: transaction)
                return try snapshot.integrations(open: snapshot.openItineraries(in: transaction), now: now)
                    .map { integration in
                        let site = snapshot.site(named: integration.flow.site)
                        let life = alive.first { $0.isLife(of: integration) }
                        return IntegrationView(
                            integration, from: site?.backends[integration.flow.from],
                            to: site?.backends[integration.flow.to],
                            isTaken: snapshot.takes(integration.purpose, at: site?.backends[integration.flow.to]),
                            life: life.map { IntegrationLifeView($0, queues) })
                    }
            }
        }
    }

    /// All that ever ran, those that began last first.
    ///
    /// - Parameter cursor: the id of the last one of the page before.
    public func lives(before cursor: String?, limit: Int, caller: Caller) async throws -> [IntegrationLifeView] {
        try caller.require(.view)
        return try await database.look { transaction in
            let last = try PageCursor.row(cursor, transaction.integration)
            let rows = try transaction.integrations(before: last, limit: limit)
            let alive = rows.filter { $0.retiredAt == nil }
            let queues = try Self.queues(at: Set(alive.compactMap(\.toBackend)), in: transaction)
            return rows.map { IntegrationLifeView($0, queues) }
        }
    }

    private static func queues(
        at backends: Set<String>, in transaction: any Transaction
    ) throws -> [String: [CopyQueue]] {
        try Dictionary(
            uniqueKeysWithValues: backends.map {
                ($0, try transaction.copyQueues(at: $0, limit: IntegrationKeeper.mostQueued))
            })
    }
}

extension IntegrationRow {
    fileprivate func isLife(of integration: DerivedIntegration) -> Bool {
        site == integration.flow.site && function == integration.flow.function
            && purpose == integration.purpose.rawValue && fromSide == integration.flow.from.rawValue
    }
}

extension RoutingSnapshot {
    /// The open orders of all sites by what they have in common.
    func openItineraries(in transaction: any Transaction) throws -> [OpenItineraries] {
        let functions = functions.map(\.name)
        return try sites.flatMap { site in
            try transaction.openOrderGroups(site: site.name, functions: functions).map { group in
                OpenItineraries(
                    site: site.name, bound: group.sides.compactMapValues(Side.init(rawValue:)), count: group.count)
            }
        }
    }

    /// Whether a back end takes copies of a purpose.
    fileprivate func takes(_ purpose: CopyPurpose, at backend: String?) -> Bool {
        backend.flatMap { takes?[$0] }?.contains(purpose) == true
    }
}
