import Diagnostics
import Syntax

/// What is known of the interchange that is being read.
struct EnvelopeState: Sendable {
    var position: Position
    var diagnostics = DiagnosticList()
    /// ISA12, ISA13.
    var version: String?
    var controlNumber: String?
    /// ISA has come.
    var hasHeader = true
    /// Without ISA, and nothing has come yet but trailers.
    var isStump = false
    /// A trailer that closes nothing was reported there.
    var hasReportedTrailer = false
    /// The trailer has come.
    var isClosed = false
    /// Its separators cannot be told, so that nothing of it is read.
    var isUnreadable = false
    var groups = 0
    /// Transaction sets, in all groups and outside of them.
    var transactions = 0
    /// TA1 segments, which IEA01 does not count.
    var acknowledgments = 0
    /// Blanks before a tag outside of transaction sets were reported.
    var hasBlankTag = false
    /// A transaction set without a group was reported.
    var hasReportedBare = false
    /// Transaction sets came since the last group, without one.
    var isBare = false
    /// How many groups came without GS; IEA01 may count them.
    var headlessGroups = 0
    var group: GroupState?
    private var groupNumbers = ReferenceMemory()

    init(position: Position) { self.position = position }

    /// Whether a group's control number is new in the interchange.
    mutating func remember(group number: String) -> Bool { groupNumbers.remember(number) }
}

/// A functional group that is open.
struct GroupState: Sendable {
    /// GS01, GS06, GS08.
    var identifier: String?
    var controlNumber: String?
    var version: String?
    var transactions = 0
    var position: Position
    private var numbers = ReferenceMemory()

    init(identifier: String?, controlNumber: String?, version: String?, position: Position) {
        self.identifier = identifier
        self.controlNumber = controlNumber
        self.version = version
        self.position = position
    }

    /// Whether a transaction set's control number is new in the group.
    mutating func remember(transaction number: String) -> Bool { numbers.remember(number) }
}

/// What is known of the transaction set that is being read.
struct TransactionState: Sendable {
    /// ST01, ST02, ST03.
    var identifier: String
    var controlNumber: String?
    var convention: String?
    /// ST02 has characters that were told of; SE02 is not held against it.
    var isNumberSpoiled = false
    var version: String?
    var origin: Position
    /// Where it starts in the payload.
    var start: Int
    /// The tag of its first segment where its ST did not come.
    var firstStray: String?
    var diagnostics = DiagnosticList()
    var hasBlankTag = false
    var hasLowerCaseTag = false
    var hasTrailingSeparator = false
    /// The header alone, kept when the rest is too large.
    var header: (nodes: [Tree.Node], bytes: [UInt8])?
}
