public import Diagnostics
public import Directories
public import XMLFormat

/// The structures of XML formats that are written down as data: `shapes/*.yaml` beside the mappings.
///
/// A file holds the documents of one family of formats, with what they share as parts. How each is recognised and where
/// it says who sent it becomes an ``XMLDialect``, what stands in it a ``Shape``.
///
///     shapes: ecod
///     version: Comarch ECOD
///     documents:
///       Document-Order:
///         envelope: { sender: Order-Parties/Buyer/ILN, reference: Order-Header/OrderNumber }
///         holds: { Order-Header: header, Order-Lines: { Line+: line } }
///     parts:
///       header: { OrderNumber: an..35, OrderDate: date, Remarks?: text, DocumentFunctionCode?: [O, R, D] }
///
/// A name stands once, with `?` at most once, with `*` any number of times, with `+` at least once, as in a DTD (XML 1.0,
/// 3.2.1); `@` begins an attribute's, and `.` is the element's own text beside attributes. What it holds is a type of value
/// (`text`, `decimal`, `date`…, with a length behind `..`), a list of values, a part, or names in turn.
///
/// A document's `namespace` is a URI, a list of them of which the first is written, or `none`; `root` is its root element's
/// name where that is not its type; `each` names the children of the root that are a document each; `ordered: yes` says
/// that elements have an order, `doctype: yes` that senders write a DOCTYPE line, which is skipped unread.
///
/// A document with `csv:` is a file of separated values (``CSVLayout``): what it holds are columns, and the one element that
/// repeats is the row.
///
///     csv: { separator: ";", charset: windows-1252, by: [OrderNo] }
///     holds: { OrderNo: text..20, ShipTo?: text, row+: { Item: text, Quantity: text } }
///
/// With `separator: none` columns stand side by side, as wide as their values may be long, and the key puts rows together.
///
/// A document with `fixed:` is a file of fixed columns (``FixedLayout``): what it holds are records, whose columns are as wide as
/// their values may be long; the first record that must stand begins a document. Those before it, which need not (`batch?`), belong
/// to all documents behind them.
///
///     fixed: { records: { head: "01", line: "02" } }
///     holds: { head: { Number: text..10 }, line+: { Item: text..15, Quantity: n..7 } }
///
/// A document with `json: yes` is an object of JSON: what it holds are members, those that repeat arrays. With `each: orders`
/// the elements of that array are a document each, and what stands around them belongs to all.
///
/// A file with `extends: ecod` instead of `shapes` changes that family: its names replace their namesakes, `none` removes
/// one, and others are added.
public struct XMLShapes: Sendable {
    /// One kind of document.
    public struct Document: Sendable {
        /// What stands in it.
        public let shape: Shape
        /// How it is recognised, one for each namespace; the first is written.
        public let dialects: [XMLDialect]
        /// True where elements must stand in the order of the shape.
        public let isOrdered: Bool
        /// How its rows look, where it is no XML but a CSV file.
        public let csv: CSVLayout?
        /// How its records look, where it is a file of fixed columns.
        public let fixed: FixedLayout?
        /// True where it is JSON.
        public let isJSON: Bool
        /// The member of a JSON object whose elements are a document each; nil where the object is one.
        public let each: String?
        /// The files that it was read from.
        let files: Set<String>
    }

    /// No structures.
    public static let none = XMLShapes(documents: [:])

    /// The kinds of documents by type.
    public let documents: [String: Document]
    /// The kinds of documents that a reader knows: these, and what comes with the product.
    public let dialects: XMLDialects

    init(documents: [String: Document]) {
        self.documents = documents
        let own = documents.sorted { $0.key < $1.key }.flatMap(\.value.dialects)
        dialects = own.isEmpty ? .shipped : XMLDialects.shipped.adding(own)
    }

    /// Reads the shape files of a folder of mappings. A family with a fault is left out, and all faults come back.
    /// - Parameter files: the files' bytes by their paths in the folder; others than shapes are passed by.
    public static func load(_ files: [String: [UInt8]]) -> (shapes: XMLShapes, diagnostics: DiagnosticList) {
        var families = XMLShapeFamilies()
        for (path, bytes) in files.sorted(by: { $0.key < $1.key }) where isShapeFile(path) {
            families.add(bytes, path)
        }
        return families.compiled()
    }

    /// True for `shapes/ecod.yaml`.
    static func isShapeFile(_ path: String) -> Bool {
        path.split(separator: "/").dropLast().contains("shapes") && (path.hasSuffix(".yaml") || path.hasSuffix(".yml"))
    }
}
