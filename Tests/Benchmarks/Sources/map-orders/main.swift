/// How fast an order becomes a canonical document: `map-orders MAPPINGS [PASSES [STEP [ORDER]]]`, MAPPINGS being the folder
/// of the shipped mappings; `map-orders MAPPINGS --orders FOLDER` writes the 20-line orders that are measured, for other
/// programs. `map-orders.py` runs both, and readers from PyPI beside them.
///
/// Prints, for orders of 20, of 1,000 and of 10,000 lines of EDIFACT, X12 and UBL, the processor time in microseconds from bytes to the
/// canonical document, and of each step, the best of some passes: reading (bytes to a flat tree; UBL is held against its
/// XSD), nesting (to the tree of its structure, checked), choosing the mapping, mapping (to the canonical document), checking
/// (keys, totals), the canonical JSON, and the bytes that two sendings are compared by. Ten orders of different numbers take
/// turns. Then how long loading 100 mappings takes. Mapping 1,000 lines has to take 50 times as long as mapping 20.
import Directories
import EDIFACT
import Foundation
import Mapping
import Orders
import Syntax
import X12
import XMLFormat

guard CommandLine.arguments.count > 1 else {
    print("usage: map-orders MAPPINGS [PASSES]")
    exit(64)
}
/// glibc's, which Swift's module of it does not have: M_TRIM_THRESHOLD is -1, M_MMAP_THRESHOLD -3 (malloc.h).
@_silgen_name("mallopt") func setAllocator(_ parameter: Int32, _ value: Int32) -> Int32

// The program keeps what was freed, too.
precondition(setAllocator(-1, 64 << 20) == 1 && setAllocator(-3, 16 << 20) == 1)
let folder = CommandLine.arguments[1]
if CommandLine.arguments.count > 3, CommandLine.arguments[2] == "--orders" {
    let files = [("orders.edi", edifactOrder), ("orders.x12", x12Order), ("orders.xml", ublOrder)]
    for (name, make) in files {
        FileManager.default.createFile(
            atPath: CommandLine.arguments[3] + "/" + name, contents: Data(make(20, 1)))
    }
    exit(0)
}
let passes = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 100 : 100
/// Only this step, of orders whose name starts so, for a profiler.
let only = CommandLine.arguments.count > 3 ? CommandLine.arguments[3] : nil
let order = CommandLine.arguments.count > 4 ? CommandLine.arguments[4] : ""

/// The best time of all passes for one of `rounds` turns, in microseconds of processor time.
func best(rounds: Int, passes: Int = passes, _ body: () throws -> Int) rethrows -> Double {
    var best = Double.infinity
    var kept = 0
    for _ in 0..<passes {
        let start = processorTime()
        for _ in 0..<rounds { kept &+= try body() }
        best = min(best, Double(processorTime() - start) / 1e3 / Double(rounds))
    }
    precondition(kept != .min)
    return best
}

func processorTime() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

let structures = ShapeLibrary.standard

@Sendable func shape(_ syntax: SyntaxName, _ message: String, _ version: String?) -> Shape? {
    syntax == .xml
        ? try? structures.shape(message: message, version: "UBL 2.1")
        : version.flatMap { DirectoryLibrary.standard.shape(message: message, directory: $0) }
}

func mappingFiles() -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for path in (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    where path.hasSuffix(".yaml") || path.hasSuffix(".csv") {
        files[path] = FileManager.default.contents(atPath: folder + "/" + path).map { [UInt8]($0) }
    }
    return files
}

/// The one message of a payload.
func message(of bytes: [UInt8], isXML: Bool) throws -> (header: InterchangeHeader, message: Message)? {
    var header: InterchangeHeader?
    var message: Message?
    let take: (ReaderEvent) -> Void = { event in
        switch event {
        case .interchange(let found): header = found
        case .message(let found): message = found
        case .group: break
        case .end: break
        }
    }
    if isXML {
        var reader = XMLFormatReader(dialects: dialects, checksSchema: true)
        try reader.read(bytes[...], take)
        try reader.finish(take)
    } else if bytes.first == UInt8(ascii: "I") {
        var reader = X12Reader()
        try reader.read(bytes[...], take)
        try reader.finish(take)
    } else {
        var reader = EDIFACTReader()
        try reader.read(bytes[...], take)
        try reader.finish(take)
    }
    guard let header, let message else { return nil }
    return (header, message)
}

let dialects = XMLDialects.shipped.sharing { shape(.xml, $0.type, nil)?.names }
let (library, faults) = MappingLibrary.load(mappingFiles())
precondition(!faults.hasErrors, "the mappings have faults")

/// A message with its structure.
struct Nested {
    var header: InterchangeHeader
    var flat: Message
    var message: Message
    var shape: Shape
}

func nested(_ bytes: [UInt8], isXML: Bool) throws -> Nested? {
    guard let (header, flat) = try message(of: bytes, isXML: isXML) else { return nil }
    let message = isXML ? flat : DirectoryLibrary.standard.nest(flat)
    return shape(header.syntax, message.type, message.version).map {
        Nested(header: header, flat: flat, message: message, shape: $0)
    }
}

func mapped(_ nested: Nested) throws -> MappedDocument {
    try library.mapping(
        for: nested.message, tree: nested.message.tree, shape: nested.shape, header: nested.header
    ).read()
}

/// Measures orders that differ in numbers alone.
func measure(_ name: String, _ orders: [[UInt8]], rounds: Int, isXML: Bool = false) throws {
    guard name.hasPrefix(order), let first = try nested(orders[0], isXML: isXML) else { return }
    let read = try mapped(first)
    let document = read.document
    let lines = document.orderContent?.lines.count ?? 0
    print("\(name): \(orders[0].count) bytes, \(first.message.tree.nodes.count) nodes, \(lines) lines")
    let faults = (first.message.diagnostics.items + read.diagnostics.items).map(\.code)
    if !faults.isEmpty || !read.unread.isEmpty { print("  faults: \(faults), unread: \(read.unread.count)") }
    let all = try orders.compactMap { try nested($0, isXML: isXML) }
    let choices = try all.map {
        try library.mapping(for: $0.message, tree: $0.message.tree, shape: $0.shape, header: $0.header)
    }
    var turn = 0
    func next() -> Int {
        turn = (turn + 1) % orders.count
        return turn
    }
    var steps: [(String, () throws -> Int)] = []
    steps.append(
        ("bytes to canonical", { try nested(orders[next()], isXML: isXML).map(mapped)?.unread.count ?? 0 }))
    steps.append(("reading", { try message(of: orders[next()], isXML: isXML)?.message.segments ?? 0 }))
    if !isXML {
        steps.append(("nesting", { DirectoryLibrary.standard.nest(all[next()].flat).tree.nodes.count }))
    }
    steps.append(
        (
            "choosing",
            {
                let one = all[next()]
                return try library.mapping(
                    for: one.message, tree: one.message.tree, shape: one.shape, header: one.header
                ).diagnostics.items.count
            }
        ))
    steps.append(("mapping", { choices[next()].read().unread.count }))
    steps.append(("checking", { document.check().items.count }))
    steps.append(("JSON", { document.jsonBytes.count }))
    steps.append(("content", { document.contentBytes().count }))
    for (step, body) in steps where only == nil || only == step {
        let time = try best(rounds: rounds, body)
        let rate = step == "bytes to canonical" ? ", \(Int(1e6 / time)) orders/s" : ""
        print("  \(step): \(String(format: "%.1f", time)) µs\(rate)")
    }
}

/// A hundred mappings: the shipped ones, and copies of them by other names.
func hundredMappings() -> [String: [UInt8]] {
    var files = mappingFiles().filter { !$0.key.hasPrefix("cases/") }
    let shipped = files.filter {
        $0.key.hasSuffix(".yaml") && !$0.key.contains("/") && !$0.key.hasSuffix("-parts.yaml")
    }
    for (path, bytes) in shipped.sorted(by: { $0.key < $1.key }).prefix(max(0, 100 - shipped.count)) {
        let name = path.dropLast(".yaml".count)
        let text = String(decoding: bytes, as: UTF8.self)
        files["copy-" + path] = Array(text.replacing("mapping: \(name)\n", with: "mapping: copy-\(name)\n").utf8)
    }
    return files
}

try measure("EDIFACT, 20 lines", (0..<10).map { edifactOrder(lines: 20, number: $0) }, rounds: 20)
try measure("EDIFACT, 1000 lines", [edifactOrder(lines: 1_000)], rounds: 1)
try measure("EDIFACT, 10000 lines", [edifactOrder(lines: 10_000)], rounds: 1)
try measure("X12, 20 lines", (0..<10).map { x12Order(lines: 20, number: $0) }, rounds: 20)
try measure("X12, 1000 lines", [x12Order(lines: 1_000)], rounds: 1)
try measure("X12, 10000 lines", [x12Order(lines: 10_000)], rounds: 1)
try measure("UBL, 20 lines", (0..<10).map { ublOrder(lines: 20, number: $0) }, rounds: 20, isXML: true)
try measure("UBL, 1000 lines", [ublOrder(lines: 1_000)], rounds: 1, isXML: true)
try measure("UBL, 10000 lines", [ublOrder(lines: 10_000)], rounds: 1, isXML: true)
if only == nil {
    let files = hundredMappings()
    var count = 0
    let time = try best(rounds: 1, passes: 5) {
        let (library, faults) = MappingLibrary.load(files)
        precondition(!faults.hasErrors, "the mappings have faults")
        count = library.mappings.count
        return count
    }
    print("loading \(count) mappings: \(Int(time / 1e3)) ms")
}
