import Foundation
import Rollout
import Testing

/// Snapshots that were published before a member was known.
@Suite struct StoredSnapshotTests {
    static func stored() throws -> Data {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Snapshots/routing-before-stages.json")
        return try Data(contentsOf: file)
    }

    @Test("a snapshot that was stored before shadow, pilot and draining decides as it did, and is stored as it was")
    func before() throws {
        let snapshot = try JSONDecoder().decode(RoutingSnapshot.self, from: Self.stored())
        #expect(snapshot.milestones.map(\.stage) == [.live])
        #expect(!snapshot.milestones[0].isPaused && snapshot.milestones[0].policy == .stay)
        let north = try #require(Company.decide(Company.facts(), in: snapshot).route)
        #expect(north.backend == "sap-north" && north.reason.words == "born at new: milestone north-intake is live")
        let south = try #require(Company.decide(Company.facts(site: "5412345000044"), in: snapshot).route)
        #expect(south.backend == "as400")

        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let again = String(decoding: try encoder.encode(snapshot), as: UTF8.self)
        let before = String(decoding: try Self.stored(), as: UTF8.self).trimmingCharacters(in: .newlines)
        #expect(again == before, "an upgrade alone is no new epoch")
    }

    @Test("all that a milestone can have survives JSON")
    func all() throws {
        var snapshot = Company.snapshot
        snapshot.milestones[0].pilot = .deliveryParties(percent: 10)
        snapshot.milestones[0].cut = .requestedDelivery(from: "2026-12-01")
        snapshot.milestones[0].legacyReadyUntil = Company.noon
        snapshot.milestones[0].reversePolicy = .quarantine
        snapshot.milestones[0].guards = [GuardRule(kind: .silence, limit: 60, consequence: .toLegacy)]
        snapshot.milestones[0].tripped = [
            TrippedGuard(kind: .silence, consequence: .holdBirths, at: Company.noon, words: "61 s")
        ]
        snapshot.milestones[0].paused = true
        snapshot.zones = ["Europe/Warsaw": Zones.warsaw]
        snapshot.split = .lines
        snapshot.sites[0].observers = [Observer(backend: "wms", functions: ["order-intake"])]
        let data = try JSONEncoder().encode(snapshot)
        #expect(try JSONDecoder().decode(RoutingSnapshot.self, from: data) == snapshot)
    }
}
