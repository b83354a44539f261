public import Diagnostics
import EDIFACT
import FlatFile
public import Mapping
public import Orders
public import Rollout
public import Syntax
public import X12
import XMLFormat

/// What the envelope of written EDIFACT and X12 says, where a back end's configuration says it.
public struct WrittenEnvelope: Sendable, Hashable {
    /// Who sends; nil for the document's own sender, else its buyer.
    public var sender: EnvelopeParty?
    /// Whom it is for; nil for the document's own recipient, else its supplier.
    public var recipient: EnvelopeParty?
    /// The syntax identifier of EDIFACT, which settles the charset.
    public var syntax: String
    /// The version of the messages, `D.01B` or `005010`; nil for the one that the mapping writes.
    public var version: String?
    /// The separators of X12; nil for the usual ones of the version.
    public var separators: Separators?
    /// The application codes of the functional group, GS02 and GS03; nil for the identifications of ISA.
    public var applications: ApplicationCodes?

    /// The application codes of a functional group of X12.
    public struct ApplicationCodes: Sendable, Hashable {
        /// GS02.
        public var sender: String
        /// GS03.
        public var receiver: String

        /// The codes of who sends and of whom it is for.
        public init(sender: String, receiver: String) {
            self.sender = sender
            self.receiver = receiver
        }
    }

    /// An envelope by its parts.
    public init(
        sender: EnvelopeParty? = nil, recipient: EnvelopeParty? = nil, syntax: String = "UNOC", version: String? = nil,
        separators: Separators? = nil
    ) {
        self.sender = sender
        self.recipient = recipient
        self.syntax = syntax
        self.version = version
        self.separators = separators
    }

    /// Takes the separators of X12 from a text: of elements, of components, of segments, and of repeats where there are any
    /// (`*>~^`); false, and nothing taken, when it is none.
    public mutating func takeSeparators(_ text: String) -> Bool {
        guard let separators = Separators(text) else { return false }
        self.separators = separators
        return true
    }
}

/// Which version of a message is written.
public struct WrittenVersion: Sendable, Hashable {
    /// `D.96A`, `UBL 2.1`; nil for the only one.
    public var version: String?
    /// The association's code, which UNH repeats: `EAN008`.
    public var association: String?

    /// A version by its parts.
    public init(version: String?, association: String? = nil) {
        self.version = version
        self.association = association
    }
}

/// What tells one delivery's payload from every other: times are made of it, and the reference that stands for the control
/// number until that is drawn, so that writing twice gives the same bytes.
public struct PayloadOrigin: Sendable, Hashable {
    /// The interchange's accept number.
    public var number: Int64
    /// The document's place in it, from 1.
    public var position: Int64
    /// The version of its payload, from 1.
    public var version: Int64
    /// When the interchange was accepted.
    public var receivedAt: Instant

    /// An origin by its parts.
    public init(number: Int64, position: Int64, version: Int64, receivedAt: Instant) {
        self.number = number
        self.position = position
        self.version = version
        self.receivedAt = receivedAt
    }

    /// The interchange control reference: `815-1`, with the payload's version behind it when that is not the first; in base
    /// 36 where fourteen characters (UNB 0020) do not hold it. It stands for the control number until that is drawn.
    var reference: String {
        var parts = [number, position]
        if version > 1 { parts.append(version) }
        let decimal = parts.map { String($0) }.joined(separator: "-")
        if decimal.utf8.count <= 14 { return decimal }
        return parts.map { String($0, radix: 36, uppercase: true) }.joined(separator: "-")
    }
}

/// A document in the format of its receiver.
public struct WrittenPayload: Sendable, Hashable {
    public var bytes: [UInt8]
    public var contentType: String
    /// The usual end of a file's name: `edi`, `xml`.
    public var fileExtension: String
    /// What was changed to fit, as the mapping's rules allow.
    public var diagnostics: [Diagnostic]
    /// The values that no rule wrote.
    public var unwritten: [UnwrittenValue]
    /// The same bytes with the places of their control number, where the syntax has one: the number that counts is put in by
    /// the transaction that keeps them.
    public var unnumbered: UnnumberedInterchange?

    /// A canonical document as it is.
    public init(canonical: [UInt8]) {
        bytes = canonical
        contentType = "application/json"
        fileExtension = "json"
        diagnostics = []
        unwritten = []
    }

    init(
        bytes: [UInt8], contentType: String, fileExtension: String, diagnostics: [Diagnostic] = [],
        unwritten: [UnwrittenValue] = [], unnumbered: UnnumberedInterchange? = nil
    ) {
        self.bytes = bytes
        self.contentType = contentType
        self.fileExtension = fileExtension
        self.diagnostics = diagnostics
        self.unwritten = unwritten
        self.unnumbered = unnumbered
    }
}

/// Why a document cannot be written.
public struct PayloadFault: Error, Sendable {
    public var diagnostics: [Diagnostic]
    /// True where the document waits for a person and has not failed.
    public var holds = false

    /// A fault by what was found, the worst among it an error.
    public init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

/// MAP, the other way: makes the payload of one back end from a canonical document. Pure.
public struct PayloadWriting: Sendable {
    private let mappings: [CanonicalDocument.DocumentType: CompiledMapping]
    let envelope: WrittenEnvelope
    private let settings: [String: String]
    private let shapes: MessageShapes

    /// Writing by these mappings, one for each type of document; of two for one type the first counts.
    /// - Parameter settings: what rules name with `$`.
    public init(
        mappings: [CompiledMapping], envelope: WrittenEnvelope = WrittenEnvelope(), settings: [String: String] = [:],
        shapes: MessageShapes = .standard
    ) {
        self.mappings = Dictionary(mappings.map { ($0.documentType, $0) }, uniquingKeysWith: { first, _ in first })
        self.envelope = envelope
        self.settings = settings
        self.shapes = shapes
    }

    /// The payload of a document. Throws everything that is wrong with it: `deliver.mapping-missing` where no mapping is
    /// for its type, what the mapping found, what the syntax cannot write.
    ///
    /// - Parameter written: The version and association of the message; nil for those that the mapping writes.
    public func write(
        _ document: CanonicalDocument, from origin: PayloadOrigin, as written: WrittenVersion? = nil
    ) throws(PayloadFault) -> WrittenPayload {
        guard let mapping = mappings[document.type] else {
            throw PayloadFault(diagnostics: [Diagnostic("deliver.mapping-missing", value: document.type.rawValue)])
        }
        let version =
            written
            ?? WrittenVersion(
                version: envelope.version ?? mapping.writtenVersion, association: mapping.association)
        guard let shape = shapes.shape(mapping.syntax, mapping.message, version.version) else {
            let facts = ["version": version.version ?? "any"]
            throw PayloadFault(diagnostics: [Diagnostic("mapping.shape-unknown", value: mapping.message, facts: facts)])
        }
        let written = mapping.write(document, shape: shape, profile: settings)
        guard written.isValid else { throw PayloadFault(diagnostics: written.diagnostics.items) }
        do throws(Diagnostic) {
            var changes: [Diagnostic] = []
            let content = try content(of: written.tree, document, mapping, version, origin, changes: &changes)
            return WrittenPayload(
                bytes: content.bytes, contentType: mapping.syntax.contentType,
                fileExtension: mapping.syntax.fileExtension,
                diagnostics: written.diagnostics.items + changes,
                unwritten: written.unwritten, unnumbered: content.unnumbered)
        } catch {
            throw PayloadFault(diagnostics: written.diagnostics.items + [error])
        }
    }

    private func content(
        of tree: Tree, _ document: CanonicalDocument, _ mapping: CompiledMapping, _ version: WrittenVersion,
        _ origin: PayloadOrigin, changes: inout [Diagnostic]
    ) throws(Diagnostic) -> (bytes: [UInt8], unnumbered: UnnumberedInterchange?) {
        switch mapping.syntax {
        case .xml:
            guard let dialect = shapes.formats.dialects.dialect(type: mapping.message) else {
                throw Diagnostic("deliver.syntax-unwritable", value: mapping.message)
            }
            return (try XMLFormatWriter.write(tree, as: dialect, doctype: mapping.doctype), nil)
        case .edifact:
            var writer = try EDIFACTWriter(interchange(of: document, origin))
            let header = MessageHeader(
                reference: "1", type: mapping.message, version: version.version ?? "D.96A",
                association: version.association)
            try writer.add(tree, as: header)
            changes = writer.diagnostics.items
            let content = try writer.finishUnnumbered()
            return (content.bytes, content)
        case .idoc:
            guard let format = shapes.formats.records[mapping.message] else {
                throw Diagnostic("deliver.syntax-unwritable", value: mapping.message)
            }
            return (try IDocWriter.write(tree, as: format), nil)
        case .x12:
            let content = try x12(tree, of: document, as: mapping.message, version.version ?? "004010", origin)
            return (content.bytes, content)
        case .csv:
            guard let format = shapes.formats.csv[mapping.message] else {
                throw Diagnostic("deliver.syntax-unwritable", value: mapping.message)
            }
            return (try CSVWriter.write(tree, as: format), nil)
        case .tradacoms:
            return (try tradacoms(tree, of: document, as: mapping.message, version.version ?? "9", origin), nil)
        case .fixed:
            guard let format = shapes.formats.fixed[mapping.message] else {
                throw Diagnostic("deliver.syntax-unwritable", value: mapping.message)
            }
            return (try FixedWriter.write(tree, as: format), nil)
        case .json:
            guard let format = shapes.formats.json[mapping.message] else {
                throw Diagnostic("deliver.syntax-unwritable", value: mapping.message)
            }
            return (JSONTreeWriter.write(tree, as: format), nil)
        }
    }

    private func interchange(of document: CanonicalDocument, _ origin: PayloadOrigin) -> InterchangeEnvelope {
        let content = document.content
        let moment = origin.receivedAt.iso8601
        func party(_ own: Identifier?, _ party: Party) -> EnvelopeParty {
            if let own, !own.value.isEmpty { return EnvelopeParty(own.value, qualifier: own.scheme) }
            // 0007 = 14: the identification is a GLN.
            return EnvelopeParty(party.gln?.rawValue ?? "", qualifier: "14")
        }
        return InterchangeEnvelope(
            sender: envelope.sender ?? party(content.envelope?.sender, document.author),
            recipient: envelope.recipient ?? party(content.envelope?.recipient, document.addressee),
            reference: origin.reference, date: moment.dropFirst(2).prefix(8).filter { $0 != "-" },
            time: moment.dropFirst(11).prefix(5).filter { $0 != ":" }, syntax: envelope.syntax, isTest: document.isTest)
    }
}

extension SyntaxName {
    /// The media types of RFC 1767 for EDI, and of XML.
    fileprivate var contentType: String {
        switch self {
        case .xml: "application/xml"
        case .idoc: "text/plain; charset=utf-8"
        case .csv: "text/csv"
        case .fixed: "text/plain"
        case .json: "application/json"
        case .x12: "application/EDI-X12"
        case .tradacoms: "application/EDI-consent"
        case .edifact: "application/EDIFACT"
        }
    }

    fileprivate var fileExtension: String {
        switch self {
        case .xml: "xml"
        case .idoc: "idoc"
        case .csv: "csv"
        case .fixed: "txt"
        case .json: "json"
        case .x12: "x12"
        case .edifact, .tradacoms: "edi"
        }
    }
}
