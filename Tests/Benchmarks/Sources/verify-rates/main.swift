// How many orders a verification compares per second: two back ends on this machine list the same orders from memory, each in an
// order of its own, page by page of 500; the gateway has them all in its store, on SQLite in a folder of its own, or where
// MILEPOST_TEST_POSTGRES names a server (see Tests/postgres), on an empty database there.
//
//   swift run -c release verify-rates [ORDERS]

import ConfigurationFiles
import Foundation
import Gateway
import Logging
import Rollout
import Store
import StorePostgres
import StoreSQLite

let orders = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 50_000

/// The processor time that this process has used, in seconds: what stays true on a machine with other work.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory that this process has had, in MB.
func mostMemory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss / 1_024
}

let folder = FileManager.default.temporaryDirectory.path + "/milepost-verify-\(UUID().uuidString)"
let now = Clock.system.now().microseconds
let server = ProcessInfo.processInfo.environment["MILEPOST_TEST_POSTGRES"]
let database: any Database =
    if let server { try await PostgresDatabase(url: server, now: now) } else {
        try SQLiteDatabase(folder: folder, now: now)
    }
let company = try await Company(orders: orders, on: database)
let loops = Task { try await company.gateway.run() }
print("\(orders) orders of \(Company.size) bytes on each side, in \(server == nil ? "SQLite" : "PostgreSQL")")
let before = mostMemory()
for _ in 0..<3 {
    let (began, used) = (ContinuousClock.now, processorTime())
    let desk = company.gateway.verifications
    var view = try await desk.start("north", from: nil, to: nil, caller: company.caller)
    var listed: Duration?
    while view.state == "running" {
        try await Task.sleep(for: .milliseconds(20))
        view = try await desk.show(view.id, caller: company.caller)
        if listed == nil, view.phase != "listing" { listed = ContinuousClock.now - began }
    }
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    let processor = processorTime() - used
    print(
        "\(view.state): \(view.compared) compared, \(view.alike) alike; \(Int(Double(orders) / seconds)) orders/s, "
            + "\(Int(Double(orders) / processor)) per second of processor time, back ends included; listed after "
            + "\(listed.map { String(format: "%.2f", $0 / .seconds(1)) } ?? "?") of \(String(format: "%.2f", seconds)) s"
    )
}
print("memory: \(before) MB before, \(mostMemory()) MB at most")
loops.cancel()
_ = try? await loops.value
await database.close()
try? FileManager.default.removeItem(atPath: folder)
