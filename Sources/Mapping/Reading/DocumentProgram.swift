import Diagnostics
import Orders
import Syntax

/// Reads a document of one type.
protocol DocumentProgram: Sendable {
    /// The document at a node; counts are checked by the way.
    func read(_ reading: inout Reading, in scope: ReadScope, counts: [CompiledCount]) -> CanonicalDocument
    /// Where a field stands that a count is made of.
    func places(of field: FieldPath) -> [Int]
    /// What is wrong with a field that a count is to be made of.
    func fault(of rule: CountRule) -> Diagnostic?
}

/// Reads a document of one type. The program was compiled for the type of its root.
struct TypedDocument<Root: BusinessDocument>: DocumentProgram {
    private let program: RecordProgram

    init(_ program: RecordProgram) { self.program = program }

    func read(_ reading: inout Reading, in scope: ReadScope, counts: [CompiledCount]) -> CanonicalDocument {
        var root = Root()
        _ = withUnsafeMutablePointer(to: &root) { program.read(&reading, in: scope, into: UnsafeMutableRawPointer($0)) }
        root.envelope = Self.envelope(root.envelope ?? Envelope(), of: reading.header)
        for count in counts { reading.check(count, against: root, in: scope) }
        return (consume root).canonical
    }

    func places(of field: FieldPath) -> [Int] { RecordTally.places(of: field, in: Root.self) }

    func fault(of rule: CountRule) -> Diagnostic? { RecordTally.fault(of: rule, in: Root.self) }

    /// What the transport says, where no rule found it in the document itself.
    private static func envelope(_ own: Envelope, of header: InterchangeHeader) -> Envelope? {
        var envelope = own
        envelope.sender = own.sender ?? header.sender.map(identifier)
        envelope.recipient = own.recipient ?? header.receiver.map(identifier)
        envelope.reference = own.reference ?? header.reference
        envelope.created = own.created ?? header.created.flatMap(created)
        if own.test == nil, header.test { envelope.test = true }
        return envelope == Envelope() ? nil : envelope
    }

    private static func identifier(_ party: EnvelopeParty) -> Identifier {
        var identifier = Identifier()
        identifier.value = party.identification
        identifier.scheme = party.qualifier
        return identifier
    }

    /// UNB S004 is `YYMMDD` and `HHMM` (syntax 4: `CCYYMMDD`); XML has ISO 8601.
    private static func created(_ text: String) -> BusinessTime? {
        if text.utf8.contains(UInt8(ascii: "-")) {
            return DatePattern.iso.read([text])?.first.flatMap(BusinessTime.init(canonicalText:))
        }
        var digits = text.utf8.filter { $0 &- 0x30 < 10 }
        if digits.count == 10 { digits.insert(contentsOf: (digits[0] >= 0x37 ? "19" : "20").utf8, at: 0) }
        guard digits.count == 12 else { return nil }
        for (place, mark) in [(10, ":"), (8, "T"), (6, "-"), (4, "-")] {
            digits.insert(contentsOf: mark.utf8, at: place)
        }
        return BusinessTime(canonicalText: String(decoding: digits, as: UTF8.self))
    }
}

extension Reading {
    /// Compares a stated count or sum with the document's own; a difference is a warning.
    mutating func check<Root: Record>(_ count: CompiledCount, against root: Root, in scope: ReadScope) {
        let mark = (matches: matches.count, evidence: evidence.count)
        defer { dropMatches(from: mark.matches) }
        defer { dropEvidence(from: mark.evidence) }
        collect(count.path, in: scope, needsValue: true)
        guard mark.matches < matches.count else { return }
        // Senders count either the lines or the lines and those in them; looking into each takes longer.
        var outer = count.rule
        outer.within = nil
        let plain = RecordTally.of(outer, count.places, in: root)
        lazy var whole = count.rule.within == nil ? plain : RecordTally.of(count.rule, count.places, in: root)
        for index in mark.matches..<matches.count {
            let node = matches[index].node
            markRead(node, evidenceFrom: mark.evidence)
            guard let text = text(of: node) else { continue }
            let stated = ExactDecimal(canonicalText: text) ?? ExactDecimal(text, decimalMark: UInt8(ascii: ","))
            if let stated, let plain, stated.hasSameValue(as: plain) { continue }
            if let stated, let whole, stated.hasSameValue(as: whole) { continue }
            report(
                "mapping.count-differs", .warning, at: node, value: text, field: count.rule.field.text,
                facts: [
                    "function": count.rule.function == .count ? "number" : "sum",
                    "actual": whole?.canonicalText ?? "too large",
                ])
        }
    }
}
