public import Diagnostics
public import Syntax

/// Writes documents as separated values (RFC 4180): a header where the format has one, then a row for each of the document's,
/// with what the document holds once in each of them. Rows end with CR LF.
public enum CSVWriter {
    /// The bytes of a document. Throws `csv.character-unwritable` for what the charset does not hold.
    public static func write(_ tree: Tree, as format: CSVFormat) throws(Diagnostic) -> [UInt8] {
        var held: [String: String] = [:]
        var rows: [[String: String]] = []
        for child in tree.children(of: tree.root) {
            if tree.name(of: child) == format.row {
                var row: [String: String] = [:]
                for field in tree.children(of: child) { row[tree.name(of: field)] = tree.text(of: field) }
                rows.append(row)
            } else {
                held[tree.name(of: child)] = tree.text(of: child)
            }
        }
        var bytes: [UInt8] = []
        if format.hasHeader { bytes += try line(format.columns, format) }
        for row in rows.isEmpty ? [[:]] : rows {
            bytes += try line(format.columns.map { row[$0] ?? held[$0] ?? "" }, format)
        }
        return bytes
    }

    private static func line(_ fields: [String], _ format: CSVFormat) throws(Diagnostic) -> [UInt8] {
        let separator = Unicode.Scalar(format.separator)
        var text = ""
        if format.widths.isEmpty {
            text = fields.map { quoted($0, separator) }.joined(separator: String(separator))
        } else {
            for (index, field) in fields.enumerated() {
                let name = format.columns[index]
                let column = FixedFormat.Column(
                    name, width: format.widths[index], isNumber: format.numbers.contains(name))
                text += try FixedWriter.filled(field, column, in: format.row)
            }
        }
        text += "\r\n"
        let charset = format.charset ?? .utf8
        guard let bytes = charset.encode(text) else {
            let wrong = text.unicodeScalars.first { charset.encode(String($0)) == nil }
            throw Diagnostic(
                "csv.character-unwritable", value: wrong.map { String($0) }, facts: ["charset": charset.rawValue])
        }
        return bytes
    }

    /// A field in quotes where it holds what would end it, or blanks that would be trimmed (RFC 4180, 2.5 to 2.7).
    private static func quoted(_ text: String, _ separator: Unicode.Scalar) -> String {
        let ends: Set<Unicode.Scalar> = [separator, "\"", "\r", "\n"]
        let needsQuotes = text.unicodeScalars.contains(where: ends.contains) || text != text.trimmingBlanks
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}
