/// How fast EDIFACT is read on one core: `read-edifact FILE [PASSES]`.
///
/// Prints the best of some passes in processor time, which other programs disturb less than the wall clock: the bytes
/// through memchr, segment by segment, and counted by lines, as yardsticks; tokens; flat trees; nested and checked ones.
/// Make a file with an order generator, such as 50 MB of ORDERS D.96A.
import Diagnostics
import Directories
@_spi(Benchmarks) import EDIFACT
import Foundation
import Syntax

guard CommandLine.arguments.count > 1, let data = FileManager.default.contents(atPath: CommandLine.arguments[1]) else {
    print("usage: read-edifact FILE [PASSES]")
    exit(64)
}
let bytes = [UInt8](data)
let passes = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 5 : 5

/// Processor time of this process in seconds.
func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The best time of all passes, in seconds.
func best(_ body: () throws -> Int) rethrows -> (seconds: Double, count: Int) {
    var best = Double.infinity
    var count = 0
    for _ in 0..<passes {
        let start = now()
        count = try body()
        best = min(best, now() - start)
    }
    return (best, count)
}

func show(_ name: String, _ result: (seconds: Double, count: Int), _ unit: String) {
    let rate = Double(bytes.count) / result.seconds / 1e6
    let units = Double(result.count) / result.seconds
    print("\(name): \(Int(rate)) MB/s, \(Int(units)) \(unit)/s (\(result.count))")
}

func segments() -> Int {
    bytes.withUnsafeBytes { buffer in
        var count = 0
        var offset = 0
        guard let base = buffer.baseAddress else { return 0 }
        while offset < buffer.count, let found = memchr(base + offset, 0x27, buffer.count - offset) {
            count += 1
            offset = UnsafeRawPointer(found) - base + 1
        }
        return count
    }
}

func read(_ take: (Message) -> Void) throws -> Int {
    var reader = EDIFACTReader()
    var count = 0
    let handle: (ReaderEvent) -> Void = { event in
        guard case .message(let message) = event else { return }
        count += 1
        take(message)
    }
    try reader.read(bytes[...], handle)
    try reader.finish(handle)
    return count
}

show("memchr", best(segments), "segments")
show("lines", best { bytes.withUnsafeBytes { LineBreaks.count(in: $0) } }, "line breaks")
show("tokens", best { bytes.withUnsafeBytes { SeparatorCount($0).tokens } }, "tokens")
show("read", try best { try read { _ in } }, "messages")

let library = DirectoryLibrary.standard
let started = now()
_ = library.shape(message: "ORDERS", directory: "D.96A")
print("first shape: \(Int((now() - started) * 1e6)) µs")
var faults = 0
show("read and nest", try best { try read { faults += library.nest($0).diagnostics.items.count } }, "messages")
print("faults: \(faults / passes)")
