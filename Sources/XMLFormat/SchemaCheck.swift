import CLibXML2
import Diagnostics
import Syntax

/// Checks a document against a schema while it is read: the pass hands on what libxml2's parser reports.
final class SchemaCheck {
    /// A fault with the node at which it was found; names still stand as `{uri}local`.
    struct Finding {
        var diagnostic: Diagnostic
        var node: Tree.Index
    }

    private(set) var findings: [Finding] = []

    private let valid: xmlSchemaValidCtxtPtr
    private let plug: xmlSchemaSAXPlugPtr
    /// Where libxml2 put its own handlers; it writes here again when it is unplugged.
    private let handler: UnsafeMutablePointer<UnsafeMutablePointer<xmlSAXHandler>?>
    private let data: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private var node: Tree.Index = 0
    private var isFull: Bool { findings.count >= DiagnosticList.defaultLimit }

    /// A check of one document, nil when there is no memory for one.
    init?(_ schema: CompiledSchema) {
        guard let valid = xmlSchemaNewValidCtxt(schema.pointer) else { return nil }
        handler = .allocate(capacity: 1)
        data = .allocate(capacity: 1)
        handler.initialize(to: nil)
        data.initialize(to: nil)
        guard let plug = xmlSchemaSAXPlug(valid, handler, data) else {
            xmlSchemaFreeValidCtxt(valid)
            handler.deallocate()
            data.deallocate()
            return nil
        }
        self.valid = valid
        self.plug = plug
        xmlSchemaSetValidStructuredErrors(
            valid,
            { data, error in
                guard let data, let error else { return }
                Unmanaged<SchemaCheck>.fromOpaque(data).takeUnretainedValue().report(ParserError(error.pointee))
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        xmlSchemaSAXUnplug(plug)
        xmlSchemaFreeValidCtxt(valid)
        handler.deallocate()
        data.deallocate()
    }

    func start(_ event: ElementStart, node: Tree.Index) {
        guard !isFull else { return }
        self.node = node
        handler.pointee?.pointee.startElementNs?(
            data.pointee, event.local, event.prefix, event.uri, Int32(event.namespaceCount), event.namespaces,
            Int32(event.attributeCount), 0, event.attributes)
    }

    func end(_ local: ElementStart.Text?, _ prefix: ElementStart.Text?, _ uri: ElementStart.Text?, node: Tree.Index) {
        guard !isFull else { return }
        self.node = node
        handler.pointee?.pointee.endElementNs?(data.pointee, local, prefix, uri)
    }

    func characters(_ text: UnsafeBufferPointer<UInt8>) {
        guard !isFull else { return }
        handler.pointee?.pointee.characters?(data.pointee, text.baseAddress, Int32(text.count))
    }

    private func report(_ error: ParserError) {
        guard !isFull, error.level != XML_ERR_WARNING.rawValue else { return }
        let diagnostic = Self.diagnostic(error)
        // After a facet libxml2 says once more that the value is none of its type.
        if let last = findings.last, last.node == node, last.diagnostic.code == "xml.schema-value",
            diagnostic.code == "xml.schema-value", last.diagnostic.value == diagnostic.value
        {
            return
        }
        findings.append(Finding(diagnostic: diagnostic, node: node))
    }

    /// A fault in our terms. libxml2 hands over the texts that its sentence is made of.
    private static func diagnostic(_ error: ParserError) -> Diagnostic {
        let sentence = error.message
        // "Element '{uri}ID', attribute 'schemeID': …"
        var rule = sentence
        if let colon = sentence.firstRange(of: "': ") { rule = String(sentence[colon.upperBound...]) }
        var facts = ["rule": String(rule.prefix(400))]
        if let mark = sentence.firstRange(of: "attribute '"), sentence.hasPrefix("Element '"),
            let end = sentence[mark.upperBound...].firstIndex(of: "'")
        {
            facts["attribute"] = String(sentence[mark.upperBound..<end])
        }
        facts["expected"] = expected(in: sentence)
        let code: Code
        var value: String?
        switch error.code {
        case XML_SCHEMAV_ELEMENT_CONTENT.rawValue:
            code = sentence.contains("Missing child element(s)") ? "xml.schema-missing" : "xml.schema-unexpected"
            facts["expected"] = facts["expected"] ?? "nothing more"
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1.rawValue, XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2.rawValue:
            code = "xml.schema-attribute"
        case XML_SCHEMAV_CVC_COMPLEX_TYPE_4.rawValue:
            code = "xml.schema-attribute-missing"
            facts["attribute"] = facts["attribute"] ?? error.texts[0]
        case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1.rawValue...XML_SCHEMAV_CVC_ENUMERATION_VALID.rawValue:
            code = "xml.schema-value"
            value = error.texts[0]
        default:
            code = "xml.schema"
        }
        return Diagnostic(code, value: value, facts: facts)
    }

    /// What stands in `Expected is one of ( …, … )`.
    private static func expected(in sentence: String) -> String? {
        guard let word = sentence.firstRange(of: "Expected is"),
            let open = sentence[word.upperBound...].firstIndex(of: "("),
            let close = sentence[open...].lastIndex(of: ")")
        else { return nil }
        let list = sentence[sentence.index(after: open)..<close]
        let names = list.split(separator: ",").map { name in
            String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
        return names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    }
}
