import Diagnostics
import Intake
import ReadingSupport
import Syntax
import Testing

/// What is wrapped at a width says the same as what is not, and places name the bytes as they were received.
@Suite("Wrapped interchanges")
struct WrappedTests {
    /// Samples of the three syntaxes without their line breaks, and broken ones.
    private static let samples: [(name: String, bytes: [UInt8])] = {
        let all = [Corpus.edifact, .x12, .tradacoms].flatMap { corpus in
            corpus.names.compactMap { name in
                (try? corpus.bytes(name)).map { (name, $0.filter { $0 != 0x0A && $0 != 0x0D }) }
            }
        }
        let orders = [ContrlCodeTests.order, FunctionalCodeTests.order].flatMap { text in
            [
                text, text.replacing("5", with: "X"), String(text.dropLast(30)), text + text, text + " -- by mail",
                text.replacing("+9'", with: "+9\u{7}'").replacing("PO1*1", with: "PO1*\u{7}1"),
            ]
        }
        return all + orders.enumerated().map { ("order \($0.offset)", Array($0.element.utf8)) }
    }()

    /// A reading by what a caller sees: headers, groups, messages with their ranges and types, faults with their places.
    private struct Seen: Equatable {
        var lines: [String] = []
        var isWrapped = false

        /// Offsets and lines are told by `place`.
        init(_ bytes: [UInt8], piece: Int = .max, place: (Position?) -> String) throws {
            var (lines, isWrapped) = ([String](), false)
            func say(_ list: DiagnosticList) {
                for item in list.items {
                    if item.code == "syntax.lines-wrapped" {
                        isWrapped = true
                    } else {
                        lines.append("\(item.severity) \(item.code) \(place(item.position)) \(item.value ?? "")")
                    }
                }
            }
            var syntax = SyntaxName.edifact
            func take(_ event: ReaderEvent) {
                switch event {
                case .interchange(let header):
                    syntax = header.syntax
                    lines.append("interchange \(header.reference ?? "") \(place(header.position))")
                case .group(let group): lines.append("group \(group.reference ?? "") \(place(group.position))")
                case .message(let read):
                    let message = MessageShapes.standard.nest(read, syntax: syntax).message
                    let range = [message.range.lowerBound, message.range.upperBound - 1].map {
                        place(Position(offset: $0, line: nil))
                    }
                    lines.append("message \(message.type) \(message.segments) \(range) \(message.tree.values.count)")
                    for node in message.tree.nodes.indices.dropFirst().prefix(200) {
                        lines.append(place(message.tree.position(of: node)))
                    }
                    say(message.diagnostics)
                case .end(let list): say(list)
                }
            }
            var reader = PayloadReader()
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + min(piece, bytes.count))
                try reader.read(bytes[start..<end]) { take($0) }
                start = end
            }
            try reader.finish { take($0) }
            (self.lines, self.isWrapped) = (lines, isWrapped)
        }
    }

    private static func wrapped(_ bytes: [UInt8], _ width: Int, _ end: String) -> [UInt8] {
        var lines: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: width) {
            lines.append(Array(bytes[start..<min(bytes.count, start + width)]))
        }
        return Array(lines.joined(separator: Array(end.utf8)))
    }

    @Test("a sample says the same at its places", arguments: [("\n", 80), ("\r\n", 72), ("\r", 100), ("\n", 132)])
    func same(_ end: String, _ width: Int) throws {
        var count = 0
        for sample in Self.samples {
            let bytes = Self.wrapped(sample.bytes, width, end)
            guard LineWrap(bytes[...]) != nil else { continue }
            count += 1
            // Where a byte of the text stands when it is wrapped, and in which line.
            let plain = try Seen(sample.bytes) { place in
                let offset = place?.offset ?? 0
                let moved = min(offset + offset / width * end.utf8.count, bytes.count)
                let line = place?.line.map { $0 + (end == "\r" ? 0 : offset / width) }
                return "\(moved) \(line ?? 0) \(place?.segment ?? 0) \(place?.tag ?? "") \(place?.element ?? "")"
            }
            for piece in [Int.max, 4_096, 97] {
                let folded = try Seen(bytes, piece: piece) { place in
                    "\(place?.offset ?? 0) \(place?.line ?? 0) \(place?.segment ?? 0) \(place?.tag ?? "") \(place?.element ?? "")"
                }
                let differing = zip(plain.lines, folded.lines).first { $0 != $1 }
                #expect(differing == nil, "\(sample.name)")
                #expect(
                    plain.lines.count == folded.lines.count && folded.isWrapped && !plain.isWrapped, "\(sample.name)")
            }
        }
        #expect(count > 40)
    }

    @Test("places count from where the lines begin", arguments: ["\u{FEFF}", "Our order:\n", "UNA:+.? '\n"])
    func leading(_ lead: String) throws {
        let order = ContrlCodeTests.order.replacing("UNA:+.? '", with: "").changing("UNT+9", to: "UNT+8")
        let text = lead + String(decoding: Self.wrapped(Array(order.utf8), 80, "\n"), as: UTF8.self)
        let bytes = Array(text.utf8)
        let seen = try Seen(bytes) { "\($0?.offset ?? 0) \($0?.line ?? 0)" }
        #expect(seen.isWrapped)
        let at = try #require(seen.lines.first { $0.contains("unt-count") }?.split(separator: " ").dropFirst(2))
        let offset = try #require(at.first.flatMap { Int($0) })
        // The count itself, with what may stand between as a line break.
        #expect(String(decoding: bytes[offset...].prefix(1), as: UTF8.self) == "8")
        #expect(Int(at.dropFirst().first ?? "") == bytes[..<offset].count { $0 == 0x0A } + 1)
    }

    @Test("a text that does not keep to its width is read as far as it does")
    func uneven() throws {
        let text = (0..<40).map { "FTX+AAI+++LINE \($0) OF A TEXT THAT GOES ON AND ON FOR A WHILE'" }.joined()
        let order = ContrlCodeTests.order.changing("NAD+BY", to: text + "NAD+BY").changing("UNT+9", to: "UNT+49")
        // A line that is longer, one that is shorter, and one with another break; behind the bytes that tell of the width.
        var bytes = Self.wrapped(Array((order + order.replacing("90001", with: "90002")).utf8), 80, "\n")
        bytes.insert(0x0D, at: 81 * 60 + 80)
        bytes.insert(0x0A, at: 81 * 57 + 30)
        bytes.remove(at: 81 * 55 + 80)
        let seen = try Seen(bytes) { "\($0?.offset ?? 0) \($0?.line ?? 0)" }
        #expect(seen.isWrapped)
        let faults = seen.lines.filter { $0.hasPrefix("warning") || $0.hasPrefix("error") }
        #expect(faults.allSatisfy { $0.hasPrefix("warning edifact.") || $0.hasPrefix("error directory.too-long") })
        #expect(faults.contains { $0.hasPrefix("warning edifact.line-break") }, "\(faults)")
        // Every place that is told is one of the payload, in the line that it stands in.
        for line in seen.lines {
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            guard numbers.count == 2, numbers[0] < bytes.count, !line.hasPrefix("message") else { continue }
            #expect(bytes[..<numbers[0]].count { $0 == 0x0A } + 1 == numbers[1], "\(line)")
        }
    }

    @Test("a damaged text says the same however it is cut, at places of the payload")
    func damaged() throws {
        let damage = Damage(service: "'+:?*~>\n\r ", pieces: ["\n", "\r\n", "UNB+", "ISA*", "\r"])
        var generator = SeededGenerator(state: 80)
        let whole = Self.samples.filter { LineWrap(Self.wrapped($0.bytes, 80, "\n")[...]) != nil }
        for round in 0..<Damage.rounds(300) {
            let end = ["\n", "\r\n", "\r"][round % 3]
            let bytes = damage.damaged(Self.wrapped(whole[round % whole.count].bytes, 80, end), &generator)
            let once = try Seen(bytes) { "\($0?.offset ?? 0) \($0?.line ?? 0) \($0?.element ?? "")" }
            let pieces = try Seen(bytes, piece: 61) { "\($0?.offset ?? 0) \($0?.line ?? 0) \($0?.element ?? "")" }
            #expect(once == pieces, "round \(round)")
            _ = try Seen(bytes) { place in
                if !(0...bytes.count).contains(place?.offset ?? 0) {
                    Issue.record("round \(round): \(String(describing: place))")
                }
                return ""
            }
        }
    }
}
