import Diagnostics

/// The name of a canonical field as a mapping writes it: `item.gtin`, `prices[type=net].value`.
struct FieldPath: Hashable, Sendable {
    /// One name of the path.
    struct Step: Hashable, Sendable {
        var name: String
        /// For a list: the item is picked by the content of one of its fields.
        var pick: Pick?
    }

    /// `[type=net]`.
    struct Pick: Hashable, Sendable {
        var field: String
        var value: String
    }

    var steps: [Step]
    var text: String
    var position: Position

    /// The field path in a text. `extensions.x` is the value of the extension named x.
    static func parse(_ text: String, at position: Position) throws(Diagnostic) -> FieldPath {
        let fault = Diagnostic("mapping.field-invalid", at: position, value: text)
        var steps: [Step] = []
        for piece in pieces(of: text) {
            guard steps.count < PathParser.limit else { throw fault }
            guard let open = piece.firstIndex(of: "[") else {
                guard !piece.isEmpty, piece.allSatisfy(isNameCharacter) else { throw fault }
                steps.append(Step(name: String(piece)))
                continue
            }
            let inside = piece[piece.index(after: open)...].dropLast()
            let parts = inside.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard piece.hasSuffix("]"), open != piece.startIndex, parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty
            else { throw fault }
            steps.append(
                Step(name: String(piece[..<open]), pick: Pick(field: String(parts[0]), value: String(parts[1]))))
        }
        guard !steps.isEmpty else { throw fault }
        return FieldPath(steps: spelledOut(steps), text: text, position: position)
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == "_")
    }

    /// Splits at the dots outside brackets.
    private static func pieces(of text: String) -> [Substring] {
        var pieces: [Substring] = []
        var start = text.startIndex
        var isInside = false
        for index in text.indices {
            switch text[index] {
            case "[": isInside = true
            case "]": isInside = false
            case "." where !isInside:
                pieces.append(text[start..<index])
                start = text.index(after: index)
            default: break
            }
        }
        pieces.append(text[start...])
        return pieces
    }

    private static func spelledOut(_ steps: [Step]) -> [Step] {
        guard let index = steps.firstIndex(where: { $0.name == "extensions" && $0.pick == nil }),
            index + 2 == steps.count
        else { return steps }
        var steps = steps
        let name = steps[index + 1].name
        steps[index].pick = Pick(field: "name", value: name)
        steps[index + 1] = Step(name: "value")
        return steps
    }
}
