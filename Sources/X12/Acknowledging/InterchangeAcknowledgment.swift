public import Diagnostics
public import Syntax

/// TA1: what is said of an interchange's own envelope (X12.5 and X12.56).
public struct InterchangeAcknowledgment: Sendable, Hashable {
    /// TA104.
    public enum Code: String, Sendable, Hashable {
        case accepted = "A"
        /// Accepted with errors: the sender is not to send it again.
        case acceptedWithErrors = "E"
        case rejected = "R"
    }

    /// ISA13 of the interchange that it speaks of, in nine digits (TA101, I12); zeros where it has no number.
    public var controlNumber: String
    /// ISA09 and ISA10 of the interchange that it speaks of (TA102, I08; TA103, I09): `YYMMDD`, `HHMM`.
    public var date: String
    public var time: String
    public var code: Code
    /// TA105, `000` for no error.
    public var note: String

    /// What is said of an interchange that was read: the first error of its envelope rejects it, whatever TA1 has a note
    /// for; without errors, the first warning that there is a note for is told, and it is accepted all the same.
    ///
    /// TA101 to TA103 repeat ISA13, ISA09 and ISA10, all three are mandatory, a number of nine digits, a date and a time
    /// (X12.5). What of them is none in the interchange cannot be repeated in a valid answer, and is told by TA105 018, 014
    /// and 015: a number of zeros stands for it, and the moment at which the answer is made.
    /// - Parameters:
    ///   - date: the day of the answer, `YYMMDD`, and time: its time of day, `HHMM`.
    ///   - translate: the note of an error that ``AcknowledgmentCode`` does not know because other parts of the product
    ///     found it.
    public init(
        of report: InterchangeReport, date: String, time: String, translate: (Diagnostic) -> String? = { _ in nil }
    ) {
        let header = report.header
        controlNumber = Self.number(header.reference)
        let created = (header.created ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let (sentDate, sentTime) = (created.first ?? "", created.count > 1 ? created[1] : "")
        self.date = sentDate.utf8.count == 6 && X12Reader.isDate(sentDate) ? sentDate : date
        self.time = sentTime.utf8.count == 4 && X12Reader.isTime(sentTime) ? sentTime : time
        let version = header.version ?? "00401"
        let report = report.atFunctionalLevels()
        if let error = report.errors.first {
            code = .rejected
            // 024: invalid interchange content.
            note = Self.note(for: error, version) ?? translate(error) ?? "024"
        } else if let warned = Self.first(of: report.warnings).flatMap({ Self.note(for: $0, version) }) {
            (code, note) = (.acceptedWithErrors, warned)
        } else {
            (code, note) = (.accepted, "000")
        }
    }

    /// A control number in nine digits.
    private static func number(_ sent: String?) -> String {
        let digits = sent.flatMap { X12Reader.isControlNumber($0) ? $0 : nil } ?? ""
        return String(repeating: "0", count: 9 - digits.utf8.count) + digits
    }

    /// The first of the warnings that there is a note for. What ISA11 has to be follows from ISA12 and is told last.
    private static func first(of warnings: [Diagnostic]) -> Diagnostic? {
        let noted = warnings.filter { note(for: $0, "") != nil }
        return noted.first { !ofISA11.contains($0.code.rawValue) } ?? noted.first
    }

    private static let ofISA11: Set<String> = ["x12.repetition-separator", "x12.standards-identifier"]

    private static func note(for fault: Diagnostic, _ version: String) -> String? {
        guard case .interchange(let note)? = AcknowledgmentCode.of(fault.code, version: version) else { return nil }
        return note
    }

    /// The elements of its segment.
    var elements: [String] { [controlNumber, date, time, code.rawValue, note] }
}

extension X12Writer {
    /// Adds a TA1, which stands before all groups. Throws what ``addAcknowledgment(_:)-(Array)`` throws for its values.
    public mutating func add(_ acknowledgment: InterchangeAcknowledgment) throws(Diagnostic) {
        try addAcknowledgment(acknowledgment.elements)
    }
}
