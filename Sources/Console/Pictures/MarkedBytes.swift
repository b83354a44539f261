import Diagnostics
import Gateway

/// Bytes as text in pieces: plain, wrong, or the input of canonical values. What cannot be seen is named: `␍`, `‹1D›`.
struct MarkedBytes {
    private(set) var pieces: [[String: Any]] = []
    /// Whether only the beginning is shown.
    let isCut: Bool
    /// Whether they are no UTF-8, and each byte is shown as ISO 8859-1 has it.
    let isGuessed: Bool
    /// The values whose input is among the pieces.
    var placed: Set<Int> { Set(targets.keys) }
    private var targets: [Int: String] = [:]

    private struct Place {
        var start: Int
        var end: Int
        var values: [Int] = []
        var isWrong = false
    }

    /// - Parameters:
    ///   - origins: where the input of each value begins, counted from the start of the payload, and its text.
    init(_ message: MessageView, faults: [DiagnosticReport], origins: [(offset: Int?, value: String?)], most: Int) {
        let bytes = Array(message.bytes.prefix(most))
        isCut = message.bytes.count > most
        let isText = String(validating: bytes.dropLast(isCut ? 3 : 0), as: UTF8.self) != nil
        isGuessed = !isText
        var places: [Int: Place] = [:]
        for fault in faults where fault.severity == "error" {
            guard let offset = fault.offset.map({ $0 - message.offset }), bytes.indices.contains(offset) else {
                continue
            }
            let (start, end) = Self.range(of: fault.value, from: offset, in: bytes)
            places[start, default: Place(start: start, end: end)].isWrong = true
        }
        for (index, origin) in origins.enumerated() {
            guard let first = origin.offset.map({ $0 - message.offset }), bytes.indices.contains(first) else {
                continue
            }
            let (start, end) = Self.range(of: origin.value, from: first, in: bytes)
            places[start, default: Place(start: start, end: end)].values.append(index)
        }
        var at = 0
        for place in places.values.sorted(by: { $0.start < $1.start }) {
            // What begins within the piece before is marked with it.
            guard place.start >= at else { continue }
            if place.start > at { pieces.append(["text": Self.text(bytes[at..<place.start], isText)]) }
            var piece: [String: Any] = ["text": Self.text(bytes[place.start..<place.end], isText)]
            if place.isWrong { piece["wrong"] = true }
            if let first = place.values.first {
                piece["from"] = [
                    "id": "i\(first)", "to": "v\(first)",
                    "origins": place.values.map { "v\($0)" }.joined(separator: " "),
                ]
            }
            for value in place.values { targets[value] = "i\(place.values[0])" }
            pieces.append(piece)
            at = place.end
        }
        if at < bytes.count { pieces.append(["text": Self.text(bytes[at...], isText)]) }
    }

    /// The piece that a value comes from; several values may come from one.
    func target(of value: Int) -> String { targets[value] ?? "" }

    /// Where a value stands: at its position, in XML behind the start of its element; where its text is not found, the word there.
    private static func range(of value: String?, from start: Int, in bytes: [UInt8]) -> (start: Int, end: Int) {
        if let value = value.map({ Array($0.utf8) }), !value.isEmpty {
            let isElement = bytes[start] == UInt8(ascii: "<")
            let last = isElement ? min(start + 1_000, bytes.count - value.count) : start
            for place in stride(from: start, through: last, by: 1) where bytes[place...].starts(with: value) {
                return (place, place + value.count)
            }
        }
        let separators = Array("'+:*~|\n\r<> ".utf8)
        let end = bytes[(start + 1)...].prefix(200).firstIndex { separators.contains($0) }
        return (start, end ?? min(start + 1, bytes.count))
    }

    /// Text that shows everything, and turns no line around: control characters by name or number, signs that nobody sees and those
    /// that change the direction of writing by number. Line ends end lines.
    private static func text(_ bytes: ArraySlice<UInt8>, _ isText: Bool) -> String {
        var text = ""
        let scalars =
            isText
            ? Array(String(decoding: bytes, as: UTF8.self).unicodeScalars) : bytes.map { Unicode.Scalar($0) }
        for scalar in scalars {
            switch scalar.value {
            case 0x0A: text += "\n"
            case 0x0D: text += "␍"
            case 0x09: text += "\t"
            case 0..<0x20: text.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? scalar)
            case 0x7F..<0xA0: text += "‹\(String(scalar.value, radix: 16, uppercase: true))›"
            default:
                switch scalar.properties.generalCategory {
                case .format, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                    text += "‹\(String(scalar.value, radix: 16, uppercase: true))›"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        return text
    }
}
