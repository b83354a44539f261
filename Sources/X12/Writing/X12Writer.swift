public import Diagnostics
public import Syntax

/// Writes an interchange: ISA of exactly 106 bytes, TA1, groups with their transaction sets, IEA (X12.5; X12.6).
///
/// A transaction set comes as a tree of segments, composites and elements that know their numbers, as the reader gives
/// it. Groups of segments are gone through in place where they are named by their first segment. ST and SE are the
/// writer's own; those of the tree are passed over. Control numbers are the caller's, counts the writer's.
///
///     var writer = try X12Writer(envelope)
///     try writer.openGroup(FunctionalGroup(identifier: "PO", …))
///     try writer.add(tree, as: TransactionHeader(identifier: "850", controlNumber: "0001"))
///     try writer.closeGroup()
///     let bytes = try writer.finish()
public struct X12Writer: Sendable {
    private static let serviceTags: Set<String> = ["ISA", "GS", "ST", "SE", "GE", "IEA", "TA1"]

    let envelope: X12Envelope
    private var encoder: SegmentEncoder
    private var groups = 0
    private var group: FunctionalGroup?
    private var transactions = 0
    /// Where the control numbers of the groups stand.
    private(set) var groupSlots: [UnnumberedInterchange.Slot] = []

    /// Whether a group was begun and not ended.
    var hasOpenGroup: Bool { group != nil }

    /// A writer that begins with ISA. Throws `x12.separators-unwritable` for separators that cannot be told apart,
    /// `x12.envelope-unwritable` for a value that does not fit its place, and what ``add(_:as:)`` throws for values.
    /// - Parameters:
    ///   - separators: with a repetition separator from version 00402 on, without one before.
    ///   - charset: the set that was agreed with the receiver.
    public init(
        _ envelope: X12Envelope, separators: Separators = .standard, charset: Charset = .ascii
    ) throws(Diagnostic) {
        try separators.check()
        self.envelope = envelope
        encoder = SegmentEncoder(separators: separators, charset: charset)
        try encoder.addHeader(envelope)
    }

    /// Adds a TA1, which stands before all groups: the elements of its segment in order.
    public mutating func addAcknowledgment(_ elements: [String]) throws(Diagnostic) {
        precondition(groups == 0, "TA1 stands before the groups")
        encoder.count = 0
        try encoder.add("TA1", elements.map { .text($0) })
    }

    /// Begins a functional group with GS.
    public mutating func openGroup(_ group: FunctionalGroup) throws(Diagnostic) {
        precondition(self.group == nil, "the group before is still open")
        for (element, text, length) in group.fields where !length.contains(text.unicodeScalars.count) {
            throw Self.misfit("GS", element, text, length)
        }
        encoder.count = 0
        let start = encoder.bytes.count
        try encoder.add("GS", group.fields.map { .text($0.text) })
        noteNumber(of: groups, element: 6, ofSegmentAt: start)
        self.group = group
        groups += 1
        transactions = 0
    }

    /// Adds a transaction set to the open group. Throws `x12.separator-unwritable` for a value that holds a separator,
    /// since X12 has no release, `x12.character-unwritable` for what the charset does not hold, `x12.repeat-unwritable`
    /// for repeats without a repetition separator and `x12.tag-unwritable` for what is no data segment.
    public mutating func add(_ transaction: Tree, as header: TransactionHeader) throws(Diagnostic) {
        try begin(header)
        var node = 1
        while node < transaction.nodes.count {
            let found = transaction.nodes[node]
            let tag = transaction.name(of: node)
            if found.kind == .segment || found.kind == .group, tag != "ST", tag != "SE" {
                guard Self.isDataTag(tag) else {
                    throw Diagnostic(
                        "x12.tag-unwritable", at: Position(segment: encoder.count + 1, tag: tag), value: tag)
                }
                try encoder.add(tag, SegmentElement.all(of: node, in: transaction))
            }
            // Segments within a group follow its own elements.
            node = found.kind == .group ? node + 1 : Int(found.end)
        }
        try end(header)
    }

    /// Adds a transaction set by its segments between ST and SE.
    mutating func add(
        _ segments: [(tag: String, elements: [SegmentElement])], as header: TransactionHeader
    ) throws(Diagnostic) {
        try begin(header)
        for segment in segments { try encoder.add(segment.tag, segment.elements) }
        try end(header)
    }

    /// Whether a value can be written as it is.
    func holds(_ value: String) -> Bool { encoder.holds(value) }

    private mutating func begin(_ header: TransactionHeader) throws(Diagnostic) {
        precondition(group != nil, "a transaction set stands in a group")
        for (element, text, length) in header.fields where !length.contains(text.unicodeScalars.count) {
            throw Self.misfit("ST", element, text, length)
        }
        encoder.count = 0
        transactions += 1
        try encoder.add("ST", header.fields.map { .text($0.text) })
    }

    private mutating func end(_ header: TransactionHeader) throws(Diagnostic) {
        try encoder.add("SE", [.text(String(encoder.count + 1)), .text(header.controlNumber)])
    }

    /// Ends the open group with GE.
    public mutating func closeGroup() throws(Diagnostic) {
        guard let group else { preconditionFailure("no group is open") }
        encoder.count = 0
        let start = encoder.bytes.count
        try encoder.add("GE", [.text(String(transactions)), .text(group.controlNumber)])
        noteNumber(of: groups - 1, element: 2, ofSegmentAt: start)
        self.group = nil
    }

    private mutating func noteNumber(of group: Int, element: Int, ofSegmentAt start: Int) {
        let place = encoder.bytes.element(element, ofSegmentAt: start, encoder.separators)
        groupSlots.append(.init(.group(group), at: place))
    }

    /// The interchange, ended.
    public consuming func finish() throws(Diagnostic) -> [UInt8] {
        if group != nil { try closeGroup() }
        encoder.count = 0
        try encoder.add("IEA", [.text(String(groups)), .text(envelope.controlNumber)])
        return encoder.bytes
    }

    private static func isDataTag(_ tag: String) -> Bool {
        (2...3).contains(tag.utf8.count) && !serviceTags.contains(tag)
            && tag.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
    }

    /// A value that is too short or too long for its place in the envelope.
    static func misfit(_ tag: String, _ element: Int, _ text: String, _ length: ClosedRange<Int>) -> Diagnostic {
        Diagnostic(
            "x12.envelope-unwritable", at: Position(tag: tag, element: "\(element)"), value: text,
            facts: ["minimum": "\(length.lowerBound)", "maximum": "\(length.upperBound)"])
    }
}
