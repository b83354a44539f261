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
    /// The kinds of CSV files, by name.
    public var csv: [String: CSVFormat]

    /// What the product knows by itself.
    public static let shipped = PayloadFormats(dialects: .shipped, records: [:], csv: [:])
}

extension PayloadFormats {
    /// What came with mappings.
    init(_ shapes: XMLShapes) {
        let records = shapes.documents.compactMapValues { RecordFormat($0.shape) }
        let csv = shapes.documents.compactMapValues { document in
            document.csv.map { CSVFormat($0, document.shape) }
        }
        self.init(dialects: shapes.dialects, records: records, csv: csv)
    }
}

extension PayloadFormats {
    /// The kind of CSV files whose header a payload begins with; of several the one that knows most columns.
    func csv(of head: ArraySlice<UInt8>) -> CSVFormat? {
        csv.values.filter { $0.recognises(head) }.max {
            ($0.columns.count, $1.type) < ($1.columns.count, $0.type)
        }
    }
}

extension CSVFormat {
    /// A layout with the shape of its documents.
    init(_ layout: CSVLayout, _ shape: Shape) {
        self.init(
            type: shape.name, version: shape.version, separator: layout.separator, hasHeader: layout.hasHeader,
            columns: layout.columns, held: layout.held, mandatory: layout.mandatory, keys: layout.keys, row: layout.row,
            charset: layout.charset, names: shape.names)
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
