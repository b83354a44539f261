import Diagnostics

/// Reads a wrapped text by the reader of its syntax: the line breaks are taken out before, and the places of what is found
/// name the bytes as they were received.
///
/// Each line that keeps to the width is joined to the next one. A shorter one ends an interchange, or is a line like any
/// other: its break stays, and so does that of a longer one. The first thing that is said of the text is that it is wrapped.
public struct FoldedReader: InterchangeReader {
    /// How much is kept of a text that does not keep to its width; behind that it is read as it stands.
    private static let mostRuns = 4_096

    /// What comes next.
    private enum Place {
        /// Bytes before the first line.
        case before
        /// A byte of a line; so many have come.
        case line(Int)
        /// A carriage return ended a full line.
        case behindReturn
        /// A line that is longer than the others.
        case overlong
        /// All that comes, as it stands.
        case rest
    }

    /// Nil while it works, so that its buffers are not copied.
    private var reader: (any InterchangeReader)?
    private let start: Int
    private let width: Int
    private var folding: LineFolding
    private var place = Place.before
    /// How many bytes have come, and how many went on.
    private var taken = 0
    private var given = 0
    private var feeds = 0
    /// Where the first break stands.
    private let firstBreak: Position
    private var hasSaid = false

    /// The reader for a payload that begins with these bytes: the syntax's own, behind one of wrapped texts where it is one.
    public static func reader(_ reader: any InterchangeReader, for head: ArraySlice<UInt8>) -> any InterchangeReader {
        LineWrap(head).map { FoldedReader(reader, $0) } ?? reader
    }

    /// A reader of a wrapped text for one of its syntax.
    public init(_ reader: any InterchangeReader, _ wrap: LineWrap) {
        self.reader = reader
        start = wrap.start
        width = wrap.width
        firstBreak = wrap.firstBreak
        folding = LineFolding(width: wrap.width)
    }

    public mutating func read(_ bytes: ArraySlice<UInt8>, _ handle: (ReaderEvent) throws -> Void) throws {
        let text = unwrapped(bytes)
        guard var reader = reader.take() else { return }
        defer { self.reader = reader }
        try reader.read(text[...]) { try handle(mapped($0)) }
    }

    public mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        guard var reader = reader.take() else { return }
        defer { self.reader = reader }
        try reader.finish { try handle(mapped($0)) }
    }

    // MARK: Taking breaks out

    private mutating func unwrapped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let length = take(bytes[index...], &text)
            index += length
            taken += length
        }
        return text
    }

    /// Takes some of the bytes; returns how many. What goes on is added to the text.
    private mutating func take(_ bytes: ArraySlice<UInt8>, _ text: inout [UInt8]) -> Int {
        switch place {
        case .before:
            let part = bytes.prefix(start - taken)
            give(part, &text)
            if taken + part.count == start {
                place = .line(0)
                folding.begin(LineFolding.Run(folded: start, original: start, feeds: 0))
            }
            return part.count
        case .line(let column) where column < width:
            let room = bytes.prefix(width - column)
            guard let end = room.firstIndex(where: Self.isBreak) else {
                give(room, &text)
                place = .line(column + room.count)
                return room.count
            }
            // A shorter line keeps its break.
            let part = room[...end]
            give(part, &text)
            beginLine(at: taken + part.count)
            return part.count
        case .line:
            if bytes.first == 0x0D {
                place = .behindReturn
                return 1
            }
            guard bytes.first == 0x0A else { return beginOverlong() }
            join(breakLength: 1, hasFeed: true, next: taken + 1)
            return 1
        case .behindReturn:
            let isPair = bytes.first == 0x0A
            join(breakLength: isPair ? 2 : 1, hasFeed: isPair, next: taken + (isPair ? 1 : 0))
            return isPair ? 1 : 0
        case .overlong:
            let end = bytes.firstIndex(where: Self.isBreak)
            let part = end.map { bytes[...$0] } ?? bytes
            give(part, &text)
            if end != nil { beginLine(at: taken + part.count) }
            return part.count
        case .rest:
            give(bytes, &text)
            return bytes.count
        }
    }

    private static func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private mutating func give(_ part: ArraySlice<UInt8>, _ text: inout [UInt8]) {
        text += part
        given += part.count
    }

    /// Begins a line behind a break that stays.
    private mutating func beginLine(at original: Int) {
        place = folding.runs.count < Self.mostRuns ? .line(0) : .rest
        folding.begin(LineFolding.Run(folded: given, original: original, feeds: feeds))
    }

    /// A line that goes on behind the width: nothing is taken out of it.
    private mutating func beginOverlong() -> Int {
        folding.begin(LineFolding.Run(folded: given - width, original: taken - width, feeds: feeds))
        place = .overlong
        return 0
    }

    /// Joins a line to the next one, whose first byte stands at an offset.
    private mutating func join(breakLength: Int, hasFeed: Bool, next: Int) {
        let last = folding.last
        if last.breakLength == 0 { folding.note(breakLength: breakLength, hasFeed: hasFeed) }
        feeds += hasFeed ? 1 : 0
        place = .line(0)
        guard folding.last.breakLength != breakLength || folding.last.hasFeed != hasFeed else { return }
        // Another kind of break: the lines behind it count from here.
        beginLine(at: next)
    }

    // MARK: Places

    private mutating func mapped(_ event: ReaderEvent) -> ReaderEvent {
        switch event {
        case .interchange(var header):
            header.position = mapped(header.position)
            return .interchange(header)
        case .group(var group):
            group.position = mapped(group.position)
            return .group(group)
        case .message(var message):
            message.diagnostics.revise(mapped)
            message.tree = message.tree.folded(by: folding)
            message.range = folding.original(of: message.range)
            return .message(message)
        case .end(let found):
            var list = DiagnosticList(limit: found.limit)
            if !hasSaid {
                hasSaid = true
                let facts = ["width": String(width)]
                list.append(Diagnostic("syntax.lines-wrapped", .warning, at: firstBreak, facts: facts))
            }
            var found = found
            found.revise(mapped)
            list.append(contentsOf: found)
            return .end(list)
        }
    }

    private func mapped(_ diagnostic: Diagnostic) -> Diagnostic? {
        var diagnostic = diagnostic
        diagnostic.position = diagnostic.position.map(mapped)
        return diagnostic
    }

    private func mapped(_ position: Position) -> Position {
        var mapped = position.mapped(by: folding)
        // Behind the last byte no line begins.
        mapped.offset = mapped.offset.map { min($0, taken) }
        return mapped
    }
}

extension Position {
    /// The place in a payload of a byte that was counted without the line breaks that were taken out of it.
    func mapped(by folding: LineFolding) -> Position {
        guard let offset else { return self }
        let found = folding.original(of: offset)
        var mapped = self
        mapped.offset = found.offset
        mapped.line = line.map { $0 + found.feeds }
        return mapped
    }
}

extension Tree {
    /// The same tree, whose places name the bytes of the payload as they stood before line breaks were taken out.
    func folded(by folding: LineFolding) -> Tree {
        let fold = Fold(
            folding: folding, start: origin.offset ?? 0, preambleStart: preamble?.origin.offset ?? 0)
        return Tree(
            nodes: nodes, names: names, values: values, decoding: decoding, origin: origin.mapped(by: folding),
            preamble: preamble.map { Preamble(length: $0.length, origin: $0.origin.mapped(by: folding)) }, fold: fold)
    }
}
