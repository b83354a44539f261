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
    /// The kinds of files of fixed columns, by name.
    public var fixed: [String: FixedFormat]
    /// The kinds of JSON documents, by name.
    public var json: [String: JSONFormat]

    /// What the product knows by itself.
    public static let shipped = PayloadFormats(dialects: .shipped, records: [:], csv: [:], fixed: [:], json: [:])
}

extension PayloadFormats {
    /// What came with mappings.
    init(_ shapes: XMLShapes) {
        let records = shapes.documents.compactMapValues { RecordFormat($0.shape) }
        let csv = shapes.documents.compactMapValues { document in
            document.csv.map { CSVFormat($0, document.shape) }
        }
        let fixed = shapes.documents.compactMapValues { document in
            document.fixed.map { FixedFormat($0, document.shape) }
        }
        let json = shapes.documents.filter(\.value.isJSON).mapValues { JSONFormat($0.shape, each: $0.each) }
        self.init(dialects: shapes.dialects, records: records, csv: csv, fixed: fixed, json: json)
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

extension PayloadFormats {
    /// The kind of files of fixed columns that a payload begins as; of several the one with the longest first line.
    func fixed(of head: ArraySlice<UInt8>) -> FixedFormat? {
        func width(_ format: FixedFormat) -> Int { format.records[format.start]?.width ?? 0 }
        return fixed.values.filter { $0.recognises(head) }.max { (width($0), $1.type) < (width($1), $0.type) }
    }

    /// True for a kind of files that a partner may say it sends.
    public func knows(_ name: String) -> Bool { csv[name] != nil || fixed[name] != nil || json[name] != nil }

    /// The kinds of files that a partner may say it sends.
    public var names: [String] { (Array(csv.keys) + Array(fixed.keys) + Array(json.keys)).sorted() }

    /// A reader of the files of a name; nil where these are none, or JSON, which is told by its bytes.
    func reader(of name: String, charset: Charset?) -> (any InterchangeReader)? {
        if let format = csv[name] { return CSVReader(format: format, charset: charset) }
        return fixed[name].map { FixedReader(format: $0, charset: charset) }
    }
}

extension FixedFormat {
    /// A layout with the shape of its documents.
    init(_ layout: FixedLayout, _ shape: Shape) {
        var records: [Record] = []
        var waiting = shape.children(of: shape.root).map(\.self)
        let first = waiting.map(shape.name(of:))
        while let node = waiting.popLast() {
            let name = shape.name(of: node)
            guard let tag = layout.tags[name], !records.contains(where: { $0.name == name }) else { continue }
            let children = shape.children(of: node)
            let columns = children.filter { shape.children(of: $0).isEmpty }.map { column in
                let value = shape.value(of: column) ?? ShapeValue(.text)
                return Column(
                    shape.name(of: column), width: value.maximumLength,
                    isNumber: [.numeric, .decimal, .integer, .implied].contains(value.content))
            }
            let nested = children.filter { !shape.children(of: $0).isEmpty }
            records.append(Record(name, tag: tag, columns: columns, children: nested.map(shape.name(of:))))
            waiting += nested
        }
        self.init(
            type: shape.name, version: shape.version, first: first, leading: layout.leading, records: records,
            charset: layout.charset,
            base: shape.names)
    }
}

extension JSONFormat {
    /// The members of the documents of a shape.
    init(_ shape: Shape, each: String?) {
        var objects: [[Member]] = []
        var waiting = [shape.root]
        var numbers: [Shape.Index: Int] = [shape.root: 0]
        var next = 0
        while next < waiting.count {
            let members = shape.children(of: waiting[next]).map { node in
                var object: Int?
                if !shape.children(of: node).isEmpty {
                    object = numbers[node] ?? waiting.count
                    if numbers[node] == nil {
                        numbers[node] = waiting.count
                        waiting.append(node)
                    }
                }
                let content = shape.value(of: node)?.content ?? .text
                return Member(
                    shape.name(of: node), isList: shape.nodes[node].maximum > 1,
                    isBare: [.numeric, .decimal, .integer, .boolean].contains(content), object: object)
            }
            objects.append(members)
            next += 1
        }
        let mandatory = shape.children(of: shape.root).filter { shape.nodes[$0].isMandatory }.map(shape.name(of:))
        self.init(
            type: shape.name, version: shape.version, objects: objects, mandatory: Set(mandatory), each: each,
            names: shape.names)
    }
}

extension CSVFormat {
    /// A layout with the shape of its documents.
    init(_ layout: CSVLayout, _ shape: Shape) {
        self.init(
            type: shape.name, version: shape.version, separator: layout.separator, hasHeader: layout.hasHeader,
            columns: layout.columns, held: layout.held, mandatory: layout.mandatory, keys: layout.keys, row: layout.row,
            charset: layout.charset, widths: layout.widths, numbers: layout.numbers, names: shape.names)
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
