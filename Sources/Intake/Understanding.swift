import Diagnostics
import Directories
public import Mapping
public import Orders
public import Rollout
public import Syntax

/// MAP: makes a canonical document and the facts for routing of each message: nests and checks it by its structure,
/// picks its mapping, reads it. Pure; the same for live traffic, replay and rehearsal.
public struct Understanding: Sendable {
    public let shapes: MessageShapes
    public let mappings: MappingLibrary
    public let profile: ReadingProfile
    /// The facts that site rules ask for, as canonical paths.
    public let siteFacts: [String]
    /// A digest of content as text; handed in, since digests are a library's work.
    public let digest: @Sendable ([UInt8]) -> String

    /// Understanding by these structures and mappings, for one partner.
    public init(
        shapes: MessageShapes = .standard, mappings: MappingLibrary, profile: ReadingProfile, siteFacts: [String],
        digest: @escaping @Sendable ([UInt8]) -> String
    ) {
        self.shapes = shapes.with(mappings.shapes)
        self.mappings = mappings
        self.profile = profile
        self.siteFacts = siteFacts
        self.digest = digest
    }

    /// Understands one message that a partner handed over on a day (`2026-09-21`).
    public func understand(_ read: ReadDocument, sender: String, day: String) -> UnderstoodDocument {
        let (message, shape) = shapes.nest(read.message, syntax: read.header.syntax)
        var understood = UnderstoodDocument(
            position: read.position, interchange: read.header, type: message.type.isEmpty ? "?" : message.type,
            format: Self.format(of: message, read.header),
            reference: message.reference, number: Self.number(of: message, read.header), range: message.range,
            envelope: message.envelope,
            test: read.header.test || profile.isTest, outcome: .failed(.read), diagnostics: message.diagnostics.items,
            unread: 0, verdict: MessageReport(of: message, in: read.header))
        if let received = ReceivedAcknowledgement(message, read.header) {
            understood.outcome = .acknowledges(received)
            // It is processed, so nothing that is wrong with it is an error.
            for index in understood.diagnostics.indices where understood.diagnostics[index].severity == .error {
                understood.diagnostics[index].severity = .warning
            }
            return understood
        }
        if let canonical = CanonicalReading(message, read.header.syntax) {
            understood.outcome = .failed(.map)
            let (document, faults) = canonical.read()
            understood.diagnostics += faults
            if let document {
                finish(&understood, document, by: (CanonicalReading.mapping, ""), sender: sender, day: day) { [] }
            }
            return understood
        }
        guard let shape, !message.diagnostics.hasErrors else {
            if !message.diagnostics.hasErrors { understood.diagnostics.append(Self.unsupported(message, read.header)) }
            return understood
        }
        understood.outcome = .failed(.map)
        do throws(Diagnostic) {
            let choice = try mappings.mapping(for: message, tree: message.tree, shape: shape, header: read.header)
            understood.diagnostics += choice.diagnostics.items
            let mapped = choice.read()
            let mapping = (choice.mapping.name, String(choice.mapping.hash, radix: 16))
            finish(&understood, mapped, by: mapping, sender: sender, day: day) { choice.read(explains: true).origins }
        } catch {
            understood.diagnostics.append(error)
        }
        return understood
    }

    /// What a mapping makes of one message, every value explained; nil for a message without a known structure.
    public func explain(_ read: ReadDocument, by mapping: CompiledMapping) -> MappedDocument? {
        let (message, shape) = shapes.nest(read.message, syntax: read.header.syntax)
        return shape.map { mapping.read(message.tree, shape: $0, header: read.header, explains: true) }
    }

    /// What an acknowledgement says of a message: the first half of understanding it.
    public func verdict(of read: ReadDocument) -> MessageReport {
        MessageReport(of: shapes.nest(read.message, syntax: read.header.syntax).message, in: read.header)
    }

    /// Facts of a canonical document that is stored, such as one that waits for its order.
    public func facts(
        of document: CanonicalDocument, id: String, sender: String, day: String, test: Bool
    ) -> DocumentFacts {
        DocumentFacts(
            document, document: id, sender: sender, day: day, siteFacts: siteFacts, test: test,
            contentHash: digest(document.contentBytes()))
    }

    private func finish(
        _ understood: inout UnderstoodDocument, _ mapped: MappedDocument, by mapping: (name: String, hash: String),
        sender: String, day: String, origins: () -> [ValueOrigin]
    ) {
        var mapped = mapped
        mapped.diagnostics = profile.faults.weighed(mapped.diagnostics)
        var checks = profile.faults.weighed(mapped.document.check(CheckPolicy(checkDigit: profile.checkDigits)))
        if !checks.isEmpty { checks.place(by: origins()) }
        understood.type = mapped.document.type.rawValue
        understood.test = understood.test || mapped.document.isTest
        understood.unread = mapped.unread.count + mapped.unreadOmitted
        understood.diagnostics += mapped.diagnostics.items + Self.others(of: checks, beside: mapped.diagnostics)
        guard mapped.isValid, !checks.hasErrors else { return }
        let facts = facts(
            of: mapped.document, id: "", sender: sender, day: day, test: understood.test)
        let content = UnderstoodDocument.Content(
            facts: facts, canonical: mapped.document.jsonBytes, mapping: mapping.name, mappingHash: mapping.hash)
        understood.outcome = .understood(content)
        if case .applicationError(let report) = mapped.document, BackendSender.backend(of: sender) == nil,
            let received = ReceivedAcknowledgement(
                report, kind: understood.format, syntax: understood.interchange.syntax)
        {
            understood.outcome = .acknowledges(received, content)
        }
    }

    /// The faults of a document that its mapping has not told: a field that it requires and did not find is one fault, at
    /// the place where the sender puts it.
    private static func others(of checks: DiagnosticList, beside mapped: DiagnosticList) -> [Diagnostic] {
        let telling: Set<Code> = ["mapping.required-field", "mapping.date-invalid", "mapping.value-invalid"]
        let told = Set(mapped.items.filter { telling.contains($0.code) }.compactMap { $0.facts["field"] })
        return checks.items.filter { found in
            guard found.code.rawValue.hasSuffix("-missing"), let path = found.position?.path else { return true }
            return !told.contains(path)
        }
    }

    /// The code of a message that nothing here is made of.
    static let unsupported: Code = "intake.document-unsupported"

    /// A message of a syntax whose structures are not known here.
    static func unsupported(_ message: Message, _ header: InterchangeHeader) -> Diagnostic {
        Diagnostic(
            unsupported, at: message.tree.origin, value: message.type,
            facts: ["syntax": header.syntax.rawValue])
    }

    /// BGM 1004, the number of the document.
    private static func number(of message: Message, _ header: InterchangeHeader) -> String? {
        guard header.syntax == .edifact,
            let beginning = message.tree.nodes.indices.dropFirst().first(where: { node in
                let kind = message.tree.nodes[node].kind
                return (kind == .segment || kind == .group) && message.tree.name(of: node) == "BGM"
            })
        else { return nil }
        return message.tree.fields(of: beginning).text(2)
    }

    private static func format(of message: Message, _ header: InterchangeHeader) -> String {
        ([header.syntax.rawValue, message.type] + [message.version].compactMap { $0 }).joined(separator: " ")
    }
}
