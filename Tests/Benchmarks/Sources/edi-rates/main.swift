/// How fast EDIFACT and X12 are read on one core: `edi-rates FILE [PASSES]`.
///
/// Prints the best of some passes, fields behind tabs: the bytes through memchr, segment by segment, as a yardstick;
/// tokens; flat trees with positions; nested trees checked by their directory. `edi-rates.py` beside this package makes
/// one table of it with other readers.
import Directories
import Foundation

let arguments = CommandLine.arguments.dropFirst()
guard let path = arguments.first, let data = FileManager.default.contents(atPath: path) else {
    print("usage: edi-rates FILE [PASSES]")
    exit(64)
}
let payload = Payload([UInt8](data))
let passes = arguments.dropFirst().first.flatMap { Int($0) } ?? 5
let size = payload.bytes.count
let orders = try payload.trees()
let library = DirectoryLibrary.standard
_ = try payload.faults(library)

show("memchr", best(of: passes, payload.segmentsByMemchr), bytes: size, orders: orders, unit: "segments")
show("tokens", best(of: passes, payload.tokens), bytes: size, orders: orders, unit: "tokens")
show("tree", try best(of: passes, payload.trees), bytes: size, orders: orders, unit: "messages")
show("checked", try best(of: passes) { try payload.faults(library) }, bytes: size, orders: orders, unit: "faults")
