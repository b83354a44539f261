import Syntax

/// Knows the line of any byte of the reader's window by counting from the last byte that was asked for.
struct LineCounter: Sendable {
    private var index = 0
    private var line = 1

    /// The line of the byte at an index of the window.
    mutating func line(at target: Int, in window: [UInt8]) -> Int {
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
    mutating func drop(_ count: Int, of window: [UInt8]) {
        _ = line(at: max(index, count), in: window)
        index -= count
    }
}
