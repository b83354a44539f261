/// What one document may cost at most; what goes beyond is refused with a code of its own.
public struct XMLLimits: Sendable, Hashable {
    /// The document's bytes as received.
    public var bytes: Int
    /// How deep elements may nest, the root being at 1.
    public var depth: Int
    /// Elements and attributes together.
    public var nodes: Int
    /// Attributes of one element, namespace declarations included.
    public var attributes: Int
    /// Namespace declarations in scope at one element. libxml2 looks a prefix up by going through them.
    public var namespaces: Int
    /// Different names, prefixes and namespaces.
    public var names: Int
    /// The bytes of an element's or attribute's local name.
    public var nameLength: Int

    /// The usual limits unless told otherwise.
    public init(
        bytes: Int = 20_000_000, depth: Int = 100, nodes: Int = 1_000_000, attributes: Int = 256,
        namespaces: Int = 256, names: Int = 20_000, nameLength: Int = 256
    ) {
        self.bytes = bytes
        self.depth = depth
        self.nodes = nodes
        self.attributes = attributes
        self.namespaces = namespaces
        self.names = names
        self.nameLength = nameLength
    }
}
