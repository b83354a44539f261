import Rollout
import Store

/// The temporary integrations: derived from open orders, births and stages, never configured.
public struct IntegrationDesk: Sendable {
    let database: any Database
    let clock: Clock

    /// Those that are needed now, each with why.
    public func list(caller: Caller) async throws -> [IntegrationView] {
        try caller.require(.view)
        return try await GatewayError.translating {
            try await database.read { transaction in
                let snapshot = try transaction.routingInForce().snapshot
                return try snapshot.integrations(open: snapshot.openItineraries(in: transaction), now: clock.now())
                    .map { integration in
                        let site = snapshot.site(named: integration.flow.site)
                        return IntegrationView(
                            integration, from: site?.backends[integration.flow.from],
                            to: site?.backends[integration.flow.to],
                            isTaken: snapshot.takes(integration.purpose, at: site?.backends[integration.flow.to]))
                    }
            }
        }
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

/// A temporary integration that is needed now.
public struct IntegrationView: Sendable, Codable, Hashable {
    /// The documents' function and site: `order-intake@north`.
    public var cell: String
    /// `derived`, `standby` or `shadow`.
    public var purpose: String
    public var fromSide: String
    public var toSide: String
    public var fromBackend: String?
    public var toBackend: String?
    /// False where the back end takes no such copies, so that none goes out: `takes` of its configuration.
    public var isTaken: Bool
    public var openOrders: Int
    /// Why, each a sentence.
    public var because: [String]

    init(_ integration: DerivedIntegration, from: String?, to: String?, isTaken: Bool) {
        cell = "\(integration.flow.function)@\(integration.flow.site)"
        purpose = integration.purpose.rawValue
        fromSide = integration.flow.from.rawValue
        toSide = integration.flow.to.rawValue
        fromBackend = from
        toBackend = to
        self.isTaken = isTaken
        openOrders = integration.openOrders
        because = integration.needs.map(\.words)
    }
}
