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

    /// ISA13, ISA09 and ISA10 of the interchange that it speaks of.
    public var controlNumber: String
    public var date: String
    public var time: String
    public var code: Code
    /// TA105, `000` for no error.
    public var note: String

    /// What is said of an interchange that was read: the first error of its envelope that TA1 has a note for.
    /// - Parameter translate: the note of an error that ``AcknowledgmentCode`` does not know because other parts of the
    ///   product found it.
    public init(of report: InterchangeReport, translate: (Diagnostic) -> String? = { _ in nil }) {
        let header = report.header
        controlNumber = header.reference ?? "000000000"
        let created = (header.created ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        date = created.first ?? ""
        time = created.count > 1 ? created[1] : ""
        let notes = report.errors.map { error -> String in
            if case .interchange(let note)? = AcknowledgmentCode.of(error.code, version: header.version ?? "00401") {
                return note
            }
            // 024: invalid interchange content.
            return translate(error) ?? "024"
        }
        note = notes.first ?? "000"
        code = notes.isEmpty ? .accepted : .rejected
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
