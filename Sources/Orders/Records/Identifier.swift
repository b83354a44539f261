/// An identifier with the register it is from.
public struct Identifier: Record {
    /// The identifier as sent.
    public var value: String = ""
    /// The register's code as sent: ISO 6523 (0088), EDIFACT 3055 or 1153, or a name.
    public var scheme: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Identifier>] = [
        .scalar("value", "The identifier as sent", \.value, empty: ""),
        .scalar("scheme", "The register's code as sent: ISO 6523 (0088), EDIFACT 3055 or 1153, or a name", \.scheme),
    ]
}

/// A named value that a partner sends beyond the model.
public struct Extension: Record {
    /// The name, as the mapping gives it.
    public var name: String = ""
    /// The value as sent.
    public var value: String = ""

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Extension>] = [
        .scalar("name", "The name, as the mapping gives it", \.name, empty: ""),
        .scalar("value", "The value as sent", \.value, empty: ""),
    ]
}
