/// The blanks, line ends and other filling that stand last in what has come so far of a payload.
///
/// They are held back until something follows them: behind a last segment that has no terminator they are no data, and what
/// is made of them must not depend on how the bytes were cut.
public struct HeldFilling: Sendable {
    /// More than this is no filling at the end of a payload.
    private static let longest = 64 << 10

    private var held: [UInt8] = []
    /// The filling became too long, and goes on with everything else.
    private var isTooLong = false

    /// Nothing is held.
    public init() {}

    /// Adds the next bytes to a reader's window, but for the filling at their end.
    public mutating func add(_ bytes: ArraySlice<UInt8>, to window: inout [UInt8]) {
        let end = bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? bytes.startIndex
        if end > bytes.startIndex {
            release(to: &window)
            window += bytes[..<end]
            isTooLong = false
        }
        held += bytes[end...]
        if isTooLong || held.count > Self.longest {
            isTooLong = true
            release(to: &window)
        }
    }

    /// Adds what is held to the window once no more bytes will come. Filling behind a segment without terminator is left
    /// out.
    /// - Parameter start: where that segment starts in the window; nil where none is read.
    public mutating func finish(
        _ window: inout [UInt8], from start: Int?, release: UInt8?, terminator: UInt8, isSeparator: (UInt8) -> Bool
    ) {
        let isHeld = !held.isEmpty
        self.release(to: &window)
        guard let start, start < window.count, isHeld, !isTooLong else { return }
        let end = LooseEnd.filling(
            window[start...], release: release, terminator: terminator, isSeparator: isSeparator)
        window.removeSubrange(end...)
    }

    private mutating func release(to window: inout [UInt8]) {
        window += held
        held.removeAll(keepingCapacity: true)
    }
}
