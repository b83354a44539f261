import Diagnostics
import Syntax

/// What is known of the interchange that is being read.
struct EnvelopeState: Sendable {
    /// At most so many message references are remembered to find doubles.
    static let rememberedReferences = 1_000_000

    var position: Position
    var diagnostics = DiagnosticList()
    /// UNB 0020, nil for a payload without UNB.
    var reference: String?
    var hasHeader = true
    /// The trailer has come.
    var isClosed = false
    var charsetName = ""
    var groups = 0
    var messages = 0
    /// Messages that stood outside any group.
    var ungrouped = 0
    var group: Group?
    private var references: Set<String> = []

    init(position: Position) { self.position = position }

    /// A group that is open.
    struct Group: Sendable {
        var reference: String?
        var messages = 0
        var position: Position
    }

    /// Whether a message's reference is new in its group or interchange.
    mutating func remember(_ reference: String) -> Bool {
        if references.count >= Self.rememberedReferences { return !references.contains(reference) }
        return references.insert(reference).inserted
    }

    mutating func forgetReferences() { references.removeAll(keepingCapacity: true) }
}

/// What is known of the message that is being read.
struct MessageState: Sendable {
    var type: String
    var version: String?
    var association: String?
    var reference: String?
    var origin: Position
    /// Where the message starts in the payload.
    var start: Int
    var diagnostics = DiagnosticList()
    var hasBlankTag = false
    /// The header alone, kept when the rest is too large.
    var header: (nodes: [Tree.Node], bytes: [UInt8])?
}

/// Where the envelope's segments stood in the payload, for cutting messages out.
struct EnvelopeTrace: Sendable, Hashable {
    var service = ServiceCharacters.standard
    var advice: Range<Int>?
    var header: Range<Int>?
    var group: Range<Int>?
    var reference: [UInt8] = []
    var groupReference: [UInt8] = []

    /// Where its segments stand, in their order.
    var ranges: [Range<Int>] { [advice, header, group].compactMap(\.self) }
}
