import Diagnostics
public import Syntax

/// Reads TRADACOMS transmissions from bytes as they come.
///
/// The memory it needs is that of the largest message and its nodes, up to ``Limits``. Faults of a message stand in the
/// message, faults of the transmission in the `end` event; nothing that can be read is refused. Positions count from the
/// payload's first byte; segments are numbered from MHD, which is 1, as MTR counts them.
///
/// TRADACOMS declares no character set. Bytes outside ASCII are read as UTF-8 where they are UTF-8, else as ISO 8859-1,
/// and reported; a charset that is given holds for all.
public struct TradacomsReader: InterchangeReader {
    /// How much one message may take.
    public struct Limits: Sendable, Hashable {
        /// Bytes of a message, MHD to MTR.
        public var messageBytes: Int
        /// Segments, composites, elements and components of a message together.
        public var messageNodes: Int

        /// Limits for one message; 64 MB and eight million nodes unless told otherwise.
        public init(messageBytes: Int = 64 << 20, messageNodes: Int = 8_000_000) {
            self.messageBytes = messageBytes
            self.messageNodes = messageNodes
        }
    }

    /// Bytes are taken in pieces of this size.
    private static let pieceLength = 256 << 10
    /// A segment is not kept beyond this length.
    private static let segmentLength = 1 << 20

    let limits: Limits
    let charset: Charset?
    var window: [UInt8] = []
    /// Where the window starts in the payload.
    var windowOffset = 0
    var lines = LineCounter()
    /// The next byte to look at, and where the current segment starts.
    var scan = 0
    var segmentStart = 0
    /// The byte before was a release character.
    private var isReleased = false
    /// The start of the current segment was too long to keep.
    var isSegmentCut = false
    var transmission: TransmissionState?
    var message: MessageState?
    var trace = TransmissionTrace()
    /// What was found before a transmission that has not begun yet.
    var pending = DiagnosticList()
    /// Bytes that belong to no transmission.
    var stray: ForeignStretch?
    var hasStarted = false
    /// Sender, receiver and reference of the transmissions so far.
    var transmissions = ReferenceMemory()

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
            window.append(contentsOf: piece)
            rest = rest.dropFirst(piece.count)
            try advance(isLast: false, handle)
            dropRead()
        }
    }

    /// Says that there are no more bytes; an unfinished message is handed out with its faults.
    public mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        try advance(isLast: true, handle)
        try finishLastSegment(handle)
        try closeTransmission(handle)
        if !hasStarted { try reportNothing(handle) }
        windowOffset += window.count
        lines.drop(window.count, of: window)
        window = []
        scan = 0
        segmentStart = 0
    }

    /// Whether segments are read, and not the start of a transmission looked for.
    var isInside: Bool { transmission?.isClosed == false }

    private mutating func advance(isLast: Bool, _ handle: (ReaderEvent) throws -> Void) throws {
        while true {
            if !isInside {
                guard try findStart(isLast: isLast, handle) else { return }
            }
            guard let terminator = nextTerminator() else { return checkSize() }
            try endSegment(segmentStart..<terminator, end: terminator + 1, handle)
            if isInside {
                scan = terminator + 1
                segmentStart = scan
            }
        }
    }

    /// Finds the end of the current segment; nil when it is not in the window.
    private mutating func nextTerminator() -> Int? {
        window.withUnsafeBufferPointer { bytes in
            while scan < bytes.count {
                let byte = bytes[scan]
                if isReleased {
                    isReleased = false
                } else if byte == ServiceBytes.release {
                    isReleased = true
                } else if byte == ServiceBytes.terminator {
                    return scan
                }
                scan += 1
            }
            return nil
        }
    }

    /// Starts looking for segments at an index.
    mutating func restart(at index: Int) {
        scan = index
        segmentStart = index
        isReleased = false
    }

    /// Lets go of what is too large to keep.
    private mutating func checkSize() {
        if let message, message.headerLength == nil, windowOffset + scan - message.start > limits.messageBytes {
            skipMessage()
        }
        if isInside, scan - segmentStart > Self.segmentLength {
            isSegmentCut = true
            segmentStart = scan
        }
    }

    /// Drops the bytes that are no longer needed from the window.
    private mutating func dropRead() {
        // The line break before a segment says how its sender writes them; the byte before STX tells a word's start.
        var keep = min(scan, segmentStart) - 2
        if let message, message.headerLength == nil { keep = message.start - windowOffset }
        let count = min(keep, window.count)
        guard count > 0 else { return }
        lines.drop(count, of: window)
        window.removeSubrange(..<count)
        windowOffset += count
        scan -= count
        segmentStart -= count
    }
}
