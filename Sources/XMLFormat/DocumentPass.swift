import CLibXML2
import Diagnostics
import Syntax

/// One pass over a document: libxml2's SAX events become a tree, are counted against the limits and feed the schema check.
///
/// The first fault that makes going on impossible stops the parser; what was read until then stays.
struct DocumentPass {
    /// An element whose end has not come.
    struct Open {
        var hasElements = false
        /// Text beside its elements was reported.
        var isMixed = false
        /// Namespaces declared by itself and by those around it.
        var namespaces = 0
        var node: Tree.Index = 0
    }

    let text: UnsafeBufferPointer<UInt8>
    let limits: XMLLimits
    let dialects: XMLDialects
    let checksSchema: Bool
    var offsets: OffsetMap

    /// The root element as it stands in the document.
    private(set) var root: (name: String, namespace: String?)?
    private(set) var dialect: XMLDialect?
    /// What made going on impossible.
    private(set) var fault: Diagnostic? { didSet { isStopped = fault != nil } }
    private(set) var isStopped = false
    /// Whether the fault stands at the very end: more should have come.
    private(set) var endedEarly = false
    /// Recoverable faults, with the nodes that they stand at.
    private(set) var findings: [(diagnostic: Diagnostic, node: Tree.Index)] = []
    private(set) var elements = 0
    /// The children of the root that are a document each.
    private(set) var parts: [DocumentPart] = []

    private var context: xmlParserCtxtPtr?
    private var builder = TreeBuilder(root: Name(number: 1), capacity: 0)
    private var names = ElementNames(prefixes: [:], nameLength: 0)
    private var values: [UInt8] = []
    /// Where in `values` the text since the last start or end of an element begins.
    private var pending = 0
    private var open: [Open] = []
    private var nodes = 0
    private var schema: SchemaCheck?
    private var partNames: Set<Name> = []

    init(
        _ text: UnsafeBufferPointer<UInt8>, limits: XMLLimits, dialects: XMLDialects, checksSchema: Bool,
        offsets: OffsetMap
    ) {
        self.text = text
        self.limits = limits
        self.dialects = dialects
        self.checksSchema = checksSchema
        self.offsets = offsets
        values.reserveCapacity(text.count / 2)
    }

    /// Reads the document once. The pass is handed over by its address, which is what libxml2 calls back with; a class would
    /// be checked for exclusive access at every field, which took half of the time.
    static func run(_ pass: UnsafeMutablePointer<DocumentPass>) {
        LibXML.start()
        let text = pass.pointee.text
        let limit = pass.pointee.limits.attributes
        if let overfull = AttributeScan.firstOverfull(in: text, limit: limit) {
            var position = pass.pointee.position(overfull)
            position.line = pass.pointee.offsets.line + text[..<overfull].count { $0 == UInt8(ascii: "\n") }
            pass.pointee.fault = Diagnostic(
                "xml.too-many-attributes", at: position, facts: ["limit": String(limit)])
            return
        }
        var handler = LibXML.handler()
        guard let context = xmlCreatePushParserCtxt(&handler, pass, nil, 0, nil) else {
            pass.pointee.fault = Diagnostic("xml.malformed", facts: ["reason": "no memory for the parser"])
            return
        }
        defer { xmlFreeParserCtxt(context) }
        xmlCtxtUseOptions(context, LibXML.options)
        pass.pointee.context = context
        feed(context, text, pass)
        pass.pointee.context = nil
        pass.pointee.takeSchemaFindings()
    }

    /// Hands the bytes over in pieces: beyond 10 MB ahead of itself, libxml2 gives up.
    private static func feed(
        _ context: xmlParserCtxtPtr, _ text: UnsafeBufferPointer<UInt8>, _ pass: UnsafeMutablePointer<DocumentPass>
    ) {
        let piece = 1 << 20
        var start = 0
        text.withMemoryRebound(to: CChar.self) { bytes in
            while !pass.pointee.isStopped {
                let count = min(piece, bytes.count - start)
                let isLast = start + count == bytes.count
                xmlParseChunk(context, bytes.baseAddress.map { $0 + start }, Int32(count), isLast ? 1 : 0)
                start += count
                if isLast { break }
            }
        }
    }

    private mutating func takeSchemaFindings() {
        for finding in schema?.findings ?? [] {
            var diagnostic = finding.diagnostic
            diagnostic.facts = diagnostic.facts.mapValues { names.prefixed($0) }
            findings.append((diagnostic, finding.node))
        }
        schema = nil
    }

    /// The tree of what was read; nil when no root element was reached.
    mutating func takeTree(origin: Position) -> Tree? {
        guard root != nil else { return nil }
        let finished = exchange(&builder, with: TreeBuilder(root: Name(number: 1), capacity: 0))
        return finished.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: origin)
    }
}

// MARK: - Elements

extension DocumentPass {
    /// The start of an element, with five pointers for each attribute: local name, prefix, URI, start and end of its value.
    mutating func start(_ event: ElementStart) {
        guard !isStopped, let context else { return }
        let depth = open.count
        guard depth < limits.depth else { return stop("xml.too-deep", limit: limits.depth) }
        nodes += 1 + event.attributeCount
        guard nodes <= limits.nodes else { return stop("xml.too-many-nodes", limit: limits.nodes) }
        checkNames(context)
        var element = Open()
        element.namespaces = (open.last?.namespaces ?? 0) + event.namespaceCount
        guard element.namespaces <= limits.namespaces else {
            return stop("xml.too-many-namespaces", limit: limits.namespaces)
        }
        guard !isStopped else { return }
        let (offset, line) = tagStart(context)
        let place = offsets.payloadOffset(of: offset, in: text)
        if depth == 0 {
            begin(event, offset: place, line: line)
        } else {
            checkText()
            closeText(in: depth - 1)
            open[depth - 1].hasElements = true
            guard let name = names.name(event.local, uri: event.uri, attribute: false, in: &builder.names) else {
                return stop("xml.name-too-long", limit: limits.nameLength)
            }
            element.node = builder.open(name, .element, offset: relative(place), ordinal: line)
            if depth == 1, partNames.contains(name) { parts.append(DocumentPart(node: element.node, start: place)) }
        }
        guard !isStopped else { return }
        elements += 1
        open.append(element)
        addAttributes(event, context, offset: place, line: line)
        pending = values.count
        schema?.start(event, node: element.node)
    }

    mutating func end(_ local: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?, _ uri: UnsafePointer<UInt8>?) {
        guard !isStopped, let element = open.last else { return }
        checkText()
        schema?.end(local, prefix, uri, node: element.node)
        if element.hasElements {
            closeText(in: open.count - 1)
        } else {
            let value = trimmed(pending..<values.count)
            builder.setValue(value, of: element.node)
        }
        pending = values.count
        open.removeLast()
        // The root stays open for `finish` to close.
        if !open.isEmpty { builder.close() }
        if open.count == 1, let context, parts.last?.node == element.node {
            parts[parts.count - 1].end = position(Int(milepost_xml_offset(context))).offset
        }
    }

    mutating func characters(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        guard !isStopped, !open.isEmpty else { return }
        values.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
    }

    /// A processing instruction: not read, but its name counts.
    mutating func instruction() {
        guard !isStopped, let context else { return }
        checkNames(context)
    }

    /// libxml2 keeps names, prefixes and namespaces in a table that stops growing: tens of thousands take seconds.
    private mutating func checkNames(_ context: xmlParserCtxtPtr) {
        if xmlDictSize(context.pointee.dict) > limits.names { stop("xml.too-many-names", limit: limits.names) }
    }

    private mutating func begin(_ event: ElementStart, offset: Int, line: Int) {
        let name = String(cString: event.local)
        guard name.utf8.count <= limits.nameLength else {
            return stop("xml.name-too-long", limit: limits.nameLength)
        }
        let namespace = event.uri.map { String(cString: $0) }
        root = (name, namespace)
        dialect = dialects.dialect(root: name, namespace: namespace)
        var prefixes = dialect?.prefixes ?? [:]
        if let namespace, prefixes[namespace] == nil { prefixes[namespace] = "" }
        names = ElementNames(prefixes: prefixes, nameLength: limits.nameLength)
        var table = NameTable(base: dialect?.names ?? .empty)
        let rootName = table.intern(name)
        partNames = Set((dialect?.documents ?? []).map { table.intern($0) })
        builder = TreeBuilder(
            names: table, root: rootName, capacity: min(text.count / 24 + 16, limits.nodes), offset: relative(offset),
            ordinal: line)
        if checksSchema, let file = dialect?.schema { beginSchema(file) }
    }

    private mutating func beginSchema(_ file: XMLSchemaFile) {
        switch file.compiled() {
        case .success(let compiled):
            schema = SchemaCheck(compiled)
        case .failure(let diagnostic):
            findings.append((diagnostic, 0))
        }
    }

    private mutating func addAttributes(_ event: ElementStart, _ context: xmlParserCtxtPtr, offset: Int, line: Int) {
        for index in 0..<event.attributeCount {
            let attribute = event.attribute(index)
            guard let local = attribute.local, let first = attribute.value, let last = attribute.end else { continue }
            if let uri = attribute.uri, Self.isHint(local, uri) { continue }
            guard let name = names.name(local, uri: attribute.uri, attribute: true, in: &builder.names) else {
                return stop("xml.name-too-long", limit: limits.nameLength)
            }
            let start = values.count
            values.append(contentsOf: UnsafeBufferPointer(start: first, count: last - first))
            let inText = milepost_xml_offset_of(context, first)
            let place = inText < 0 ? offset : offsets.payloadOffset(of: inText, in: text)
            builder.leaf(name, .attribute, value: start..<values.count, offset: relative(place), ordinal: line)
        }
    }

    /// `xsi:schemaLocation` and its like tell a processor where it may fetch a schema; nothing is fetched.
    private static func isHint(_ local: UnsafePointer<UInt8>, _ uri: UnsafePointer<UInt8>) -> Bool {
        guard local[0] == UInt8(ascii: "s") || local[0] == UInt8(ascii: "n") else { return false }
        guard String(cString: uri) == ElementNames.instance else { return false }
        let name = String(cString: local)
        return name == "schemaLocation" || name == "noNamespaceSchemaLocation"
    }
}

// MARK: - Text

extension DocumentPass {
    /// Hands the text since the last start or end to the schema check in one piece: libxml2 copies what it has for every
    /// further piece, and parsers report a piece for each entity.
    private mutating func checkText() {
        guard let schema, pending < values.count else { return }
        values[pending...].withUnsafeBufferPointer { schema.characters($0) }
    }

    /// Ends a run of text beside elements: blanks are layout, anything else is reported and not kept.
    private mutating func closeText(in level: Int) {
        let run = trimmed(pending..<values.count)
        if !run.isEmpty, !open[level].isMixed {
            open[level].isMixed = true
            let value = String(decoding: values[run].prefix(4 * Diagnostic.longestValue), as: UTF8.self)
            find(Diagnostic("xml.mixed-content", .warning, value: value), at: open[level].node)
        }
        values.removeLast(values.count - pending)
    }

    /// A range of `values` without the blanks at both ends.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, Self.isBlank(values[start]) { start += 1 }
        while end > start, Self.isBlank(values[end - 1]) { end -= 1 }
        return start..<end
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D
    }
}

// MARK: - Faults

extension DocumentPass {
    /// A DOCTYPE, whose subset has not been read yet.
    mutating func documentType(_ name: String) {
        guard !isStopped, let context else { return }
        if dialects.doctypes.contains(name), milepost_xml_internal_subset_follows(context) == 0 {
            find(Diagnostic("xml.dtd-skipped", .information, at: here(context), value: name), at: 0)
            return
        }
        stop(Diagnostic("xml.dtd-refused", at: here(context), value: name))
    }

    /// An entity that nothing declares: with a skipped DOCTYPE libxml2 lets it pass.
    mutating func reference(_ name: String) {
        guard !isStopped, let context else { return }
        stop(Diagnostic("xml.entity-undeclared", at: here(context), value: name))
    }

    /// What libxml2 has to say. Anything above a warning ends the pass.
    mutating func report(_ error: ParserError) {
        guard !isStopped, let context, error.level != XML_ERR_WARNING.rawValue else { return }
        let offset = Int(milepost_xml_offset(context))
        let place = position(offset)
        var code: Code = "xml.malformed"
        switch error.code {
        case XML_ERR_INVALID_ENCODING.rawValue: code = "xml.invalid-byte"
        case XML_ERR_UNDECLARED_ENTITY.rawValue, XML_WAR_UNDECLARED_ENTITY.rawValue: code = "xml.entity-undeclared"
        case XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue: code = "xml.prefix-undeclared"
        case XML_ERR_TAG_NAME_MISMATCH.rawValue: code = "xml.tag-mismatch"
        case XML_ERR_NAME_TOO_LONG.rawValue: code = "xml.name-too-long"
        case XML_ERR_DOCUMENT_EMPTY.rawValue: code = "xml.empty"
        case XML_ERR_INVALID_CHAR.rawValue where error.message.hasPrefix("Input is not proper UTF-8"):
            code = "xml.invalid-byte"
        default: break
        }
        var diagnostic = Diagnostic(code, at: place, value: error.texts[0])
        diagnostic.position?.line = error.line > 0 ? error.line + offsets.line - 1 : nil
        diagnostic.facts["reason"] = String(error.message.prefix(200))
        if code == "xml.invalid-byte" {
            diagnostic.facts["charset"] = "UTF-8"
            diagnostic.value = offset < text.count ? "0x" + String(text[offset], radix: 16, uppercase: true) : nil
        }
        if code == "xml.name-too-long" { diagnostic.facts["limit"] = String(limits.nameLength) }
        endedEarly = code != "xml.empty" && isCutOff(offset, error)
        fault = diagnostic
    }

    /// Whether the text ends although more had to come: the fault is at its end, or in a tag that is not finished there.
    private func isCutOff(_ offset: Int, _ error: ParserError) -> Bool {
        guard root == nil || !open.isEmpty else { return false }
        if error.code == XML_ERR_DOCUMENT_END.rawValue, root != nil { return true }
        if text[min(max(offset, 0), text.count)...].allSatisfy(Self.isBlank) { return true }
        guard let last = text.lastIndex(of: UInt8(ascii: "<")), root == nil || offset >= last else { return false }
        return !text[last...].contains(UInt8(ascii: ">"))
    }

    mutating func find(_ diagnostic: Diagnostic, at node: Tree.Index) {
        guard findings.count < DiagnosticList.defaultLimit else { return }
        findings.append((diagnostic, node))
    }

    private mutating func stop(_ code: Code, limit: Int) {
        guard let context else { return }
        stop(Diagnostic(code, at: here(context), facts: ["limit": String(limit)]))
    }

    private mutating func stop(_ diagnostic: Diagnostic) {
        fault = diagnostic
        xmlStopParser(context)
    }
}

// MARK: - Positions

extension DocumentPass {
    /// Where the parser stands.
    private mutating func here(_ context: xmlParserCtxtPtr) -> Position {
        var position = position(Int(milepost_xml_offset(context)))
        position.line = line(context)
        return position
    }

    /// An offset in the payload as one in the message.
    private func relative(_ offset: Int) -> Int { offset - offsets.start }

    private mutating func position(_ offset: Int) -> Position {
        Position(offset: offsets.payloadOffset(of: offset, in: text))
    }

    private func line(_ context: xmlParserCtxtPtr) -> Int { Int(milepost_xml_line(context)) + offsets.line - 1 }

    /// Where the tag begins behind whose last attribute the parser stands: no attribute holds a raw `<`.
    private func tagStart(_ context: xmlParserCtxtPtr) -> (offset: Int, line: Int) {
        let end = Int(milepost_xml_offset(context))
        var line = line(context)
        var offset = min(end, text.count)
        while offset > 0 {
            offset -= 1
            if text[offset] == UInt8(ascii: "<") { return (offset, line) }
            if text[offset] == UInt8(ascii: "\n") { line -= 1 }
        }
        return (end, line)
    }
}
