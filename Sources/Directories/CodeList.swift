/// The codes of one element, fit for testing millions of values.
///
/// Codes of up to eight bytes, which nearly all are, live packed in a table with open addressing; a test touches one or
/// two words and allocates nothing. Names of codes are read from their source when somebody asks for one.
public final class CodeList: Sendable {
    private enum Source: Sendable {
        case entries([(code: String, title: String)])
        /// Lines of a code file, and which bit of the mask says that a code belongs to this list.
        case lines(ArraySlice<UInt8>, bit: UInt64)
    }

    /// Whose codes they are: the element's number, the name of an XSD type.
    public let identifier: String
    private let source: Source
    private let table: [UInt64]
    private let long: Set<[UInt8]>

    /// A list of codes with their names; an empty name is none.
    public init(identifier: String, _ entries: [(code: String, title: String)]) {
        self.identifier = identifier
        source = .entries(entries)
        (table, long) = Self.table(of: entries.map { Array($0.code.utf8)[...] })
    }

    /// The codes of one directory out of lines of a code file; nil when there are none.
    init?(identifier: String, lines: ArraySlice<UInt8>, bit: UInt64) {
        var codes: [ArraySlice<UInt8>] = []
        CodeFile.read(lines) { code, mask, _ in
            if mask >> bit & 1 == 1 { codes.append(code) }
            return true
        }
        guard !codes.isEmpty else { return nil }
        self.identifier = identifier
        source = .lines(lines, bit: bit)
        (table, long) = Self.table(of: codes)
    }

    /// The codes in the order of their list, with their names; an empty name is none.
    public var entries: [(code: String, title: String)] {
        switch source {
        case .entries(let entries): return entries
        case .lines(let lines, let bit):
            var entries: [(code: String, title: String)] = []
            CodeFile.read(lines) { code, mask, title in
                if mask >> bit & 1 == 1 {
                    entries.append((String(decoding: code, as: UTF8.self), String(decoding: title, as: UTF8.self)))
                }
                return true
            }
            return entries
        }
    }

    /// The codes in the order of their list.
    public var codes: [String] { entries.map(\.code) }

    /// What a code stands for, nil when it is unknown or has no name.
    public func title(of code: String) -> String? {
        entries.first { $0.code == code && !$0.title.isEmpty }?.title
    }

    /// Whether a value is one of the codes.
    public func contains(_ value: ArraySlice<UInt8>) -> Bool {
        guard let key = Self.pack(value) else { return !value.isEmpty && long.contains(Array(value)) }
        var index = Self.hash(key) & (table.count - 1)
        while table[index] != 0 {
            if table[index] == key { return true }
            index = (index + 1) & (table.count - 1)
        }
        return false
    }

    /// Whether a value that is no code here is one in another version of the format.
    func isBorrowed(_ value: ArraySlice<UInt8>) -> Bool {
        guard case .lines(let lines, _) = source else { return false }
        var isKnown = false
        CodeFile.read(lines) { code, _, _ in
            isKnown = code.elementsEqual(value)
            return !isKnown
        }
        return isKnown
    }

    /// The table, for nesting to join with others; nil when some codes are too long for it.
    var packedTable: [UInt64]? { long.isEmpty ? table : nil }

    private static func table(of codes: [ArraySlice<UInt8>]) -> (table: [UInt64], long: Set<[UInt8]>) {
        var size = 8
        while size < codes.count * 2 { size *= 2 }
        var table = [UInt64](repeating: 0, count: size)
        var long: Set<[UInt8]> = []
        for code in codes {
            guard let key = pack(code) else {
                if !code.isEmpty { long.insert(Array(code)) }
                continue
            }
            var index = hash(key) & (size - 1)
            while table[index] != 0 && table[index] != key { index = (index + 1) & (size - 1) }
            table[index] = key
        }
        return (table, long)
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
