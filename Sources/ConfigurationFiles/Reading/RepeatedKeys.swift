import Diagnostics

/// A YAML file whose repeated keys are blanked one by one, each where it stands the second time. Only keys on lines of
/// their own are found; one inside { } stays a fault of the whole file.
struct RepeatedKeys {
    /// How many are blanked at most.
    private static let limit = 50

    private var lines: [[UInt8]]
    private var count = 0

    init(_ bytes: [UInt8]) {
        lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    }

    /// The text as it stands now; lines keep their numbers.
    var bytes: [UInt8] { Array(lines.joined(separator: [0x0A])) }

    /// Blanks the key that a fault names, with all that stands below it. The fault names the mapping; the answer names
    /// the key itself. Nil when it is not found.
    mutating func blank(_ fault: Diagnostic) -> Diagnostic? {
        guard count < Self.limit, let key = fault.value, let first = fault.position?.line, first >= 1,
            let column = fault.position?.column
        else { return nil }
        count += 1
        let found = lines.indices.dropFirst(first - 1).filter { index in
            let line = lines[index]
            // The first key of a list's item stands behind its dash.
            return Self.key(line.dropFirst(column - 1)) == key
                && (index == first - 1 || line.prefix(column - 1).allSatisfy { $0 == 0x20 })
        }
        guard found.count > 1, found[0] < found[1] else { return nil }
        let second = found[1]
        lines[second] = []
        for index in lines.indices.dropFirst(second + 1) {
            let indent = lines[index].prefix { $0 == 0x20 }.count
            let rest = lines[index].dropFirst(indent).first
            // A list may stand at the indent of its key.
            let isItem = indent == column - 1 && rest == UInt8(ascii: "-")
            guard rest == nil || rest == 0x0D || rest == UInt8(ascii: "#") || indent >= column || isItem else { break }
            lines[index] = []
        }
        var placed = fault
        placed.position = Position(line: second + 1, column: column, file: fault.position?.file)
        return placed
    }

    /// The key at the beginning of a line's rest.
    private static func key(_ rest: ArraySlice<UInt8>) -> String? {
        guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let after = rest.dropFirst(colon - rest.startIndex + 1).first
        guard after == nil || after == 0x20 || after == 0x0D else { return nil }
        let text = String(decoding: rest[..<colon], as: UTF8.self)
        guard let quote = text.first, quote == "\"" || quote == "'", text.count > 1, text.last == quote else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }
}
