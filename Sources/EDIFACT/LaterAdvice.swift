import Diagnostics
import Syntax

/// UNA behind the beginning of an interchange: it starts another one, stands twice, or stands where nothing belongs.
extension EDIFACTReader {
    /// How many bytes behind UNA are looked at for what follows it.
    private static let search = 16

    /// Whether more bytes are needed to see what follows a UNA that ends at an index of the window.
    func isAdviceUndecided(_ end: Int) -> Bool {
        guard isAdvice(at: scanner.cursor.segment) else { return false }
        let start = scanner.cursor.segment + ServiceCharacters.adviceLength
        return tagFollowing(start).count < 3 && window.count < start + Self.search
    }

    /// Takes the segment UNA: as the start of another interchange, whose service characters may be others, or else as
    /// one that is misplaced. False for a segment of that name which is no service string advice.
    mutating func takeAdvice(_ end: Int, _ handle: (ReaderEvent) throws -> Void) throws -> Bool {
        let cursor = scanner.cursor
        let start = cursor.base + Int(scanner.nodes[cursor.segmentNode].offset)
        guard isAdvice(at: start) else { return false }
        // What stands between its characters is no separator; those of the message's segments are told before it goes.
        if phase == .message { noteTrailingSeparators() } else { _ = scanner.takeTrailing() }
        let next = tagFollowing(start + ServiceCharacters.adviceLength)
        let isStart = next.elementsEqual("UNB".utf8)
        let isBareStart = next.elementsEqual("UNG".utf8) || next.elementsEqual("UNH".utf8)
        if phase == .header {
            reportMisplaced(.warning)
            if isStart || isBareStart {
                readAdvice(at: start)
            } else {
                scanner.restart(at: end, count: 1)
            }
            return true
        }
        guard isStart || (isBareStart && message == nil) else {
            reportMisplaced(.error)
            scanner.restart(at: end, count: cursor.segmentNode)
            return true
        }
        try closeMessage(end: start, handle)
        phase = .outside
        scanner.restart(at: start, count: 1)
        return true
    }

    private mutating func reportMisplaced(_ severity: Severity) {
        guard phase != .skipping else { return }
        report(Diagnostic("edifact.una-misplaced", severity, at: segmentPosition(tag: "UNA")))
    }

    /// Whether a service string advice stands at an index.
    private func isAdvice(at start: Int) -> Bool {
        let end = start + ServiceCharacters.adviceLength
        return end <= window.count && window[start..<start + 3].elementsEqual("UNA".utf8)
            && ServiceCharacters(advice: window[start + 3..<end]) != nil
    }

    /// The tag of the segment that follows at an index, behind blanks and line ends.
    private func tagFollowing(_ index: Int) -> ArraySlice<UInt8> {
        window[min(index, window.count)...].prefix(Self.search).drop { $0 <= 0x20 }.prefix(3)
    }
}
