public import Syntax

/// A kind of XML document: how it is recognised, what its names are called, where it says who sent it.
public struct XMLDialect: Sendable {
    /// The message's type: `Order`.
    public var type: String
    /// The version in the format's own words: `UBL 2.1`.
    public var version: String?
    /// The root element's local name.
    public var root: String
    /// The root element's namespace; nil is none.
    public var namespace: String?
    /// The prefix that names of a namespace get, whatever the sender's prefixes are; an empty one is none.
    public var prefixes: [String: String]
    /// Where it says who sent it.
    public var envelope: XMLEnvelope
    /// The shipped schema to check against.
    public var schema: XMLSchemaFile?
    /// True where senders must write a DOCTYPE line (cXML). One without an internal subset is then skipped unread.
    public var toleratesDoctype: Bool
    /// The children of the root that are a document each, where a file may hold several; empty where it holds one.
    public var documents: [String]
    /// The names that trees of this dialect share, so that a mapping compiled against them compares numbers.
    public var names: NameTable.Base

    /// A kind of document without schema and envelope unless they are given.
    public init(
        type: String, version: String? = nil, root: String, namespace: String? = nil, prefixes: [String: String] = [:],
        envelope: XMLEnvelope = XMLEnvelope(), schema: XMLSchemaFile? = nil, toleratesDoctype: Bool = false,
        documents: [String] = [], names: NameTable.Base = .empty
    ) {
        self.type = type
        self.version = version
        self.root = root
        self.namespace = namespace
        self.prefixes = prefixes
        self.envelope = envelope
        self.schema = schema
        self.toleratesDoctype = toleratesDoctype
        self.documents = documents
        self.names = names
    }
}

/// Where a document says what an envelope would: paths of names below the root, `cbc:ID` or
/// `cac:BuyerCustomerParty/cac:Party/cbc:EndpointID`. Of several paths the first with a value counts.
public struct XMLEnvelope: Sendable {
    /// Who sent the document.
    public var sender: [String]
    /// Who it is for.
    public var receiver: [String]
    /// The attribute that names the register of a party's identification: `@schemeID`.
    public var qualifier: String?
    /// The document's number.
    public var reference: [String]
    /// What is joined with `T` to when the document was made.
    public var created: [String]
    /// The document's own version.
    public var version: [String]
    /// The customization: what a ``Message`` calls its association.
    public var association: [String]

    /// An envelope of the places that are known.
    public init(
        sender: [String] = [], receiver: [String] = [], qualifier: String? = nil, reference: [String] = [],
        created: [String] = [], version: [String] = [], association: [String] = []
    ) {
        self.sender = sender
        self.receiver = receiver
        self.qualifier = qualifier
        self.reference = reference
        self.created = created
        self.version = version
        self.association = association
    }
}

/// The kinds of documents that a reader knows, by root element and namespace.
public struct XMLDialects: Sendable {
    private struct Key: Hashable {
        var root: String
        var namespace: String?
    }

    private let dialects: [Key: XMLDialect]
    /// The first kind of each type, which is the one that is written.
    private let types: [String: XMLDialect]
    /// The root elements before which a DOCTYPE line is skipped.
    let doctypes: Set<String>

    /// These kinds; of two with one root and namespace the later counts, of two of one type the first is written.
    public init(_ dialects: some Sequence<XMLDialect>) {
        var found: [Key: XMLDialect] = [:]
        var types: [String: XMLDialect] = [:]
        for dialect in dialects {
            found[Key(root: dialect.root, namespace: dialect.namespace)] = dialect
            if types[dialect.type] == nil { types[dialect.type] = dialect }
        }
        self.dialects = found
        self.types = types
        doctypes = Set(found.values.filter(\.toleratesDoctype).map(\.root))
    }

    /// The kinds, those that are written before the others of their types.
    private var all: [XMLDialect] { Array(types.values) + dialects.values }

    /// The kind that a root element shows, nil for an unknown one.
    public func dialect(root: String, namespace: String?) -> XMLDialect? {
        dialects[Key(root: root, namespace: namespace)]
    }

    /// The kind of a message type (`Order`), nil for an unknown one.
    public func dialect(type: String) -> XMLDialect? { types[type] }

    /// These kinds and others; where both know one root and namespace, or one type, the others count.
    public func adding(_ others: [XMLDialect]) -> XMLDialects {
        let replaced = Set(others.map(\.type))
        return XMLDialects(all.filter { !replaced.contains($0.type) } + others)
    }

    /// These kinds with shared names for those that `names` has some for: the names of a kind's shape, so that mappings
    /// compiled against it compare numbers.
    public func sharing(_ names: (XMLDialect) throws -> NameTable.Base?) rethrows -> XMLDialects {
        XMLDialects(
            try all.map { dialect in
                var dialect = dialect
                dialect.names = try names(dialect) ?? dialect.names
                return dialect
            })
    }

    /// The kinds that Milepost knows by itself.
    public static let shipped = XMLDialects(XMLDialect.ubl)
}
