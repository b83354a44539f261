import Diagnostics
import Orders
import Syntax
import XMLFormat

/// What a provider answered, JSON or XML, as one tree. An element of XML is an object: its attributes are members `@name`, its
/// own text beside them `#text`; elements of one name are several members of it.
struct ProviderAnswer: Sendable {
    let root: JSONValue

    private static let depth = 64
    private static let values = 1_000_000

    /// Reads a body; nil when it is neither JSON nor XML, or goes beyond the limits.
    init?(_ body: [UInt8]) {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        var start = body[...]
        if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
        guard let first = start.first(where: { !blanks.contains($0) }) else { return nil }
        if first == UInt8(ascii: "<") {
            guard let root = Self.xml(body) else { return nil }
            self.root = root
            return
        }
        let limits = JSONLimits(bytes: body.count, depth: Self.depth, values: Self.values)
        guard let root = try? JSONValue.parse(Array(start), limits: limits) else { return nil }
        self.root = root
    }

    private static func xml(_ body: [UInt8]) -> JSONValue? {
        var reader = XMLFormatReader(
            dialects: XMLDialects([]), limits: XMLLimits(bytes: max(1, body.count)), checksSchema: false)
        var tree: Tree?
        var isSound = true
        func take(_ event: ReaderEvent) {
            switch event {
            case .message(let message):
                tree = message.tree
                isSound = isSound && isWell(message.diagnostics.items)
            case .end(let list): isSound = isSound && isWell(list.items)
            case .interchange, .group: break
            }
        }
        func isWell(_ faults: [Diagnostic]) -> Bool {
            !faults.contains { $0.severity == .error && $0.code != "xml.root-unknown" }
        }
        do {
            try reader.read(body[...], take)
            try reader.finish(take)
        } catch {
            return nil
        }
        guard isSound, let tree else { return nil }
        return .object([(local(tree.name(of: tree.root)), value(tree.root, in: tree))])
    }

    private static func value(_ node: Tree.Index, in tree: Tree) -> JSONValue {
        var members = tree.children(of: node).map { (key: local(tree.name(of: $0)), value: value($0, in: tree)) }
        guard !members.isEmpty else { return .string(tree.text(of: node) ?? "") }
        if let text = tree.text(of: node), !text.isEmpty { members.append(("#text", .string(text))) }
        return .object(members)
    }

    private static func local(_ name: String) -> String {
        guard let colon = name.lastIndex(of: ":") else { return name }
        return (name.hasPrefix("@") ? "@" : "") + name[name.index(after: colon)...]
    }
}

extension JSONValue {
    /// What stands at a place: names with dots between them, through lists; `.` is the whole. Nil when the place is not
    /// there, an empty list when it is and holds nothing.
    func found(at place: String) -> [JSONValue]? {
        var present = [self]
        var isThere = true
        if place != "." {
            for (step, name) in place.split(separator: ".").enumerated() {
                var next: [JSONValue] = []
                isThere = false
                for value in present.flatMap(\.items) {
                    guard case .object(let members) = value else { continue }
                    for member in members where member.key == name {
                        isThere = true
                        next.append(member.value)
                    }
                }
                // An empty list on the way, or an empty element, holds nothing.
                if !isThere, step > 0, present.allSatisfy(\.isEmpty) { return [] }
                guard isThere else { return nil }
                present = next
            }
        }
        return present.flatMap(\.items).filter { $0 != .string("") }
    }

    /// The text of the first value at a place; numbers as they are written.
    func text(at place: String) -> String? { found(at: place)?.first?.plainText }

    /// Its items, of a list; itself otherwise, nothing of null.
    private var items: [JSONValue] {
        switch self {
        case .array(let items): items.flatMap(\.items)
        case .null: []
        default: [self]
        }
    }

    private var isEmpty: Bool {
        switch self {
        case .array(let items): items.isEmpty
        case .object(let members): members.isEmpty
        case .string(let text): text.isEmpty
        case .null: true
        default: false
        }
    }

    /// Text, number or flag as a text that is not empty.
    var plainText: String? {
        switch self {
        case .string(let text): text.isEmpty ? nil : text
        case .integer(let number): String(number)
        case .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .object(let members): members.first { $0.key == "#text" }?.value.plainText
        case .array, .null: nil
        }
    }
}
