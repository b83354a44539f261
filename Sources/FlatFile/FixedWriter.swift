public import Diagnostics
public import Syntax

/// Writes documents as records of fixed columns, a line each, which ends with CR LF.
public enum FixedWriter {
    /// The bytes of a document. Throws `fixed.value-too-long` for a value that its column does not hold, and
    /// `fixed.character-unwritable` for one that the charset does not.
    public static func write(_ tree: Tree, as format: FixedFormat) throws(Diagnostic) -> [UInt8] {
        var bytes: [UInt8] = []
        for node in tree.children(of: tree.root) { try add(node, tree, format, &bytes) }
        return bytes
    }

    private static func add(
        _ node: Tree.Index, _ tree: Tree, _ format: FixedFormat, _ bytes: inout [UInt8]
    ) throws(Diagnostic) {
        guard let record = format.records[tree.name(of: node)] else { return }
        var texts: [String: String] = [:]
        for child in tree.children(of: node) where format.records[tree.name(of: child)] == nil {
            texts[tree.name(of: child)] = tree.text(of: child)
        }
        var line = record.tag
        for column in record.columns { line += try filled(texts[column.name] ?? "", column, in: record.name) }
        let charset = format.charset ?? .utf8
        guard let encoded = charset.encode(line + "\r\n") else {
            let wrong = line.unicodeScalars.first { charset.encode(String($0)) == nil }
            throw Diagnostic(
                "fixed.character-unwritable", at: Position(tag: record.name), value: wrong.map { String($0) },
                facts: ["charset": charset.rawValue])
        }
        bytes += encoded
        for child in tree.children(of: node) { try add(child, tree, format, &bytes) }
    }

    /// A value in its column's width; line breaks would end the record and become blanks.
    static func filled(
        _ value: String, _ column: FixedFormat.Column, in record: String
    ) throws(Diagnostic) -> String {
        let flat = String(value.map { $0.isNewline ? " " : $0 })
        let missing = column.width - flat.unicodeScalars.count
        guard missing >= 0 else {
            throw Diagnostic(
                "fixed.value-too-long", at: Position(tag: record, element: column.name), value: value,
                facts: ["width": String(column.width), "column": column.name])
        }
        guard column.isNumber, !flat.isEmpty else { return flat + String(repeating: " ", count: missing) }
        let zeros = String(repeating: "0", count: missing)
        return flat.hasPrefix("-") ? "-" + zeros + flat.dropFirst() : zeros + flat
    }
}
