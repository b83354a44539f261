/// The codes of a table that are eight bytes long at most, which nearly all are, by number: a dictionary would hash each text
/// for longer than reading the rest of its value takes.
struct ShortCodes: Sendable {
    private var keys: [UInt64] = []
    private var values: [String] = []
    private let mask: Int

    init(_ codes: [String: String]) {
        let short = codes.compactMap { code, ours in Self.key(code).map { ($0, ours) } }
        var size = 8
        while size < short.count * 2 { size *= 2 }
        mask = size - 1
        guard !short.isEmpty else { return }
        keys = [UInt64](repeating: 0, count: size)
        values = [String](repeating: "", count: size)
        for (key, ours) in short {
            var slot = Self.slot(key, mask)
            while keys[slot] != 0 { slot = (slot + 1) & mask }
            keys[slot] = key
            values[slot] = ours
        }
    }

    /// What a code stands for; nil for one that is longer, or none of them.
    func find(_ code: String) -> String? {
        guard !keys.isEmpty, let key = Self.key(code) else { return nil }
        var slot = Self.slot(key, mask)
        while keys[slot] != 0 {
            if keys[slot] == key { return values[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private static func slot(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
    }

    /// The bytes of a text as a number, zero for none of them; nil for a text that is longer, empty, or not all ASCII, of
    /// which there may be several that are equal.
    private static func key(_ text: String) -> UInt64? {
        let bytes = text.utf8
        guard !bytes.isEmpty, bytes.count <= 8 else { return nil }
        var key: UInt64 = 0
        for byte in bytes {
            guard byte > 0, byte < 0x80 else { return nil }
            key = key << 8 | UInt64(byte)
        }
        return key
    }
}
