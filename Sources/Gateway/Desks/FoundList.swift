/// What was found at a back end, as people paste and export it: one number a line, or a table whose first column it is.
///
/// A byte order mark, blanks around and quotes are dropped, blank lines skipped. Of a table's line (commas, semicolons or
/// tabs) the first cell counts; a single line is a list by itself.
struct FoundList {
    /// What is there, each once, as written.
    let entries: [String]
    /// The further cells of a table in lower case: they settle nothing, but what they name is not taken to be absent.
    let asides: Set<String>

    /// The list of entries or of whole texts of several lines.
    init(_ numbers: [String]) {
        let lines = numbers.flatMap { $0.split(whereSeparator: \.isNewline) }.map(Self.cells)
        let first = lines.count == 1 ? lines[0] : lines.compactMap(\.first)
        var seen: Set<String> = []
        entries = first.filter { !$0.isEmpty && seen.insert($0).inserted }
        asides = lines.count == 1 ? [] : Set(lines.flatMap { $0.dropFirst().map { $0.lowercased() } }).subtracting([""])
    }

    /// The cells of a line. Within quotes a separator is text, and two quotes are one.
    private static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var isQuoted = false
        var wasQuote = false
        for character in line.unicodeScalars where !isInvisible(character) {
            if character == "\"" {
                if isQuoted || isBlank(cells[cells.count - 1]) {
                    isQuoted.toggle()
                } else if wasQuote {
                    cells[cells.count - 1].unicodeScalars.append(character)
                    isQuoted = true
                }
                wasQuote = !wasQuote
                continue
            }
            wasQuote = false
            if !isQuoted, ",;\t".unicodeScalars.contains(character) {
                cells.append("")
            } else {
                cells[cells.count - 1].unicodeScalars.append(character)
            }
        }
        return cells.map(trimmed)
    }

    private static func trimmed(_ cell: String) -> String {
        let isAround = { (scalar: Unicode.Scalar) in
            scalar.properties.isWhitespace || "\"'“”„‘’‚«»".unicodeScalars.contains(scalar)
        }
        guard let start = cell.unicodeScalars.firstIndex(where: { !isAround($0) }),
            let end = cell.unicodeScalars.lastIndex(where: { !isAround($0) })
        else { return "" }
        return String(cell[start...end])
    }

    private static func isBlank(_ cell: String) -> Bool { cell.unicodeScalars.allSatisfy(\.properties.isWhitespace) }

    /// The byte order mark and the zero-width space, wherever files were joined.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool { scalar == "\u{FEFF}" || scalar == "\u{200B}" }
}
