import Diagnostics
import Syntax

/// What is not in the declared character set, and what is where it should not be within segments.
extension EDIFACTReader {
    /// At most so many runs of wrong characters are reported for one message.
    private static let reportedRuns = 50

    /// Reports bytes that the declared character set does not hold.
    mutating func checkCharacters(of range: Range<Int>) {
        var found: [(Range<Int>, Repertoire.Verdict)] = []
        window.withUnsafeBytes { bytes in
            let part = UnsafeRawBufferPointer(rebasing: bytes[range.clamped(to: 0..<bytes.count)])
            level.repertoire.check(part, service, limit: Self.reportedRuns) { found.append(($0, $1)) }
        }
        // One report an element: a lower case text would else make one for every word.
        var last: (Position, Repertoire.Verdict)?
        for (run, verdict) in found {
            let start = range.lowerBound + run.lowerBound
            let place = placePosition(at: start)
            if place.element == nil, !isTag(window[start..<range.lowerBound + run.upperBound], of: place.tag) {
                continue
            }
            if let last, last.0.segment == place.segment, last.0.element == place.element, place.element != nil,
                last.0.tag == place.tag, last.1 == verdict
            {
                continue
            }
            last = (place, verdict)
            let bytes = window[start..<range.lowerBound + run.upperBound].prefix(40)
            let code: Code = verdict == .invalid ? "edifact.character-invalid" : "edifact.character-level"
            report(
                Diagnostic(
                    code, verdict == .invalid ? .error : .warning, at: place,
                    value: describe(bytes), facts: ["charset": charsetName]))
        }
    }

    /// Whether wrong characters of a tag are still to be told of: a tag without its form, or in lower case, was reported.
    private func isTag(_ suspect: ArraySlice<UInt8>, of tag: String?) -> Bool {
        tag.map(Self.hasForm) != false && !suspect.allSatisfy { (0x61...0x7A).contains($0) }
    }

    /// Three capitals or digits.
    private static func hasForm(_ tag: String) -> Bool {
        tag.utf8.count == 3 && tag.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }

    /// Printable characters as they are, others by number.
    private func describe(_ bytes: ArraySlice<UInt8>) -> String {
        if bytes.allSatisfy({ (0x20...0x7E).contains($0) }) { return String(decoding: bytes, as: UTF8.self) }
        return bytes.map { "0x" + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
    }

    /// The position of a byte by the node that it stands in.
    private mutating func placePosition(at index: Int) -> Position {
        var position = position(at: index)
        let cursor = scanner.cursor
        let offset = UInt32(truncatingIfNeeded: max(0, index - cursor.base))
        var low = 1
        var high = cursor.count
        while low < high {
            let middle = (low + high) / 2
            if scanner.nodes[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 1 else { return position }
        let node = scanner.nodes[low - 1]
        if message != nil { position.segment = Int(node.ordinal) }
        if node.element > 0 {
            position.element = node.component > 0 ? "\(node.element).\(node.component)" : "\(node.element)"
        }
        var segment = low - 1
        while segment > 1, scanner.nodes[segment].kind != .segment { segment -= 1 }
        position.tag = scanner.nodes[segment].name.packedText
        return position
    }

    /// A control character inside a segment: a line break is data, as a wrapping sender left it; what switches the sets of
    /// ISO 2022 is taken; anything else is wrong. False when more bytes are needed to see what it is.
    mutating func noteControl(at index: Int, isLast: Bool) -> Bool {
        if level.charset == .iso2022, ISO2022.isControl(window[index]) { return switchSet(at: index, isLast: isLast) }
        // The tag behind it is told.
        if index == scanner.cursor.segment, !isLast, window.count - index < 4 { return false }
        defer { scanner.passControl(at: index) }
        guard phase != .skipping else { return true }
        let cursor = scanner.cursor
        let byte = window[index]
        // The second half of a line end says nothing new.
        if byte == 0x0A, index > cursor.segment, window[index - 1] == 0x0D { return true }
        let isBreak = byte == 0x0A || byte == 0x0D
        if isBreak, window[cursor.segment..<index].allSatisfy({ $0 <= 0x20 }) { return true }
        guard isBreak else {
            reportControl(at: index)
            return true
        }
        let fault = Diagnostic("edifact.line-break", .warning, at: tokenPosition(at: index))
        if isInHeading(index) { heading.tally.note(fault.code) { fault } } else { tally(fault.code) { fault } }
        return true
    }

    private mutating func reportControl(at index: Int) {
        let isInHeading = isInHeading(index)
        // Once a fault would only be counted, nobody needs its position.
        let isFull = isInHeading ? heading.list.items.count >= heading.list.limit : isListFull
        let fault =
            isFull
            ? Diagnostic("edifact.character-invalid")
            : Diagnostic(
                "edifact.character-invalid", at: tokenPosition(at: index),
                value: "0x" + String(window[index], radix: 16, uppercase: true), facts: ["charset": charsetName])
        if isInHeading { heading.list.append(fault) } else { report(fault) }
    }

    /// Follows an escape sequence of ISO 2022; within multibyte text no byte is a service character.
    private mutating func switchSet(at index: Int, isLast: Bool) -> Bool {
        guard window[index] == ISO2022.escape else { return true }
        guard window.count - index >= ISO2022.longestSequence || isLast else { return false }
        guard let sequence = ISO2022.sequence(window[index...].prefix(ISO2022.longestSequence)) else {
            reportControl(at: index)
            return true
        }
        scanner.hideSeparators(sequence.hidesSeparators ? nil : index + sequence.length)
        return true
    }

    /// The position of a byte of the token that is being read; a header counts as part of what it opens.
    private mutating func tokenPosition(at index: Int) -> Position {
        let cursor = scanner.cursor
        var found = position(at: index)
        found.tag = tokenTag(at: index)
        if isInHeading(index) {
            found.segment = found.tag == "UNH" ? 1 : nil
        } else {
            found.segment = message == nil ? nil : cursor.ordinal
        }
        if cursor.element > 0 {
            let component = cursor.compositeNode > 0 ? ".\(cursor.component + 1)" : ""
            found.element = "\(cursor.element)\(component)"
        }
        return found
    }

    /// The tag of the segment that is being read, which may stand behind a byte; nil for one without its form.
    private func tokenTag(at index: Int) -> String? {
        let cursor = scanner.cursor
        if cursor.hasOddTag { return nil }
        if index == cursor.segment { return tagBehind(index + 1) }
        return cursor.segmentNode > 0 ? scanner.nodes[cursor.segmentNode].name.packedText : nil
    }

    /// Whether a byte stands in a segment that opens an interchange, a group or a message.
    private func isInHeading(_ index: Int) -> Bool { tokenTag(at: index).map(HeadingFaults.tags.contains) ?? false }

    /// The tag that stands at an index.
    private func tagBehind(_ index: Int) -> String? {
        let tag = String(decoding: window[index...].prefix(3), as: UTF8.self)
        return Self.hasForm(tag) ? tag : nil
    }

    /// Separators with nothing behind them, which the scanner has counted.
    mutating func noteTrailingSeparators() {
        guard let trailing = scanner.takeTrailing() else { return }
        var found = placePosition(at: trailing.index)
        found.element = nil
        tally("edifact.trailing-separator", count: trailing.count) {
            Diagnostic("edifact.trailing-separator", .warning, at: found)
        }
    }

    /// Counts a tolerated deviation of the message that is open, else of the interchange, else of the one that comes.
    mutating func tally(_ code: Code, count: Int = 1, first: () -> Diagnostic) {
        if message != nil {
            message?.tally.note(code, count: count, first: first)
        } else if envelope != nil {
            envelope?.tally.note(code, count: count, first: first)
        } else {
            var diagnostic = first()
            diagnostic.facts["count"] = "\(count)"
            pending.append(diagnostic)
        }
    }

    /// What the sender calls the character set that holds here.
    var charsetName: String { envelope?.charsetName ?? level.charset.rawValue }
}
