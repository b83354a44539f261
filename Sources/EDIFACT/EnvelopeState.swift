import Diagnostics
import Syntax

/// What is known of the interchange that is being read.
struct EnvelopeState: Sendable {
    var diagnostics = DiagnosticList()
    var tally = FaultTally()
    /// UNB 0020, which UNZ has to repeat; nil where there is none, or one with invalid characters.
    var reference: String?
    var hasHeader = true
    /// Without UNB, and begun by a trailer.
    var isStump = false
    /// A trailer that closes nothing was reported there.
    var hasReportedTrailer = false
    /// The trailer has come.
    var isClosed = false
    var charsetName = ""
    var groups = 0
    var messages = 0
    /// Messages that stood outside any group.
    var ungrouped = 0
    /// Groups and messages outside of them were found beside each other; what UNZ counts then, nobody knows.
    var isMixed = false
    var group: Group?
    /// Those of the messages in the group, or in the interchange where there are no groups.
    var messageReferences = ReferenceMemory()
    var groupReferences = ReferenceMemory()

    /// A group that is open.
    struct Group: Sendable {
        /// UNG 0048, which UNE has to repeat; nil where there is none, or one with invalid characters.
        var reference: String?
        /// The type of its messages (UNG 0038), or that of the first where UNG does not say.
        var type: String?
        /// Messages of several types may stand in it.
        var isMixable: Bool
        var messages = 0
    }
}

/// What is known of the message that is being read.
struct MessageState: Sendable {
    var type: String
    var version: String?
    var agency: String?
    var association: String?
    var reference: String?
    /// The reference has characters that were told of; UNT is not held against it.
    var isReferenceSpoiled = false
    var origin: Position
    /// Where the message starts in the payload.
    var start: Int
    /// The tag of its first segment where its UNH did not come.
    var firstStray: String?
    var diagnostics = DiagnosticList()
    var tally = FaultTally()
    /// The header alone, kept when the rest is too large.
    var header: (nodes: [Tree.Node], bytes: [UInt8])?
}
