import Foundation

/// The part of a file around a byte, with a mark below the fault.
enum SourceLine {
    /// How many bytes are shown before and behind the fault at most.
    private static let reach = 60

    /// Two lines: the text, and the mark; none of what cannot be read again, such as a pipe. A line break or the end of an EDIFACT segment bounds what is shown.
    static func around(_ offset: Int, in file: String, value: String?) -> [String] {
        let descriptor = open(ArgumentPath.bytes(of: file), O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return [] }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let start = max(0, offset - reach)
        guard offset >= 0, (try? handle.seek(toOffset: UInt64(start))) != nil,
            let data = try? handle.read(upToCount: offset - start + reach), data.count >= offset - start
        else { return [] }
        return around(offset - start, in: [UInt8](data), value: value)
    }

    /// The same of bytes at hand.
    static func around(_ offset: Int, in bytes: [UInt8], value: String?) -> [String] {
        guard bytes.indices.contains(offset) || offset == bytes.count else { return [] }
        let breaks: Set<UInt8> = [0x0A, 0x0D]
        let first = max(0, offset - reach)
        let last = min(bytes.count, offset + reach)
        let from = bytes[first..<offset].lastIndex { breaks.contains($0) }.map { $0 + 1 } ?? first
        let to = bytes[offset..<last].firstIndex { breaks.contains($0) } ?? last
        let before = shown(bytes[from..<offset])
        let behind = shown(bytes[offset..<to])
        guard !(before + behind).isEmpty else { return [] }
        let length = max(1, min(width(of: value ?? "", in: behind), behind.count))
        let terminal = Terminal.output
        return [
            terminal.styled(before + behind, .faint),
            String(repeating: " ", count: before.count) + terminal.styled(String(repeating: "^", count: length), .red),
        ]
    }

    /// How many places a value takes. Bytes that cannot be shown are named by their numbers, and take one each.
    private static func width(of value: String, in text: String) -> Int {
        guard value.hasPrefix("0x"), !text.hasPrefix(value) else { return value.count }
        return value.split(separator: " ").count
    }

    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        Terminal.safe(String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\u{FFFD}", with: "·"))
    }
}
