/// How much JSON is read before it is refused.
public struct JSONLimits: Sendable, Hashable {
    /// The longest input in bytes.
    public var bytes: Int
    /// The deepest nesting of objects and arrays.
    public var depth: Int
    /// The most values: members, elements and the whole.
    public var values: Int

    /// Limits; by default 64 MB, 64 levels and four million values.
    public init(bytes: Int = 64_000_000, depth: Int = 64, values: Int = 4_000_000) {
        precondition(bytes > 0 && depth > 0 && depth <= 512 && values > 0)
        self.bytes = bytes
        self.depth = depth
        self.values = values
    }
}
