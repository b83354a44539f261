import Diagnostics
public import Directories
public import Orders
import Synchronization
public import Syntax

extension CompiledMapping {
    /// The syntax of the messages.
    public var syntax: SyntaxName { source.format.syntax }
    /// The messages' type: `ORDERS`, `Order`.
    public var message: String { source.format.message }
    /// The version that is written: what the format says under `writes`, else the first that it names; nil where the syntax
    /// has one alone.
    public var writtenVersion: String? { source.format.writes ?? source.format.directories.first }
    /// The DTD that a written document of XML names in a DOCTYPE line, where its receivers want one (cXML).
    public var doctype: String? { source.format.doctype }
    /// How the order responses that it writes say what becomes of parts of a line.
    public var confirmationForm: ConfirmationForm { source.document.confirms }
    /// The association's code, which UNH repeats: `EAN008`.
    public var association: String? { source.format.association }

    /// The message of a document, by the same rules that read one.
    ///
    /// Values build the tree: a node comes to life by a value, predicates and defaults go along. An error means that the
    /// message must not be sent: a value with no room, no code or too many characters, an element that the shape demands.
    /// - Parameters:
    ///   - document: of the type that the mapping makes; any other is `mapping.type-unwritable`.
    ///   - shape: the structure of the version that is written.
    ///   - profile: the receiver's settings that rules name with `$`.
    public func write(_ document: CanonicalDocument, shape: Shape, profile: [String: String] = [:]) -> WrittenDocument {
        let fields = FieldTree(document)
        let view = shape.view
        guard document.type == documentType, let program = writeProgram(for: view?.shape ?? shape) else {
            return refused(document, shape: shape)
        }
        let writing = Writing(program, fields: fields, profile: profile)
        writing.writeDocument { $0.tally(in: document) }
        for link in view?.links ?? [] { writing.number(link) }
        writing.complete()
        var diagnostics = DiagnosticList()
        for diagnostic in writing.diagnostics { diagnostics.append(diagnostic) }
        let isFlat = [.edifact, .x12, .tradacoms].contains(syntax)
        let drawn = writing.tree(isFlat: isFlat)
        let tree = view?.positions(of: drawn) ?? drawn
        if isFlat, !diagnostics.hasErrors {
            for fault in shape.brokenConditions(of: tree) { diagnostics.append(Self.written(fault)) }
        }
        let unwritten = writing.unwritten
        // What is not sent loses nothing.
        if !diagnostics.hasErrors {
            for diagnostic in writing.essentialLosses(besides: source.leaves) { diagnostics.append(diagnostic) }
        }
        return WrittenDocument(
            tree: tree, diagnostics: diagnostics,
            unwritten: Array(unwritten.prefix(MappedDocument.unreadLimit)),
            unwrittenOmitted: max(0, unwritten.count - MappedDocument.unreadLimit))
    }

    /// What a reader would say of a written segment, to whoever writes it: its number in the message, the header being the
    /// first, and its elements; it has no bytes yet.
    private static func written(_ fault: Diagnostic) -> Diagnostic {
        var position = fault.position ?? Position()
        position.offset = nil
        position.line = nil
        position.column = nil
        let code: Code =
            fault.code == "directory.condition-missing" ? "mapping.condition-missing" : "mapping.condition-excluded"
        return Diagnostic(code, fault.severity, at: position, value: fault.value, facts: fault.facts)
    }

    private func refused(_ document: CanonicalDocument, shape: Shape) -> WrittenDocument {
        var diagnostics = DiagnosticList()
        diagnostics.append(
            Diagnostic(
                "mapping.type-unwritable", value: document.type.rawValue,
                facts: ["mapping": name, "writes": documentType.rawValue]))
        let builder = TreeBuilder(names: NameTable(base: shape.names), root: shape.nodes[shape.root].name)
        let tree = builder.finish(values: [], decoding: ValueDecoding(charset: .utf8), origin: Position())
        return WrittenDocument(tree: tree, diagnostics: diagnostics, unwritten: [], unwrittenOmitted: 0)
    }

    private func writeProgram(for shape: Shape) -> WriteProgram? {
        let key = ObjectIdentifier(shape.names)
        if let known = writePrograms.withLock({ $0[key] }) { return known }
        guard let program = WritingCompiler.compile(source, shape: shape) else { return nil }
        writePrograms.withLock { known in
            if known.count < Self.programLimit { known[key] = program }
        }
        return program
    }
}

extension Writing {
    /// A warning for each essential value that stands nowhere, up to a limit; those are passed over that the mapping says
    /// it leaves out.
    func essentialLosses(besides left: Set<String>) -> [Diagnostic] {
        var losses: [Diagnostic] = []
        for field in fields.nodes.indices where losses.count < 20 {
            guard let text = fields.nodes[field].text, !isWritten[field] else { continue }
            let way = fields.way(of: field)
            guard EssentialValues.contains(way), !left.contains(way) else { continue }
            // A message that says nothing of it is an original one.
            if way == "function", text == DocumentFunction.original.rawValue { continue }
            let path = fields.path(of: field)
            losses.append(
                Diagnostic("mapping.essential-unwritten", .warning, at: Position(path: path), value: text))
        }
        return losses
    }

    /// The values that stand nowhere; what the envelope says is its writer's.
    var unwritten: [UnwrittenValue] {
        var values: [UnwrittenValue] = []
        var field = 0
        while field < fields.nodes.count {
            let node = fields.nodes[field]
            if node.parent == 0, field > 0, node.name == "envelope" || node.name == "test" {
                field = node.end
                continue
            }
            if let text = node.text, !isWritten[field] {
                values.append(UnwrittenValue(path: fields.path(of: field), value: text))
            }
            field += 1
        }
        return values
    }
}

extension CountRule {
    /// The number that a document says.
    fileprivate func tally(in document: CanonicalDocument) -> ExactDecimal? {
        RecordTally.of(self, in: document.content)
    }
}
