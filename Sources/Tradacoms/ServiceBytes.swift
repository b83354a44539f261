import Syntax

/// The characters with a meaning of their own, which TRADACOMS fixes.
enum ServiceBytes {
    /// Behind a tag.
    static let tag = UInt8(ascii: "=")
    /// Between elements.
    static let element = UInt8(ascii: "+")
    /// Between components.
    static let component = UInt8(ascii: ":")
    /// Ends a segment.
    static let terminator = UInt8(ascii: "'")
    /// Makes the next character data.
    static let release = UInt8(ascii: "?")

    static let all: [UInt8] = [tag, element, component, terminator, release]
}
