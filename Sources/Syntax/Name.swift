/// The name of a node in a tree: a short ASCII tag packed into the number itself (`NAD`, `C082`, `01`), or an index into
/// the ``NameTable`` of the tree.
///
/// A packed name holds up to four ASCII characters and needs no table, so that an EDI reader names segments, elements
/// and composites without looking anything up. Comparing two names of one table is comparing two numbers.
public struct Name: Hashable, Sendable {
    /// Four ASCII bytes from the most significant down, padded with zeros; or the top bit and an index.
    public let rawValue: UInt32
    static let indexFlag: UInt32 = 0x8000_0000

    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The packed name of up to four ASCII characters; nil when they are none, too many or not ASCII.
    public init?(packing text: some StringProtocol) {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= 4 else { return nil }
        var value: UInt32 = 0
        var shift: UInt32 = 24
        for byte in bytes {
            guard byte > 0x20, byte < 0x7F else { return nil }
            value |= UInt32(byte) << shift
            shift &-= 8
        }
        rawValue = value
    }

    /// The packed name of an element's or component's number, from 1: `01`…`99`, then `100`…
    public init(number: Int) {
        precondition(number > 0 && number < 10_000)
        func digit(_ value: Int) -> UInt32 { UInt32(0x30 + value) }
        if number < 100 {
            rawValue = digit(number / 10) << 24 | digit(number % 10) << 16
        } else if number < 1_000 {
            rawValue = digit(number / 100) << 24 | digit(number / 10 % 10) << 16 | digit(number % 10) << 8
        } else {
            rawValue =
                digit(number / 1_000) << 24 | digit(number / 100 % 10) << 16 | digit(number / 10 % 10) << 8
                | digit(number % 10)
        }
    }

    init(index: Int) { rawValue = Self.indexFlag | UInt32(index) }

    /// The index into the tree's table, or nil for a packed name.
    var index: Int? { rawValue & Self.indexFlag == 0 ? nil : Int(rawValue & ~Self.indexFlag) }

    /// The text of a packed name, nil for one that stands in a table.
    public var packedText: String? {
        guard index == nil else { return nil }
        // All are ASCII; zeros stand behind the last.
        return String(unsafeUninitializedCapacity: 4) { bytes in
            let count = (32 - rawValue.trailingZeroBitCount + 7) / 8
            for place in 0..<count { bytes[place] = UInt8(truncatingIfNeeded: rawValue >> UInt32(24 - 8 * place)) }
            return count
        }
    }
}

/// The names that are too long to pack, each once. A table can stand on a fixed base (the names of a shape), so that a
/// mapping compiled against the base compares numbers, while a document's unknown names are added for that tree alone.
public struct NameTable: Sendable {
    /// The fixed names that many trees share.
    public final class Base: Sendable {
        public static let empty = Base([])
        let names: [String]
        let indexes: [String: Int]

        /// A base of these names; a name that packs is left out.
        public init(_ names: some Sequence<String>) {
            var kept: [String] = []
            var indexes: [String: Int] = [:]
            for name in names where Name(packing: name) == nil && indexes[name] == nil {
                indexes[name] = kept.count
                kept.append(name)
            }
            self.names = kept
            self.indexes = indexes
        }
    }

    public let base: Base
    private var added: [String] = []
    private var addedIndexes: [String: Int] = [:]

    /// A table on a base.
    public init(base: Base = .empty) { self.base = base }

    /// The name of this text, added when it is new.
    public mutating func intern(_ text: String) -> Name {
        if let known = self[text] { return known }
        let index = base.names.count + added.count
        addedIndexes[text] = index
        added.append(text)
        return Name(index: index)
    }

    /// The name of this text, nil when neither the table nor packing holds it.
    public subscript(text: String) -> Name? {
        if let packed = Name(packing: text) { return packed }
        if let index = base.indexes[text] ?? addedIndexes[text] { return Name(index: index) }
        return nil
    }

    /// The text of a name of this table.
    public func text(of name: Name) -> String {
        guard let index = name.index else { return name.packedText ?? "" }
        if index < base.names.count { return base.names[index] }
        return added[index - base.names.count]
    }
}
