/// The codes of all directories, one list an element, with a mask that says which directories have a code.
struct CodeFile: Sendable {
    /// The directories that the masks are about, the first being the lowest bit.
    let directories: [String]
    private let lists: [String: ArraySlice<UInt8>]

    /// All lists of a file, read further only when they are asked for.
    init(_ bytes: [UInt8]) {
        var directories: [String] = []
        var lists: [String: ArraySlice<UInt8>] = [:]
        var element = ""
        var start = 0
        // A list starts with a line of `#` and its element; the first line names the directories.
        for (end, byte) in bytes.enumerated() where byte == UInt8(ascii: "#") && (end == 0 || bytes[end - 1] == 0x0A) {
            if !element.isEmpty { lists[element] = bytes[start..<end] }
            if element.isEmpty { directories = Self.names(bytes[..<end]) }
            let lineEnd = bytes[end...].firstIndex(of: 0x0A) ?? bytes.endIndex
            element = String(decoding: bytes[(end + 1)..<lineEnd], as: UTF8.self)
            start = min(lineEnd + 1, bytes.count)
        }
        if !element.isEmpty { lists[element] = bytes[start...] }
        self.directories = directories
        self.lists = lists
    }

    private static func names(_ line: ArraySlice<UInt8>) -> [String] {
        line.split { $0 == 0x09 || $0 == 0x20 || $0 == 0x0A }.dropFirst().map { String(decoding: $0, as: UTF8.self) }
    }

    /// The codes that an element has in one directory; nil when that has no list for it.
    func codes(of element: String, in directory: String) -> CodeList? {
        guard let bit = directories.firstIndex(of: directory), let lines = lists[element] else { return nil }
        return CodeList(identifier: element, lines: lines, bit: UInt64(bit))
    }

    /// Calls `take` with the code, mask and name of each line until it returns false.
    static func read(
        _ lines: ArraySlice<UInt8>, _ take: (ArraySlice<UInt8>, UInt64, ArraySlice<UInt8>) -> Bool
    ) {
        var start = lines.startIndex
        while start < lines.endIndex {
            var index = start
            while index < lines.endIndex, lines[index] != 0x09 { index += 1 }
            let code = lines[start..<index]
            var mask: UInt64 = 0
            index += 1
            while index < lines.endIndex, lines[index] != 0x09, lines[index] != 0x0A {
                let digit = lines[index]
                mask = mask << 4 | UInt64(digit >= 0x61 ? digit &- 0x57 : digit &- 0x30) & 0xF
                index += 1
            }
            let title = min(index + 1, lines.endIndex)
            var end = title
            while end < lines.endIndex, lines[end] != 0x0A { end += 1 }
            guard take(code, mask, lines[title..<end]) else { return }
            start = end + 1
        }
    }
}
