public import Syntax

/// How JSON documents of one kind look: which members they have, and how each is written.
public struct JSONFormat: Sendable {
    /// What a member holds.
    public struct Member: Sendable {
        public var name: String
        /// True for an array, whose elements stand in trees as repeats.
        public var isList: Bool
        /// True for a number or a truth value, which is written without quotes.
        public var isBare: Bool
        /// The number of the object in ``JSONFormat/objects`` that it holds; nil for a value.
        public var object: Int?

        /// A member by its parts.
        public init(_ name: String, isList: Bool, isBare: Bool, object: Int?) {
            self.name = name
            self.isList = isList
            self.isBare = isBare
            self.object = object
        }
    }

    /// The message's type, as mappings name it.
    public var type: String
    public var version: String
    /// The members of each kind of object; the document is the first.
    public var objects: [[Member]]
    /// The members that a document must have: what it is recognised by.
    public var mandatory: Set<String>
    /// The member whose elements are a document each, where an object wraps several; nil where an object is one.
    public var each: String?
    /// The names that trees of this format share, so that a mapping compiled against them compares numbers.
    public var names: NameTable.Base

    /// A format by its parts.
    public init(
        type: String, version: String, objects: [[Member]], mandatory: Set<String>, each: String? = nil,
        names: NameTable.Base
    ) {
        self.each = each
        self.type = type
        self.version = version
        self.objects = objects
        self.mandatory = mandatory
        self.names = names
    }

    /// Whether an object with these members is a document of this format.
    func recognises(_ members: Set<String>) -> Bool { !mandatory.isEmpty && mandatory.isSubset(of: members) }
}
