public import Syntax

/// Writes a tree as the JSON object of its format, indented, in UTF-8. A member that may repeat is an array, however
/// many there are; members that a document does not have are left out.
public enum JSONTreeWriter {
    /// The bytes of a document.
    public static func write(_ tree: Tree, as format: JSONFormat) -> [UInt8] {
        Array((object(tree.root, 0, 0, tree, format) + "\n").utf8)
    }

    private static func object(
        _ node: Tree.Index, _ kind: Int, _ level: Int, _ tree: Tree, _ format: JSONFormat
    ) -> String {
        var values: [String: [Tree.Index]] = [:]
        for child in tree.children(of: node) { values[tree.name(of: child), default: []].append(child) }
        let indent = String(repeating: "  ", count: level + 1)
        let members = format.objects[kind].compactMap { member -> String? in
            guard let nodes = values[member.name], let first = nodes.first else { return nil }
            let key = indent + quoted(member.name) + ": "
            guard member.isList else { return key + value(first, member, level + 1, tree, format) }
            let items = nodes.map { indent + "  " + value($0, member, level + 2, tree, format) }
            return key + "[\n" + items.joined(separator: ",\n") + "\n" + indent + "]"
        }
        if members.isEmpty { return "{}" }
        return "{\n" + members.joined(separator: ",\n") + "\n" + String(repeating: "  ", count: level) + "}"
    }

    private static func value(
        _ node: Tree.Index, _ member: JSONFormat.Member, _ level: Int, _ tree: Tree, _ format: JSONFormat
    ) -> String {
        if let object = member.object { return self.object(node, object, level, tree, format) }
        let text = tree.text(of: node) ?? ""
        let isBare = member.isBare && (JSONNumber.isOne(text) || text == "true" || text == "false")
        return isBare ? text : quoted(text)
    }

    /// A text in quotes (RFC 8259, 7).
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
