import ConfigurationFiles
import Foundation
import Gateway
import Intake
import Logging
import Rollout
import Store

/// A company of one site whose orders new owns and legacy works from; both back ends list them.
struct Company {
    let gateway: Gateway
    let caller = Caller(name: "benchmark", role: .administrator)

    init(orders: Int, on database: any Database) async throws {
        let now = Clock.system.now().microseconds
        for start in stride(from: 0, to: orders, by: 1_000) {
            let keys = (start..<min(start + 1_000, orders)).map(Self.key)
            try await database.write { transaction in
                let known = try transaction.lockOrders(keys, at: now).orders
                try transaction.updateOrders(
                    known.values.map { locked in
                        var row = locked.order
                        (row.site, row.origin) = ("north", .imported)
                        return row
                    })
                try transaction.bind(
                    keys.map {
                        ItineraryRow(
                            orderKey: $0, function: "order-intake", side: "new", backend: "new", epoch: 1, at: now)
                    }, reason: "benchmark")
            }
        }
        let changed = Instant(microseconds: now - 60_000_000).iso8601
        let servers = try ["L", "N"].map { try ListingServer(Self.pages(orders, of: $0, changed: changed)) }
        gateway = try await Gateway(
            Self.installation(ports: servers.map(\.port)), mappings: MappingSet.read([:]).set, areVerified: true,
            database: database, isAlone: true, logger: Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() })
    }

    /// How many bytes an order has in a listing.
    static var size: Int { item(0, of: "L", changed: "2026-11-12T08:30:00.000000Z").utf8.count }

    private static let page = 500

    private static func key(_ number: Int) -> String { "grocer/PO-\(1_000_000 + number)" }

    private static func pages(_ orders: Int, of side: String, changed: String) -> [String] {
        stride(from: 0, to: orders, by: page).map { start in
            let end = min(start + page, orders)
            // Each side lists in an order of its own.
            let numbers = side == "L" ? Array(start..<end) : (start..<end).map { orders - 1 - $0 }
            let items = numbers.map { item($0, of: side, changed: changed) }.joined(separator: ",")
            return "{\"orders\":[\(items)]" + (end < orders ? ",\"next\":\"\(end / page)\"}" : "}")
        }
    }

    private static func item(_ number: Int, of side: String, changed: String) -> String {
        let lines = (1...10).map { line in
            #"{"number":"\#(line)","item":{"gtin":"4000862141404"},"quantity":{"value":"\#((number + line) % 97 + 1)"},"#
                + #""prices":[{"type":"net","value":"1.19","qualifier":"NTP"}]}"#
        }
        return
            #"{"key":"\#(key(number))","id":"\#(side)\#(number)","changed":"\#(changed)","order":{"document":"order","#
            + #""number":"PO-\#(1_000_000 + number)","issued":"2026-09-21","function":"original","currency":"EUR","#
            + #""buyer":{"gln":"5412345000013"},"supplier":{"gln":"4098765000010"},"deliveryParty":{"gln":"5412345000037"},"#
            + #""delivery":{"requested":"2026-09-28"},"lines":[\#(lines.joined(separator: ","))]}}"#
    }

    private static func installation(ports: [UInt16]) -> Installation {
        func backend(_ name: String, _ port: UInt16) -> Backend {
            let url = "http://127.0.0.1:\(port)/"
            var backend = Backend(name: name, kind: .http(HTTPBackend(url: Secret(url), shownURL: url)))
            backend.abilities.takes = [.copies]
            backend.listing = PagedResource(url: Secret(url), shownURL: url, page: page)
            return backend
        }
        let milestone = Milestone(
            name: "north", cells: [Cell(function: "order-intake", site: "north")], title: "North", author: "ann")
        let routing = RoutingSnapshot(
            sites: [
                Site(name: "north", timeZone: "Europe/Brussels", backends: [.legacy: "legacy", .new: "new"])
            ],
            milestones: [StagedMilestone(name: milestone.name, cells: milestone.cells, stage: .planned, since: nil)])
        return Installation(
            nodeName: "benchmark", backends: [backend("legacy", ports[0]), backend("new", ports[1])],
            routing: routing, milestones: [milestone])
    }
}
