/// Where in an input something stands. Every part is optional: a configuration file has lines and columns, an EDIFACT
/// message has segments and elements, XML has a path.
public struct Position: Hashable, Sendable, Codable {
    /// The byte's number from the start of the payload, from 0.
    public var offset: Int?
    /// The line, from 1.
    public var line: Int?
    /// The column in characters, from 1.
    public var column: Int?
    /// The segment's number in its message, the header being 1 (as UNT 0074 and SE01 count).
    public var segment: Int?
    /// The segment's tag or the XML element's name.
    public var tag: String?
    /// The element, by number from 1, with the component behind a dot (`2`, `2.1`), or by data element (`C082/3039`).
    public var element: String?
    /// The path in XML (`/Order/cac:OrderLine[2]/cbc:ID`) or in a canonical document (`lines[2].item.gtin`).
    public var path: String?
    /// The file, for configuration, mappings and command line input.
    public var file: String?

    /// A position of the parts that are known.
    public init(
        offset: Int? = nil,
        line: Int? = nil,
        column: Int? = nil,
        segment: Int? = nil,
        tag: String? = nil,
        element: String? = nil,
        path: String? = nil,
        file: String? = nil
    ) {
        self.offset = offset
        self.line = line
        self.column = column
        self.segment = segment
        self.tag = tag
        self.element = element
        self.path = path
        self.file = file
    }
}
