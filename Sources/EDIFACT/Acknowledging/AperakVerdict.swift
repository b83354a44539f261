public import Diagnostics
public import Syntax

extension Aperak {
    /// How many errors are named at most (D.96A, segment group 3).
    static let mostErrors = 999

    /// What to answer to a message that was processed, or failed: each fault as an error with the partner's value, its
    /// place and its sentence.
    ///
    /// - Parameters:
    ///   - message: the message with its faults; without any it is accepted.
    ///   - document: the number of the document (BGM 1004), by which it is named; without one, its message reference is.
    ///   - number: the number of the APERAK itself.
    ///   - date: when it is made: `CCYYMMDD` or `CCYYMMDDHHMM`.
    ///   - errors: the partner's own values.
    ///   - catalogue: the words for the texts.
    ///   - reference: what in the document a fault is in, such as a line; nil where nothing narrower is known.
    public init(
        of message: MessageReport, document: String? = nil, number: String, date: String,
        issuer: EnvelopeParty? = nil, recipient: EnvelopeParty? = nil, errors list: ErrorList = ErrorList(),
        catalogue: Catalogue = .english, reference: (Diagnostic) -> Reference? = { _ in nil }
    ) {
        let found = message.errors.prefix(Self.mostErrors).map { fault in
            ApplicationError(
                value: list.value(of: fault.code), list: list.list, agency: list.agency,
                text: Self.text(of: fault, in: catalogue), reference: reference(fault))
        }
        self.init(
            number: number, date: date, verdict: message.isAccepted ? .accepted : .rejected,
            references: [Reference("ACW", document ?? message.reference)], issuer: issuer, recipient: recipient,
            errors: found)
    }

    /// `Segment 5 (QTY), element 1.2: …`, or the sentence alone where no place is known.
    private static func text(of fault: Diagnostic, in catalogue: Catalogue) -> String {
        // Quotation marks as every charset has them; the sign that the catalogue puts around values is not in UNOA.
        let sentence = String(catalogue.wording(of: fault).message.map { "“”„«»`".contains($0) ? "\"" : $0 })
        var place: [String] = []
        if let segment = fault.position?.segment {
            place.append("segment \(segment)" + (fault.position?.tag.map { " (\($0))" } ?? ""))
        }
        if let element = fault.position?.element { place.append("element \(element)") }
        if place.isEmpty, let path = fault.position?.path { place.append(path) }
        guard let first = place.first else { return sentence }
        let rest = place.dropFirst()
        return ([first.prefix(1).uppercased() + first.dropFirst()] + rest).joined(separator: ", ") + ": " + sentence
    }
}
