public import Diagnostics

extension CanonicalDocument {
    /// The document as JSON, its type in the first member: `{"document":"order","number":…}`.
    public var jsonBytes: [UInt8] {
        var writer = JSONWriter()
        writer.write(content, document: type.rawValue)
        return writer.bytes
    }

    /// The document that the bytes say; nil when they are no JSON object or do not name its type.
    public static func read(
        json bytes: some Collection<UInt8>, limits: JSONLimits = JSONLimits()
    ) -> (document: CanonicalDocument?, diagnostics: DiagnosticList) {
        do throws(Diagnostic) {
            return read(try JSONValue.parse(bytes, limits: limits))
        } catch {
            var diagnostics = DiagnosticList()
            diagnostics.append(error)
            return (nil, diagnostics)
        }
    }

    /// The document that a JSON value says; its member `document` names the type.
    public static func read(_ value: JSONValue) -> (document: CanonicalDocument?, diagnostics: DiagnosticList) {
        var reader = JSONReader()
        guard case .object(var members) = value, let place = members.firstIndex(where: { $0.key == "document" }),
            case .string(let name) = members[place].value, let type = DocumentType(rawValue: name)
        else {
            let types = DocumentType.allCases.map(\.rawValue).joined(separator: ", ")
            var diagnostics = DiagnosticList()
            diagnostics.append(
                Diagnostic("orders.document-type", at: Position(path: "document"), facts: ["expected": types]))
            return (nil, diagnostics)
        }
        members.remove(at: place)
        let document = reader.read(type.record, from: .object(members)).canonical
        return (document, reader.diagnostics)
    }
}
