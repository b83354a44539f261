import Glibc

/// Finds elements with more attributes than allowed before the parser sees them: libxml2 compares every attribute of an
/// element with every other, so that 300,000 of them take it minutes.
enum AttributeScan {
    /// The offset of the first element with more than `limit` attributes, nil when there is none.
    ///
    /// Every `<` that a name may follow is taken for a tag, wherever it stands, so that no comment or section can hide
    /// one: no tag holds a raw `<`, hence what lies between two of them is looked at once.
    static func firstOverfull(in text: UnsafeBufferPointer<UInt8>, limit: Int) -> Int? {
        guard let base = text.baseAddress else { return nil }
        let end = base + text.count
        var next = base
        while let found = memchr(next, 0x3C, end - next) {
            let open = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
            next = open + 1
            guard next < end, next[0] != 0x2F, next[0] != 0x21, next[0] != 0x3F else { continue }
            var attributes = 0
            scan: while next < end {
                switch next[0] {
                case 0x3C, 0x3E: break scan
                case 0x22, 0x27:
                    let quote = next[0]
                    attributes += 1
                    if attributes > limit { return open - base }
                    next += 1
                    while next < end, next[0] != quote, next[0] != 0x3C { next += 1 }
                    if next < end, next[0] == quote { next += 1 }
                default: next += 1
                }
            }
        }
        return nil
    }
}
