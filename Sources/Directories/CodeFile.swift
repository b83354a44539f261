/// The codes of all directories, one list an element, with a mask that says which directories have a code.
struct CodeFile: Sendable {
    /// The directories that the masks are about, the first being the lowest bit.
    let directories: [String]
    private let lists: [String: ArraySlice<UInt8>]

    /// All lists of a file, read further only when they are asked for.
    init(_ bytes: [UInt8]) {
        var directories: [String] = []
        var lists: [String: ArraySlice<UInt8>] = [:]
        for section in bytes.split(separator: UInt8(ascii: "#")) {
            guard let end = section.firstIndex(of: 0x0A) else { continue }
            let head = String(decoding: section[..<end], as: UTF8.self)
            if head.hasPrefix("directories\t") {
                directories = head.dropFirst("directories\t".count).split(separator: " ").map(String.init)
            } else if section.startIndex > 0, bytes[section.startIndex - 2] == 0x0A {
                lists[head] = section[(end + 1)...]
            }
        }
        self.directories = directories
        self.lists = lists
    }

    /// The codes that an element has in one directory; nil when that has no list for it. The second list holds those that
    /// only other directories have.
    func codes(of element: String, in directory: String) -> (own: CodeList, others: CodeList)? {
        guard let bit = directories.firstIndex(of: directory), let section = lists[element] else { return nil }
        var own: [(code: String, title: String)] = []
        var others: [(code: String, title: String)] = []
        for line in section.split(separator: 0x0A) {
            let parts = line.split(separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let mask = UInt64(String(decoding: parts[1], as: UTF8.self), radix: 16) ?? 0
            let entry = (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[2], as: UTF8.self))
            if mask >> UInt64(bit) & 1 == 1 { own.append(entry) } else { others.append(entry) }
        }
        guard !own.isEmpty else { return nil }
        return (CodeList(identifier: element, own), CodeList(identifier: element, others))
    }
}
