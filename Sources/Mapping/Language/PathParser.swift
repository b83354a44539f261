import Diagnostics

/// Reads one path of the mapping language, with the place of each step.
struct PathParser {
    /// The greatest number of steps, predicates of a step and names of a predicate.
    static let limit = 24

    private let node: YAMLNode
    private let text: [Character]
    private var index: Int
    private let end: Int

    /// The path in a range of a scalar's characters, the whole scalar by default.
    init(_ node: YAMLNode, text: String, range: Range<Int>? = nil) {
        self.node = node
        self.text = Array(text)
        index = range?.lowerBound ?? 0
        end = range?.upperBound ?? self.text.count
    }

    /// The path of a scalar.
    static func path(_ node: YAMLNode, text: String) throws(Diagnostic) -> MappingPath {
        var parser = PathParser(node, text: text)
        return try parser.path()
    }

    /// The paths of a scalar that are joined by ` + `.
    static func sum(_ node: YAMLNode, text: String) throws(Diagnostic) -> [MappingPath] {
        var paths: [MappingPath] = []
        for range in plusRanges(of: Array(text)) {
            var parser = PathParser(node, text: text, range: range)
            paths.append(try parser.path())
        }
        return paths
    }

    /// The pieces between ` + `, blanks around them taken away.
    static func plusRanges(of text: [Character]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        func add(_ end: Int) {
            var lower = start
            var upper = end
            while lower < upper, text[lower] == " " { lower += 1 }
            while upper > lower, text[upper - 1] == " " { upper -= 1 }
            ranges.append(lower..<upper)
        }
        for index in text.indices where text[index] == "+" {
            guard index > 0, index + 1 < text.count, text[index - 1] == " ", text[index + 1] == " " else { continue }
            add(index)
            start = index + 1
        }
        add(text.count)
        return ranges
    }

    private var current: Character? { index < end ? text[index] : nil }

    private func place(_ index: Int) -> Position { node.position(ofCharacter: index) }

    private func fault(_ expected: String, at index: Int) -> Diagnostic {
        let found = index < end ? "`\(text[index])`" : "the end"
        return Diagnostic(
            "mapping.path-invalid", at: place(index), value: String(text),
            facts: ["expected": expected, "found": found])
    }

    private mutating func take(_ character: Character) -> Bool {
        guard current == character else { return false }
        index += 1
        return true
    }

    private mutating func path() throws(Diagnostic) -> MappingPath {
        let start = index
        let anchor = anchor()
        var steps: [PathStep] = []
        if current == ".", index + 1 == end {
            index += 1
        } else {
            repeat {
                guard steps.count < Self.limit else { throw fault("at most \(Self.limit) steps", at: index) }
                steps.append(try step(isFirst: steps.isEmpty))
            } while take("/")
        }
        guard index == end else { throw fault("`/`, `[` or the end", at: index) }
        return MappingPath(anchor: anchor, steps: steps, text: String(text[start..<end]), position: place(start))
    }

    private mutating func anchor() -> MappingPath.Anchor {
        if current == "^", index + 1 < end, text[index + 1] == "/" {
            index += 2
            return .document
        }
        if take("/") { return .file }
        // `./@name` is `@name`, which YAML takes only in quotation marks.
        if index + 2 < end, text[index] == ".", text[index + 1] == "/" {
            index += 2
            return .scope(up: 0)
        }
        var up = 0
        while index + 2 < end, text[index] == ".", text[index + 1] == ".", text[index + 2] == "/" {
            index += 3
            up += 1
        }
        return .scope(up: up)
    }

    private mutating func step(isFirst: Bool) throws(Diagnostic) -> PathStep {
        let start = index
        let target: PathStep.Target
        if isFirst, current == "[" {
            target = .itself
        } else {
            let name = name()
            guard !name.isEmpty else { throw fault("a name", at: index) }
            if name.count == 2, let number = Int(name), number > 0 {
                target = .element(number)
            } else {
                target = .name(name)
            }
        }
        var predicates: [PathPredicate] = []
        while current == "[" {
            guard predicates.count < Self.limit else { throw fault("fewer predicates", at: index) }
            predicates.append(try predicate())
        }
        return PathStep(target: target, predicates: predicates, position: place(start))
    }

    private mutating func name() -> String {
        let start = index
        while let character = current, !"/[]=|+ ^".contains(character) { index += 1 }
        return String(text[start..<index])
    }

    private mutating func predicate() throws(Diagnostic) -> PathPredicate {
        let start = index + 1
        var close = start
        while close < end, text[close] != "]" { close += 1 }
        guard close < end else { throw fault("`]`", at: end) }
        index = close + 1
        let body = text[start..<close]
        if body == ["*"] { return .all }
        if String(body) == "else" { return .otherwise }
        if let number = Int(String(body)) {
            guard number > 0, number < 10_000 else { throw fault("a number from 1", at: start) }
            return .ordinal(number)
        }
        guard let equals = body.firstIndex(of: "=") else {
            throw fault("`name=value`, a number, `*` or `else`", at: start)
        }
        let isExclusion = equals > start && text[equals - 1] == "!"
        var predicate = try value(names: start..<(isExclusion ? equals - 1 : equals), values: equals + 1..<close)
        guard isExclusion else { return .value(predicate) }
        guard !predicate.allowsAny, !predicate.allowsAbsence else { throw fault("values", at: equals + 1) }
        predicate.isExclusion = true
        predicate.allowsAbsence = true
        return .value(predicate)
    }

    private func value(names: Range<Int>, values: Range<Int>) throws(Diagnostic) -> ValuePredicate {
        let path = String(text[names])
        let steps = path == "." ? [] : path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard steps.count <= Self.limit, !steps.contains("") else { throw fault("a name", at: names.lowerBound) }
        var predicate = ValuePredicate(
            names: steps, alternatives: [], allowsAbsence: false, allowsAny: false, position: place(names.lowerBound))
        for piece in String(text[values]).split(separator: "|", omittingEmptySubsequences: false) {
            switch piece {
            case "": throw fault("a value", at: values.lowerBound)
            case "-": predicate.allowsAbsence = true
            case "*": predicate.allowsAny = true
            default: predicate.alternatives.append(String(piece))
            }
        }
        return predicate
    }
}
