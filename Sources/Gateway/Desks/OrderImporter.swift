import Diagnostics
import Intake
import Rollout
import Store

/// Writes the itineraries of orders that were open before the gateway came, and signs a site's import.
struct OrderImporter: Sendable {
    let database: any Database
    let routing: RoutingState
    let waker: Waker
    let audit: AuditTrail
    let clock: Clock

    private static let batch = 500
    private static let largestFaults = 200

    /// An entry with its key, ready to be written.
    private struct Order: Sendable {
        var line: Int
        /// Of the whole order, where this is a part of it.
        var key: OrderKey
        var site: String
        var side: Side
        /// The order's lines that are for the site.
        var lines: Set<String>
        /// Whether it is a part of a split order: it says which lines, or the list has other sites of its order.
        var isPart: Bool

        /// The key of the order that gets an owner.
        var owned: OrderKey { isPart ? key.part(at: site) : key }
    }

    /// Imports a list. Each order that is not known gets its owner; one that is known with the same owner counts as
    /// known; a line that contradicts what is known is a fault, and the others go on. What waited for the orders is decided
    /// again, in transactions of its own.
    func importOrders(
        _ csv: [UInt8], side: Side, site: String?, sign: Bool, caller: Caller
    ) async throws -> ImportView {
        try caller.require(.moveMilestones)
        let list: OpenOrderList
        do { list = try OpenOrderList(csv: csv) } catch { throw GatewayError(.invalid, error) }
        let snapshot = routing.version.snapshot
        if let site { try require(site, in: snapshot) }
        var view = ImportView(
            imported: 0, known: 0, released: 0, faults: list.faults.map(Self.fault), signed: [], unsigned: [])
        var orders: [Order] = []
        var sites: [OrderKey: Set<String>] = [:]
        for entry in list.entries {
            do throws(Diagnostic) {
                let order = try order(entry, site: site, side: side, in: snapshot)
                let others = sites[order.key, default: []].subtracting([order.site])
                guard others.isEmpty || snapshot.split == .lines else { throw Self.twoSites(order, others.sorted()[0]) }
                sites[order.key, default: []].insert(order.site)
                orders.append(order)
            } catch {
                Self.add(error, to: &view)
            }
        }
        var split: [String] = []
        for index in orders.indices where sites[orders[index].key, default: []].count > 1 {
            orders[index].isPart = true
        }
        for start in stride(from: 0, to: orders.count, by: Self.batch) {
            let batch = Array(orders[start..<min(orders.count, start + Self.batch)])
            let result = try await GatewayError.translating { try await write(batch, caller: caller) }
            view.imported += result.imported
            view.known += result.known
            for fault in result.faults { Self.add(fault, to: &view) }
            split += result.parts
            // The orders are in: what cannot be woken now, housekeeping wakes.
            view.released += (try? await waker.wake(among: batch.filter { !$0.isPart }.map(\.key.text))) ?? 0
        }
        // What waits for a split order is decided once all of its parts are in.
        view.released += split.isEmpty ? 0 : (try? await waker.wake(among: split)) ?? 0
        view.faults.sort { $0.line < $1.line }
        if sign {
            // From the signature on a change of an unknown order waits; so it must not be given for a list with gaps.
            let sites = site.map { [$0] } ?? Array(Set(orders.map(\.site))).sorted()
            if view.faults.isEmpty { view.signed = try await signImports(sites, caller) } else { view.unsigned = sites }
        }
        return view
    }

    private func order(
        _ entry: OpenOrderList.Entry, site: String?, side: Side, in snapshot: RoutingSnapshot
    ) throws(Diagnostic) -> Order {
        let day = clock.now().day
        func party(_ text: String) -> RegisteredParty? { snapshot.party(typed: text, day: day) }
        func fault(_ value: String) -> Diagnostic {
            Diagnostic(
                "intake.import-line", at: Position(line: entry.line), value: value, facts: ["line": String(entry.line)])
        }
        guard let buyer = party(entry.buyer) else { throw fault("buyer \(entry.buyer) is not registered") }
        guard let site = entry.site ?? site, snapshot.site(named: site) != nil else {
            throw fault("site \(entry.site ?? "missing") is not configured")
        }
        guard let side = entry.side.map({ Side(rawValue: $0.lowercased()) }) ?? side else {
            throw fault("side \(entry.side ?? "") is neither legacy nor new")
        }
        var supplier: String?
        if buyer.keyRule.includesSupplier {
            guard let known = entry.supplier.flatMap(party) else {
                throw fault("the key of \(buyer.id) needs a supplier")
            }
            supplier = known.id
        }
        if entry.lines != nil, snapshot.split != .lines {
            throw Diagnostic(
                "intake.import-lines", at: Position(line: entry.line), value: entry.number,
                facts: ["line": String(entry.line)])
        }
        let number = buyer.keyRule.normalised(entry.number)
        return Order(
            line: entry.line, key: OrderKey(buyer: buyer.id, number: number, supplier: supplier), site: site,
            side: side,
            lines: Set(entry.lines ?? []), isPart: entry.lines != nil)
    }

    private struct Written: Sendable {
        var imported = 0
        var known = 0
        /// The keys of the parts that were written and of their orders: documents may wait as either.
        var parts: [String] = []
        var faults: [Diagnostic] = []
    }

    private func write(_ orders: [Order], caller: Caller) async throws -> Written {
        try await database.write { transaction in
            guard let head = try transaction.lockRoutingShared() else { throw StoreError(.mismatch, code: "routing") }
            let snapshot = try routing.version(at: head, in: transaction).snapshot
            let now = clock.now().microseconds
            var parts = try OpenOrderParts(orders.map(\.key), by: snapshot, in: transaction)
            let orders = orders.map { order in
                var order = order
                order.isPart = order.isPart || parts.isSplit(order.key)
                return order
            }
            let locked = try transaction.lockOrders(
                orders.flatMap { [$0.key.text, $0.owned.text] }, at: now)
            try parts.confirm()
            var written = Written()
            var rows: [String: OrderRow] = [:]
            var itineraries: [ItineraryRow] = []
            for order in orders {
                if order.isPart, parts.isWhole(order.key) {
                    written.faults.append(Self.whole(order))
                    continue
                }
                if order.isPart { parts.place(order.lines, of: order.key, at: order.site) }
                guard let known = locked.orders[order.owned.text], rows[order.owned.text] == nil else {
                    written.known += 1
                    continue
                }
                if let owner = known.itineraries.first {
                    if owner.side == order.side.rawValue {
                        written.known += 1
                    } else {
                        written.faults.append(Self.owned(order, owner))
                    }
                    continue
                }
                guard let backend = snapshot.backend(site: order.site, side: order.side) else {
                    throw Diagnostic("route.backend-missing", facts: ["site": order.site, "side": order.side.rawValue])
                }
                var row = known.order
                row.origin = .imported
                row.site = order.site
                row.updatedAt = now
                rows[row.key] = row
                itineraries += snapshot.boundAtBirth.map {
                    ItineraryRow(
                        orderKey: row.key, function: $0, side: order.side.rawValue, backend: backend, epoch: head.epoch,
                        at: now)
                }
                if order.isPart { written.parts += [order.key.text, row.key] }
                written.imported += 1
            }
            try transaction.updateOrders(rows.values.sorted { $0.key < $1.key })
            try parts.write()
            if !itineraries.isEmpty { try transaction.bind(itineraries, reason: "imported by \(caller.name)") }
            try audit.append(
                "orders.import", subject: Set(orders.map(\.side.rawValue)).sorted().joined(separator: ", "), by: caller,
                after: "\(written.imported) orders",
                in: transaction)
            return written
        }
    }

    private func signImports(_ sites: [String], _ caller: Caller) async throws -> [String] {
        let version = try await GatewayError.translating {
            try await database.write { transaction in
                let present = try transaction.lockRoutingInForce()
                var snapshot = present.snapshot
                let now = clock.now()
                for site in sites { _ = try transaction.signImport(site: site, by: caller.name, at: now.microseconds) }
                snapshot.signedImports = Array(Set(snapshot.signedImports + sites)).sorted()
                let next = try RoutingState.row(of: snapshot, epoch: present.epoch + 1, at: now)
                try transaction.publishRouting(next)
                try audit.append(
                    "orders.sign-import", subject: sites.joined(separator: ", "), by: caller, in: transaction)
                return RoutingState.Version(epoch: next.epoch, hash: next.hash, snapshot: snapshot)
            }
        }
        routing.replace(by: version)
        return sites
    }

    private func require(_ site: String, in snapshot: RoutingSnapshot) throws {
        guard snapshot.site(named: site) == nil else { return }
        throw GatewayError(
            .notFound,
            Diagnostic(
                "route.site-not-configured", value: site,
                facts: ["known": snapshot.sites.map(\.name).joined(separator: ", ")]))
    }

    private static func owned(_ order: Order, _ owner: ItineraryRow) -> Diagnostic {
        Diagnostic(
            "intake.import-owner", at: Position(line: order.line), value: order.owned.text,
            facts: ["line": String(order.line), "actual": "\(owner.backend) (\(owner.side))"])
    }

    private static func whole(_ order: Order) -> Diagnostic {
        Diagnostic(
            "intake.import-whole", at: Position(line: order.line), value: order.key.text,
            facts: ["line": String(order.line), "site": order.site])
    }

    private static func twoSites(_ order: Order, _ other: String) -> Diagnostic {
        Diagnostic(
            "intake.import-sites", at: Position(line: order.line), value: order.key.text,
            facts: ["line": String(order.line), "actual": other])
    }

    private static func add(_ diagnostic: Diagnostic, to view: inout ImportView) {
        guard view.faults.count < largestFaults else { return }
        view.faults.append(fault(diagnostic))
    }

    private static func fault(_ diagnostic: Diagnostic) -> ImportView.Fault {
        ImportView.Fault(
            line: diagnostic.position?.line ?? 0, value: diagnostic.value ?? "",
            message: Catalogue.english.wording(of: diagnostic).message)
    }
}
