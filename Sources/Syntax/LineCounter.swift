/// Knows the line of any byte of a reader's window by counting from the last byte that was asked for.
public struct LineCounter: Sendable {
    private var index = 0
    private var line = 1

    /// A counter that stands at the first byte of a payload, in line 1.
    public init() {}

    /// The line of the byte at an index of the window, from 1.
    public mutating func line(at target: Int, in window: [UInt8]) -> Int {
        window.withUnsafeBytes { bytes in
            let target = min(target, bytes.count)
            if target >= index {
                line += LineBreaks.count(in: UnsafeRawBufferPointer(rebasing: bytes[index..<target]))
            } else {
                line -= LineBreaks.count(in: UnsafeRawBufferPointer(rebasing: bytes[target..<index]))
            }
            index = target
            return line
        }
    }

    /// Follows the window when its first bytes go.
    public mutating func drop(_ count: Int, of window: [UInt8]) {
        _ = line(at: max(index, count), in: window)
        index -= count
    }
}
