public import Diagnostics
public import Mapping
import Orders
public import Syntax

/// One message of a payload as its mapping reads it.
public struct MappedMessage: Sendable {
    /// The version as the message names it; nil for what belongs to no message.
    public var version: WrittenVersion?
    /// The mapping that fits; nil when there is none.
    public var mapping: CompiledMapping?
    /// What the mapping makes of it.
    public var documents: [MappedDocument]
    /// Errors of reading, structure and mapping, and of the interchange around.
    public var faults: [Diagnostic]
    /// What the envelope around it said; nil for what belongs to no message.
    public var header: InterchangeHeader?
    /// The functional group that it came in.
    public var group: MessageGroup?

    /// Its orders and their changes, as what can be answered.
    public var answerable: [OrderInQuestion] {
        guard let mapping, let header else { return [] }
        return documents.filter { $0.document.orderContent != nil }.map {
            OrderInQuestion(
                document: $0.document, mapping: mapping.name, header: header, version: version?.version,
                group: group)
        }
    }
}

/// Reads a payload and maps its messages, for those who look at mappings: no partner's profile, every value explained, and
/// a message with faults is mapped as far as it goes.
public struct PayloadMapping: Sendable {
    private let library: MappingLibrary
    private let shapes: MessageShapes

    /// By a library of mappings.
    public init(_ library: MappingLibrary, shapes: MessageShapes = .standard) {
        self.library = library
        self.shapes = shapes.with(library.shapes)
    }

    /// The messages of a payload; what is wrong with it as a whole stands in a last one without documents.
    /// - Parameter format: the kind of file that it is where its bytes do not tell, as a partner's profile says it.
    public func read(_ bytes: [UInt8], format: String? = nil) -> [MappedMessage] {
        var messages: [MappedMessage] = []
        var header: InterchangeHeader?
        var group: MessageGroup?
        var reader = PayloadReader(profile: ReadingProfile(format: format), formats: shapes.formats)
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let found): (header, group) = (found, nil)
            case .message(let message):
                guard let header else { return }
                messages.append(read(message, header))
                messages[messages.count - 1].group = message.isOutsideGroups ? nil : group
            case .group(let found): group = found
            case .end(let diagnostics):
                let errors = diagnostics.items.filter { $0.severity == .error }
                if !errors.isEmpty { messages.append(MappedMessage(documents: [], faults: errors)) }
            }
        }
        // Only what takes the events could throw.
        try? reader.read(bytes[...], take)
        try? reader.finish(take)
        return messages
    }

    /// What a message of canonical JSON says, as it is; nil for any other message.
    public static func canonical(
        _ message: Message, _ header: InterchangeHeader
    ) -> (document: MappedDocument?, diagnostics: [Diagnostic])? {
        CanonicalReading(message, header.syntax)?.read()
    }

    private func read(_ flat: Message, _ header: InterchangeHeader) -> MappedMessage {
        let (message, shape) = shapes.nest(flat, syntax: header.syntax)
        let faults = message.diagnostics.items.filter { $0.severity == .error }
        var mapped = MappedMessage(
            version: WrittenVersion(version: message.version, association: message.association), documents: [],
            faults: faults, header: header)
        if let canonical = CanonicalReading(message, header.syntax) {
            let (document, found) = canonical.read()
            mapped.documents = [document].compactMap(\.self)
            mapped.faults += found + mapped.documents.flatMap { $0.diagnostics.items }.filter { $0.severity == .error }
            return mapped
        }
        guard let shape else {
            if faults.isEmpty { mapped.faults = [Understanding.unsupported(message, header)] }
            return mapped
        }
        do throws(Diagnostic) {
            let choice = try library.mapping(for: message, tree: message.tree, shape: shape, header: header)
            mapped.mapping = choice.mapping
            mapped.documents = choice.readAll(explains: true)
            mapped.faults += mapped.documents.flatMap { $0.diagnostics.items }.filter { $0.severity == .error }
        } catch {
            mapped.faults.append(error)
        }
        return mapped
    }
}
