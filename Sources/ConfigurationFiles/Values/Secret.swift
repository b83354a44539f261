/// A value that no log, error or screen may show: a password, a token, a URL that holds one.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    /// A secret of a text.
    public init(_ value: String) { self.value = value }

    /// The value itself, for the one place that sends it.
    public func reveal() -> String { value }

    public var description: String { "•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
