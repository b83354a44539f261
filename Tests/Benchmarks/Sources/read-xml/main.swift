/// How fast an XML document is read into a tree: `read-xml FILE [PASSES]`.
///
/// Prints the best of some passes of 100 readings each, without and with the check against the document's schema. The
/// names are shared, as they are where a shape gives them.
import Foundation
import Syntax
import XMLFormat

guard CommandLine.arguments.count > 1, let data = FileManager.default.contents(atPath: CommandLine.arguments[1]) else {
    print("usage: read-xml FILE [PASSES]")
    exit(64)
}
let bytes = [UInt8](data)
let passes = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 20 : 20
let clock = ContinuousClock()
let rounds = 100

/// The names of the document itself stand in for those of its shape.
func sharedNames() throws -> NameTable.Base {
    var names: Set<String> = []
    var reader = XMLFormatReader(checksSchema: false)
    try reader.read(bytes[...]) { _ in }
    try reader.finish { event in
        guard case .message(let message) = event else { return }
        names = Set(message.tree.nodes.indices.map { message.tree.name(of: $0) })
    }
    return NameTable.Base(names)
}

let names = try sharedNames()
let dialects = XMLDialects.shipped.sharing { _ in names }

/// The best time of all passes for one reading, in microseconds.
func best(checksSchema: Bool) throws -> Double {
    var best = Double.infinity
    for _ in 0..<passes {
        let start = clock.now
        for _ in 0..<rounds {
            var reader = XMLFormatReader(dialects: dialects, checksSchema: checksSchema)
            try reader.read(bytes[...]) { _ in }
            try reader.finish { _ in }
        }
        let duration = (clock.now - start).components
        best = min(best, (Double(duration.seconds) * 1e6 + Double(duration.attoseconds) / 1e12) / Double(rounds))
    }
    return best
}

for checksSchema in [false, true] {
    let time = try best(checksSchema: checksSchema)
    let name = checksSchema ? "read and checked" : "read"
    print("\(name): \(Int(time)) µs for \(bytes.count) bytes, \(Int(Double(bytes.count) / time)) MB/s")
}
