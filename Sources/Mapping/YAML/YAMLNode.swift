public import Diagnostics

/// A piece of a YAML file with its place in the file. Every scalar is text: `01`, `NO` and `1.10` stay as written.
public struct YAMLNode: Sendable, Hashable {
    /// What stands at a place.
    public indirect enum Value: Sendable, Hashable {
        case scalar(String)
        case list([YAMLNode])
        case mapping([YAMLEntry])
    }

    /// What stands here.
    public let value: Value
    /// File, line and column of the first character, a quotation mark included.
    public let position: Position
    /// How many characters stand before the text itself: 1 for a quoted scalar; nil where the text spans lines or is
    /// folded, so that a place inside it has no column.
    let lead: Int?

    /// A node at a position.
    public init(_ value: Value, at position: Position) {
        self.init(value, at: position, lead: 0)
    }

    init(_ value: Value, at position: Position, lead: Int?) {
        self.value = value
        self.position = position
        self.lead = lead
    }

    /// The text of a scalar, nil for a list or a mapping.
    public var text: String? {
        if case .scalar(let text) = value { text } else { nil }
    }

    /// The items of a list, nil for anything else.
    public var items: [YAMLNode]? {
        if case .list(let items) = value { items } else { nil }
    }

    /// The entries of a mapping in the order of the file, nil for anything else.
    public var entries: [YAMLEntry]? {
        if case .mapping(let entries) = value { entries } else { nil }
    }

    /// The value of a key of a mapping.
    public subscript(key: String) -> YAMLNode? { entries?.first { $0.key.text == key }?.value }

    /// Where a character of the text stands, counted from 0; the start of the node where that cannot be told.
    public func position(ofCharacter index: Int) -> Position {
        guard let lead, let column = position.column else { return position }
        var place = position
        place.column = column + lead + index
        return place
    }

    /// What the node is called in an error.
    var kindName: String {
        switch value {
        case .scalar: "a text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}

/// A key of a mapping, with its place.
public struct YAMLKey: Sendable, Hashable {
    /// The key as text.
    public let text: String
    /// Where the key starts.
    public let position: Position

    /// A key at a position.
    public init(_ text: String, at position: Position) {
        self.text = text
        self.position = position
    }
}

/// A key and its value.
public struct YAMLEntry: Sendable, Hashable {
    /// The key, with its own place.
    public let key: YAMLKey
    /// What the key names.
    public let value: YAMLNode

    /// A key and its value.
    public init(key: YAMLKey, value: YAMLNode) {
        self.key = key
        self.value = value
    }
}
