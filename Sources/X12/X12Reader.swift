import Diagnostics
public import Syntax

/// Reads X12 interchanges from bytes as they come.
///
/// The memory it needs is that of the largest transaction set and its nodes, up to ``Limits``. Faults of a transaction
/// set stand in its message, faults of the envelope in the `end` event; nothing that can be read is refused. Positions
/// count from the payload's first byte; segments are numbered from ST, which is 1, as SE01 counts them.
///
/// X12 declares no character set. Bytes outside ASCII are read as UTF-8 where they are UTF-8, else as ISO 8859-1, and
/// reported; a charset that is given holds for all.
public struct X12Reader: InterchangeReader {
    /// How much one transaction set may take.
    public struct Limits: Sendable, Hashable {
        /// Bytes, ST to SE.
        public var messageBytes: Int
        /// Segments, composites, elements and components together.
        public var messageNodes: Int

        /// Limits for one transaction set; 64 MB and eight million nodes unless told otherwise.
        public init(messageBytes: Int = 64 << 20, messageNodes: Int = 8_000_000) {
            self.messageBytes = messageBytes
            self.messageNodes = messageNodes
        }
    }

    /// What the reader waits for.
    enum Phase {
        /// ISA.
        case outside
        /// TA1, GS, ST, GE or IEA.
        case interchange
        case transaction
        /// The end of a transaction set that is too large.
        case skipping
    }

    /// Bytes are taken in pieces of this size.
    private static let pieceLength = 256 << 10
    /// A segment outside of transaction sets is not kept beyond this length.
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
    var separators = Separators.standard
    var envelope: EnvelopeState?
    var transaction: TransactionState?
    var trace = EnvelopeTrace()
    /// Sender, receiver and control number of the interchanges so far.
    var interchanges = ReferenceMemory()
    /// What was found before an interchange that has not begun yet.
    var pending = DiagnosticList()
    /// What was found in the ST that is being read.
    var heading = DiagnosticList()
    /// Bytes that belong to no interchange.
    var stray: ForeignStretch?
    /// The start of the current segment was too long to keep.
    var isSegmentCut = false
    var hasStarted = false
    /// The last terminator in the window was not sent.
    var isTerminatorMade = false

    /// A reader; a charset that is given holds for all bytes, as a partner's profile may want it.
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

    /// Says that there are no more bytes; an unfinished transaction set is handed out with its faults.
    public mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        filling.finish(
            &window, from: phase == .outside ? nil : scanner.cursor.segment, release: nil,
            terminator: separators.terminator, isSeparator: separators.contains)
        try advance(isLast: true, handle)
        try finishLastSegment(handle)
        settleHeading()
        try closeInterchange(handle)
        if !hasStarted { try reportNothing(handle) }
        windowOffset += window.count
        lines.drop(window.count, of: window)
        window = []
        scanner = SegmentScanner()
        phase = .outside
    }

    /// Reads what is in the window.
    private mutating func advance(isLast: Bool, _ handle: (ReaderEvent) throws -> Void) throws {
        while true {
            if phase == .outside {
                guard try findStart(isLast: isLast, handle) else { return }
                continue
            }
            switch scanner.scan(window, separators, isLast: isLast) {
            case .bytes:
                checkSize()
                return
            case .nodes:
                if phase == .transaction, scanner.cursor.count > limits.messageNodes { skipTransaction() }
                if phase == .transaction || !cutSegment() { scanner.grow() }
            case .control(let index):
                guard noteControl(at: index, isLast: isLast) else { return scanner.lookAgain(at: index) }
            case .segment(let end): try endSegment(end, handle)
            }
        }
    }

    /// Lets go of what is too large to keep.
    private mutating func checkSize() {
        let cursor = scanner.cursor
        if phase == .transaction, cursor.scan - cursor.base > limits.messageBytes { skipTransaction() }
        if phase != .transaction { _ = cutSegment() }
    }

    /// Forgets the beginning of an overlong segment outside of transaction sets; its end will still be found.
    private mutating func cutSegment() -> Bool {
        guard scanner.cursor.scan - scanner.cursor.segment > Self.strayLength else { return false }
        isSegmentCut = true
        scanner.cutSegment()
        return true
    }

    /// Drops the bytes that are no longer needed from the window.
    private mutating func dropRead() {
        let cursor = scanner.cursor
        // The byte before ISA tells a word's start, the line break before ST how its sender writes segments.
        let keep =
            switch phase {
            case .outside: cursor.scan - 1
            case .transaction: cursor.base
            case .interchange, .skipping: cursor.segment - 2
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
}
