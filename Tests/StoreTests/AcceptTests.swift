import Intake
import Rollout
import Store
import Testing

@Suite("Accept")
struct AcceptTests {
    @Test("bytes are kept unaltered, in pieces, and numbers rise", arguments: Driver.all)
    func bytes(driver: Driver) async throws {
        try await withStore(driver) { database in
            let big = (0..<(2 * pieceLength + 5)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let items = [
                ReceivedInterchange(id: Make.id(), sender: "P1", channel: "http", bytes: big, receivedAt: Make.now),
                ReceivedInterchange(id: Make.id(), sender: "P2", channel: "as2", bytes: [], receivedAt: Make.now),
                Make.received("P1"),
            ]
            let accepted = try await database.write { try $0.accept(items) }
            #expect(accepted.map(\.id) == items.map(\.id))
            #expect(accepted.map(\.number) == accepted.map(\.number).sorted())
            #expect(Set(accepted.map(\.number)).count == 3)
            try await database.read { transaction throws in
                #expect(try transaction.interchangeBytes(items[0].id) == big)
                #expect(try transaction.interchangePiece(2, of: items[0].id) == Array(big.suffix(5)))
                #expect(try transaction.interchangePiece(3, of: items[0].id) == nil)
                #expect(try transaction.interchangeBytes(items[1].id) == [])
                #expect(try transaction.interchangeBytes(Make.id()) == nil)
                let row = try #require(try transaction.interchange(items[2].id))
                #expect(row.sender == "P1")
                #expect(row.fileName == "orders.edi")
                #expect(row.status == .accepted)
                #expect(row.size == 7)
                #expect(row.sha256 == items[2].sha256)
                #expect(row.receivedAt == Make.now)
                #expect(row.processedAt == nil)
            }
        }
    }

    @Test("a repeated idempotency key gives the first answer, of the same sender only", arguments: Driver.all)
    func repeated(driver: Driver) async throws {
        try await withStore(driver) { database in
            let first = Make.received("P1", key: "K", "one")
            let batch = [
                first, Make.received("P1", key: "K", "two"), Make.received("P2", key: "K"), Make.received("P1"),
            ]
            let accepted = try await database.write { try $0.accept(batch) }
            #expect(accepted.map(\.isRepeat) == [false, true, false, false])
            #expect(accepted[1].id == first.id)
            #expect(accepted[1].number == accepted[0].number)
            #expect(accepted[1].sha256 == first.sha256)
            let later = try await database.write { try $0.accept([Make.received("P1", key: "K")]) }
            #expect(later == [accepted[1]])
            #expect(try await database.value("select count(*) from interchanges") == .integer(3))
            #expect(try await database.value("select count(*) from interchange_bytes") == .integer(3))
        }
    }

    @Test("two at once under one idempotency key are one interchange", arguments: Driver.all)
    func twins(driver: Driver) async throws {
        try await withStore(driver) { database in
            for round in 0..<10 {
                let twins = [Make.received("P1", key: "K\(round)"), Make.received("P1", key: "K\(round)")]
                async let left = database.write { try $0.accept([twins[0]]) }
                async let right = database.write { try $0.accept([twins[1]]) }
                let answers = try await left + right
                #expect(Set(answers.map(\.id)).count == 1)
                #expect(answers.filter(\.isRepeat).count == 1)
            }
            #expect(try await database.value("select count(*) from interchanges") == .integer(10))
        }
    }

    @Test("an id is accepted once", arguments: Driver.all)
    func sameID(driver: Driver) async throws {
        try await withStore(driver) { database in
            let item = Make.received()
            _ = try await database.write { try $0.accept([item]) }
            let error = await failure { _ = try await database.write { try $0.accept([item]) } }
            #expect(error?.kind == .constraint)
        }
    }

    @Test("a payload that came in pieces is accepted with them", arguments: Driver.all)
    func upload(driver: Driver) async throws {
        try await withStore(driver) { database in
            let id = Make.id()
            try await database.write { try $0.beginUpload(id, at: Make.now) }
            try await database.write { try $0.appendPiece([1, 2], number: 0, to: id) }
            try await database.write { try $0.appendPiece([3], number: 1, to: id) }
            let item = ReceivedInterchange(
                id: id, sender: "P1", channel: "sftp", uploadedSize: 3, sha256: [9], receivedAt: Make.now)
            _ = try await database.write { try $0.accept([item]) }
            try await database.expect([1, 2, 3]) { try $0.interchangeBytes(id) }
            try await database.expect(0) { try $0.removeOrphans(begunBefore: .max) }
            try await database.expect(3) { try $0.interchange(id)?.size }
        }
    }

    @Test("pieces whose interchange never came are removed, and it cannot come then", arguments: Driver.all)
    func orphans(driver: Driver) async throws {
        try await withStore(driver) { database in
            let old = Make.id()
            let young = Make.id()
            try await database.write { transaction throws in
                for (id, at) in [(old, Make.now), (young, Make.now + 10)] {
                    try transaction.beginUpload(id, at: at)
                    try transaction.appendPiece([1], number: 0, to: id)
                }
            }
            try await database.expect(1) { try $0.removeOrphans(begunBefore: Make.now + 5) }
            try await database.expect(nil) { try $0.interchangeBytes(old) }
            try await database.expect([1]) { try $0.interchangeBytes(young) }
            let item = ReceivedInterchange(
                id: old, sender: "P1", channel: "sftp", uploadedSize: 1, sha256: [9], receivedAt: Make.now)
            let error = await failure { _ = try await database.write { try $0.accept([item]) } }
            #expect(error?.code == "upload-gone")
            try await database.expect(nil) { try $0.interchange(old) }
        }
    }

    @Test("a piece is at most a megabyte", arguments: Driver.all)
    func pieceTooLong(driver: Driver) async throws {
        try await withStore(driver) { database in
            let piece = [UInt8](repeating: 0, count: pieceLength + 1)
            let error = await failure {
                try await database.write { try $0.appendPiece(piece, number: 0, to: Make.id()) }
            }
            #expect(error?.kind == .data)
        }
    }

    @Test("an interchange is processed once, by whoever locks it first", arguments: Driver.all)
    func processing(driver: Driver) async throws {
        try await withStore(driver) { database in
            let accepted = try await database.write { try $0.accept([Make.received(), Make.received()]) }
            let numbers = accepted.map(\.number)
            try await database.expect(numbers) { try $0.unprocessedInterchanges(limit: 9).map(\.number) }
            async let both = (0..<2).concurrently { _ in
                try await database.write { transaction -> Int in
                    let mine = try transaction.lockUnprocessed(numbers)
                    for number in mine {
                        let ended = try transaction.finishProcessing(
                            number, documents: 2, controlNumber: "7", envelope: #"{"a":1}"#, at: Make.now + 1)
                        #expect(ended)
                    }
                    return mine.count
                }
            }
            #expect(try await both.sorted() == [0, 2])
            try await database.write { transaction throws in
                #expect(try transaction.unprocessedInterchanges(limit: 9).isEmpty)
                #expect(try !transaction.finishProcessing(numbers[0], documents: 9, at: Make.now))
                let row = try #require(try transaction.interchange(accepted[0].id))
                #expect(row.status == .processed)
                #expect(row.documents == 2)
                #expect(row.controlNumber == "7")
                #expect(row.processedAt == Make.now + 1)
            }
        }
    }

    @Test("one sender's numbers become visible in order, whichever connection draws them", arguments: Driver.shared)
    func senderOrder(driver: Driver) async throws {
        try await withPlace(driver) { place in
            let database = try await place.open(connections: 6)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<40 {
                            _ = try await database.write { try $0.accept([Make.received("P1"), Make.received("P2")]) }
                        }
                    }
                }
                group.addTask {
                    // What a reader has seen must never gain a lower number of the same sender.
                    var seen: [Int64] = []
                    while seen.count < 160 {
                        let numbers = try await database.read { transaction throws in
                            try transaction.query("select number from interchanges where sender = 'P1' order by number")
                                .map { row in
                                    var columns = row.columns; return try columns.integer()
                                }
                        }
                        #expect(Array(numbers.prefix(seen.count)) == seen)
                        seen = numbers
                    }
                }
                try await group.waitForAll()
            }
            await database.close()
        }
    }
}

extension Sequence where Self: Sendable, Element: Sendable {
    /// The results of an operation on all elements at once.
    func concurrently<Result: Sendable>(
        _ operation: @escaping @Sendable (Element) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: Result.self) { group in
            for element in self { group.addTask { try await operation(element) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
