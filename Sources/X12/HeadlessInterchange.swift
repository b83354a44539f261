import Diagnostics
import Syntax

/// What stands behind an interchange that is closed and is no text: segments whose ISA did not come, or an interchange of
/// another syntax. Either is one of its own, so that the good one before it stays as it is and nothing is lost unseen.
extension X12Reader {
    /// What begins at an index between interchanges.
    enum Continuation {
        case text
        /// A segment of an envelope, by its tag.
        case segment(String)
        case foreign(SyntaxName)
        /// More bytes are needed.
        case undecided
    }

    private static let tags = ["GS", "ST", "SE", "GE", "IEA", "TA1"].map { (text: $0, bytes: Array($0.utf8)) }

    /// What begins here, if anything; only behind an interchange that is closed, as its separators are known.
    func continuation(at index: Int, isLast: Bool) -> Continuation {
        guard envelope?.isClosed == true, isSegmentStart(index) else { return .text }
        let head = window[index...].prefix(SyntaxMark.length)
        if head.count < SyntaxMark.length, !isLast, Self.canBegin(head) { return .undecided }
        for tag in Self.tags
        where head.starts(with: tag.bytes) && head.dropFirst(tag.bytes.count).first == separators.element {
            return .segment(tag.text)
        }
        guard let other = SyntaxMark.syntaxBehindText(of: head), other != .x12 else { return .text }
        return .foreign(other)
    }

    /// Whether these bytes, of which more will come, may be the beginning of what is looked for.
    private static func canBegin(_ head: ArraySlice<UInt8>) -> Bool {
        head.first.map { "GSIETU<".utf8.contains($0) } ?? false
    }

    /// Segments begin behind a terminator, blanks or line ends.
    private func isSegmentStart(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        return window[index - 1] <= 0x20 || window[index - 1] == separators.terminator
    }

    /// Opens an interchange without ISA at one of its segments, with the separators and the version of the one before.
    mutating func openHeadlessInterchange(
        tag: String, at index: Int, _ handle: (ReaderEvent) throws -> Void
    ) throws {
        let version = envelope?.version
        let isTrailer = ["SE", "GE", "IEA"].contains(tag)
        try beginInterchange(at: index, handle)
        envelope?.hasHeader = false
        envelope?.version = version
        envelope?.isStump = isTrailer
        var position = position(at: index)
        position.tag = tag
        if !isTrailer { report(Diagnostic("x12.isa-missing", at: position, value: tag)) }
        // A set without a group is part of the same fault.
        envelope?.isBare = tag == "ST"
        envelope?.hasReportedBare = tag == "ST"
        trace.openWithoutHeader(separators: separators)
        scanner.begin(at: index, separators)
        phase = .interchange
        try handle(
            .interchange(InterchangeHeader(syntax: .x12, charset: charset ?? .ascii, position: position)))
    }

    /// Reports a trailer that closes nothing; where nothing but trailers stands behind an interchange, the first of them.
    mutating func noteUnexpected(trailer tag: String) {
        guard envelope?.isStump == false || envelope?.hasReportedTrailer == false else { return }
        envelope?.hasReportedTrailer = true
        report(Diagnostic("x12.trailer-unexpected", at: segmentPosition(tag: tag), value: tag))
    }

    /// Hands out what stands in for an interchange of another syntax.
    mutating func handOutForeign(_ handle: (ReaderEvent) throws -> Void) throws {
        guard let stretch = stray, let syntax = stretch.syntax else { return }
        stray = nil
        let fault = Diagnostic("x12.foreign-interchange", at: stretch.start, facts: ["syntax": syntax.rawValue])
        try handle(
            .interchange(InterchangeHeader(syntax: .x12, charset: charset ?? .ascii, position: stretch.start)))
        try handle(.message(stretch.message(fault, limit: limits.messageBytes)))
        try handle(.end(DiagnosticList()))
    }
}
