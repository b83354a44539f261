// How many stored documents a rehearsal takes per second: what routing asks kept beside them, as it is of all that comes
// now; and read from their canonical form, as it is of documents from before. The orders are submitted to a gateway on
// SQLite in a folder of its own first, every fifth of them followed by a change; where MILEPOST_TEST_POSTGRES names a
// server (see Tests/postgres), on an empty database there.
//
//   swift run -c release rehearsal-rates ../../mappings [DOCUMENTS]

import ConfigurationFiles
import Foundation
import Gateway
import Logging
import Rollout
import Store
import StorePostgres
import StoreSQLite

let arguments = CommandLine.arguments
guard arguments.count > 1 else {
    print("usage: rehearsal-rates MAPPINGS [DOCUMENTS]")
    exit(2)
}
let wanted = arguments.count > 2 ? Int(arguments[2]) ?? 100_000 : 100_000

/// The processor time that this process has used, in seconds: what stays true on a machine with other work.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

let folder = FileManager.default.temporaryDirectory.path + "/milepost-rehearsal-\(UUID().uuidString)"
let now = Clock.system.now().microseconds
let server = ProcessInfo.processInfo.environment["MILEPOST_TEST_POSTGRES"]
let database: any Database =
    if let server { try await PostgresDatabase(url: server, now: now) } else {
        try SQLiteDatabase(folder: folder, now: now)
    }
let company = try await Company(mappings: arguments[1], on: database)
let loops = Task { try await company.gateway.run() }
try await company.submit(wanted)

func rehearse(_ what: String, writes: Bool = false) async throws {
    let before = processorTime()
    let run = try await company.gateway.rehearsals.begin(
        "north", RehearsalRequest(RehearsedStage(percent: 50), writes: writes), caller: company.caller)
    var result: RehearsalView?
    while result == nil { if case .result(let view) = try await run.next() { result = view } }
    guard let result else { return }
    let used = processorTime() - before
    let name = what.padding(toLength: 44, withPad: " ", startingAt: 0)
    print(
        "\(name) \(Int(Double(result.documents) / result.seconds)) documents/s, "
            + "\(Int(Double(result.documents) / used)) per second of processor time; "
            + "\(result.documents) documents, \(result.births) births, \(result.movedBirths) moved")
}

for _ in 0..<3 { try await rehearse("facts kept beside the documents") }
try await database.write { try $0.execute("update documents set facts = null") }
try await rehearse("read from the canonical form")
loops.cancel()
_ = try? await loops.value
await database.close()
try? FileManager.default.removeItem(atPath: folder)
