/// The codes of one element, fit for testing millions of values.
///
/// Codes of up to eight bytes, which nearly all are, live packed in a table with open addressing; a test touches one or
/// two words and allocates nothing.
public final class CodeList: Sendable {
    /// Whose codes they are: the element's number, the name of an XSD type.
    public let identifier: String
    /// The codes in the order of their list.
    public let codes: [String]
    private let titles: [String]
    private let table: [UInt64]
    private let mask: Int
    private let long: Set<[UInt8]>

    /// A list of codes with their names; an empty name is none.
    public init(identifier: String, _ entries: [(code: String, title: String)]) {
        self.identifier = identifier
        codes = entries.map(\.code)
        titles = entries.map(\.title)
        var size = 8
        while size < entries.count * 2 { size *= 2 }
        var table = [UInt64](repeating: 0, count: size)
        var long: Set<[UInt8]> = []
        for entry in entries {
            let bytes = Array(entry.code.utf8)
            guard let key = Self.pack(bytes[...]) else {
                if !bytes.isEmpty { long.insert(bytes) }
                continue
            }
            var index = Self.hash(key) & (size - 1)
            while table[index] != 0 && table[index] != key { index = (index + 1) & (size - 1) }
            table[index] = key
        }
        self.table = table
        self.long = long
        mask = size - 1
    }

    /// Whether a value is one of the codes.
    public func contains(_ value: ArraySlice<UInt8>) -> Bool {
        guard let key = Self.pack(value) else { return !value.isEmpty && long.contains(Array(value)) }
        return contains(packed: key)
    }

    /// Whether a packed value, its first byte lowest, is one of the codes.
    @inline(__always) func contains(packed key: UInt64) -> Bool {
        var index = Self.hash(key) & mask
        while true {
            let entry = table[index]
            if entry == key { return true }
            if entry == 0 { return false }
            index = (index &+ 1) & mask
        }
    }

    /// The table, for nesting to join with others; nil when some codes are too long for it.
    var packedTable: [UInt64]? { long.isEmpty ? table : nil }

    /// What a code stands for, nil when it is unknown or has no name.
    public func title(of code: String) -> String? {
        guard let index = codes.firstIndex(of: code), !titles[index].isEmpty else { return nil }
        return titles[index]
    }

    /// A value of one to eight bytes as a number, its first byte lowest.
    private static func pack(_ value: ArraySlice<UInt8>) -> UInt64? {
        guard !value.isEmpty, value.count <= 8 else { return nil }
        var key: UInt64 = 0
        for byte in value.reversed() { key = key << 8 | UInt64(byte) }
        return key == 0 ? nil : key
    }

    @inline(__always) static func hash(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 33)
    }
}
