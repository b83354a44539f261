public import Diagnostics
public import Syntax

extension Shape {
    /// What of an XML document is not as this shape has it, in the order of the document.
    ///
    /// What the shape does not know is a warning (`xml.element-unknown`), since senders add fields; so is a value of
    /// another length or kind (`xml.value-unfit`), a code that is not listed (`xml.code-unlisted`) and an element in
    /// the wrong place (`xml.element-order`). What is missing or stands too often is an error (`xml.element-missing`,
    /// `xml.element-repeated`).
    ///
    /// In files that are no XML the codes begin with `flat.` (`flat.value-unfit`), and a number may have a decimal comma:
    /// the mapping says which mark it is.
    /// - Parameters:
    ///   - tree: the document, its names by this shape's prefixes.
    ///   - isOrdered: true where elements must stand in the order of the shape.
    ///   - isXML: false for CSV, fixed columns, JSON and flat IDocs.
    public func deviations(of tree: Tree, isOrdered: Bool, isXML: Bool = true) -> DiagnosticList {
        var comparison = DocumentComparison(shape: self, tree: tree, isOrdered: isOrdered, isXML: isXML)
        comparison.run()
        return comparison.diagnostics
    }
}

/// What deviations are called.
private struct DeviationCodes {
    let unknown: Code
    let repeated: Code
    let order: Code
    let missing: Code
    let unfit: Code
    let unlisted: Code

    static let xml = DeviationCodes(
        unknown: "xml.element-unknown", repeated: "xml.element-repeated", order: "xml.element-order",
        missing: "xml.element-missing", unfit: "xml.value-unfit", unlisted: "xml.code-unlisted")
    static let flat = DeviationCodes(
        unknown: "flat.field-unknown", repeated: "flat.field-repeated", order: "flat.field-order",
        missing: "flat.field-missing", unfit: "flat.value-unfit", unlisted: "flat.code-unlisted")
}

/// Holds the nodes of a document against a shape, parents before what stands in them.
private struct DocumentComparison {
    let shape: Shape
    let tree: Tree
    let isOrdered: Bool
    let isXML: Bool
    let codes: DeviationCodes
    /// The nodes whose children are still to be compared.
    private var waiting: [(node: Tree.Index, place: Shape.Index)] = [(0, 0)]
    private var found: [(node: Tree.Index, diagnostic: Diagnostic)] = []
    private var hasErrors = false
    /// How often each place was met in the parent at hand.
    private var counts: [Int]
    /// The shape's names by the tree's.
    private var names: [Name: Name?] = [:]

    init(shape: Shape, tree: Tree, isOrdered: Bool, isXML: Bool) {
        self.isXML = isXML
        codes = isXML ? .xml : .flat
        self.shape = shape
        self.tree = tree
        self.isOrdered = isOrdered
        counts = [Int](repeating: 0, count: shape.nodes.count)
    }

    var diagnostics: DiagnosticList {
        var list = DiagnosticList()
        for item in found.sorted(by: { $0.node < $1.node }) {
            var diagnostic = item.diagnostic
            diagnostic.position = tree.xmlPosition(of: item.node)
            list.append(diagnostic)
        }
        return list
    }

    mutating func run() {
        while let (node, place) = waiting.popLast() {
            compareChildren(of: node, at: place)
        }
    }

    private mutating func compareChildren(of node: Tree.Index, at place: Shape.Index) {
        let range = shape.children(of: place)
        for child in range { counts[child] = 0 }
        var last = range.lowerBound
        for child in tree.children(of: node) {
            guard let own = self.place(of: child, in: range) else {
                report(codes.unknown, .warning, at: child, ["in": tree.name(of: node)])
                continue
            }
            counts[own] += 1
            if counts[own] - 1 == shape.nodes[own].maximum {
                let facts = ["maximum": String(shape.nodes[own].maximum), "in": tree.name(of: node)]
                report(codes.repeated, at: child, facts)
            }
            if isOrdered, tree.nodes[child].kind == .element {
                if own < last { report(codes.order, .warning, at: child, ["after": shape.name(of: last)]) }
                last = max(last, own)
            }
            compareValue(of: child, at: own)
            waiting.append((child, own))
        }
        for child in range where counts[child] < shape.nodes[child].minimum {
            report(codes.missing, at: node, ["element": shape.name(of: child)])
        }
    }

    private mutating func place(of child: Tree.Index, in range: Range<Shape.Index>) -> Shape.Index? {
        let name = tree.nodes[child].name
        let known = names[name]
        let own = known ?? NameTable(base: shape.names)[tree.names.text(of: name)]
        if known == nil { names[name] = .some(own) }
        guard let own else { return nil }
        return range.first { shape.nodes[$0].name == own }
    }

    private mutating func compareValue(of node: Tree.Index, at place: Shape.Index) {
        guard let rule = shape.value(of: place), let text = tree.text(of: node) else { return }
        if !rule.admits(text, isXML: isXML) {
            report(codes.unfit, .warning, at: node, value: text, ["expected": rule.representation])
        } else if let list = rule.codes, !list.contains(ArraySlice(text.utf8)) {
            report(codes.unlisted, .warning, at: node, value: text)
        }
    }

    private mutating func report(
        _ code: Code, _ severity: Severity = .error, at node: Tree.Index, value: String? = nil,
        _ facts: [String: String] = [:]
    ) {
        // Nobody reads more, and a hostile document has a million; but an error is never lost behind warnings.
        if found.count >= DiagnosticList.defaultLimit, severity != .error || hasErrors { return }
        hasErrors = hasErrors || severity == .error
        let diagnostic = Diagnostic(code, severity, value: value ?? tree.name(of: node), facts: facts)
        found.append((node, diagnostic))
    }
}

extension ShapeValue {
    /// True when a text has the length and the characters of the rule, as XML writes values, elsewhere also with a decimal
    /// comma and blanks between thousands; signs and decimal points of numbers do not count.
    fileprivate func admits(_ text: String, isXML: Bool) -> Bool {
        let digits = text.utf8.count { $0 &- 0x30 < 10 }
        switch content {
        case .numeric, .decimal, .integer:
            let others = text.utf8.count {
                $0 == 0x2D || $0 == 0x2B || $0 == 0x2E || !isXML && ($0 == 0x2C || $0 == 0x20)
            }
            guard digits > 0, digits + others == text.utf8.count else { return false }
            return digits >= minimumLength && digits <= maximumLength
        case .boolean: return ["true", "false", "1", "0"].contains(text)
        case .date, .time, .dateTime: return digits > 0
        default:
            let length = text.unicodeScalars.count
            return length >= minimumLength && length <= maximumLength
        }
    }
}
