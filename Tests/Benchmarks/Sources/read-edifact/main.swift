/// How fast EDIFACT is read: `read-edifact FILE [PASSES]`.
///
/// Prints the best of some passes: the bytes through memchr, segment by segment, as a yardstick; into flat trees; into
/// nested and checked ones. Make a file with an order generator, such as 50 MB of ORDERS D.96A.
import Diagnostics
import Directories
import EDIFACT
import Foundation
import Syntax

guard CommandLine.arguments.count > 1, let data = FileManager.default.contents(atPath: CommandLine.arguments[1]) else {
    print("usage: read-edifact FILE [PASSES]")
    exit(64)
}
let bytes = [UInt8](data)
let passes = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 5 : 5
let clock = ContinuousClock()

/// The best time of all passes, in seconds.
func best(_ body: () throws -> Int) rethrows -> (seconds: Double, count: Int) {
    var best = Double.infinity
    var count = 0
    for _ in 0..<passes {
        let start = clock.now
        count = try body()
        let duration = clock.now - start
        best = min(best, Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18)
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

let library = DirectoryLibrary.standard
let started = clock.now
_ = library.shape(message: "ORDERS", directory: "D.96A")
print("first shape: \(clock.now - started)")
var faults = 0
show("memchr", best(segments), "segments")
show("read", try best { try read { _ in } }, "messages")
show("read and nest", try best { try read { faults += library.nest($0).diagnostics.items.count } }, "messages")
print("faults: \(faults / passes)")
