/// A data segment as it is written: its tag, and its elements with their components, empty ones for what is not there.
public struct TradacomsSegment: Sendable, Hashable {
    public var tag: String
    public var elements: [[String]]

    /// A segment by its parts.
    public init(_ tag: String, _ elements: [[String]]) {
        self.tag = tag
        self.elements = elements
    }
}
