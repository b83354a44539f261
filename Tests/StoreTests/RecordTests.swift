import Intake
import Rollout
import Store
import Testing

/// The plainer repositories: what is written comes back.
@Suite("Records")
struct RecordTests {
    @Test("events are followed by number, and a subject has its own line", arguments: Driver.all)
    func events(driver: Driver) async throws {
        try await withStore(driver) { database in
            let written = ["a", "b", "a"].enumerated().map {
                EventRow(at: Int64($0), kind: "k", subject: $1, data: "[]")
            }
            try await database.write { try $0.append(written) }
            var followed: [EventRow] = []
            while followed.count < 3 { followed += try await page(of: database, after: followed.last, limit: 2) }
            #expect(followed.map(\.at) == [0, 1, 2])
            let line = try await database.read { try $0.timeline(of: "a") }
            #expect(line.map(\.at) == [0, 2])
        }
    }

    @Test("a reader of events does not pass one that is still being written", arguments: Driver.shared)
    func eventsInOrder(driver: Driver) async throws {
        try await withStore(driver) { database in
            let event = EventRow(at: 1, kind: "k", subject: "s")
            let during = try await database.write { slow -> [EventRow] in
                try slow.append([event])
                let later = Waited { try await database.write { try $0.append([event]) } }
                try later.get()
                return try Waited { try await database.read { try $0.events(after: 0, limit: 9) } }.get()
            }
            #expect(during.isEmpty)
            var followed: [EventRow] = []
            while followed.count < 2 { followed += try await page(of: database, after: followed.last, limit: 9) }
            #expect(followed.count == 2)
        }
    }

    /// A page of events. It may be short while another database of the server has an older transaction running, so a
    /// follower asks again.
    private func page(of database: any Database, after last: EventRow?, limit: Int) async throws -> [EventRow] {
        try await database.read { try $0.events(after: last?.seq ?? 0, limit: limit) }
    }

    @Test("a milestone's stage is its last move, and its moves stay", arguments: Driver.all)
    func milestones(driver: Driver) async throws {
        try await withStore(driver) { database in
            let moves = [("planned", "shadow"), ("shadow", "pilot")].enumerated().map { index, stages in
                MilestoneMoveRow(
                    "advance", of: "m1", from: stages.0, to: stages.1, actor: "ann", reason: "ready", plan: "{}",
                    at: Int64(index), epoch: Int64(index + 5))
            }
            try await database.write { transaction in
                for move in moves { try transaction.moveMilestone(move) }
            }
            try await database.expect([MilestoneRow(id: "m1", stage: "pilot", since: 1, epoch: 6)]) {
                try $0.milestones()
            }
            try await database.expect(moves) { try $0.moves(ofMilestone: "m1") }
        }
    }

    @Test("cells keep their stored side, and an import is signed once", arguments: Driver.all)
    func cells(driver: Driver) async throws {
        try await withStore(driver) { database in
            try await database.write { transaction in
                try transaction.storeCell(CellRow(function: "despatch", site: "north", side: "legacy"))
                try transaction.storeCell(CellRow(function: "despatch", site: "north", side: "new"))
            }
            try await database.expect([CellRow(function: "despatch", site: "north", side: "new")]) { try $0.cells() }
            try await database.expect([true, false]) { transaction in
                [
                    try transaction.signImport(site: "north", by: "ann", at: 1),
                    try transaction.signImport(site: "north", by: "bob", at: 2),
                ]
            }
            let signed = try await database.read { try $0.signedImports() }
            #expect(signed.map(\.signedBy) == ["ann"])
        }
    }

    @Test("a key is found by its hash, also when it is revoked, and revoked once", arguments: Driver.all)
    func keys(driver: Driver) async throws {
        try await withStore(driver) { database in
            var key = APIKeyRow(
                id: Make.id(), name: "desk", hash: [1, 2], role: "support", partner: "P1", createdAt: 1, expiresAt: 9)
            try await database.write { [key] in try $0.insertAPIKey(key) }
            try await database.expect([key]) { try $0.apiKeys() }
            try await database.expect([true, false]) { [key] transaction in
                [try transaction.revokeAPIKey(key.id, at: 5), try transaction.revokeAPIKey(key.id, at: 6)]
            }
            key.revokedAt = 5
            let found = try await database.read { try $0.apiKey(hash: [1, 2]) }
            #expect(found == key)
            let stranger = try await database.read { try $0.apiKey(hash: [1]) }
            #expect(stranger == nil)
            let twin = APIKeyRow(id: Make.id(), name: "twin", hash: [1, 2], role: "viewer", createdAt: 1)
            let error = await failure { try await database.write { try $0.insertAPIKey(twin) } }
            #expect(error?.kind == .constraint)
        }
    }
}

@Suite("Unique id")
struct UniqueIDTests {
    @Test("an id is a UUID of version 7 with its instant in front")
    func version() {
        let id = UniqueID(at: 0x0123_4567_89ab * 1000 + 999, random: (.max, .max))
        #expect(id.description == "01234567-89ab-7fff-bfff-ffffffffffff")
        #expect(UniqueID(at: 0, random: (0, 0)).description == "00000000-0000-7000-8000-000000000000")
        #expect(UniqueID(at: 1000) < UniqueID(at: 2000))
    }

    @Test("an id is read from its text and its bytes, and nothing else is")
    func reading() {
        let id = UniqueID(at: Make.now)
        #expect(UniqueID(id.description) == id)
        #expect(UniqueID(id.description.uppercased()) == id)
        #expect(UniqueID(bytes: id.bytes) == id)
        for text in [
            "", "x", id.description + "0", String(id.description.dropLast()), "01234567x89ab-7fff-bfff-ffffffffffff",
            "０1234567-89ab-7fff-bfff-fffffffffff", "-1234567-89ab-7fff-bfff-ffffffffffff",
        ] {
            #expect(UniqueID(text) == nil, "\(text)")
        }
    }
}
