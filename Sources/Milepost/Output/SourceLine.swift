import Foundation

/// The part of a file around a byte, with a mark below the fault.
enum SourceLine {
    /// How many bytes are shown before and behind the fault at most.
    private static let reach = 60

    /// Two lines: the text, and the mark. A line break or the end of an EDIFACT segment bounds what is shown.
    static func around(_ offset: Int, in file: String, value: String?) -> [String] {
        guard let handle = FileHandle(forReadingAtPath: file), offset >= 0 else { return [] }
        defer { try? handle.close() }
        let start = max(0, offset - reach)
        guard (try? handle.seek(toOffset: UInt64(start))) != nil,
            let data = try? handle.read(upToCount: offset - start + 2 * reach), data.count >= offset - start
        else { return [] }
        let bytes = [UInt8](data)
        let fault = offset - start
        let breaks: Set<UInt8> = [0x0A, 0x0D]
        let from = bytes[..<fault].lastIndex { breaks.contains($0) }.map { $0 + 1 } ?? 0
        let to = bytes[fault...].firstIndex { breaks.contains($0) } ?? bytes.count
        let before = shown(bytes[from..<fault])
        let behind = shown(bytes[fault..<max(fault, to)])
        guard !(before + behind).isEmpty else { return [] }
        let length = max(1, min(value?.count ?? 1, behind.count))
        let terminal = Terminal.output
        return [
            terminal.styled(before + behind, .faint),
            String(repeating: " ", count: before.count) + terminal.styled(String(repeating: "^", count: length), .red),
        ]
    }

    private static func shown(_ bytes: ArraySlice<UInt8>) -> String {
        Terminal.safe(String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\u{FFFD}", with: "·"))
    }
}
