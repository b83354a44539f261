public import Syntax

extension Aperak {
    /// Reads an APERAK message of any directory, as a reader gives it or nested; nil when there is no BGM. What it does not
    /// know is passed over: partners use many parts of it in many ways.
    public init?(_ message: Tree) {
        var draft: Aperak?
        for segment in message.segments {
            let fields = message.fields(of: segment)
            if message.name(of: segment) == "BGM" {
                draft = Aperak(beginning: fields)
            } else {
                draft?.take(message.name(of: segment), fields)
            }
        }
        guard let draft else { return nil }
        self = draft
    }

    private init(beginning fields: SegmentView) {
        self.init(number: fields.text(2), date: nil, verdict: Self.verdict(fields), references: [])
    }

    /// What becomes of the message: by the function (1225), else by the response type (4343), else by the kind of message
    /// (1001: 312 acknowledgement, 313 error).
    private static func verdict(_ fields: SegmentView) -> Verdict? {
        switch (fields.text(3), fields.text(4), fields.text(1)) {
        case ("27", _, _): .rejected
        case ("29", _, _), ("6", _, _): .accepted
        case (_, "RE", _): .rejected
        case (_, "AP", _), (_, "AB", _): .accepted
        case (_, _, "313"): .rejected
        case (_, _, "312"): .accepted
        default: nil
        }
    }

    private mutating func take(_ tag: String, _ fields: SegmentView) {
        switch tag {
        case "DTM" where fields.text(1) == "137": date = fields.text(1, 2)
        case "RFF": take(reference: fields)
        case "NAD" where fields.text(1) == "MS": issuer = Self.party(fields)
        case "NAD" where fields.text(1) == "MR": recipient = Self.party(fields)
        case "ERC":
            guard let value = fields.text(1) else { return }
            errors.append(ApplicationError(value: value, list: fields.text(1, 2), agency: fields.text(1, 3)))
        case "FTX":
            guard let last = errors.indices.last, errors[last].text == nil else { return }
            let lines = (1...5).compactMap { fields.text(4, $0) }
            errors[last].text = lines.isEmpty ? nil : lines.joined(separator: " ")
        default: return
        }
    }

    /// Behind an error, RFF says what is wrong; before all errors, what message is spoken of.
    private mutating func take(reference fields: SegmentView) {
        guard let qualifier = fields.text(1) else { return }
        let reference = Reference(qualifier, fields.text(1, 2))
        guard let last = errors.indices.last else {
            references.append(reference)
            return
        }
        if errors[last].reference == nil { errors[last].reference = reference }
    }

    private static func party(_ fields: SegmentView) -> EnvelopeParty? {
        fields.text(2).map { EnvelopeParty($0, qualifier: fields.text(2, 3) == "9" ? "14" : nil) }
    }
}
