/// A character set that occurs in interchanges.
///
/// The single-byte sets are decoded by tables of this target; none of them needs a library. A byte that a set does not
/// hold decodes to U+FFFD; readers report it with its position (``firstInvalid(in:)``).
public enum Charset: String, Sendable, Hashable, Codable, CaseIterable {
    case ascii = "US-ASCII"
    case latin1 = "ISO-8859-1"
    case utf8 = "UTF-8"
}

extension Charset {
    /// The text of these bytes.
    public func decode(_ bytes: ArraySlice<UInt8>) -> String {
        switch self {
        case .ascii, .utf8: String(decoding: bytes, as: UTF8.self)
        case .latin1: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        }
    }
}
