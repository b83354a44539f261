import Diagnostics
import Foundation
import Mapping
import Orders

/// What `map --json` prints of one document, on a line of its own. What was wrong with the envelope is an object without
/// a document.
enum MappingJSON {
    static func write(
        _ document: MappedDocument?, of file: String, by mapping: String?, _ diagnostics: [Diagnostic], valid: Bool,
        explains: Bool
    ) {
        let object = JSONValue.object([
            ("file", .string(ArgumentPath.shown(file))), ("mapping", .text(mapping)), ("valid", .bool(valid)),
            ("document", document.flatMap { try? JSONValue.parse($0.document.jsonBytes) } ?? .null),
            ("diagnostics", .array(diagnostics.map { DiagnosticReport($0).json })),
            ("unread", list(document?.unread ?? [])), ("origins", list(explains ? document?.origins ?? [] : [])),
        ])
        Terminal.output.write(bytes: object.bytes + [0x0A])
    }

    private static func list(_ items: [some Encodable]) -> JSONValue {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(items)).flatMap { try? JSONValue.parse([UInt8]($0)) } ?? .array([])
    }
}
