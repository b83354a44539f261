import Directories
public import FlatFile
import Mapping
import Syntax
public import XMLFormat

/// The formats that a payload may come in beside those of the syntaxes themselves: kinds of XML documents, and basic types
/// of IDocs.
public struct PayloadFormats: Sendable {
    /// The kinds of XML documents.
    public var dialects: XMLDialects
    /// The basic types of IDocs in fixed columns, by name.
    public var records: [String: RecordFormat]

    /// What the product knows by itself.
    public static let shipped = PayloadFormats(dialects: .shipped, records: [:])
}

extension PayloadFormats {
    /// What came with mappings.
    init(_ shapes: XMLShapes) {
        let records = shapes.documents.compactMapValues { RecordFormat($0.shape) }
        self.init(dialects: shapes.dialects, records: records)
    }
}

extension RecordFormat {
    /// The columns of an IDoc whose XML has this shape: the elements in their order, each as wide as its value may be
    /// long. Nil for a shape of anything else.
    init?(_ shape: Shape) {
        guard let group = shape.child(of: shape.root, named: Self.group) else { return nil }
        let segments = shape.children(of: group).filter { shape.nodes[$0].kind == .element }
        guard let control = segments.first, shape.name(of: control).hasPrefix("EDI_DC") else { return nil }
        var records: [Record] = []
        var waiting = Array(segments.dropFirst())
        var seen: Set<String> = []
        while let node = waiting.popLast() {
            guard seen.insert(shape.name(of: node)).inserted else { continue }
            records.append(Record(shape, node))
            waiting += shape.children(of: node).filter { !shape.children(of: $0).isEmpty }
        }
        self.init(
            type: shape.name, control: Record(shape, control), first: segments.dropFirst().map(shape.name(of:)),
            records: records, names: shape.names)
    }
}

extension RecordFormat.Record {
    fileprivate init(_ shape: Shape, _ node: Shape.Index) {
        let children = shape.children(of: node).filter { shape.nodes[$0].kind == .element }
        let columns = children.compactMap { child -> RecordFormat.Column? in
            guard shape.children(of: child).isEmpty, let value = shape.value(of: child), value.maximumLength < 10_000
            else { return nil }
            return RecordFormat.Column(shape.name(of: child), width: value.maximumLength)
        }
        let nested = children.filter { !shape.children(of: $0).isEmpty }
        self.init(shape.name(of: node), columns: columns, children: nested.map(shape.name(of:)))
    }
}
