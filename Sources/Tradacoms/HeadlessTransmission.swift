import Diagnostics
import Syntax

/// What stands behind a transmission that is closed and is no text: segments whose STX did not come, or an interchange of
/// another syntax. Either is one of its own, so that the good one before it stays as it is and nothing is lost unseen.
extension TradacomsReader {
    /// What begins at an index between transmissions.
    enum Continuation {
        case text
        /// A service segment, by its tag.
        case segment(String)
        case foreign(SyntaxName)
        /// More bytes are needed.
        case undecided
    }

    private static let tags = ["BAT", "MHD", "MTR", "EOB", "END"]

    /// What begins here, if anything; only behind a transmission that is closed.
    func continuation(at index: Int, isLast: Bool) -> Continuation {
        guard transmission?.isClosed == true, isSegmentStart(index) else { return .text }
        let head = window[index...].prefix(SyntaxMark.length)
        if head.count < SyntaxMark.length, !isLast, head.first.map({ "BMEIiU<".utf8.contains($0) }) ?? false {
            return .undecided
        }
        for tag in Self.tags where head.starts(with: tag.utf8) && head.dropFirst(3).first == ServiceBytes.tag {
            return .segment(tag)
        }
        guard let other = SyntaxMark.syntaxBehindText(of: head), other != .tradacoms else { return .text }
        return .foreign(other)
    }

    /// Segments begin behind a terminator, blanks or line ends.
    private func isSegmentStart(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        return window[index - 1] <= 0x20 || window[index - 1] == ServiceBytes.terminator
    }

    /// Opens a transmission without STX at one of its segments.
    mutating func openHeadless(tag: String, at index: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try beginTransmission(at: index, handle)
        var position = position(at: index)
        position.tag = tag
        transmission?.hasHeader = false
        transmission?.isStump = ["MTR", "EOB", "END"].contains(tag)
        if transmission?.isStump == false { report(Diagnostic("tradacoms.stx-missing", at: position, value: tag)) }
        restart(at: index)
        try handle(
            .interchange(InterchangeHeader(syntax: .tradacoms, charset: charset ?? .ascii, position: position)))
    }

    /// Reports a trailer that closes nothing; where nothing but trailers stands behind a transmission, the first of them.
    mutating func noteUnexpected(_ segment: SplitSegment) {
        guard transmission?.isStump == false || transmission?.hasReportedTrailer == false else { return }
        transmission?.hasReportedTrailer = true
        report(Diagnostic("tradacoms.trailer-unexpected", at: position(of: segment), value: segment.tag))
    }

    /// Hands out what stands in for an interchange of another syntax.
    mutating func handOutForeign(_ handle: (ReaderEvent) throws -> Void) throws {
        guard let stretch = stray, let syntax = stretch.syntax else { return }
        stray = nil
        let fault = Diagnostic("tradacoms.foreign-interchange", at: stretch.start, facts: ["syntax": syntax.rawValue])
        try handle(
            .interchange(InterchangeHeader(syntax: .tradacoms, charset: charset ?? .ascii, position: stretch.start)))
        try handle(.message(stretch.message(fault, limit: limits.messageBytes)))
        try handle(.end(DiagnosticList()))
    }
}
