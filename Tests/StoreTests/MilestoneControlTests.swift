import Rollout
import Store
import Testing

@Suite("What stands around the moves of milestones")
struct MilestoneControlTests {
    @Test("an approval, a signature and a countersignature are each given once", arguments: Driver.all)
    func once(driver: Driver) async throws {
        try await withStore(driver) { database in
            let approvals = ["h1", "h2"].enumerated().map { index, hash in
                MilestoneApprovalRow(
                    milestone: "m", definitionHash: hash, definition: "{}", approvedBy: "ann", approvedAt: Int64(index))
            }
            try await database.expect([true, true, false]) { transaction in
                try (approvals + [approvals[0]]).map(transaction.approve)
            }
            try await database.expect(["h2", "h1"]) { try $0.approvals(ofMilestone: "m").map(\.definitionHash) }
            let signature = MilestoneSignatureRow(
                milestone: "m", item: "trained", role: "key-user", signedBy: "bo", note: "", signedAt: 3)
            try await database.expect([true, false]) { transaction in
                [try transaction.sign(signature), try transaction.sign(signature)]
            }
            try await database.expect([signature]) { try $0.signatures(ofMilestone: "m") }
            let glass = BrokenGlassRow(milestone: "m", epoch: 7, actor: "cy", reason: "night", at: 4)
            try await database.write { try $0.breakGlass(glass) }
            try await database.expect([true, false]) { transaction in
                try ["ann", "bo"].map { try transaction.countersign(milestone: "m", epoch: 7, by: $0, at: 5) }
            }
            try await database.expect([glass.signed(by: "ann", at: 5)]) { try $0.brokenGlass(ofMilestone: "m") }
        }
    }

    @Test("a scheduled move is due from its time on, and settled once", arguments: Driver.all)
    func schedule(driver: Driver) async throws {
        try await withStore(driver) { database in
            let rows = [(Make.id(), Int64(20)), (Make.id(), 10), (Make.id(), 30)].map { id, at in
                ScheduledMoveRow(id: id, milestone: "m", at: at, move: "{}", madeBy: "ann", madeAt: 1)
            }
            try await database.write { transaction in for row in rows { try transaction.schedule(row) } }
            try await database.expect([]) { try $0.dueMoves(at: 9) }
            try await database.expect([rows[1].id, rows[0].id]) { try $0.dueMoves(at: 29).map(\.id) }
            let id = rows[1].id
            try await database.expect([false, true, false]) { transaction in
                [
                    try transaction.settleScheduledMove(id, of: "n", as: .withdrawn, outcome: nil, at: 11),
                    try transaction.settleScheduledMove(id, of: "m", as: .suspended, outcome: "{\"code\":1}", at: 11),
                    try transaction.settleScheduledMove(id, of: "m", as: .done, outcome: nil, at: 12),
                ]
            }
            try await database.expect([rows[0].id]) { try $0.dueMoves(at: 29).map(\.id) }
            try await database.expect([.waiting, .waiting, .suspended]) {
                try $0.scheduledMoves(ofMilestone: "m").map(\.state)
            }
        }
    }

    @Test(
        "open orders are counted by the sides of their functions, and those signed off left out", arguments: Driver.all)
    func openOrders(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.write { transaction in try Self.fill(transaction) }
            try await database.expect([
                OpenOrderGroup(site: "north", sides: ["order-intake": "legacy"], count: 1),
                OpenOrderGroup(site: "north", sides: ["order-intake": "new", "despatch": "legacy"], count: 1),
                OpenOrderGroup(site: "north", sides: ["order-intake": "new"], count: 2),
            ]) { transaction in
                try transaction.openOrderGroups(site: "north", functions: ["order-intake", "despatch"])
                    .sorted { ($0.sides["order-intake"] ?? "", $0.count) < ($1.sides["order-intake"] ?? "", $1.count) }
            }
            try await database.expect([3, 2, 1]) { transaction in
                try transaction.signOff(["b/2"], milestone: "m", by: "ann", reason: "blanket", at: 1)
                return [
                    try transaction.countOpenOrders(function: "order-intake", site: "north", side: "new"),
                    try transaction.countOpenOrders(
                        function: "order-intake", site: "north", side: "new", notSignedOffFor: "m"),
                    try transaction.countOpenOrders(function: "despatch", site: "north", side: "legacy"),
                ]
            }
            try await database.expect(["b/3"]) {
                try $0.openOrders(
                    function: "order-intake", site: "north", side: "new", notSignedOffFor: "m", after: "b/1", limit: 1)
            }
            try await database.expect("{\"bucket\":7}") { try $0.order("b/1")?.traits }
        }
    }

    /// Orders of the north: one at legacy, three at new of which one ships from legacy, a closed one; and one of the south.
    private static func fill(_ transaction: any Transaction) throws {
        let orders: [(key: String, site: String, state: OrderLife, sides: [String: String])] = [
            ("a/1", "north", .open, ["order-intake": "legacy"]),
            ("b/1", "north", .open, ["order-intake": "new"]),
            ("b/2", "north", .open, ["order-intake": "new"]),
            ("b/3", "north", .open, ["order-intake": "new", "despatch": "legacy"]),
            ("c/1", "north", .closed, ["order-intake": "new"]),
            ("d/1", "south", .open, ["order-intake": "new"]),
        ]
        _ = try transaction.lockOrders(orders.map(\.key), at: Make.now)
        try transaction.updateOrders(
            orders.map { order in
                OrderRow(
                    key: order.key, site: order.site, state: order.state, origin: .born,
                    traits: order.key == "b/1" ? "{\"bucket\":7}" : nil, madeAt: Make.now, updatedAt: Make.now)
            })
        let bound = orders.flatMap { order in
            order.sides.map { function, side in
                ItineraryRow(
                    orderKey: order.key, function: function, side: side, backend: side, epoch: 1, at: Make.now)
            }
        }
        try transaction.bind(bound, reason: "test")
    }
}

extension BrokenGlassRow {
    fileprivate func signed(by person: String, at now: Int64) -> BrokenGlassRow {
        var row = self
        row.countersignedBy = person
        row.countersignedAt = now
        return row
    }
}
