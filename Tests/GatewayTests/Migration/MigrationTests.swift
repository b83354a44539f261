import Gateway
import Intake
import Orders
import Rollout
import Store
import Synchronization
import TestPeers
import Testing

/// A migration from its first day to its last: two sites, five functions, partners in three formats, two systems and
/// partners' servers that are busy, close before they read and behind the effect, and a gateway that is started again.
@Suite(.serialized) struct MigrationTests {
    @Test("a whole migration loses, doubles and overtakes nothing, and leaves nothing behind", arguments: StoreKind.all)
    func whole(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let company = try await MigratingCompany(test)
            defer { company.stop() }
            company.misbehave(kind == .sqlite ? 11 : 12)
            try await round(company)
            try await migrate("north-orders", company, reversing: true)
            try await migrate("north-goods", company)
            // The south does it the other way round: new ships what legacy takes.
            try await migrate("south-goods", company)
            try await migrate("south-orders", company)
            try await leavesNothing(company)
        }
    }

    /// Every stage of one milestone, with traffic in each.
    private func migrate(_ name: String, _ company: MigratingCompany, reversing: Bool = false) async throws {
        let hasPilot = name.hasSuffix("-orders")
        try await company.move(name, to: .shadow)
        try await round(company)
        if hasPilot {
            try await company.move(name, to: .pilot)
            try await round(company)
        }
        try await company.restart()
        try await company.move(name, to: .live)
        try await round(company)
        if reversing {
            try await company.reverse(name, to: .shadow)
            try await round(company)
            try await company.move(name, to: .live)
            try await round(company)
        }
        try await company.move(name, to: .draining)
        try await round(company)
        try await company.finish()
        try await company.move(name, to: .complete)
        try await round(company)
    }

    private func round(_ company: MigratingCompany) async throws {
        try await company.trade()
        for order in company.orders { expectOneOwner(of: order, company) }
        for order in company.orders where order.isAnswered { expectAnswers(to: order, company) }
        _ = try await company.test.balances()
        let failed = try await company.test.database.read { transaction in
            try transaction.documents(DocumentFilter(), limit: 1_000).filter {
                ![.delivered, .duplicate].contains($0.status)
            }
        }
        #expect(failed.isEmpty, "\(failed.map { "\($0.type) \($0.orderKey ?? "") \($0.status) \($0.code ?? "")" })")
    }

    /// The system that took the order has its documents once each and in the order in which they were sent; the other one
    /// acts on none.
    private func expectOneOwner(of order: MigratingCompany.Order, _ company: MigratingCompany) {
        func acted(_ side: Side) -> [String] {
            company.effects(of: order, at: side).filter { $0.headers["x-milepost-purpose"] == "primary" }
                .flatMap(MigratingCompany.quantities)
        }
        #expect(acted(order.holder) == order.quantities.map(String.init), "\(order.number) at \(order.holder)")
        #expect(acted(order.holder.other).isEmpty, "\(order.number) at \(order.holder.other)")
    }

    /// Its partner got one response, in its own format, and what was shipped once.
    private func expectAnswers(to order: MigratingCompany.Order, _ company: MigratingCompany) {
        let partner = company.partners[order.partner]
        let texts = partner.receiver.effects.map(\.text).filter { partner.names(order.number, in: $0) }
        let marks = ["ORDRSP:D:96A", "ST*855*", "<OrderResponse"]
        #expect(
            texts.count { text in marks.contains(where: text.contains) } == 1, "response to \(order.number): \(texts)")
        if partner.format == .edifact, order.shipper != nil {
            #expect(texts.count { $0.contains("DESADV:D:96A") } == 1, "despatch of \(order.number)")
        }
    }

    /// Without the milestones' files everything stays where it went, and nothing is in motion.
    private func leavesNothing(_ company: MigratingCompany) async throws {
        let test = company.test
        try await company.finish()
        try await company.restart(withMilestones: false)
        #expect(try await test.gateway.integrations.list(caller: test.administrator).isEmpty)
        #expect(try await test.gateway.milestones.list(caller: test.administrator).isEmpty)
        for query in [
            "select id from transfers where state in ('waiting', 'running', 'person')",
            "select id from scheduled_moves where state = 'waiting'",
            "select backend from fences where lifted_at is null",
            "select key from orders where hold is not null",
            "select id from deliveries where state in ('held', 'waiting', 'sending', 'unknown', 'failed')",
            "select id from comparisons where state <> 'done'",
        ] {
            let rows = try await test.database.read { try $0.query(query).count }
            #expect(rows == 0, "\(query)")
        }
        let before = test.new.effects.count
        try await round(company)
        #expect(company.orders.suffix(6).allSatisfy { $0.holder == .new })
        #expect(test.new.effects.count > before)
        let late = company.orders.suffix(6).flatMap { company.effects(of: $0, at: .legacy) }
        #expect(late.isEmpty, "legacy gets nothing any more")
    }
}

/// Numbers that look like chance and are the same for a seed.
final class Dice: Sendable {
    private let state: Mutex<UInt64>

    init(_ seed: UInt64) { state = Mutex(seed) }

    func next(_ sides: UInt64) -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return (value ^ value >> 31) % sides
        }
    }
}
