import Diagnostics
import Syntax

/// What is known of the transmission that is being read.
struct TransmissionState: Sendable {
    /// At most so many message references are remembered to find doubles.
    private static let rememberedReferences = 1_000_000

    /// Where STX stands in the payload.
    let start: Int
    var diagnostics = DiagnosticList()
    /// STX 5, the sender's reference.
    var reference: String?
    /// STX has come.
    var hasHeader = true
    /// Without STX, and begun by a trailer.
    var isStump = false
    /// A trailer that closes nothing was reported there.
    var hasReportedTrailer = false
    /// The trailer has come.
    var isClosed = false
    var messages = 0
    /// The number of the last message (MHD 1).
    var lastNumber = 0
    var batch: BatchState?
    var file: FileState?
    /// Files whose trailer message came before their header, by the three letters that both share.
    var earlyTrailers: Set<String> = []
    private var references: Set<String> = []

    init(start: Int) { self.start = start }

    /// Whether a message's reference is new in the transmission.
    mutating func remember(_ reference: String) -> Bool {
        if references.count >= Self.rememberedReferences { return !references.contains(reference) }
        return references.insert(reference).inserted
    }
}

/// A batch that is open: BAT to EOB.
struct BatchState: Sendable {
    var reference: String?
    var messages = 0
}

/// A file that is open: from its header message (ORDHDR) to its trailer message (ORDTLR).
struct FileState: Sendable {
    /// The three letters that header and trailer share.
    var prefix: String
    /// The header message's name.
    var header: String
    /// Messages between header and trailer of the type that the trailer counts.
    var orders = 0
}

/// What is known of the message that is being read.
struct MessageState: Sendable {
    var type: String
    var version: String?
    var reference: String?
    /// The tag of its first segment where its MHD did not come.
    var firstStray: String?
    var origin: Position
    /// Where the message starts in the payload.
    var start: Int
    var segments = 1
    var nodes: [Tree.Node]
    var diagnostics = DiagnosticList()
    var hasBlankTag = false
    var hasLowerCaseTag = false
    /// Only the header's bytes are kept, because the message is too large: how many.
    var headerLength: Int?
    var headerBytes: [UInt8] = []
}
