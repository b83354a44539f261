/// One UN/EDIFACT directory as its file has it: lines by what they define, read further only when they are needed.
struct DirectoryFile: Sendable {
    /// An entry of a segment or composite: an element or composite, how often, and how it is represented.
    struct Entry {
        var identifier: String
        var isMandatory: Bool
        var repeats: Int
        /// `an..35`; nil for a composite, and where the element's own holds.
        var representation: String?
    }

    /// An entry of a message: a segment, or a group whose first item is its trigger.
    struct Item {
        var name: String
        var isMandatory: Bool
        var maximum: Int
        var items: [Item] = []
    }

    /// `D.96A`, `service-v3`.
    let name: String
    /// The messages in the order of the file.
    let messages: [String]
    private let lines: [String: ArraySlice<UInt8>]

    /// A directory from the bytes of its file.
    init(_ bytes: [UInt8]) {
        var name = ""
        var messages: [String] = []
        var lines: [String: ArraySlice<UInt8>] = [:]
        for line in bytes.split(separator: 0x0A) {
            let parts = line.split(separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count >= 2 else { continue }
            let kind = String(decoding: parts[0], as: UTF8.self)
            let key = String(decoding: parts[1], as: UTF8.self)
            if kind == "directory" {
                name = key
            } else if parts.count == 3 {
                if kind == "M" { messages.append(key) }
                lines["\(kind) \(key)"] = parts[2]
            }
        }
        self.name = name
        self.messages = messages
        self.lines = lines
    }

    /// The structure of a message, nil when the directory has none of that name.
    func message(_ name: String) -> [Item]? {
        guard let line = lines["M \(name)"] else { return nil }
        var open: [[Item]] = [[]]
        for token in line.split(separator: 0x20) {
            switch token.first {
            case UInt8(ascii: "("): open.append([])
            case UInt8(ascii: ")"):
                guard open.count > 1 else { return nil }
                let items = open.removeLast()
                guard let last = open[open.count - 1].indices.last else { return nil }
                open[open.count - 1][last].items = items
            default:
                let parts = Self.parts(token)
                guard parts.count == 3, let maximum = Int(parts[2]) else { return nil }
                open[open.count - 1].append(Item(name: parts[0], isMandatory: parts[1] == "M", maximum: maximum))
            }
        }
        return open.count == 1 ? open[0] : nil
    }

    /// A segment or composite.
    struct Definition {
        var title: String
        var entries: [Entry]
        var conditions: [Condition]
        /// What the entries are called, for a directory whose elements have no numbers of their own.
        var titles: [String] = []
    }

    /// The tags of all segments.
    var tags: [String] { lines.keys.filter { $0.hasPrefix("S ") }.map { String($0.dropFirst(2)) } }

    /// The elements of a segment with its name, nil when the directory has no such segment.
    func segment(_ tag: String) -> Definition? {
        definition("S \(tag)") { parts in
            Entry(
                identifier: parts[0], isMandatory: parts[1] == "M", repeats: parts.count > 2 ? Int(parts[2]) ?? 1 : 1,
                representation: parts.count > 3 ? parts[3] : nil)
        }
    }

    /// The components of a composite with its name.
    func composite(_ name: String) -> Definition? {
        definition("C \(name)") { parts in
            Entry(
                identifier: parts[0], isMandatory: parts[1] == "M", repeats: 1,
                representation: parts.count > 2 ? parts[2] : nil)
        }
    }

    /// The name and representation of an element.
    func element(_ number: String) -> (title: String, representation: String)? {
        guard let line = lines["E \(number)"] else { return nil }
        let parts = line.split(separator: 0x09, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self))
    }

    /// The places of a segment or composite of X12: requirement, repeats, representation or composite, code list.
    func places(_ key: String) -> Definition? {
        definition(key) { parts in
            Entry(
                identifier: parts.count > 3 ? parts[3] : "", isMandatory: parts[0] == "M", repeats: Int(parts[1]) ?? 1,
                representation: parts.count > 2 ? parts[2] : nil)
        }
    }

    private func definition(_ key: String, _ entry: ([String]) -> Entry) -> Definition? {
        guard let line = lines[key] else { return nil }
        let parts = line.split(separator: 0x09, omittingEmptySubsequences: false)
        guard parts.count >= 2 else { return nil }
        func text(_ index: Int) -> String { index < parts.count ? String(decoding: parts[index], as: UTF8.self) : "" }
        return Definition(
            title: text(0),
            entries: parts[1].split(separator: 0x20).map(Self.parts).filter { $0.count >= 2 }.map(entry),
            conditions: text(2).split(separator: " ").compactMap { Condition($0) },
            titles: text(3).split(separator: "|", omittingEmptySubsequences: false).map(String.init))
    }

    private static func parts(_ token: ArraySlice<UInt8>) -> [String] {
        token.split(separator: UInt8(ascii: ":")).map { String(decoding: $0, as: UTF8.self) }
    }
}
