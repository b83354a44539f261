import Diagnostics
import Syntax

/// What STX says beside its parties: when it was made, and under which reference.
extension TradacomsReader {
    /// STX 4: YYMMDD, and HHMMSS where there is a time.
    mutating func checkMoment(_ view: SegmentView, _ segment: SplitSegment) {
        if let date = view.text(4), !Self.isDate(view.raw(4)) { reportMoment(date, "4.1", "YYMMDD", segment) }
        if let time = view.text(4, 2), !Self.isTime(view.raw(4, 2)) { reportMoment(time, "4.2", "HHMMSS", segment) }
    }

    private mutating func reportMoment(_ value: String, _ element: String, _ form: String, _ segment: SplitSegment) {
        report(
            Diagnostic(
                "tradacoms.stx-date", .warning, at: position(of: segment, element: element), value: value,
                facts: ["form": form]))
    }

    private static func isDate(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count == 6, let month = number(digits.dropFirst(2).prefix(2)), let day = number(digits.suffix(2)),
            number(digits.prefix(2)) != nil
        else { return false }
        return (1...12).contains(month) && (1...31).contains(day)
    }

    private static func isTime(_ digits: ArraySlice<UInt8>) -> Bool {
        guard digits.count == 6, let hour = number(digits.prefix(2)),
            let minute = number(digits.dropFirst(2).prefix(2)),
            let second = number(digits.suffix(2))
        else { return false }
        return hour < 24 && minute < 60 && second < 60
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// A reference that the same sender has used before in this payload for the same receiver.
    mutating func noteDuplicate(_ view: SegmentView, _ segment: SplitSegment) {
        guard let reference = view.text(5) else { return }
        let parts = [view.text(2), view.text(2, 2), view.text(3), view.text(3, 2), reference]
        guard !transmissions.remember(parts.map { $0 ?? "" }.joined(separator: "\u{0}")) else { return }
        report(
            Diagnostic(
                "tradacoms.transmission-duplicate", at: position(of: segment, element: "5"), value: reference))
    }

    /// Whether a control character in a value was told of, so that no other fault of that value is.
    func isSpoiled(_ raw: ArraySlice<UInt8>) -> Bool {
        raw.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D }
    }

    /// MHD 1 counts the messages of a transmission. One message of a file that is sent alone keeps its number, so that
    /// numbers may be left out; they never go back.
    mutating func checkNumber(_ view: SegmentView, _ segment: SplitSegment) {
        guard let reference = view.text(1), let open = transmission, open.hasHeader, !isSpoiled(view.raw(1)) else {
            return
        }
        let number = view.number(1) ?? 0
        // A trailer message before its file has the number behind those that follow.
        if open.file == nil, !open.earlyTrailers.isEmpty { return }
        guard number <= open.lastNumber else {
            transmission?.lastNumber = number
            return
        }
        report(
            Diagnostic(
                "tradacoms.message-number", .warning, at: position(of: segment, element: "1"), value: reference,
                facts: ["before": "\(open.lastNumber)"]))
    }
}
