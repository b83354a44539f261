public import Rollout

/// Orders across both sides, and those that were open before the gateway came.
public struct OrderDesk: Sendable {
    let reading: OrderReading
    let importer: OrderImporter

    /// One order: its itinerary, documents and deliveries.
    public func show(_ key: String, caller: Caller) async throws -> OrderView {
        try await reading.show(key, caller: caller)
    }

    /// Writes the owners of a list of open orders; `sign` says that the list is whole for its sites, so that unknown
    /// orders are parked from now on.
    public func importOpenOrders(
        _ csv: [UInt8], side: Side, site: String?, sign: Bool, caller: Caller
    ) async throws -> ImportView {
        try await importer.importOrders(csv, side: side, site: site, sign: sign, caller: caller)
    }
}
