/// A file as a server lists it.
struct ListedFile: Sendable, Hashable {
    var name: String
    var size: Int
    /// When it was changed, as the server writes it: `20261123185300`, `Nov 23 18:53`. It only tells changes.
    var changed: String
}

/// The list of a folder, read from MLSD's facts (RFC 3659, 7) or from lines as `ls -l` writes them, which is what SFTP
/// servers send as long names (draft-ietf-secsh-filexfer-02, 7) and FTP servers for LIST.
struct FileListing: Sendable {
    private(set) var files: [ListedFile] = []
    /// How many names cannot be used: those that are no UTF-8, or hold a control character or a slash.
    private(set) var unusable = 0
    /// How many lines are in no form that is known.
    private(set) var unread = 0

    private static let months: Set<String> = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads a list. Folders, links and special files are left out.
    init(_ bytes: [UInt8]) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard !line.isEmpty, !line.starts(with: Array("total ".utf8)) else { continue }
            guard let text = String(validating: line, as: UTF8.self) else {
                unusable += 1
                continue
            }
            read(text)
        }
    }

    private mutating func read(_ line: String) {
        guard let file = Self.file(facts: line) ?? Self.file(long: line) else {
            unread += 1
            return
        }
        guard let file = file.regular else { return }
        let isPlain = file.name.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && scalar != "/"
        }
        guard isPlain, !file.name.isEmpty else {
            unusable += 1
            return
        }
        files.append(file)
    }

    /// A line that could be read: the file, or nothing where it is about something else.
    private struct Line {
        var regular: ListedFile?
    }

    /// `type=file;size=12;modify=20261123185300; name`.
    private static func file(facts line: String) -> Line? {
        guard let gap = line.firstIndex(of: " "), line[..<gap].hasSuffix(";") else { return nil }
        var facts: [String: String] = [:]
        for fact in line[..<gap].split(separator: ";") {
            let parts = fact.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            facts[parts[0].lowercased()] = String(parts[1])
        }
        guard let type = facts["type"] else { return nil }
        guard type.lowercased() == "file", let size = facts["size"].flatMap({ Int($0) }) else { return Line() }
        return Line(
            regular: ListedFile(
                name: String(line[line.index(after: gap)...]), size: size, changed: facts["modify"] ?? ""))
    }

    /// `-rw-r--r--   1 edi  edi   1000 Nov 23 18:53 name`: size, month, day and time are looked for, since names of
    /// owners may have blanks.
    private static func file(long line: String) -> Line? {
        guard let kind = line.first, "-dlbcpsD".contains(kind) else { return nil }
        guard kind == "-" else { return Line() }
        var words: [Substring] = []
        var rest = line[...]
        while let start = rest.firstIndex(where: { $0 != " " }) {
            let end = rest[start...].firstIndex(of: " ") ?? rest.endIndex
            words.append(rest[start..<end])
            rest = rest[end...]
            guard let size = words.dropLast(3).last.flatMap({ Int($0) }), words.count >= 6 else { continue }
            let date = words.suffix(3).map(String.init)
            guard isDate(date), size >= 0, rest.first == " " else { continue }
            return Line(
                regular: ListedFile(name: String(rest.dropFirst()), size: size, changed: date.joined(separator: " ")))
        }
        return nil
    }

    /// `Nov`, `23`, `18:53` or `2025`.
    private static func isDate(_ words: [String]) -> Bool {
        guard months.contains(words[0]), let day = Int(words[1]), 1...31 ~= day else { return false }
        return words[2].count >= 4 && words[2].allSatisfy { $0.isASCII && $0.isNumber || $0 == ":" }
    }
}
