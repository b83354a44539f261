import Intake
import Rollout
import Store
import Syntax
import Testing

@Suite("Search")
struct SearchTests {
    /// Three interchanges of two senders on two days.
    private func fill(_ database: any Database) async throws -> [DocumentRow] {
        try await database.write { transaction throws in
            var documents = try transaction.process(Make.received("P1"), keys: ["K1", "K2"])
            var second = Make.received("P2", at: Make.now + Make.day)
            second.fileName = "other.edi"
            documents += try transaction.process(second, keys: ["K1"], status: .failed)
            documents += try transaction.process(Make.received("P1", at: Make.now + Make.day), keys: [nil])
            return documents
        }
    }

    @Test("documents are found by each of their marks, newest first", arguments: Driver.all)
    func documents(driver: Driver) async throws {
        try await withStore(driver) { database in
            let all = try await fill(database)
            var filters: [(DocumentFilter, [Int])] = [(DocumentFilter(), [3, 2, 1, 0])]
            func find(_ places: [Int], _ change: (inout DocumentFilter) -> Void) {
                var filter = DocumentFilter()
                change(&filter)
                filters.append((filter, places))
            }
            find([3, 1, 0]) { $0.sender = "P1" }
            find([2, 0]) { $0.orderNumber = "PO-K1" }
            find([2, 0]) { $0.orderKey = "K1" }
            find([1]) { $0.reference = "REF1" }
            find([2]) { $0.fileName = "other.edi" }
            find([]) { $0.controlNumber = "7" }
            find([3, 2, 1, 0]) { $0.type = "order" }
            find([2]) { $0.status = .failed }
            find([3, 1, 0]) { $0.status = .delivering }
            find([]) { $0.status = .delivered }
            find([]) { $0.code = "map.required" }
            find([]) { $0.site = "south" }
            find([3, 2]) { $0.receivedFrom = Make.now + 1 }
            find([1, 0]) { $0.receivedBefore = Make.now + Make.day }
            find([]) { $0.receivedFrom = Make.now + 5 * Make.day }
            find([0]) {
                $0.sender = "P1"
                $0.orderKey = "K1"
            }
            for (filter, places) in filters {
                let found = try await database.read { try $0.documents(filter, limit: 9) }
                #expect(found == places.map { all[$0] }, "\(filter)")
            }
        }
    }

    @Test("pages follow each other without gap or repetition", arguments: Driver.all)
    func pages(driver: Driver) async throws {
        try await withStore(driver) { database in
            let all = try await database.write { transaction throws in
                try (0..<7).flatMap { _ in try transaction.process(keys: ["K1", "K2", "K3"]) }
            }
            var found: [DocumentRow] = []
            var cursor: DocumentCursor?
            repeat {
                let page = try await database.read { [cursor] in
                    try $0.documents(DocumentFilter(), before: cursor, limit: 4)
                }
                found += page
                cursor = page.last.map {
                    DocumentCursor(interchangeNumber: $0.interchangeNumber, position: $0.position)
                }
            } while cursor != nil
            #expect(found == all.reversed())
            let ofOrder = try await database.read { try $0.documents(ofOrder: "K2") }
            #expect(ofOrder == all.filter { $0.orderKey == "K2" })
            let ofInterchange = try await database.read { try $0.documents(ofInterchange: all[0].interchangeNumber) }
            #expect(ofInterchange == Array(all.prefix(3)))
        }
    }

    @Test("interchanges are found by each of their marks, newest first", arguments: Driver.all)
    func interchanges(driver: Driver) async throws {
        try await withStore(driver) { database in
            let documents = try await fill(database)
            let waiting = try await database.write { try $0.accept([Make.received("P1")])[0].id }
            let ids = [documents[0].interchangeID, documents[2].interchangeID, documents[3].interchangeID, waiting]
            var filters: [(InterchangeFilter, [Int])] = [(InterchangeFilter(), [3, 2, 1, 0])]
            func find(_ places: [Int], _ change: (inout InterchangeFilter) -> Void) {
                var filter = InterchangeFilter()
                change(&filter)
                filters.append((filter, places))
            }
            find([1]) { $0.sender = "P2" }
            find([3]) { $0.status = .accepted }
            find([2, 1, 0]) { $0.status = .processed }
            find([1]) { $0.fileName = "other.edi" }
            find([]) { $0.controlNumber = "7" }
            find([2, 1]) { $0.receivedFrom = Make.now + 1 }
            find([3, 0]) { $0.receivedBefore = Make.now + 1 }
            for (filter, places) in filters {
                let found = try await database.read { try $0.interchanges(filter, limit: 9).map(\.id) }
                #expect(found == places.map { ids[$0] }, "\(filter)")
            }
            let first = try await database.read { try $0.interchanges(InterchangeFilter(), limit: 2) }
            let second = try await database.read {
                try $0.interchanges(InterchangeFilter(), before: first[1].number, limit: 9)
            }
            #expect(second.map(\.id) == [ids[1], ids[0]])
        }
    }

    @Test("every column of a document comes back as written, and changes as written", arguments: Driver.all)
    func columns(driver: Driver) async throws {
        try await withStore(driver) { database in
            let acceptance = try await database.write { try $0.accept([Make.received()])[0] }
            var row = DocumentRow(
                id: Make.id(), interchangeID: acceptance.id, interchangeNumber: acceptance.number, position: 3,
                sender: "P1", type: "order", format: "UBL", reference: "R", orderKey: "K", orderNumber: "N",
                function: "order-intake", site: "north", status: .held, stage: "route", code: "route.site-unknown",
                payloadVersion: 1, byteOffset: 5, byteLength: 6,
                envelope: MessageEnvelope(before: [1], behind: [2]), mapping: "m.yaml", mappingHash: [1], isTest: true,
                decision: .init(epoch: 4, snapshotHash: [2], side: "new", backend: "N", reason: "born after live"),
                contentHash: [3], facts: "{}", diagnostics: "[1]", receivedAt: 7, updatedAt: 8)
            try await database.write { [row] in try $0.insertDocuments([row]) }
            try await database.expect(row) { [row] in try $0.document(row.id) ?? row }
            row.status = .delivering
            row.code = nil
            row.decision = nil
            row.facts = nil
            row.site = nil
            row.updatedAt = 9
            try await database.write { [row] in try $0.updateDocuments([row]) }
            let read = try await database.read { [row] in try $0.document(row.id) }
            #expect(read == row)
        }
    }

    @Test(
        "versions of a payload follow each other, and of two editors one is told that the other was first",
        arguments: Driver.all)
    func payloads(driver: Driver) async throws {
        try await withStore(driver) { database in
            let document = try await database.write { try $0.process()[0] }
            let first = PayloadRow(documentID: document.id, canonical: [1, 2], at: 1)
            let second = PayloadRow(
                documentID: document.id, version: 2, canonical: [3], original: [4], author: "ann", reason: "GTIN", at: 2
            )
            try await database.write { try $0.insertPayloads([first]) }
            try await database.expect(true) { try $0.addPayload(second) }
            try await database.expect(false) { try $0.addPayload(second) }
            try await database.expect([first, second]) { transaction in
                try [1, 2, 3].compactMap { try transaction.payload(of: document.id, version: $0) }
            }
            let versions = try await database.read { try $0.payloadVersions(of: document.id) }
            #expect(versions.map(\.version) == [1, 2])
            #expect(versions.map(\.author) == [nil, "ann"])
            try await database.expect(2) { try $0.document(document.id)?.payloadVersion ?? 0 }
        }
    }
}
