import Diagnostics
import Directories
import Foundation
import Syntax

/// Transaction sets as flat trees, split as simply as tests need it: separators by the places of ISA, no envelope checks.
enum X12Text {
    /// The transaction sets and TA1 segments of an interchange.
    static func messages(_ bytes: [UInt8]) -> [Message] {
        guard let start = bytes.firstRange(of: Array("ISA".utf8))?.lowerBound else { return [] }
        let element = bytes[start + 3]
        // Elements are counted, whatever their lengths; the sixteenth is one character.
        var places: [Int] = [start]
        for _ in 0..<16 { places.append((bytes[places[places.count - 1]...].firstIndex(of: element) ?? 0) + 1) }
        let isRepeating = !bytes[places[12]...].starts(with: Array("00401".utf8)) && !isLetterOrDigit(bytes[places[11]])
        let marks = Marks(
            element: element, component: bytes[places[16]], terminator: bytes[places[16] + 1],
            repetition: isRepeating ? bytes[places[11]] : nil)
        var cutter = Cutter(bytes: bytes, marks: marks)
        return cutter.messages(from: start)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    struct Marks {
        var element: UInt8
        var component: UInt8
        var terminator: UInt8
        var repetition: UInt8?
    }

    private struct Cutter {
        let bytes: [UInt8]
        let marks: Marks
        var version = ""

        mutating func messages(from start: Int) -> [Message] {
            var found: [Message] = []
            var open: [Range<Int>] = []
            for segment in segments(from: start) {
                let parts = split(segment, marks.element)
                let tag = String(decoding: bytes[parts[0]], as: UTF8.self)
                if tag == "GS", parts.count > 8 { version = String(decoding: bytes[parts[8]], as: UTF8.self) }
                if tag == "ST" || tag == "TA1" { open = [] }
                if tag == "ST" || tag == "TA1" || !open.isEmpty { open.append(segment) }
                if !open.isEmpty, tag == "SE" || tag == "TA1" {
                    found.append(message(open, tag))
                    open = []
                }
            }
            return found
        }

        private func segments(from start: Int) -> [Range<Int>] {
            split(start..<bytes.count, marks.terminator).compactMap { range in
                let first = range.first { bytes[$0] > 0x20 }
                return first.map { $0..<range.upperBound }
            }
        }

        private func split(_ range: Range<Int>, _ mark: UInt8) -> [Range<Int>] {
            bytes[range].split(separator: mark, omittingEmptySubsequences: false).map { $0.startIndex..<$0.endIndex }
        }

        private func message(_ segments: [Range<Int>], _ last: String) -> Message {
            let base = segments[0].lowerBound
            let range = base..<min(bytes.count, segments[segments.count - 1].upperBound + 1)
            let opener = split(segments[0], marks.element)
            let named = opener.count > 1 ? String(decoding: bytes[opener[1]], as: UTF8.self) : ""
            let type = last == "TA1" ? "TA1" : named
            var builder = TreeBuilder(root: Name(packing: String(type.prefix(4))) ?? Name(number: 1))
            for (index, segment) in segments.enumerated() { add(segment, index + 1, base, &builder) }
            let lines = bytes[..<base].count { $0 == 0x0A }
            let tree = builder.finish(
                values: Array(bytes[range]), decoding: ValueDecoding(charset: .latin1, repetition: marks.repetition),
                origin: Position(offset: base, line: lines + 1))
            return Message(
                type: type, version: version, reference: nil, segments: segments.count, range: range, tree: tree,
                diagnostics: DiagnosticList())
        }

        private func add(_ segment: Range<Int>, _ ordinal: Int, _ base: Int, _ builder: inout TreeBuilder) {
            let parts = split(segment, marks.element)
            let tag = String(decoding: bytes[parts[0]].prefix(4), as: UTF8.self)
            builder.open(
                Name(packing: tag) ?? Name(number: 1), .segment, offset: segment.lowerBound - base, ordinal: ordinal)
            for (number, part) in parts.enumerated().dropFirst() where !part.isEmpty {
                let repeats = marks.repetition.map { split(part, $0) } ?? [part]
                for one in repeats where !one.isEmpty { add(one, number, ordinal, base, &builder) }
            }
            builder.close()
        }

        private func add(
            _ part: Range<Int>, _ number: Int, _ ordinal: Int, _ base: Int, _ builder: inout TreeBuilder
        ) {
            let name = Name(number: number)
            let components = split(part, marks.component)
            let at = part.lowerBound - base
            guard components.count > 1 else {
                return builder.leaf(
                    name, .element, value: at..<part.upperBound - base, offset: at, ordinal: ordinal, element: number)
            }
            builder.open(name, .composite, offset: at, ordinal: ordinal, element: number)
            for (index, component) in components.enumerated() where !component.isEmpty {
                let start = component.lowerBound - base
                builder.leaf(
                    Name(number: index + 1), .element, value: start..<component.upperBound - base, offset: start,
                    ordinal: ordinal, element: number, component: index + 1)
            }
            builder.close()
        }
    }
}

/// X12 read, nested and checked.
struct CheckedX12 {
    let messages: [Message]

    init(_ bytes: [UInt8], overlays: OverlaidShapes? = nil) {
        messages = X12Text.messages(bytes).map { DirectoryLibrary.standard.nest($0, overlays: overlays) }
    }

    init(_ text: String) { self.init(Array(text.utf8)) }

    var diagnostics: [Diagnostic] { messages.flatMap(\.diagnostics.items) }
    var codes: [String] { diagnostics.map(\.code.rawValue) }
}

/// A transaction set in an envelope, one segment a line between ST and SE.
func x12(
    _ body: String, _ type: String = "850", group: String = "PO", version: String = "004010",
    repeats: String = "U*00401"
) -> String {
    let parties = "ZZ*BUYERCO        *ZZ*SELLERCO       "
    let header = "ISA*00*          *00*          *\(parties)*260921*0930*\(repeats)*000000101*0*T*>~"
    let segments = body.split(separator: "\n").map { "\($0)~" }.joined(separator: "\n")
    let count = body.split(separator: "\n").count + 2
    return """
        \(header)
        GS*\(group)*BUYERCO*SELLERCO*20260921*0930*1*X*\(version)~
        ST*\(type)*0001~
        \(segments)
        SE*\(count)*0001~
        GE*1*1~
        IEA*1*000000101~
        """
}
