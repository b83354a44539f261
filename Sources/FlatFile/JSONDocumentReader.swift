import Diagnostics
public import Syntax

/// Reads a payload of JSON: one object, or an array of objects, each a message with its own bytes.
///
/// An object whose member `document` names one of the known documents is a message of that type whose values are its
/// bytes; what they say is read by who knows these documents. An object with the members of a ``JSONFormat`` is a message
/// whose tree has them, or one for each document that it wraps. Anything else is a message that fails, so that one does not sink the others. The payload is taken
/// whole, up to a limit.
public struct JSONDocumentReader: InterchangeReader {
    /// The deepest nesting of objects and arrays.
    public static let deepest = 64

    private let documents: Set<String>
    private let version: String
    private let limit: Int
    private let formats: [JSONFormat]
    private let usual: JSONFormat?
    private var payload: [UInt8] = []
    private var received = 0

    /// A reader of these kinds of documents.
    /// - Parameters:
    ///   - version: what their messages have as version.
    ///   - limit: the largest payload in bytes.
    ///   - formats: other kinds of documents; of several that fit the one with most mandatory members is taken.
    ///   - usual: the kind of objects that are none of these.
    public init(
        documents: Set<String>, version: String, limit: Int, formats: [JSONFormat] = [], usual: JSONFormat? = nil
    ) {
        self.formats = formats
        self.usual = usual
        self.documents = documents
        self.version = version
        self.limit = limit
    }

    public mutating func read(_ bytes: ArraySlice<UInt8>, _ handle: (ReaderEvent) throws -> Void) throws {
        received += bytes.count
        if received <= limit { payload += bytes } else { payload = [] }
    }

    public mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        try handle(.interchange(InterchangeHeader(syntax: .json, charset: .utf8, charsetName: "UTF-8")))
        var faults = DiagnosticList()
        if received > limit {
            faults.append(
                Diagnostic(
                    "json.too-large", at: Position(offset: limit), value: "\(received)", facts: ["limit": "\(limit)"]))
        } else {
            var lines = LineCount()
            for found in documents(&faults) {
                for message in messages(found, &lines) { try handle(.message(message)) }
            }
        }
        try handle(.end(faults))
    }

    /// Where the documents stand; none, with the reason, where the text is no JSON.
    private func documents(_ faults: inout DiagnosticList) -> [JSONScan.Found] {
        var scan = JSONScan(payload)
        do throws(JSONScan.Fault) {
            return try scan.documents()
        } catch {
            faults.append(error.diagnostic(in: payload))
            return []
        }
    }

    private func messages(_ found: JSONScan.Found, _ lines: inout LineCount) -> [Message] {
        let position = lines.position(of: found.range.lowerBound, in: payload)
        var diagnostics = DiagnosticList()
        let isKnown = found.document.map(documents.contains) ?? false
        if found.isObject, !isKnown, let format = format(of: found) { return messages(found, position, format) }
        if !found.isObject {
            diagnostics.append(Diagnostic("json.object-missing", at: position))
        } else if !isKnown {
            let known = documents.sorted().joined(separator: ", ")
            diagnostics.append(
                Diagnostic("json.document-unknown", at: position, value: found.document, facts: ["known": known]))
        }
        var names = NameTable()
        let root = names.intern(found.document ?? "JSON")
        let tree = TreeBuilder(names: names, root: root, ordinal: position.line ?? 1).finish(
            values: Array(payload[found.range]), decoding: ValueDecoding(charset: .utf8), origin: position)
        return [
            Message(
                type: isKnown ? found.document ?? "JSON" : "JSON", version: isKnown ? version : nil, reference: nil,
                segments: 1, range: found.range, tree: tree, diagnostics: diagnostics, envelope: MessageEnvelope())
        ]
    }
}

extension JSONDocumentReader {
    private func format(of found: JSONScan.Found) -> JSONFormat? {
        let fitting = formats.filter { $0.recognises(found.members) }
        return fitting.max { ($0.mandatory.count, $1.type) < ($1.mandatory.count, $0.type) } ?? usual
    }

    /// How often what stands around wrapped documents may be copied, in bytes and in values.
    private static let mostCopied = (bytes: 64 << 20, nodes: 4_000_000)

    private func messages(_ found: JSONScan.Found, _ position: Position, _ format: JSONFormat) -> [Message] {
        var diagnostics = DiagnosticList()
        var tree: Tree
        var parts: [DocumentPart] = []
        do throws(JSONScan.Fault) {
            (tree, parts) = try JSONTree(payload, at: position, as: format).tree()
        } catch {
            diagnostics.append(error.diagnostic(in: payload))
            var names = NameTable(base: format.names)
            let root = names.intern(format.type)
            tree = TreeBuilder(names: names, root: root, ordinal: position.line ?? 1).finish(
                values: [], decoding: ValueDecoding(charset: .utf8), origin: position)
        }
        var whole = Message(
            type: format.type, version: format.version, reference: nil, segments: 1, range: found.range, tree: tree,
            diagnostics: diagnostics, envelope: MessageEnvelope())
        guard parts.count > 1 else { return [whole] }
        let parting = DocumentParting(whole, parts: parts, payload: payload)
        guard parting.cost.bytes <= Self.mostCopied.bytes, parting.cost.nodes <= Self.mostCopied.nodes else {
            whole.diagnostics.append(
                Diagnostic(
                    "json.documents-too-many", at: position, value: "\(parts.count)",
                    facts: ["limit": "\(Self.mostCopied.bytes) bytes, \(Self.mostCopied.nodes) values"]))
            return [whole]
        }
        return parts.indices.map { parting.message($0) }
    }
}

/// Lines of places that come one after another.
private struct LineCount {
    private var offset = 0
    private var line = 1
    private var lineStart = 0

    mutating func position(of target: Int, in bytes: [UInt8]) -> Position {
        while offset < target {
            if bytes[offset] == 0x0A {
                line += 1
                lineStart = offset + 1
            }
            offset += 1
        }
        return Position(offset: target, line: line, column: target - lineStart + 1)
    }
}
