// How many payloads of 4 KB a store accepts per second, group commit included, with 1, 8 and 64 submitters, beside what
// the disk itself does with append and fdatasync in the same run. Ratios hold; figures drift with the machine's load.
//
//   swift run -c release store-rates [FOLDER]
//
// FOLDER is where SQLite and the disk are measured (default: the temporary folder). PostgreSQL is measured where
// MILEPOST_TEST_POSTGRES names a server (see Tests/postgres); its database is left with the accepted rows.

import Foundation
import Store
import StorePostgres
import StoreSQLite
import Synchronization

let payload = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 7) }
let seconds = 3.0

func microseconds() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }

func print(_ name: String, _ perSecond: Double) {
    Swift.print(name.padding(toLength: 56, withPad: " ", startingAt: 0), Int(perSecond), "/s")
}

/// The processor time that this process has used, in microseconds: what stays true on a machine with other work.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

/// Appends of 4 KB, each synced, one after the other.
func diskRate(in folder: String) -> Double {
    let path = folder + "/milepost-rates-disk"
    let file = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
    defer {
        close(file)
        unlink(path)
    }
    let start = ContinuousClock.now
    var count = 0
    while ContinuousClock.now - start < .seconds(seconds) {
        guard write(file, payload, payload.count) == payload.count, fdatasync(file) == 0 else { return 0 }
        count += 1
    }
    return Double(count) / seconds
}

/// Accepts with so many submitters at once, each of its own sender, one payload after the other.
func acceptRate(_ database: any Database, submitters: Int, lanes: Int) async throws -> Double {
    var limits = GroupCommit<ReceivedInterchange, Acceptance>.Limits()
    limits.lanes = lanes
    let group = GroupCommit(accepting: database, limits: limits)
    let start = ContinuousClock.now
    let counts = try await withThrowingTaskGroup(of: Int.self) { tasks in
        for submitter in 0..<submitters {
            tasks.addTask {
                var count = 0
                while ContinuousClock.now - start < .seconds(seconds) {
                    let now = microseconds()
                    let item = ReceivedInterchange(
                        id: UniqueID(at: now), sender: "P\(submitter)", channel: "http", bytes: payload, receivedAt: now
                    )
                    _ = try await group.submit(item)
                    count += 1
                }
                return count
            }
        }
        return try await tasks.reduce(0, +)
    }
    return Double(counts) / seconds
}

/// Rows of 4 KB through `executeMany`, 256 a transaction, on one connection.
func rowRate(_ database: any Database) async throws -> Double {
    let start = ContinuousClock.now
    var count = 0
    while ContinuousClock.now - start < .seconds(seconds) {
        let rows = (0..<256).map { [Value(UniqueID(at: microseconds())), .integer($0), .bytes(payload)] }
        count += try await database.write { transaction in
            try transaction.executeMany(
                "insert into interchange_bytes (interchange_id, piece, bytes) values ($1, $2, $3)", rows)
        }
    }
    return Double(count) / seconds
}

/// Claims of 32 and their results, over deliveries of keys of their own.
func deliveryRate(_ database: any Database) async throws -> (claims: Double, results: Double) {
    let now = microseconds()
    let count = 8000
    try await database.write { transaction in
        let accepted = try transaction.accept([
            ReceivedInterchange(id: UniqueID(at: now), sender: "D", channel: "http", bytes: [], receivedAt: now)
        ])[0]
        let documents = (0..<count).map { position in
            DocumentRow(
                id: UniqueID(at: now), interchangeID: accepted.id, interchangeNumber: accepted.number,
                position: Int64(position), sender: "D", type: "order", format: "x",
                orderKey: "K\(accepted.number)-\(position)", status: .delivering, stage: "route", receivedAt: now,
                updatedAt: now)
        }
        try transaction.insertDocuments(documents)
        _ = try transaction.finishProcessing(accepted.number, documents: count, at: now)
        try transaction.insertDeliveries(
            documents.map { document in
                let id = UniqueID(at: now)
                return DeliveryRow(
                    id: id, documentID: document.id, backend: "B", orderKey: document.orderKey ?? "", sender: "D",
                    interchangeID: accepted.id, interchangeNumber: accepted.number, position: document.position,
                    isBirth: true, dueAt: now, idempotencyKey: id.description, madeAt: now)
            })
    }
    let node = UniqueID(at: now)
    var claims = Duration.zero
    var results = Duration.zero
    var claimed = 0
    while true {
        let start = ContinuousClock.now
        let batch = try await database.write { transaction in
            try transaction.claimDeliveries(
                backend: "B", node: node, now: now, leaseUntil: now, limit: 32, newID: { UniqueID(at: now) })
        }
        let middle = ContinuousClock.now
        claims += middle - start
        guard !batch.isEmpty else { break }
        claimed += batch.count
        _ = try await database.write { transaction in
            try transaction.recordResults(
                batch.map {
                    AttemptResult(attemptID: $0.attempt.id, deliveryID: $0.delivery.id, outcome: .done)
                }, at: now)
        }
        results += ContinuousClock.now - middle
    }
    return (Double(claimed) / (claims / .seconds(1)), Double(claimed) / (results / .seconds(1)))
}

func measure(_ name: String, _ database: any Database, lanes: Int) async throws {
    for submitters in [1, 8, 64] {
        let before = processorTime()
        let rate = try await acceptRate(database, submitters: submitters, lanes: lanes)
        let each = Int((processorTime() - before) / max(1, rate * seconds))
        print("\(name) accept, \(submitters) submitters (\(each) µs of processor)", rate)
    }
    print("\(name) rows of 4 KB, 256 a transaction", try await rowRate(database))
    let rates = try await deliveryRate(database)
    print("\(name) deliveries claimed, 32 at once", rates.claims)
    print("\(name) results recorded, 32 at once", rates.results)
}

let folder = CommandLine.arguments.dropFirst().first ?? FileManager.default.temporaryDirectory.path
print("disk append+fdatasync of 4 KB", diskRate(in: folder))
let data = folder + "/milepost-rates-data"
try? FileManager.default.removeItem(atPath: data)
let sqlite = try SQLiteDatabase(folder: data, now: microseconds())
try await measure("SQLite", sqlite, lanes: 1)
await sqlite.close()
try? FileManager.default.removeItem(atPath: data)
if let url = ProcessInfo.processInfo.environment["MILEPOST_TEST_POSTGRES"], url != "none" {
    for lanes in [1, 3] {
        let postgres = try await PostgresDatabase(url: url, now: microseconds())
        try await measure("PostgreSQL, \(lanes) lane(s):", postgres, lanes: lanes)
        await postgres.close()
    }
} else {
    Swift.print("PostgreSQL is not measured: MILEPOST_TEST_POSTGRES names no server")
}
print("disk append+fdatasync of 4 KB, again", diskRate(in: folder))
