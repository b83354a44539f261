public import Diagnostics

/// What was found in one message of an ``InterchangeReport``.
public struct MessageReport: Sendable, Hashable {
    public var type: String
    /// The version in the format's own words: `D.96A`, `005010`.
    public var version: String?
    /// The agency that controls the type (UNH 0051); `UN` for most.
    public var agency: String?
    /// The subset (UNH 0057), or the implementation convention (ST03).
    public var association: String?
    public var reference: String?
    /// The errors, in the order in which they were found; empty when the message is accepted.
    public var errors: [Diagnostic]
    /// The warnings that would be errors but for what is agreed with the sender; it may be told of them.
    public var tolerated: [Diagnostic]
    /// True where no group was open around it.
    public var isOutsideGroups = false

    /// The name of the fact that a tolerated fault bears.
    public static let toleratedFact = "tolerated"

    /// A message by its parts.
    public init(
        type: String, version: String?, agency: String? = nil, association: String? = nil, reference: String?,
        errors: [Diagnostic] = [], tolerated: [Diagnostic] = []
    ) {
        self.tolerated = tolerated
        self.type = type
        self.version = version
        self.agency = agency
        self.association = association
        self.reference = reference
        self.errors = errors
    }

    /// A message that was read and checked, with its errors.
    /// - Parameter rejected: what others are only warned of and rejects it here.
    public init(_ message: Message, rejecting rejected: Set<Code> = []) {
        self.init(
            type: message.type, version: message.version, agency: message.agency, association: message.association,
            reference: message.reference,
            errors: message.diagnostics.items.filter { $0.severity == .error || rejected.contains($0.code) },
            tolerated: message.diagnostics.items.filter {
                $0.severity == .warning && $0.facts[Self.toleratedFact] != nil && !rejected.contains($0.code)
            })
        isOutsideGroups = message.isOutsideGroups
        // A full list counts what it does not keep; that there was an error among it is never lost.
        if errors.isEmpty, message.diagnostics.hasErrors, let last = message.diagnostics.items.last {
            errors = [Diagnostic(last.code, .error, at: last.position, value: last.value, facts: last.facts)]
        }
    }

    /// Whether nothing is wrong with it.
    public var isAccepted: Bool { errors.isEmpty }
}

/// Messages that stand together: those of one group, or those outside of groups.
public struct GroupReport: Sendable, Hashable {
    /// The group's header; nil for messages outside of groups.
    public var header: MessageGroup?
    public var messages: [MessageReport] = []
    /// Messages with nothing wrong that are only counted, by their types.
    public var unlisted: [String: Int] = [:]
    /// The errors of the group's own header and trailer.
    public var errors: [Diagnostic] = []

    /// A group that has no messages yet.
    public init(header: MessageGroup?) { self.header = header }

    /// How many of its messages have nothing wrong.
    public var accepted: Int { messages.count(where: \.isAccepted) + unlistedCount }
    /// How many of its messages have nothing wrong, those of some types left out.
    public func accepted(besides types: Set<String>) -> Int {
        messages.count { $0.isAccepted && !types.contains($0.type) }
            + unlisted.reduce(0) { $0 + (types.contains($1.key) ? 0 : $1.value) }
    }

    /// How many messages it has.
    public var count: Int { messages.count + unlistedCount }
    /// How many messages are only counted.
    public var unlistedCount: Int { unlisted.values.reduce(0, +) }

    /// Only counts the messages of some types from here on, whatever is wrong with them.
    public mutating func passOver(_ types: Set<String>) {
        for message in messages where types.contains(message.type) { unlisted[message.type, default: 0] += 1 }
        messages.removeAll { types.contains($0.type) }
    }

    /// Whether it has messages, and all of them are of some types.
    public func isOnly(_ types: Set<String>) -> Bool {
        count > 0 && messages.allSatisfy { types.contains($0.type) } && unlisted.keys.allSatisfy(types.contains)
    }
}

/// What was found in one interchange, as far as its acknowledgement speaks of it: headers, and the errors of each level.
///
/// Made by taking the events of a reader, each message after all that is checked of it. The memory it needs is that of
/// the references and the listed errors. Warnings are left out, since nothing is rejected for them, but for those of the
/// interchange itself, of which TA1 tells.
public struct InterchangeReport: Sendable, Hashable {
    public var header: InterchangeHeader
    /// In the order of the bytes.
    public var groups: [GroupReport] = []
    /// The errors of the interchange's own header and trailer.
    public var errors: [Diagnostic] = []
    /// The warnings of the interchange's own header and trailer.
    public var warnings: [Diagnostic] = []
    /// The code of an interchange in which more is wrong than can be listed.
    public static let overfull: Code = "intake.interchange-overfull"

    /// The faults that are errors here, whatever they weigh elsewhere.
    public let rejected: Set<Code>

    /// A report of an interchange that has just begun.
    /// - Parameter rejected: faults that this sender is rejected for although others are only warned, by their codes.
    public init(header: InterchangeHeader, rejecting rejected: Set<Code> = []) {
        self.header = header
        self.rejected = rejected
    }

    /// Takes what a reader found next in this interchange, a message with everything that is wrong with it.
    public mutating func take(_ event: ReaderEvent) {
        switch event {
        case .interchange(let header): self = InterchangeReport(header: header, rejecting: rejected)
        case .group(let header): groups.append(GroupReport(header: header))
        case .message(let message): take(MessageReport(message, rejecting: rejected))
        case .end(let diagnostics): settle(diagnostics.withOverflow)
        }
    }

    private func isError(_ found: Diagnostic) -> Bool { found.severity == .error || rejected.contains(found.code) }

    /// Takes what was found in the next message.
    /// - Parameter isListed: false to count a message with nothing wrong in place of keeping it.
    public mutating func take(_ message: MessageReport, isListed: Bool = true) {
        if groups.isEmpty || message.isOutsideGroups && groups.last?.header != nil {
            groups.append(GroupReport(header: nil))
        }
        if isListed || !message.isAccepted {
            groups[groups.count - 1].messages.append(message)
        } else {
            groups[groups.count - 1].unlisted[message.type, default: 0] += 1
        }
    }

    /// Takes what was found in the envelope, and puts errors where they belong: what speaks of a group's header or trailer
    /// to that group.
    public mutating func settle(_ found: [Diagnostic]) {
        warnings += found.filter { $0.severity == .warning && !isError($0) && !Self.isGroups($0) }
        for error in found where isError(error) {
            let offset = error.position?.offset ?? 0
            // A trailer that did not come should have stood where the next group begins.
            let last = error.position?.tag.map { Self.trailerTags.contains($0) } == true ? offset - 1 : offset
            let index = groups.lastIndex { ($0.header?.position.offset ?? .max) <= last }
            if Self.isGroups(error), let index {
                groups[index].errors.append(error)
            } else {
                var error = error
                error.position = error.position ?? header.position
                errors.append(error)
            }
        }
    }

    private static func isGroups(_ found: Diagnostic) -> Bool {
        found.position?.tag.map { groupTags.contains($0) } ?? false
    }

    private static let trailerTags: Set<String> = ["UNE", "GE"]
    private static let groupTags: Set<String> = ["UNG", "UNE", "GS", "GE"]
}

extension DiagnosticList {
    /// What is listed of an envelope, with an error of the interchange behind it where errors were only counted: nobody
    /// knows then which of its groups are right, so that all of it is refused (``InterchangeReport/overfull``).
    public var withOverflow: [Diagnostic] {
        guard omittedErrors > 0 else { return items }
        let facts = ["what": "faults of the envelope", "limit": String(limit)]
        return items + [Diagnostic(InterchangeReport.overfull, facts: facts)]
    }
}
