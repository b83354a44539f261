public import Rollout

/// Orders across both sides, and those that were open before the gateway came.
public struct OrderDesk: Sendable {
    let reading: OrderReading
    let importer: OrderImporter
    let closing: OrderClosing

    /// One order: its itinerary, documents and deliveries.
    public func show(_ key: String, caller: Caller) async throws -> OrderView {
        try await reading.show(key, caller: caller)
    }

    /// Closes an order that is done: it keeps no temporary integration alive and stands in no milestone's way. A document for
    /// it opens it again.
    public func close(_ key: String, reason: String?, caller: Caller) async throws -> OrderView {
        let order = try await reading.show(key, caller: caller)
        try await closing.close(order.key, reason: reason, caller: caller)
        return try await reading.show(order.key, caller: caller)
    }

    /// Closes an order because the back end that owns it says so, which its caller speaks for.
    ///
    /// - Parameter backend: the back end, as ``BackendDesk/sender(_:caller:)`` has let its caller speak for it.
    /// - Returns: The keys of what is closed: of a split order the parts that it owns.
    public func close(_ key: String, by backend: String, reason: String?, caller: Caller) async throws -> [String] {
        try caller.require(.handOver)
        return try await closing.close(key, by: backend, reason: reason, caller: caller)
    }

    /// Writes the owners of a list of open orders; `sign` says that the list is whole for its sites, so that unknown
    /// orders are parked from now on.
    public func importOpenOrders(
        _ csv: [UInt8], side: Side, site: String?, sign: Bool, caller: Caller
    ) async throws -> ImportView {
        try await importer.importOrders(csv, side: side, site: site, sign: sign, caller: caller)
    }
}
