import Diagnostics
public import Syntax

/// Reads EDIFACT interchanges from bytes as they come.
///
/// The memory it needs is that of the largest message and its nodes, up to ``Limits``. Faults of a message stand in the
/// message, faults of the envelope in the `end` event; nothing that can be read is refused. Positions count from the
/// payload's first byte; segments are numbered from UNH, which is 1.
public struct EDIFACTReader: InterchangeReader {
    /// How much one message may take.
    public struct Limits: Sendable, Hashable {
        /// Bytes of a message, UNH to UNT.
        public var messageBytes: Int
        /// Segments, composites, elements and components of a message together.
        public var messageNodes: Int

        /// Limits for one message; 64 MB and eight million nodes unless told otherwise.
        public init(messageBytes: Int = 64 << 20, messageNodes: Int = 8_000_000) {
            self.messageBytes = messageBytes
            self.messageNodes = messageNodes
        }
    }

    /// What the reader waits for.
    enum Phase {
        /// The start of an interchange.
        case outside
        /// UNB, after UNA or the first bytes of a header.
        case header
        /// UNG, UNH, UNE or UNZ.
        case interchange
        case message
        /// The end of a message that is too large.
        case skipping
    }

    /// Bytes are taken in pieces of this size.
    private static let pieceLength = 256 << 10
    /// A segment outside of messages is not kept beyond this length.
    private static let strayLength = 64 << 10

    let limits: Limits
    let charset: Charset?
    var window: [UInt8] = []
    /// Where the window starts in the payload.
    var windowOffset = 0
    private var filling = HeldFilling()
    var lines = LineCounter()
    var scanner = SegmentScanner()
    var phase = Phase.outside
    var service = ServiceCharacters.standard
    var hasAdvice = false
    /// The decimal mark of UNA and where UNA stands, until UNB says whether that is right.
    var advice: (decimalMark: UInt8?, position: Position)?
    /// The version of the syntax, 1 to 4; nil for one that is not known.
    var version: Int?
    var level = SyntaxLevel(.ascii, .levelA)
    var envelope: EnvelopeState?
    var message: MessageState?
    /// The interchanges of the payload, by sender, recipient and reference.
    var interchanges = ReferenceMemory()
    var trace = EnvelopeTrace()
    /// What was found before an interchange that has not begun yet.
    var pending = DiagnosticList()
    /// What was found in the header that is being read.
    var heading = HeadingFaults()
    /// Bytes that belong to no interchange.
    var stray: ForeignStretch?
    /// The start of the current segment was too long to keep.
    var isSegmentCut = false
    var hasStarted = false
    /// The header of a payload without UNB, until something follows it.
    var bareHeader: InterchangeHeader?
    /// The last terminator in the window was not sent.
    var isTerminatorMade = false

    /// A reader; a charset that is given holds whatever the interchange declares, as a partner's profile may want it.
    public init(charset: Charset? = nil, limits: Limits = Limits()) {
        self.charset = charset
        self.limits = limits
    }

    /// Takes the next bytes and hands out what is complete. Throws only what `handle` throws.
    public mutating func read(_ bytes: ArraySlice<UInt8>, _ handle: (ReaderEvent) throws -> Void) throws {
        var rest = bytes
        while !rest.isEmpty {
            let piece = rest.prefix(Self.pieceLength)
            filling.add(piece, to: &window)
            rest = rest.dropFirst(piece.count)
            try advance(isLast: false, handle)
            dropRead()
        }
    }

    /// Says that there are no more bytes; an unfinished message is handed out with its faults.
    public mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        filling.finish(
            &window, from: phase == .outside ? nil : scanner.cursor.segment, release: service.release,
            terminator: service.terminator, isSeparator: service.contains)
        try advance(isLast: true, handle)
        try finishLastSegment(handle)
        settleHeading()
        try closeInterchange(isLast: true, handle)
        if !hasStarted { try reportNothing(handle) }
        let count = window.count
        lines.drop(count, of: window)
        window = []
        windowOffset += count
        scanner.reset()
        phase = .outside
    }

    /// Reads what is in the window.
    private mutating func advance(isLast: Bool, _ handle: (ReaderEvent) throws -> Void) throws {
        while true {
            if phase == .outside {
                guard try findStart(isLast: isLast, handle) else { return }
                continue
            }
            switch scanner.scan(window, service, isLast: isLast) {
            case .bytes:
                checkSize()
                return
            case .nodes:
                if phase == .message, scanner.cursor.count > limits.messageNodes { skipMessage() }
                if phase == .message || !cutSegment() { scanner.grow() }
            case .control(let index):
                guard noteControl(at: index, isLast: isLast) else { return scanner.lookAgain(at: index) }
            case .segment(let end):
                guard isLast || !isAdviceUndecided(end) else { return scanner.lookAgainAtSegment() }
                try endSegment(end, handle)
            }
        }
    }

    /// Lets go of what is too large to keep.
    private mutating func checkSize() {
        let cursor = scanner.cursor
        if phase == .message, cursor.scan - cursor.base > limits.messageBytes { skipMessage() }
        if phase != .message, scanner.cursor.scan - scanner.cursor.segment > Self.strayLength { _ = cutSegment() }
    }

    /// Forgets the beginning of an overlong segment outside of messages; its end will still be found.
    private mutating func cutSegment() -> Bool {
        guard scanner.cursor.scan - scanner.cursor.segment > Self.strayLength else { return false }
        isSegmentCut = true
        scanner.cutSegment()
        return true
    }

    /// Drops the bytes that are no longer needed from the window.
    private mutating func dropRead() {
        let cursor = scanner.cursor
        let keep: Int
        switch phase {
        // The line break before a message says how its sender writes segments.
        case .outside: keep = cursor.scan - 2
        case .message: keep = cursor.base
        default: keep = cursor.segment - 2
        }
        let count = min(keep, window.count)
        guard count > 0 else { return }
        lines.drop(count, of: window)
        if window.capacity > 32 * Self.pieceLength, window.count - count < Self.pieceLength {
            // Gives back what a large message has taken.
            window = Array(window[count...])
        } else {
            window.removeSubrange(..<count)
        }
        windowOffset += count
        scanner.shift(by: count)
    }

    /// The position of a byte of the window.
    mutating func position(at index: Int) -> Position {
        Position(offset: windowOffset + index, line: lines.line(at: index, in: window))
    }

    /// The position of the current segment, or of one of its elements.
    mutating func segmentPosition(tag: String?, element: String? = nil) -> Position {
        let cursor = scanner.cursor
        var offset = cursor.segment
        if cursor.segmentNode > 0 {
            offset = cursor.base + Int(scanner.nodes[cursor.segmentNode].offset)
            if let element {
                let parts = element.split(separator: ".").compactMap { UInt8($0) }
                let nodes = scanner.nodes[cursor.segmentNode..<cursor.count].filter { $0.element == parts.first }
                // Of a component that is not there, its composite's.
                let exact = parts.count > 1 ? nodes.first { $0.component == parts[1] } : nil
                if let node = exact ?? nodes.first { offset = cursor.base + Int(node.offset) }
            }
        }
        var position = position(at: offset)
        position.segment = message == nil ? nil : cursor.ordinal
        position.tag = tag
        position.element = element
        return position
    }

    /// Notes a fault of the message that is open, else of the interchange, else of the one that comes.
    mutating func report(_ diagnostic: Diagnostic) {
        if message != nil {
            message?.diagnostics.append(diagnostic)
        } else if envelope != nil {
            envelope?.diagnostics.append(diagnostic)
        } else {
            pending.append(diagnostic)
        }
    }

    /// Whether one more fault would only be counted: then nobody needs its position, which takes time to find.
    var isListFull: Bool {
        let list = message?.diagnostics ?? envelope?.diagnostics ?? pending
        return list.items.count >= list.limit
    }

    /// The fields of the segment that has just ended.
    var segment: SegmentView {
        let cursor = scanner.cursor
        return SegmentView(
            nodes: scanner.nodes[cursor.segmentNode..<cursor.count], window: window, base: cursor.base,
            decoding: decoding)
    }

    /// How values are read under the current interchange.
    var decoding: ValueDecoding {
        ValueDecoding(
            charset: level.charset, release: service.release, decimalMark: service.decimalMark,
            repetition: service.repetition)
    }
}
