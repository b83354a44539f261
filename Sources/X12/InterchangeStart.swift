import Diagnostics
import Syntax

/// Finding where an interchange starts: byte order mark, blanks, foreign text, ISA.
extension X12Reader {
    /// Finds the next interchange; false when there is none in the window.
    mutating func findStart(isLast: Bool, _ handle: (ReaderEvent) throws -> Void) throws -> Bool {
        var index = scanner.cursor.scan
        guard skipMark(&index, isLast: isLast) else { return false }
        while index < window.count {
            let byte = window[index]
            if byte | 0x20 == UInt8(ascii: "i"), isWordStart(index) {
                switch InterchangeControlHeader.sight(window[index...], isLast: isLast) {
                case .undecided:
                    scanner.cursor.scan = index
                    return false
                case .header(let header):
                    try openInterchange(header, at: index, handle)
                    return true
                case .unreadable(let header):
                    try openUnreadable(header, at: index, handle)
                    index += 3
                    continue
                case .nothing: break
                }
            }
            switch continuation(at: index, isLast: isLast) {
            case .undecided:
                scanner.cursor.scan = index
                return false
            case .segment(let tag):
                try openHeadlessInterchange(tag: tag, at: index, handle)
                return true
            case .foreign(let syntax):
                noteStray(byte, at: index)
                stray?.note(syntax)
            case .text: noteStray(byte, at: index)
            }
            index += 1
        }
        scanner.cursor.scan = index
        return false
    }

    /// Behind a letter or a digit, `ISA` is part of a word.
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
        guard windowOffset + index == 0, let first = window.first, first == mark[0] else { return true }
        guard window.count >= 3 || isLast else { return false }
        if window.starts(with: mark) {
            pending.append(Diagnostic("x12.byte-order-mark", .information, at: position(at: 0)))
            index = 3
        }
        return true
    }

    /// Ends the interchange before, now that another begins.
    mutating func beginInterchange(at index: Int, _ handle: (ReaderEvent) throws -> Void) throws {
        try closeInterchange(handle)
        noteStrayBytes()
        hasStarted = true
        envelope = EnvelopeState(position: position(at: index))
        envelope?.position.tag = "ISA"
        envelope?.diagnostics.append(contentsOf: pending)
        pending = DiagnosticList()
    }

    /// Blanks, ends of file and zero bytes around interchanges are no data; what follows an unreadable ISA is its own.
    private mutating func noteStray(_ byte: UInt8, at index: Int) {
        guard ForeignStretch.isContent(byte), envelope?.isUnreadable != true else { return }
        if stray == nil {
            stray = ForeignStretch(at: position(at: index))
        } else {
            stray?.extend(to: windowOffset + index)
        }
    }

    /// Reports foreign text before, between or behind interchanges.
    mutating func noteStrayBytes() {
        guard let stray, stray.syntax == nil else { return }
        self.stray = nil
        report(Diagnostic("x12.foreign-text", .warning, at: stray.start, facts: ["bytes": "\(stray.count)"]))
    }

    /// The payload held no interchange at all.
    mutating func reportNothing(_ handle: (ReaderEvent) throws -> Void) throws {
        hasStarted = true
        stray = nil
        var diagnostics = pending
        pending = DiagnosticList()
        diagnostics.append(Diagnostic("x12.no-interchange", at: Position(offset: 0, line: 1)))
        try handle(.interchange(InterchangeHeader(syntax: .x12, charset: charset ?? .ascii)))
        try handle(.end(diagnostics))
    }
}
