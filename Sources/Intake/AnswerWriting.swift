public import Diagnostics
public import Mapping
public import Orders
import Rollout
public import Syntax

/// An order, or a change of one, that is answered, as it was read: what the answer has to look like for its sender.
public struct OrderInQuestion: Sendable {
    public var document: CanonicalDocument
    /// The name of the mapping that read it.
    public var mapping: String
    /// What the envelope around it said.
    public var header: InterchangeHeader
    /// The version as the message named it: `D.96A`, `005010`.
    public var version: String?
    /// The functional group that it came in; nil where it came in none.
    public var group: MessageGroup?

    /// A document by its parts.
    public init(
        document: CanonicalDocument, mapping: String, header: InterchangeHeader, version: String?,
        group: MessageGroup? = nil
    ) {
        self.group = group
        self.document = document
        self.mapping = mapping
        self.header = header
        self.version = version
    }
}

/// How a partner takes answers, where that is agreed and does not follow from its order.
public struct AnswerForm: Sendable, Hashable {
    /// The mapping that writes.
    public var mapping: String
    /// What the envelope says; what it leaves open follows from the order.
    public var envelope: WrittenEnvelope
    /// What rules name with `$`.
    public var settings: [String: String]

    /// A form by its parts.
    public init(mapping: String, envelope: WrittenEnvelope = WrittenEnvelope(), settings: [String: String] = [:]) {
        self.mapping = mapping
        self.envelope = envelope
        self.settings = settings
    }
}

/// An answer with all that goes into it, and the mapping that writes it.
public struct CompletedAnswer: Sendable {
    public var document: CanonicalDocument
    let mapping: CompiledMapping
    /// What is said of it: the lines that its order does not have.
    public var remarks: [Diagnostic]
}

extension WrittenEnvelope {
    /// Takes what another one says.
    fileprivate mutating func take(_ agreed: WrittenEnvelope) {
        sender = agreed.sender ?? sender
        recipient = agreed.recipient ?? recipient
        if agreed.syntax != WrittenEnvelope().syntax { syntax = agreed.syntax }
        version = agreed.version ?? version
        separators = agreed.separators ?? separators
        // Other parties have other applications.
        if agreed.sender != nil || agreed.recipient != nil { applications = agreed.applications }
    }
}

/// MAP, for answers: writes what a back end says of an order to the partner who sent it, in the partner's own format and
/// version, with the partner's own references and line numbers. Pure.
public struct AnswerWriting: Sendable {
    private let library: MappingLibrary
    private let shapes: MessageShapes

    /// Writing by a library of mappings, whose `answers` say which mapping writes what.
    public init(_ library: MappingLibrary, shapes: MessageShapes = .standard) {
        self.library = library
        self.shapes = shapes.with(library.shapes)
    }

    /// The payload of an answer. Its diagnostics name lines that the order does not have.
    ///
    /// - Parameters:
    ///   - question: the order as its sender wrote it; nil where that is not known, as of an order that people typed in.
    ///   - form: how the partner takes it, where that is agreed.
    ///
    /// Throws everything that is wrong with it: `answer.mapping-missing` where no mapping is named for answers of this type,
    /// and what ``PayloadWriting`` throws.
    public func write(
        _ answer: CanonicalDocument, to question: OrderInQuestion?, as form: AnswerForm? = nil,
        from origin: PayloadOrigin
    ) throws(PayloadFault) -> WrittenPayload {
        try write(completed(answer, to: question, as: form, from: origin), to: question, as: form, from: origin)
    }

    /// An answer with what its order says and it does not repeat.
    ///
    /// Throws `answer.mapping-missing` where no mapping is named for answers of this type.
    public func completed(
        _ answer: CanonicalDocument, to question: OrderInQuestion?, as form: AnswerForm? = nil,
        from origin: PayloadOrigin
    ) throws(PayloadFault) -> CompletedAnswer {
        let name = form?.mapping ?? question.flatMap { library[$0.mapping]?.answers[answer.type] }
        guard let name, let mapping = library[name] else {
            throw PayloadFault(diagnostics: [
                Diagnostic(
                    "answer.mapping-missing", value: question?.mapping ?? "no message",
                    facts: ["type": answer.type.rawValue])
            ])
        }
        var answer = answer
        var remarks = DiagnosticList()
        // A back end that does not say when it made a document made it by when it handed it over.
        if answer.issued == nil {
            var content = answer.content
            content.issued = BusinessTime(canonicalText: String(origin.receivedAt.iso8601.prefix(10)))
            answer = content.canonical
        }
        if let question { remarks = Self.complete(&answer, by: question, in: mapping.confirmationForm, from: origin) }
        return CompletedAnswer(document: answer, mapping: mapping, remarks: remarks.items)
    }

    /// The payload of an answer that is complete. Throws what ``PayloadWriting`` throws.
    public func write(
        _ answer: CompletedAnswer, to question: OrderInQuestion?, as form: AnswerForm? = nil,
        from origin: PayloadOrigin
    ) throws(PayloadFault) -> WrittenPayload {
        let mapping = answer.mapping
        var envelope = question.map { self.envelope(for: $0, mapping) } ?? WrittenEnvelope()
        if let form { envelope.take(form.envelope) }
        let writing = PayloadWriting(
            mappings: [mapping], envelope: envelope,
            settings: (question.map(Self.settings) ?? [:]).merging(form?.settings ?? [:]) { _, own in own },
            shapes: shapes)
        var payload = try writing.write(answer.document, from: origin)
        payload.diagnostics = answer.remarks + payload.diagnostics
        return payload
    }

    /// Fills in what the order says and the answer does not repeat; what is wrong with the answer's lines.
    private static func complete(
        _ answer: inout CanonicalDocument, by question: OrderInQuestion, in form: ConfirmationForm,
        from origin: PayloadOrigin
    ) -> DiagnosticList {
        if case .orderResponse(let response) = answer, let order = question.document.orderContent {
            var (completed, found) = response.completed(by: order, in: form)
            var envelope = completed.envelope ?? Envelope()
            envelope.reference = envelope.reference ?? origin.reference
            envelope.created =
                envelope.created ?? BusinessTime(canonicalText: String(origin.receivedAt.iso8601.prefix(16)))
            completed.envelope = envelope
            answer = .orderResponse(completed)
            return found
        }
        if case .despatchAdvice(let advice) = answer, let order = question.document.orderContent {
            let (completed, found) = advice.completed(by: order)
            answer = .despatchAdvice(completed)
            return found
        }
        if case .invoice(let invoice) = answer, let order = question.document.orderContent {
            let (completed, found) = invoice.completed(by: order)
            answer = .invoice(completed)
            return found
        }
        if case .applicationError(let report) = answer {
            answer = .applicationError(report.completed(by: question.document))
        }
        return DiagnosticList()
    }

    /// What cXML says beyond the document: the message that it answers, who sends it and who gets it.
    private static func settings(for question: OrderInQuestion) -> [String: String] {
        guard let envelope = question.document.content.envelope else { return [:] }
        let settings = [
            "orderMessage": envelope.message, "from": envelope.recipient?.value,
            "fromDomain": envelope.recipient?.scheme,
            "to": envelope.sender?.value, "toDomain": envelope.sender?.scheme, "sender": envelope.recipient?.value,
            "senderDomain": envelope.recipient?.scheme,
        ]
        return settings.compactMapValues(\.self)
    }

    /// Back to the sender, from whom it was sent to, in ISA and GS as each had it; in the same charset and version where the syntax is the same.
    private func envelope(for question: OrderInQuestion, _ mapping: CompiledMapping) -> WrittenEnvelope {
        let header = question.header
        var envelope = WrittenEnvelope()
        guard header.syntax == mapping.syntax else { return envelope }
        envelope.sender = header.receiver
        envelope.recipient = header.sender
        if header.syntax == .x12, let own = Self.code(of: question.group?.receiver),
            let theirs = Self.code(of: question.group?.sender)
        {
            envelope.applications = .init(sender: own, receiver: theirs)
        }
        if header.syntax == .edifact, let charset = header.charsetName { envelope.syntax = charset }
        if let version = question.version, mapping.covers(version: version),
            shapes.shape(mapping.syntax, mapping.message, version) != nil
        {
            envelope.version = version
        }
        return envelope
    }

    /// The code of an application in GS; nil for what cannot be written as one (X12.5: two to fifteen characters).
    private static func code(of application: EnvelopeParty?) -> String? {
        guard let code = application?.identification, (2...15).contains(code.utf8.count),
            code.utf8.allSatisfy({ 0x20 < $0 && $0 < 0x7F })
        else { return nil }
        return code
    }
}
