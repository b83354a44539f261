public import Rollout

/// Orders across both sides: seeing one, and making known those that were open before the gateway came.
public struct OrderDesk: Sendable {
    let reading: OrderReading
    let importer: OrderImporter

    /// The order of a key.
    public func show(_ key: String, caller: Caller) async throws -> OrderView {
        try await reading.show(key, caller: caller)
    }

    /// Imports open orders from a list (CSV with a head line: buyer, number, and where needed site and supplier).
    ///
    /// - Parameters:
    ///   - site: the site of lines that name none.
    ///   - sign: the list of its sites is complete.
    public func importOpenOrders(
        _ csv: [UInt8], side: Side, site: String?, sign: Bool, caller: Caller
    ) async throws -> ImportView {
        try await importer.importOrders(csv, side: side, site: site, sign: sign, caller: caller)
    }
}
