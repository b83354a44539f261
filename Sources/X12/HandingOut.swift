import Diagnostics
import Syntax

/// Making the message of a transaction set that has ended, and looking at its characters.
extension X12Reader {
    /// At most so many runs of wrong bytes are reported for one transaction set.
    private static let reportedRuns = 50

    /// Hands out the transaction set that is open, up to an index of the window.
    mutating func handOut(
        segments: Int, nodes count: Int, end: Int, isWhole: Bool, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        let end = min(end, window.count - (isTerminatorMade ? 1 : 0))
        let base = scanner.cursor.base
        let isKept = transaction != nil && transaction?.header == nil
        let charset = isKept ? settleCharset(of: base..<end) : charset ?? .ascii
        guard let open = transaction.take() else { return }
        var nodes = open.header?.nodes ?? Array(scanner.nodes[..<count])
        let values = open.header?.bytes ?? Array(window[base..<end])
        nodes[0] = SegmentScanner.root(end: nodes.count)
        let tree = Tree(
            nodes: nodes, names: NameTable(), values: values, decoding: decoding(charset), origin: open.origin)
        var message = Message(
            type: open.identifier, version: open.version, association: open.convention, reference: open.controlNumber,
            segments: segments, range: open.start..<windowOffset + end, tree: tree, diagnostics: open.diagnostics,
            envelope: isWhole ? trace.envelope() : nil, hasHeader: open.firstStray == nil)
        message.isOutsideGroups = envelope?.group == nil
        try handle(.message(message))
    }

    /// The charset of a transaction set, which nothing declares: the reader's own, else UTF-8 where the bytes are that,
    /// else ISO 8859-1. Reports bytes outside of it, or outside ASCII where it was guessed.
    private mutating func settleCharset(of range: Range<Int>) -> Charset {
        let bytes = window[range]
        let first = bytes.withUnsafeBytes { Self.firstOutsideText(in: $0) }
        guard let first else { return charset ?? .ascii }
        let settled = charset ?? (Charset.utf8.firstInvalid(in: bytes) == nil ? .utf8 : .latin1)
        if charset == nil { reportUndeclared(from: range.lowerBound + first, to: range.upperBound, read: settled) }
        reportInvalid(in: range, charset: settled)
        return settled
    }

    /// The offset of the first byte that is no printable ASCII character; control characters below are the scanner's.
    private static func firstOutsideText(in bytes: UnsafeRawBufferPointer) -> Int? {
        let limit = SIMD16<UInt8>(repeating: 0x7F)
        var index = 0
        while bytes.count &- index >= 16 {
            let block = bytes.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
            let words = unsafeBitCast(block .>= limit, to: SIMD2<UInt64>.self)
            if words[0] | words[1] != 0 { break }
            index &+= 16
        }
        return bytes[index...].firstIndex { $0 >= 0x7F }
    }

    /// One report for a transaction set: where the first byte outside ASCII stands, and what it was read as.
    private mutating func reportUndeclared(from start: Int, to end: Int, read charset: Charset) {
        guard let first = window[start..<end].firstIndex(where: { $0 >= 0x80 && !separators.contains($0) }) else {
            return
        }
        let run = window[first..<end].prefix(40).prefix { $0 >= 0x80 }
        report(
            Diagnostic(
                "x12.character-undeclared", .warning, at: placePosition(at: first), value: charset.decode(run),
                facts: ["charset": charset.rawValue]))
    }

    /// Reports bytes that are no characters of the charset, and DEL.
    private mutating func reportInvalid(in range: Range<Int>, charset: Charset) {
        var index = range.lowerBound
        for _ in 0..<Self.reportedRuns {
            let rest = window[index..<range.upperBound]
            let invalid = charset.firstInvalid(in: rest)
            let control = rest[..<(invalid ?? rest.endIndex)].firstIndex { $0 == 0x7F }
            guard let found = control ?? invalid else { return }
            let run = window[found..<range.upperBound].prefix(40).prefix { control != nil ? $0 == 0x7F : $0 >= 0x80 }
            if !run.allSatisfy(separators.contains) {
                let shown = run.map { "0x" + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
                report(
                    Diagnostic(
                        "x12.character-invalid", at: placePosition(at: found), value: shown,
                        facts: ["charset": charset.rawValue]))
            }
            index = run.endIndex
        }
    }
}
