import Foundation
import Store
import StoreSQLite

/// How many payloads of 4 KB the store accepts in a second with so many submitters at once, group commit and sync
/// included and nothing else.
func groupRate(submitters: Int, seconds: Double) async throws -> Double {
    let folder = NSTemporaryDirectory() + "milepost-group-\(getpid())"
    let database = try SQLiteDatabase(folder: folder, now: microseconds())
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let group = GroupCommit(accepting: database)
    let payload = [UInt8](repeating: 0x41, count: 4_096)
    let end = now() + seconds
    let began = now()
    let count = try await withThrowingTaskGroup(of: Int.self) { tasks in
        for _ in 0..<submitters {
            tasks.addTask {
                var count = 0
                while now() < end {
                    let at = microseconds()
                    _ = try await group.submit(
                        ReceivedInterchange(
                            id: UniqueID(at: at), sender: "northwind", channel: "http", bytes: payload, receivedAt: at))
                    count += 1
                }
                return count
            }
        }
        return try await tasks.reduce(0, +)
    }
    let rate = Double(count) / (now() - began)
    await database.close()
    return rate
}

private func microseconds() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }
