/// How fast X12 is read: `read-x12 FILE [PASSES]`.
///
/// Prints the best of some passes: the bytes through memchr, segment by segment, as a yardstick; into flat trees with
/// positions; into flat trees from pieces of 64 KB. Make a file with an order generator, such as 50 MB of 850 004010.
import Diagnostics
import Foundation
import Syntax
import X12

guard CommandLine.arguments.count > 1, let data = FileManager.default.contents(atPath: CommandLine.arguments[1]) else {
    print("usage: read-x12 FILE [PASSES]")
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
        guard let base = buffer.baseAddress, buffer.count > 105 else { return 0 }
        let terminator = Int32(buffer[105])
        while offset < buffer.count, let found = memchr(base + offset, terminator, buffer.count - offset) {
            count += 1
            offset = UnsafeRawPointer(found) - base + 1
        }
        return count
    }
}

/// How many messages and how many faults there are.
func read(piece: Int) throws -> (messages: Int, faults: Int) {
    var reader = X12Reader()
    var count = 0
    var faults = 0
    let handle: (ReaderEvent) -> Void = { event in
        switch event {
        case .interchange: break
        case .message(let message):
            count += 1
            faults += message.diagnostics.items.count
        case .group: break
        case .end(let list): faults += list.items.count
        }
    }
    for start in stride(from: 0, to: bytes.count, by: piece) {
        try reader.read(bytes[start..<min(bytes.count, start + piece)], handle)
    }
    try reader.finish(handle)
    return (count, faults)
}

show("memchr", best(segments), "segments")
show("read", try best { try read(piece: bytes.count).messages }, "messages")
show("read in pieces", try best { try read(piece: 64 << 10).messages }, "messages")
print("faults: \(try read(piece: 64 << 10).faults)")
