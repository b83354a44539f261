import Foundation

/// Finds a name that a JSON object has twice. RFC 8259, 4 leaves open which value counts then, so two programs may read
/// one body in two ways.
struct RepeatedMember {
    private let bytes: [UInt8]
    /// The names of each object that is open; nil stands for a list.
    private var open: [Set<String>?] = []
    private var position = 0

    /// The first name that an object has twice, in a text that is JSON in UTF-8.
    static func first(in bytes: [UInt8]) -> String? {
        var search = RepeatedMember(bytes: bytes)
        return search.run()
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func run() -> String? {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "{"): open.append([])
            case UInt8(ascii: "["): open.append(nil)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
            case UInt8(ascii: "\""):
                let text = string()
                if isName(), let name = Self.decoded(text), isKnown(name) { return name }
                continue
            default: break
            }
            position += 1
        }
        return nil
    }

    /// Whether the innermost object has the name already; from now on it has.
    private mutating func isKnown(_ name: String) -> Bool {
        guard let last = open.indices.last else { return false }
        return open[last]?.insert(name).inserted == false
    }

    /// The string that begins here, with its quotes; it is passed.
    private mutating func string() -> ArraySlice<UInt8> {
        let start = position
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position = min(position + 1, bytes.count)
        return bytes[start..<position]
    }

    /// Whether what was passed last is a name: a colon follows.
    private func isName() -> Bool {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        return bytes[position...].first { !blanks.contains($0) } == UInt8(ascii: ":")
    }

    /// A string without its quotes and escapes: `"\u0074o"` is `to`.
    private static func decoded(_ text: ArraySlice<UInt8>) -> String? {
        (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) as? String
    }
}
