import Syntax

/// Names of elements and attributes as trees call them: the local name with the dialect's prefix for its namespace.
///
/// libxml2 keeps each name and each namespace of a document once, so two pointers tell a name; it is put together and
/// interned only when it is met first.
struct ElementNames {
    typealias Text = UnsafePointer<UInt8>

    private struct Slot {
        var local: Text
        var uri: Text?
        var attribute: Bool
        var name: Name
    }

    private var slots = [Slot?](repeating: nil, count: 256)
    private var used = 0
    private var prefixes: [String: String]
    /// The namespaces of the document so far; there are few.
    private var met: [(uri: Text, prefix: String)] = []
    private let nameLength: Int

    /// No names yet, for a dialect of these prefixes.
    init(prefixes: [String: String], nameLength: Int) {
        self.prefixes = prefixes.merging(Self.known) { dialect, _ in dialect }
        self.nameLength = nameLength
    }

    /// Prefixes that XML itself settles.
    private static let known = [
        "http://www.w3.org/XML/1998/namespace": "xml",
        Self.instance: "xsi",
    ]

    /// The namespace of `xsi:schemaLocation`, a hint that is never followed.
    static let instance = "http://www.w3.org/2001/XMLSchema-instance"

    /// The name, nil when it is longer than allowed.
    mutating func name(_ local: Text, uri: Text?, attribute: Bool, in table: inout NameTable) -> Name? {
        var place = Self.hash(local, uri, attribute) & (slots.count - 1)
        while let slot = slots[place] {
            if slot.local == local, slot.uri == uri, slot.attribute == attribute { return slot.name }
            place = (place + 1) & (slots.count - 1)
        }
        let text = String(cString: local)
        guard text.utf8.count <= nameLength else { return nil }
        let prefix = prefix(at: uri)
        var whole = attribute ? "@" : ""
        if !prefix.isEmpty { whole += prefix + ":" }
        whole += text
        let name = table.intern(whole)
        slots[place] = Slot(local: local, uri: uri, attribute: attribute, name: name)
        used += 1
        if used * 2 > slots.count { grow() }
        return name
    }

    private mutating func prefix(at uri: Text?) -> String {
        guard let uri else { return "" }
        if let known = met.first(where: { $0.uri == uri }) { return known.prefix }
        let prefix = prefix(of: String(cString: uri))
        if met.count < 256 { met.append((uri, prefix)) }
        return prefix
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot?](repeating: nil, count: old.count * 2)
        for slot in old.lazy.compactMap({ $0 }) {
            var place = Self.hash(slot.local, slot.uri, slot.attribute) & (slots.count - 1)
            while slots[place] != nil { place = (place + 1) & (slots.count - 1) }
            slots[place] = slot
        }
    }

    private static func hash(_ local: Text, _ uri: Text?, _ attribute: Bool) -> Int {
        let mixed = (Int(bitPattern: local) &* 31 &+ Int(bitPattern: uri)) &* 0x1E37_79B9_7F4A_7C15
        return (mixed >> 32) &+ (attribute ? 1 : 0)
    }

    /// The prefix of a namespace; one that the dialect does not know gets a safe one from its URI.
    mutating func prefix(of uri: String) -> String {
        if let prefix = prefixes[uri] { return prefix }
        let prefix = Self.derivedPrefix(of: uri)
        prefixes[uri] = prefix
        return prefix
    }

    /// The last part of a URI with a check sum of the whole, so that two URIs do not share a prefix: the same for every
    /// document, `Extension-1.9f86d081`.
    static func derivedPrefix(of uri: String) -> String {
        var hash: UInt32 = 0x811C_9DC5
        for byte in uri.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        let last = uri.split { "/:#?".contains($0) }.last ?? "ns"
        var safe = ""
        for character in last.unicodeScalars.prefix(24) {
            let keep = character.isASCII && (character.properties.isAlphabetic || ("0"..."9").contains(character))
            safe.unicodeScalars.append(keep || character == "-" || character == "." ? character : "_")
        }
        let digits = String(hash, radix: 16)
        return safe + "." + String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// A text of libxml2's with names as `{uri}local`, with prefixes instead.
    mutating func prefixed(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let prefix = prefix(of: String(rest[rest.index(after: open)..<close]))
            if !prefix.isEmpty { result += prefix + ":" }
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
