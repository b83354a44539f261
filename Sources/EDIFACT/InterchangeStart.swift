import Diagnostics
import Syntax

/// Finding where an interchange starts: byte order mark, blanks, foreign text, UNA, or a header at once.
extension EDIFACTReader {
    /// How far a line end is looked for that could be the segment terminator.
    private static let terminatorSearch = 1024

    /// What stands at an index.
    private enum Sight {
        case advice
        case header
        /// A UNB whose separators are not the usual ones, and no UNA has named them.
        case undeclared
        /// A service segment behind an interchange that is closed, with the service characters of that one.
        case continued
        case nothing
        case undecided
    }

    /// Finds the next interchange; false when there is none in the window.
    mutating func findStart(isLast: Bool, _ handle: (ReaderEvent) throws -> Void) throws -> Bool {
        var index = scanner.cursor.scan
        guard skipMark(&index, isLast: isLast) else { return false }
        while index < window.count {
            let byte = window[index]
            if byte == 0x55 {
                switch sight(at: index, isLast: isLast) {
                case .undecided:
                    scanner.cursor.scan = index
                    return false
                case .advice:
                    try begin(handle)
                    readAdvice(at: index)
                    return true
                case .header:
                    guard let service = serviceWithoutAdvice(at: index, isLast: isLast) else {
                        scanner.cursor.scan = index
                        return false
                    }
                    try begin(handle)
                    self.service = service
                    start(at: index)
                    return true
                case .undeclared:
                    guard let service = undeclaredService(at: index, isLast: isLast) else {
                        scanner.cursor.scan = index
                        return false
                    }
                    try begin(handle)
                    startUndeclared(service, at: index)
                    return true
                case .continued:
                    let service = service
                    try begin(handle)
                    self.service = service
                    if !service.isUsual(inVersion: 3) { trace.advice = service.advice }
                    start(at: index)
                    return true
                case .nothing: break
                }
            }
            guard noteStray(byte, at: index, isLast: isLast) else {
                scanner.cursor.scan = index
                return false
            }
            index += 1
        }
        scanner.cursor.scan = index
        return false
    }

    /// Skips a byte order mark at the payload's start; false when more bytes are needed to see it.
    private mutating func skipMark(_ index: inout Int, isLast: Bool) -> Bool {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        guard windowOffset + index == 0, let first = window.first, first == mark[0] else { return true }
        guard window.count >= 3 || isLast else { return false }
        if window.starts(with: mark) {
            pending.append(Diagnostic("edifact.byte-order-mark", .information, at: position(at: 0)))
            index = 3
        }
        return true
    }

    private func sight(at index: Int, isLast: Bool) -> Sight {
        let rest = window[index...].prefix(ServiceCharacters.adviceLength)
        let known = Array(rest.prefix(3))
        let tag: [UInt8] = [0x55, 0x4E]
        guard known.starts(with: tag.prefix(known.count)) else { return .nothing }
        if known.count == 3, !"ABGHTEZ".utf8.contains(known[2]) { return .nothing }
        guard rest.count >= 4, known[2] != 0x41 || rest.count >= ServiceCharacters.adviceLength else {
            return isLast ? .nothing : .undecided
        }
        if known[2] == 0x41 { return isAdvice(rest) ? .advice : .nothing }
        let separator = rest[index + 3]
        if envelope?.isClosed == true, separator == service.element, known[2] != 0x42 { return .continued }
        guard known[2] < 0x49, known[2] != 0x45 else { return .nothing }
        if separator == 0x1D || (separator == 0x2B && known[2] != 0x42) { return .header }
        guard known[2] == 0x42 else { return .nothing }
        guard rest.count >= ServiceCharacters.adviceLength || isLast else { return .undecided }
        if ServiceCharacters.separators(ofHeader: rest).map({ $0 != (0x2B, 0x3A) }) ?? false { return .undeclared }
        return separator == 0x2B ? .header : .nothing
    }

    /// Six characters that no text has behind the letters `UNA`; whether they will do is looked at later.
    private func isAdvice(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.dropFirst(3).prefix(2).allSatisfy { byte in
            switch byte {
            case 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: false
            default: true
            }
        }
    }

    mutating func readAdvice(at index: Int) {
        let end = index + ServiceCharacters.adviceLength
        let six = window[index + 3..<end]
        var place = position(at: index)
        place.tag = "UNA"
        if let known = ServiceCharacters(advice: six) {
            service = known
            advice = (known.decimalMark, place)
        } else {
            service = .standard
            pending.append(Diagnostic("edifact.una-invalid", at: place, value: Charset.latin1.decode(six)))
        }
        hasAdvice = true
        trace.advice = Array(window[index..<end])
        start(at: end)
    }

    /// The characters of an interchange without UNA, which may be level B's own or end its segments with line breaks;
    /// nil when more bytes are needed.
    private func serviceWithoutAdvice(at index: Int, isLast: Bool) -> ServiceCharacters? {
        if window[index + 3] == 0x1D { return .informationSeparators }
        let search = window[index...].prefix(Self.terminatorSearch)
        guard let end = search.firstIndex(where: { $0 == 0x27 || $0 == 0x0A || $0 == 0x0D }) else {
            return isLast || search.count == Self.terminatorSearch ? .standard : nil
        }
        guard window[end] != 0x27 else { return .standard }
        let next = window[end...].prefix(8).drop { $0 == 0x0A || $0 == 0x0D }
        guard next.count >= 4 || isLast || window.count - end >= 8 else { return nil }
        guard next.starts(with: [0x55, 0x4E]), let tag = next.dropFirst(2).first, tag == 0x48 || tag == 0x47,
            next.dropFirst(3).first == 0x2B
        else { return headerEndsLine(at: index, end: end, next: next) ? lineEnding(window[end]) : .standard }
        return lineEnding(window[end])
    }

    /// A bare message: UNH is followed by another segment, not by the rest of a wrapped line.
    private func headerEndsLine(at index: Int, end: Int, next: ArraySlice<UInt8>) -> Bool {
        guard window[index + 2] == 0x48 else { return false }
        return next.starts(with: [0x42, 0x47, 0x4D, 0x2B])
    }

    private func lineEnding(_ byte: UInt8) -> ServiceCharacters {
        var service = ServiceCharacters.standard
        service.terminator = byte
        return service
    }

    /// Ends the interchange before, once another has begun.
    private mutating func begin(_ handle: (ReaderEvent) throws -> Void) throws {
        if envelope != nil { noteStrayBytes() }
        try closeInterchange(isLast: true, handle)
        noteStrayBytes()
        trace = EnvelopeTrace()
        hasAdvice = false
        hasStarted = true
    }

    mutating func start(at index: Int) {
        phase = .header
        scanner.cursor = SegmentScanner.Cursor()
        scanner.restart(at: index, count: 1)
        trace.service = service
    }

    /// Blanks, ends of file and zero bytes around interchanges are no data; an interchange of another syntax is no text.
    /// False when more bytes are needed to tell.
    private mutating func noteStray(_ byte: UInt8, at index: Int, isLast: Bool) -> Bool {
        guard ForeignStretch.isContent(byte) else { return true }
        var mark: SyntaxName?
        if envelope?.isClosed == true, index == 0 || window[index - 1] <= 0x20 || stray == nil,
            "ISEi<".utf8.contains(byte)
        {
            let head = window[index...].prefix(SyntaxMark.length)
            guard head.count == SyntaxMark.length || isLast else { return false }
            mark = SyntaxMark.syntaxBehindText(of: head)
        }
        if stray == nil {
            stray = ForeignStretch(at: position(at: index))
        } else {
            stray?.extend(to: windowOffset + index)
        }
        if let mark, mark != .edifact { stray?.note(mark) }
        return true
    }

    /// Hands out what stands in for an interchange of another syntax behind one that is closed.
    mutating func handOutForeign(_ handle: (ReaderEvent) throws -> Void) throws {
        guard let stretch = stray, let syntax = stretch.syntax else { return }
        stray = nil
        let fault = Diagnostic("edifact.foreign-interchange", at: stretch.start, facts: ["syntax": syntax.rawValue])
        try handle(
            .interchange(InterchangeHeader(syntax: .edifact, charset: level.charset, position: stretch.start)))
        try handle(.message(stretch.message(fault, limit: limits.messageBytes)))
        try handle(.end(DiagnosticList()))
    }

    /// Reports foreign text before, between or behind interchanges.
    mutating func noteStrayBytes() {
        guard let stray, stray.syntax == nil else { return }
        self.stray = nil
        let diagnostic = Diagnostic(
            "edifact.foreign-text", .warning, at: stray.start, facts: ["bytes": "\(stray.count)"])
        if envelope != nil { envelope?.diagnostics.append(diagnostic) } else { pending.append(diagnostic) }
    }

    /// The payload held no interchange at all.
    mutating func reportNothing(_ handle: (ReaderEvent) throws -> Void) throws {
        hasStarted = true
        stray = nil
        var diagnostics = pending
        pending = DiagnosticList()
        diagnostics.append(Diagnostic("edifact.no-interchange", at: Position(offset: 0, line: 1)))
        try handle(.interchange(InterchangeHeader(syntax: .edifact, charset: charset ?? .ascii)))
        try handle(.end(diagnostics))
    }
}
