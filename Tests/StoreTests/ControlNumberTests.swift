import Store
import Testing

@Suite("Control numbers")
struct ControlNumberTests {
    private static let pair = ControlNumberPair(syntax: "EDIFACT", own: "14:A", partner: "14:B")
    private static let other = ControlNumberPair(syntax: "X12", own: "14:A", partner: "14:B")

    @Test("they count from 1 for each pair, and what is not committed is drawn again", arguments: Driver.all)
    func count(driver: Driver) async throws {
        try await withStore(driver) { database in
            func draw(_ counts: [ControlNumberPair: Int64]) async throws -> [ControlNumberPair: Int64] {
                try await database.write { try $0.drawControlNumbers(counts) }
            }
            let first = try await draw([Self.pair: 3, Self.other: 1])
            #expect(first == [Self.pair: 1, Self.other: 1])
            let second = try await draw([Self.pair: 2, Self.other: 0])
            #expect(second == [Self.pair: 4])
            let pair = Self.pair
            let abandoned = await failure {
                try await database.write { transaction in
                    _ = try transaction.drawControlNumbers([pair: 5])
                    throw StoreError(.other, code: "abandoned")
                }
            }
            #expect(abandoned?.code == "abandoned")
            let third = try await draw([Self.pair: 1, Self.other: 1])
            #expect(third == [Self.pair: 6, Self.other: 2])
        }
    }

    @Test("they go on from a start that is higher, and never back", arguments: Driver.all)
    func start(driver: Driver) async throws {
        try await withStore(driver) { database in
            let pair = Self.pair
            func draw(_ count: Int64, from start: Int64) async throws -> Int64? {
                try await database.write { try $0.drawControlNumbers([pair: count], from: [pair: start])[pair] }
            }
            let wanted: [(count: Int64, start: Int64, first: Int64)] = [
                (2, 5_000, 5_000), (1, 5_000, 5_002), (3, 10, 5_003), (3, 6_000, 6_000), (1, 1, 6_003),
            ]
            for (count, start, first) in wanted {
                let drawn = try await draw(count, from: start)
                #expect(drawn == first)
            }
        }
    }

    @Test("many that draw at once, in whatever order, get each number once and none is left out", arguments: Driver.all)
    func together(driver: Driver) async throws {
        try await withStore(driver) { database in
            let (pair, other) = (Self.pair, Self.other)
            let drawn = try await withThrowingTaskGroup(of: [ControlNumberPair: Int64].self) { group in
                for index in 0..<40 {
                    group.addTask {
                        try await database.write {
                            try $0.drawControlNumbers(
                                index.isMultiple(of: 2) ? [pair: 2, other: 1] : [other: 1, pair: 2])
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let ofPair = drawn.compactMap { $0[pair] }.sorted()
            let ofOther = drawn.compactMap { $0[other] }.sorted()
            #expect(ofPair == Array(stride(from: Int64(1), to: 80, by: 2)))
            #expect(ofOther == Array(1...40))
        }
    }

    @Test(
        "of one reference the first interchange stays the first, whoever comes at the same time", arguments: Driver.all)
    func references(driver: Driver) async throws {
        try await withStore(driver) { database in
            let reference = InterchangeReference(
                sender: "P", syntax: "EDIFACT", origin: "14:B", destination: "14:A", reference: "1", isTest: false)
            let ids = (0..<8).map { UniqueID(at: Make.now + $0) }
            let first = try await withThrowingTaskGroup(of: UniqueID?.self) { group in
                for id in ids {
                    group.addTask { try await database.write { try $0.noteReferences([reference: id]) }[reference] }
                }
                return try await group.reduce(into: Set<UniqueID?>()) { $0.insert($1) }
            }
            #expect(first.count == 1 && first.allSatisfy { $0.map(ids.contains) == true })
            var test = reference
            test.isTest = true
            let tested = test
            #expect(try await database.write { try $0.noteReferences([tested: ids[7]]) } == [test: ids[7]])
        }
    }
}
