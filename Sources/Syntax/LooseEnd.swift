/// The last bytes of a payload that does not end in a terminator.
public enum LooseEnd {
    /// Where the content of a segment without terminator ends: what is released at its end is the terminator that is missing,
    /// or nothing.
    public static func content(_ segment: ArraySlice<UInt8>, release: UInt8?, terminator: UInt8) -> Int {
        guard let release else { return segment.endIndex }
        let text = segment.last == terminator ? segment.dropLast() : segment
        return isReleasing(text, release) ? text.endIndex - 1 : segment.endIndex
    }

    /// Where the filling behind a segment without terminator begins, from an index on: the line break and the blanks at the
    /// payload's end, which are no data. The end where the last segment has its terminator, and nothing is to be said of
    /// them.
    public static func filling(
        _ bytes: ArraySlice<UInt8>, release: UInt8?, terminator: UInt8, isSeparator: (UInt8) -> Bool
    ) -> Int {
        var end = bytes.endIndex
        while end > bytes.startIndex, bytes[end - 1] <= 0x20, !isSeparator(bytes[end - 1]) { end -= 1 }
        guard end > bytes.startIndex else { return bytes.endIndex }
        let content = bytes[..<end]
        let isEnded = content.last == terminator && release.map { isReleasing(content.dropLast(), $0) } != true
        return isEnded ? bytes.endIndex : end
    }

    /// Whether the byte behind is released: an odd number of release characters stands before it.
    private static func isReleasing(_ bytes: ArraySlice<UInt8>, _ release: UInt8) -> Bool {
        bytes.reversed().prefix { $0 == release }.count % 2 == 1
    }
}
