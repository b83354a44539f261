/// A reader of BER that goes from element to element.
struct BER {
    private var rest: ArraySlice<UInt8>
    private static let deepest = 16

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    var peek: UInt8? { rest.first }

    /// Steps over the beginning of an element, so that its content is next.
    mutating func enter(_ tag: UInt8) -> Bool { header(tag) != nil }

    /// Steps over an element.
    mutating func skip(_ tag: UInt8) -> Bool { rest.first == tag && skip(depth: 0) }

    /// The content of a primitive element.
    mutating func primitive(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard let length = header(tag) ?? nil, length <= rest.count else { return nil }
        defer { rest = rest.dropFirst(length) }
        return rest.prefix(length)
    }

    /// Reads tag and length. The outer nil: no such element; the inner: of indefinite length.
    private mutating func header(_ tag: UInt8) -> Int?? {
        guard rest.popFirst() == tag, let first = rest.popFirst() else { return nil }
        if first == 0x80 { return .some(nil) }
        guard first & 0x80 != 0 else { return .some(Int(first)) }
        let count = Int(first & 0x7F)
        guard count <= 4, rest.count >= count else { return nil }
        let length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(count)
        return .some(length)
    }

    private mutating func skip(depth: Int) -> Bool {
        guard depth < Self.deepest, let tag = rest.first, tag & 0x1F != 0x1F, let length = header(tag) else {
            return false
        }
        if let length {
            guard length <= rest.count else { return false }
            rest = rest.dropFirst(length)
            return true
        }
        while !rest.starts(with: [0, 0]) {
            guard skip(depth: depth + 1) else { return false }
        }
        rest = rest.dropFirst(2)
        return true
    }
}
