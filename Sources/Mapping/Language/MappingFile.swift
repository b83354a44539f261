import Diagnostics
import Orders
import Syntax

/// A mapping file as data, its includes put in, before it meets a shape and the canonical records.
struct MappingFile: Sendable {
    var name: String
    /// Where the mapping's name stands.
    var position: Position
    var format: MappingFormat
    var document: DocumentHeader
    var blocks: [String: BlockBody]
    /// Rules and constants of the document.
    var body: BlockBody
    var counts: [CountRule]
    var ignored: [IgnoreRule]
    var fills: [FillRule]
    /// The mappings that write the answers to the documents that this one reads.
    var answers: [AnswerRule]
    /// The fields, by their way from the document, that the format has no place for: no warning tells that they are lost.
    var leaves: Set<String> = []
}

/// Which messages a mapping is for.
struct MappingFormat: Sendable {
    /// Where it stands.
    var position: Position
    var syntax: SyntaxName
    var message: String
    /// The versions, any when empty: `D.96A`, `UBL 2.1`.
    var directories: [String]
    /// The version that is written, the first when nil.
    var writes: String?
    /// The external identifier of the DTD that a written document names (XML 1.0, 2.8), nil for none.
    var doctype: String? = nil
    /// What the association or customization starts with, any when nil: `EAN`.
    var association: String?
    /// Places that must hold one of these values.
    var match: [MatchRule]
    /// Whom the envelope must name.
    var envelope: [EnvelopeRule] = []
}

/// A condition on a message: what stands at a path is one of the alternatives.
struct MatchRule: Sendable {
    var path: MappingPath
    var condition: ValuePredicate
}

/// A condition on the envelope: who sent the message, or whom it is for.
struct EnvelopeRule: Sendable {
    /// Whom it is about, as `match` names it.
    enum Party: String, CaseIterable {
        case sender = "envelope.sender"
        case recipient = "envelope.recipient"
    }

    var party: Party
    var condition: ValuePredicate

    /// True for an envelope that names one of the alternatives.
    func holds(for header: InterchangeHeader) -> Bool {
        guard let value = (party == .sender ? header.sender : header.receiver)?.identification, !value.isEmpty else {
            return condition.allowsAbsence
        }
        return condition.admits(value)
    }
}

/// Which mapping writes the partner an answer of a type: `order-response: edifact-ordrsp`.
struct AnswerRule: Sendable {
    /// The answer's type.
    var type: String
    var mapping: String
    var typePosition: Position
    var mappingPosition: Position
}

/// What a mapping makes.
struct DocumentHeader: Sendable {
    /// The type's name: `order`.
    var type: String
    /// The nodes that are a document each; nil for the whole message.
    var at: MappingPath?
    var position: Position
    /// How a response says what becomes of parts of a line.
    var confirms = ConfirmationForm.lines
}
