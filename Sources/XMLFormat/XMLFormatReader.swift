import Diagnostics
import Glibc
public import Syntax

/// Reads a payload that is one XML document.
///
/// The document is taken whole (its size is limited) and handed out at the end: `interchange`, one `message`, `end`; where
/// the format puts several documents into a file, a `message` each. A fault before the root element leaves no message: it
/// stands in `end`. A later one leaves what was read, with the fault.
/// Values are UTF-8, entities and CDATA sections resolved, without blanks at both ends. A node's offset counts the
/// payload's bytes from the message's first; its ordinal is the line.
public struct XMLFormatReader: InterchangeReader {
    private let dialects: XMLDialects
    private let limits: XMLLimits
    private let checksSchema: Bool
    private var payload: [UInt8] = []
    private var received = 0

    /// A reader of these kinds of documents. Without `checksSchema` documents are read but not held against schemas.
    public init(
        dialects: XMLDialects = .shipped, limits: XMLLimits = XMLLimits(), checksSchema: Bool = true
    ) {
        self.dialects = dialects
        self.limits = limits
        self.checksSchema = checksSchema
    }

    /// Keeps the bytes, as long as they are within the limit.
    public mutating func read(_ bytes: ArraySlice<UInt8>, _ handle: (ReaderEvent) throws -> Void) throws {
        received += bytes.count
        if received > limits.bytes { payload = [] } else { payload.append(contentsOf: bytes) }
    }

    /// Reads the document.
    public mutating func finish(_ handle: (ReaderEvent) throws -> Void) throws {
        let bytes = payload
        payload = []
        defer { received = 0 }
        guard received <= limits.bytes else {
            return try refuse(
                Diagnostic(
                    "xml.too-large", at: Position(offset: limits.bytes), value: String(received),
                    facts: ["limit": String(limits.bytes)]), handle)
        }
        let text: XMLText
        do { text = try XMLText(bytes) } catch {
            let place = Self.place(of: error.name, in: bytes)
            return try refuse(Diagnostic("xml.encoding-unknown", at: place, value: error.name), handle)
        }
        if let place = Self.firstNUL(in: text.utf8) {
            var offsets = OffsetMap(text)
            let offset = text.utf8.withUnsafeBufferPointer { offsets.payloadOffset(of: place, in: $0) }
            let line = text.line + text.utf8[..<place].count { $0 == UInt8(ascii: "\n") }
            return try refuse(Diagnostic("xml.nul-byte", at: Position(offset: offset, line: line)), handle)
        }
        try read(text, bytes, handle)
    }

    /// Where a charset's name stands in the declaration; the payload's start where the bytes alone say it.
    private static func place(of name: String, in bytes: [UInt8]) -> Position {
        let name = Array(name.utf8)
        let found = bytes.prefix(512).indices.first { bytes[$0...].starts(with: name) } ?? 0
        return Position(offset: found, line: 1 + bytes[..<found].count { $0 == UInt8(ascii: "\n") })
    }

    private static func firstNUL(in bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, let found = memchr(base, 0, buffer.count) else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    private func refuse(_ diagnostic: Diagnostic, _ handle: (ReaderEvent) throws -> Void) throws {
        var faults = DiagnosticList()
        faults.append(diagnostic)
        try handle(.interchange(InterchangeHeader(syntax: .xml, charset: .utf8)))
        try handle(.end(faults))
    }

    private func read(_ text: XMLText, _ payload: [UInt8], _ handle: (ReaderEvent) throws -> Void) throws {
        let (pass, tree) = text.utf8.withUnsafeBufferPointer { buffer in
            var pass = DocumentPass(
                buffer, limits: limits, dialects: dialects, checksSchema: checksSchema, offsets: OffsetMap(text))
            withUnsafeMutablePointer(to: &pass) { DocumentPass.run($0) }
            let tree = pass.takeTree(origin: Position(offset: text.start, line: text.line))
            return (pass, tree)
        }
        let declared = text.encoding.declared
        var header = InterchangeHeader(
            syntax: .xml, charset: declared.flatMap { Charset(name: $0) } ?? .utf8, charsetName: declared,
            position: Position(offset: text.start, line: text.line))
        guard let tree else {
            try handle(.interchange(header))
            return try handle(.end(diagnostics(pass, text, tree: nil)))
        }
        EnvelopeReading(tree, pass.dialect?.envelope ?? XMLEnvelope()).fill(&header)
        try handle(.interchange(header))
        let whole = Message(
            type: pass.dialect?.type ?? tree.name(of: tree.root), version: pass.dialect?.version, reference: nil,
            segments: pass.elements, range: text.start..<payload.count, tree: tree,
            diagnostics: diagnostics(pass, text, tree: tree), envelope: MessageEnvelope())
        if pass.parts.count > 1 {
            try handOut(whole, pass, payload, handle)
        } else {
            try handle(.message(referenced(whole, pass.dialect)))
            try handle(.end(DiagnosticList()))
        }
    }

    /// Hands out each document of a file.
    private func handOut(
        _ whole: Message, _ pass: DocumentPass, _ payload: [UInt8], _ handle: (ReaderEvent) throws -> Void
    ) throws {
        let parting = DocumentParting(whole, parts: pass.parts, payload: payload)
        guard parting.cost.bytes <= limits.bytes, parting.cost.nodes <= limits.nodes else {
            var faults = DiagnosticList()
            let facts = ["limit": "\(limits.bytes) bytes, \(limits.nodes) elements"]
            faults.append(
                Diagnostic(
                    "xml.documents-too-many", at: whole.tree.origin, value: String(pass.parts.count), facts: facts))
            return try handle(.end(faults))
        }
        let places = FindingPlaces(pass.findings.map(\.node), parts: pass.parts, tree: whole.tree)
        for index in pass.parts.indices {
            var message = parting.message(index)
            for diagnostic in whole.diagnostics.items where places.concerns(diagnostic, part: index) {
                message.diagnostics.append(diagnostic)
            }
            try handle(.message(referenced(message, pass.dialect)))
        }
        try handle(.end(DiagnosticList()))
    }

    /// A message with what it says about itself.
    private func referenced(_ message: Message, _ dialect: XMLDialect?) -> Message {
        let reading = EnvelopeReading(message.tree, dialect?.envelope ?? XMLEnvelope())
        var message = message
        message.association = reading.association
        message.reference = reading.reference
        return message
    }

    /// All that was wrong: what made going on impossible first, then what was found on the way.
    private func diagnostics(_ pass: DocumentPass, _ text: XMLText, tree: Tree?) -> DiagnosticList {
        var list = DiagnosticList()
        if var fault = pass.fault {
            if pass.endedEarly { fault = text.invalid ?? Self.truncated(fault) }
            fault.position?.path = tree.map { $0.path(of: $0.nodes.count - 1) }
            list.append(fault)
        }
        if let tree, let root = pass.root, pass.dialect == nil {
            list.append(
                Diagnostic(
                    "xml.root-unknown", at: tree.xmlPosition(of: tree.root), value: root.name,
                    facts: ["namespace": root.namespace ?? "none"]))
        }
        if text.encoding.contradicted {
            list.append(
                Diagnostic(
                    "xml.encoding-contradicted", .warning, at: Position(offset: 0, line: 1),
                    value: text.encoding.declared, facts: ["actual": text.encoding.name]))
        }
        if text.blanks > 0 { list.append(Diagnostic("xml.leading-blanks", .information, at: Position(offset: 0))) }
        for finding in pass.findings {
            var diagnostic = finding.diagnostic
            if diagnostic.position == nil, let tree { diagnostic.position = tree.xmlPosition(of: finding.node) }
            list.append(diagnostic)
        }
        return list
    }

    private static func truncated(_ fault: Diagnostic) -> Diagnostic {
        Diagnostic("xml.truncated", at: fault.position, facts: fault.facts)
    }
}
