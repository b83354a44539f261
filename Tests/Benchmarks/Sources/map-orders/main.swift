/// How fast an order becomes a canonical document: `map-orders MAPPINGS [PASSES]`, MAPPINGS being the folder of the
/// shipped mappings.
///
/// Prints, for a 20-line and a 1,000-line order of EDIFACT and of X12 and for the largest UBL order of the golden cases, the
/// processor time in microseconds of each step, the best of some passes: reading (bytes to a flat tree), nesting (to the tree of
/// its structure, checked), choosing the mapping, mapping (to the canonical document), checking (keys, totals), the
/// canonical JSON, and the bytes that two sendings are compared by. Mapping 1,000 lines has to take 50 times as long as
/// mapping 20.
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
let folder = CommandLine.arguments[1]
let passes = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 100 : 100
/// Only this step, of orders whose name starts so, for a profiler.
let only = CommandLine.arguments.count > 3 ? CommandLine.arguments[3] : nil
let order = CommandLine.arguments.count > 4 ? CommandLine.arguments[4] : ""

/// The best time of all passes for one of `rounds` turns, in microseconds of processor time.
func best(rounds: Int, _ body: () throws -> Int) rethrows -> Double {
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

/// A GTIN-13 with its check digit, from the twelve digits before it.
func gtin(_ digits: Int) -> String {
    var sum = 0
    for (place, digit) in String(digits).utf8.enumerated() { sum += Int(digit - 0x30) * (place % 2 == 0 ? 1 : 3) }
    return "\(digits)\((10 - sum % 10) % 10)"
}

/// An order as the retail houses of EANCOM send it.
func edifactOrder(lines: Int) -> [UInt8] {
    var text = "UNA:+.? 'UNB+UNOC:3+5419968275309:14+5411254310893:14+250904:0930+1++ORDERS'"
    text += "UNH+1+ORDERS:D:96A:UN:EAN008'BGM+220+PO7-0000001+9'DTM+137:20250904:102'DTM+2:20250919:102'"
    text += "RFF+CT:C131008'NAD+BY+5419968275309::9++Great Lakes Grocers'CTA+OC+:J. O?'Neil'"
    text += "COM+orders204@example.com:EM'NAD+SU+5411254310893::9++Karlsen Import'"
    text += "NAD+DP+5412995080342::9++Great Lakes Grocers DC 15+370 Harbour Road+Austin+TX+73301+US'CUX+2:EUR:9'"
    for line in 1...lines {
        text +=
            "LIN+\(line)++\(gtin(7_612_767 * 100_000 + line)):EN'PIA+1+S-\(86_339 + line)/06:SA+B\(6_532_019 + line):IN'"
        text += "IMD+F++:::Dark Cat Food M&S style'QTY+21:\(line % 40 + 1):PCE'"
        if line % 5 == 0 { text += "DTM+2:20250919:102'" }
        text += "MOA+203:\(line % 40 + 1).00'"
        if line % 10 == 0 { text += "FTX+LIN+1++Deliver before noon; ring the bell'" }
        text += "PRI+AAA:1.00:CT::1:PCE'"
    }
    var segments = 14
    for line in 1...lines { segments += 6 + (line % 5 == 0 ? 1 : 0) + (line % 10 == 0 ? 1 : 0) }
    text += "UNS+S'CNT+2:\(lines)'UNT+\(segments)+1'UNZ+1+1'"
    return Array(text.utf8)
}

/// An order as houses of the VICS guideline send it.
func x12Order(lines: Int) -> [UInt8] {
    var segments = [
        "ST*850*0001", "BEG*00*SA*PO7-0000001**20250904", "CUR*BY*USD", "REF*CT*C131008",
        "PER*BD*J. O'Neil*EM*orders204@example.com", "DTM*002*20250919", "N1*BY*Great Lakes Grocers*UL*5419968275309",
        "N1*SU*Karlsen Import*UL*5411254310893", "N1*ST*Great Lakes Grocers DC 15*UL*5412995080342",
        "N3*370 Harbour Road", "N4*Austin*TX*73301*US",
    ]
    for line in 1...lines {
        segments.append(
            "PO1*\(line)*\(line % 40 + 1)*EA*1.00**EN*\(gtin(7_612_767 * 100_000 + line))*VN*S-\(86_339 + line)/06*IN*B\(6_532_019 + line)"
        )
        segments.append("PID*F****Dark Cat Food M&S style")
        if line % 5 == 0 { segments.append("DTM*002*20250919") }
        if line % 10 == 0 { segments += ["N9*L1*NOTE", "MSG*Deliver before noon; ring the bell"] }
    }
    segments += ["CTT*\(lines)", "AMT*TT*8151.93"]
    segments.append("SE*\(segments.count + 1)*0001")
    let parties = "14*5419968275309  *14*5411254310893  "
    let head = "ISA*00*          *00*          *\(parties)*250904*0930*U*00401*000000001*0*P*>~"
    let group = "GS*PO*5419968275309*5411254310893*20250904*0930*1*X*004010~"
    return Array((head + group + segments.map { $0 + "~" }.joined() + "GE*1*1~IEA*1*000000001~").utf8)
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
        var reader = XMLFormatReader(dialects: dialects, checksSchema: false)
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

func measure(_ name: String, _ bytes: [UInt8], rounds: Int, isXML: Bool = false) throws {
    guard name.hasPrefix(order), let (header, flat) = try message(of: bytes, isXML: isXML) else { return }
    let nested = isXML ? flat : DirectoryLibrary.standard.nest(flat)
    guard let shape = shape(header.syntax, nested.type, nested.version) else { return }
    let choice = try library.mapping(for: nested, tree: nested.tree, shape: shape, header: header)
    let mapped = choice.read()
    let document = mapped.document
    print(
        "\(name): \(bytes.count) bytes, \(nested.tree.nodes.count) nodes, \(document.orderContent?.lines.count ?? 0) lines"
    )
    let faults = (nested.diagnostics.items + mapped.diagnostics.items).map(\.code)
    if !faults.isEmpty || !mapped.unread.isEmpty { print("  faults: \(faults), unread: \(mapped.unread.count)") }
    var steps: [(String, () throws -> Int)] = []
    steps.append(("reading", { try message(of: bytes, isXML: isXML)?.message.segments ?? 0 }))
    if !isXML { steps.append(("nesting", { DirectoryLibrary.standard.nest(flat).tree.nodes.count })) }
    steps.append(
        (
            "choosing",
            {
                try library.mapping(for: nested, tree: nested.tree, shape: shape, header: header).diagnostics.items
                    .count
            }
        ))
    steps.append(("mapping", { choice.read().unread.count }))
    steps.append(("checking", { document.check().items.count }))
    steps.append(("JSON", { document.jsonBytes.count }))
    steps.append(("content", { document.contentBytes().count }))
    for (step, body) in steps where only == nil || only == step {
        print("  \(step): \(String(format: "%.1f", try best(rounds: rounds, body))) µs")
    }
}

try measure("EDIFACT, 20 lines", edifactOrder(lines: 20), rounds: 20)
try measure("EDIFACT, 1000 lines", edifactOrder(lines: 1_000), rounds: 1)
try measure("X12, 20 lines", x12Order(lines: 20), rounds: 20)
try measure("X12, 1000 lines", x12Order(lines: 1_000), rounds: 1)
let ubl = FileManager.default.contents(atPath: folder + "/cases/ubl-order/cenbii-maximal.xml")
try measure("UBL", [UInt8](ubl ?? Data()), rounds: 20, isXML: true)
