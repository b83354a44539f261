import Foundation

/// Base64 (RFC 4648, 4), with line breaks where some write them.
enum Base64Text {
    /// The bytes; nil where it is none.
    static func decoded(_ text: String) -> [UInt8]? {
        let plain = text.filter { !$0.isWhitespace }
        return Data(base64Encoded: plain).map { Array($0) }
    }
}
