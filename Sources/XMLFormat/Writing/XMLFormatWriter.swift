public import Diagnostics
public import Syntax

/// Writes a document: elements, attributes and values of a tree as XML 1.0 in UTF-8, an element a line.
///
/// Names are written as the tree has them, with the prefixes that the dialect declares; only the namespaces that are used
/// are declared. The tree's order is kept: who makes the tree puts it in the schema's order.
public struct XMLFormatWriter: Sendable {
    private let dialect: XMLDialect
    private var bytes: [UInt8] = []

    /// The bytes of a document whose root has a dialect's name. Throws `xml.character-unwritable` for a character that XML
    /// has no way to write, and `xml.prefix-unwritable` for a name whose prefix the dialect does not declare.
    /// - Parameter doctype: the URI of a DTD that a DOCTYPE line names (XML 1.0, 2.8), without quotes; nil for no such line.
    public static func write(
        _ tree: Tree, as dialect: XMLDialect, doctype: String? = nil
    ) throws(Diagnostic) -> [UInt8] {
        var writer = XMLFormatWriter(dialect: dialect)
        writer.bytes.reserveCapacity(tree.values.count * 3)
        writer.bytes += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8
        if let doctype { writer.bytes += "<!DOCTYPE \(writer.rootName) SYSTEM \"\(doctype)\">\n".utf8 }
        try writer.element(tree.root, of: tree)
        return writer.bytes
    }

    private init(dialect: XMLDialect) { self.dialect = dialect }

    /// The root's name: with a prefix where the dialect has one for its namespace, so that names without one have none.
    private var rootName: String {
        let prefix = dialect.namespace.flatMap { dialect.prefixes[$0] } ?? ""
        return prefix.isEmpty ? dialect.root : prefix + ":" + dialect.root
    }

    /// Writes an element and what stands in it, without recursion: a tree may be as deep as its input was.
    private mutating func element(_ root: Tree.Index, of tree: Tree) throws(Diagnostic) {
        var open: [(name: String, end: Int)] = []
        var node = root
        while node < tree.nodes.count {
            closeEnded(&open, before: node)
            let name = node == root ? rootName : tree.name(of: node)
            indent(open.count)
            bytes += "<\(name)".utf8
            if node == root { try declare(tree) }
            let content = try attributes(of: node, in: tree)
            let end = Int(tree.nodes[node].end)
            if content < end {
                bytes += ">\n".utf8
                open.append((name, end))
            } else if let text = tree.text(of: node) {
                bytes.append(UInt8(ascii: ">"))
                try add(text, at: node, in: tree, isAttribute: false)
                bytes += "</\(name)>\n".utf8
            } else {
                bytes += "/>\n".utf8
            }
            node = content
        }
        closeEnded(&open, before: .max)
    }

    private mutating func closeEnded(_ open: inout [(name: String, end: Int)], before node: Int) {
        while let last = open.last, last.end <= node {
            open.removeLast()
            indent(open.count)
            bytes += "</\(last.name)>\n".utf8
        }
    }

    private mutating func indent(_ depth: Int) {
        bytes += [UInt8](repeating: 0x20, count: depth * 2)
    }

    /// Writes the attributes of an element; the node behind them.
    private mutating func attributes(of element: Tree.Index, in tree: Tree) throws(Diagnostic) -> Tree.Index {
        var node = element + 1
        let end = Int(tree.nodes[element].end)
        while node < end, tree.nodes[node].kind == .attribute {
            bytes += " \(tree.name(of: node).dropFirst())=\"".utf8
            try add(tree.text(of: node) ?? "", at: node, in: tree, isAttribute: true)
            bytes.append(UInt8(ascii: "\""))
            node = Int(tree.nodes[node].end)
        }
        return node
    }

    /// Declares the namespaces of the names that the tree uses.
    private mutating func declare(_ tree: Tree) throws(Diagnostic) {
        var names: Set<Name> = []
        var prefixes: Set<String> = []
        for node in tree.nodes.dropFirst() where names.insert(node.name).inserted {
            let text = tree.names.text(of: node.name)
            let isAttribute = text.hasPrefix("@")
            let parts = text.drop { $0 == "@" }.split(separator: ":", maxSplits: 1)
            if parts.count > 1 { prefixes.insert(String(parts[0])) } else if !isAttribute { prefixes.insert("") }
        }
        prefixes.insert(dialect.namespace.flatMap { dialect.prefixes[$0] } ?? "")
        prefixes.remove("xml")
        let uris = Dictionary(dialect.prefixes.map { ($1, $0) }, uniquingKeysWith: { min($0, $1) })
        for prefix in prefixes.sorted() {
            guard let uri = uris[prefix] else {
                if prefix.isEmpty { continue }
                throw Diagnostic("xml.prefix-unwritable", value: prefix, facts: ["document": dialect.type])
            }
            bytes += (prefix.isEmpty ? " xmlns=\"" : " xmlns:\(prefix)=\"").utf8
            bytes += uri.utf8
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// Adds a value with the characters that mean something escaped (XML 1.0, 2.4).
    private mutating func add(
        _ text: String, at node: Tree.Index, in tree: Tree, isAttribute: Bool
    ) throws(Diagnostic) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): bytes += "&amp;".utf8
            case UInt8(ascii: "<"): bytes += "&lt;".utf8
            case UInt8(ascii: ">"): bytes += "&gt;".utf8
            case UInt8(ascii: "\"") where isAttribute: bytes += "&quot;".utf8
            case 0x0D: bytes += "&#13;".utf8
            case 0x0A where isAttribute: bytes += "&#10;".utf8
            case 0x09 where isAttribute: bytes += "&#9;".utf8
            case 0x09, 0x0A: bytes.append(byte)
            case 0..<0x20: throw unwritable(UInt32(byte), at: node, in: tree)
            default: bytes.append(byte)
            }
        }
        // U+FFFE and U+FFFF are the characters above the controls that XML 1.0, 2.2 leaves out.
        if let wrong = text.unicodeScalars.first(where: { $0.value == 0xFFFE || $0.value == 0xFFFF }) {
            throw unwritable(wrong.value, at: node, in: tree)
        }
    }

    private func unwritable(_ character: UInt32, at node: Tree.Index, in tree: Tree) -> Diagnostic {
        Diagnostic(
            "xml.character-unwritable", at: Position(tag: tree.name(of: node)),
            value: "U+" + String(character, radix: 16, uppercase: true))
    }
}
