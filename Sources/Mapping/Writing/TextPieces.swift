/// A text in pieces of a length, as formats with short elements want it.
enum TextPieces {
    /// The pieces of a text, and whether putting them together again gives another text.
    static func of(
        _ text: String, as join: Conversion.TextJoin, length: Int
    ) -> (pieces: [String], isChanged: Bool) {
        switch join {
        case .words: return ([text], false)
        case .chop: return (chopped(text, length: length), false)
        case .flow: return (wrapped(text, length: length), false)
        case .lines:
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            var isChanged = false
            var pieces: [String] = []
            for line in lines {
                if line.isEmpty || line.unicodeScalars.count > length { isChanged = true }
                pieces += wrapped(line, length: length)
            }
            return (pieces, isChanged)
        }
    }

    /// A word a place, the last place taking the rest; empty texts for the first places where words are fewer.
    static func words(of text: String, places: Int) -> (pieces: [String], isChanged: Bool) {
        let words = text.split(separator: " ", maxSplits: max(0, places - 1)).map(String.init)
        let pieces = Array(repeating: "", count: max(0, places - words.count)) + words
        return (pieces, words.joined(separator: " ") != text)
    }

    /// Cut at full length.
    private static func chopped(_ text: String, length: Int) -> [String] {
        guard length < .max else { return [text] }
        var pieces: [String] = []
        var rest = text.unicodeScalars[...]
        while !rest.isEmpty {
            pieces.append(String(String.UnicodeScalarView(rest.prefix(length))))
            rest = rest.dropFirst(length)
        }
        return pieces
    }

    /// Cut at blanks; a word that is longer than a piece is cut at full length.
    private static func wrapped(_ text: String, length: Int) -> [String] {
        if text.isEmpty { return [] }
        guard text.unicodeScalars.count > length else { return [text] }
        var pieces: [String] = []
        var current = ""
        var size = 0
        for word in text.split(separator: " ") {
            let count = word.unicodeScalars.count
            if size > 0, size + 1 + count <= length {
                current += " " + word
                size += 1 + count
                continue
            }
            if size > 0 { pieces.append(current) }
            let parts = chopped(String(word), length: length)
            pieces += parts.dropLast()
            current = parts.last ?? ""
            size = current.unicodeScalars.count
        }
        if size > 0 { pieces.append(current) }
        return pieces
    }
}
