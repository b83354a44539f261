import Diagnostics
import Directories
import Syntax

/// Reads a document's `csv:` and holds it against what the document holds.
struct CSVLayoutReading {
    private(set) var diagnostics = DiagnosticList()

    /// The layout; nil, with the reason reported, where columns or rows are not what `csv:` can be about.
    mutating func layout(_ node: YAMLNode, of shape: Shape) -> CSVLayout? {
        var reader = YAMLReader(node)
        let separator = reader.text("separator") ?? ","
        let hasWidths = separator == "none"
        let hasHeader = reader.flag("header") ?? !hasWidths
        let charset: Charset? = reader.choice("charset")
        let by = reader.list("by")
        let keys = by.compactMap(\.text)
        reader.finish()
        diagnostics.append(contentsOf: reader.diagnostics)
        let bytes = hasWidths ? [0] : Array((separator == "tab" ? "\t" : separator).utf8)
        guard bytes.count == 1, bytes[0] < 0x80, ![0x0A, 0x0D, 0x22, 0x20].contains(bytes[0]) else {
            return refuse("a separator of one character", reader.position(of: "separator"), separator)
        }
        let children = shape.children(of: shape.root)
        let rows = children.filter { shape.nodes[$0].maximum > 1 }
        guard rows.count == 1, let row = rows.first else {
            return refuse("one element that repeats: the row", node.position, nil)
        }
        let held = children.filter { $0 != row }
        let own = shape.children(of: row)
        guard !own.isEmpty, (held + own).allSatisfy({ isColumn($0, shape) }) else {
            return refuse("columns without anything in them", node.position, nil)
        }
        if hasWidths {
            if hasHeader { return refuse("no header where columns have no separator", node.position, nil) }
            let wide = (held + own).first { (shape.value(of: $0)?.maximumLength ?? .max) >= 10_000 }
            if let wide {
                return refuse("columns of a stated length, such as text..20", node.position, shape.name(of: wide))
            }
        }
        let names = (held + own).map(shape.name(of:))
        if let key = by.first(where: { !held.map(shape.name(of:)).contains($0.text ?? "") }) {
            return refuse("a column that the document holds once", key.position, key.text)
        }
        guard Set(names).count == names.count else { return refuse("each column once", node.position, nil) }
        return CSVLayout(
            separator: bytes[0], hasHeader: hasHeader, charset: charset, keys: keys, row: shape.name(of: row),
            widths: hasWidths ? (held + own).map { shape.value(of: $0)?.maximumLength ?? 0 } : [],
            numbers: Set((held + own).filter { isNumber($0, shape) }.map(shape.name(of:))), columns: names,
            held: Set(held.map(shape.name(of:))),
            mandatory: Set((held + own).filter { shape.nodes[$0].isMandatory }.map(shape.name(of:))))
    }

    private func isNumber(_ node: Shape.Index, _ shape: Shape) -> Bool {
        guard let content = shape.value(of: node)?.content else { return false }
        return [.numeric, .decimal, .integer, .implied].contains(content)
    }

    private func isColumn(_ node: Shape.Index, _ shape: Shape) -> Bool {
        shape.nodes[node].kind == .element && shape.children(of: node).isEmpty && shape.nodes[node].maximum == 1
    }

    private mutating func refuse(_ wanted: String, _ position: Position, _ value: String?) -> CSVLayout? {
        diagnostics.append(Diagnostic("mapping.shape-csv", at: position, value: value, facts: ["wanted": wanted]))
        return nil
    }
}
