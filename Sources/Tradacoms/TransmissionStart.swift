import Diagnostics
import Syntax

/// Finding where a transmission starts: byte order mark, blanks, foreign text, STX.
extension TradacomsReader {
    private static let start = Array("STX=".utf8)

    /// Finds the next transmission; false when there is none in the window.
    mutating func findStart(isLast: Bool, _ handle: (ReaderEvent) throws -> Void) throws -> Bool {
        var index = scan
        guard skipMark(&index, isLast: isLast) else { return false }
        while index < window.count {
            let byte = window[index]
            if byte == Self.start[0], isWordStart(index) {
                let sight = window[index...].prefix(Self.start.count)
                if sight.elementsEqual(Self.start) {
                    try beginTransmission(at: index, handle)
                    restart(at: index)
                    return true
                }
                if Self.start.starts(with: sight), !isLast {
                    scan = index
                    segmentStart = index
                    return false
                }
            }
            switch continuation(at: index, isLast: isLast) {
            case .undecided:
                restart(at: index)
                return false
            case .segment(let tag):
                try openHeadless(tag: tag, at: index, handle)
                return true
            case .foreign(let syntax):
                noteStray(byte, at: index)
                stray?.note(syntax)
            case .text: noteStray(byte, at: index)
            }
            index += 1
        }
        restart(at: index)
        return false
    }

    /// Behind a letter or a digit, `STX` is part of a word.
    private func isWordStart(_ index: Int) -> Bool {
        guard index > 0 else { return true }
        switch window[index - 1] {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return false
        default: return true
        }
    }

    /// Skips a byte order mark at the payload's start; false when more bytes are needed to see it.
    private mutating func skipMark(_ index: inout Int, isLast: Bool) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard windowOffset + index == 0, window.first == mark[0] else { return true }
        guard window.count >= 3 || isLast else { return false }
        if window.starts(with: mark) {
            pending.append(Diagnostic("tradacoms.byte-order-mark", .information, at: position(at: 0)))
            index = 3
        }
        return true
    }

    mutating func beginTransmission(at index: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeTransmission(handle)
        noteStrayBytes()
        hasStarted = true
        trace = TransmissionTrace()
        transmission = TransmissionState(start: windowOffset + index)
        transmission?.diagnostics.append(contentsOf: pending)
        pending = DiagnosticList()
    }

    /// Blanks, ends of file and zero bytes around transmissions are no data.
    private mutating func noteStray(_ byte: UInt8, at index: Int) {
        guard ForeignStretch.isContent(byte) else { return }
        if stray == nil {
            stray = ForeignStretch(at: position(at: index))
        } else {
            stray?.extend(to: windowOffset + index)
        }
    }

    /// Reports foreign text before, between or behind transmissions.
    mutating func noteStrayBytes() {
        guard let stray, stray.syntax == nil else { return }
        self.stray = nil
        report(Diagnostic("tradacoms.foreign-text", .warning, at: stray.start, facts: ["bytes": "\(stray.count)"]))
    }

    /// The payload held no transmission at all.
    mutating func reportNothing(_ handle: (ReaderEvent) throws -> Void) throws {
        hasStarted = true
        stray = nil
        var diagnostics = pending
        pending = DiagnosticList()
        diagnostics.append(Diagnostic("tradacoms.no-transmission", at: Position(offset: 0, line: 1)))
        try handle(.interchange(InterchangeHeader(syntax: .tradacoms, charset: charset ?? .ascii)))
        try handle(.end(diagnostics))
    }
}
