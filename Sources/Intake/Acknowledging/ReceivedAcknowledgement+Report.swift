public import Orders
public import Syntax

extension ReceivedAcknowledgement {
    /// The report of an application on a document that it got, in whatever format it came; nil where it names no document by
    /// its number, or does not say what becomes of it.
    public init?(_ report: ApplicationError, kind: String, syntax: SyntaxName) {
        guard let answered = report.answers, let number = answered.number, !number.isEmpty else { return nil }
        guard report.status != nil || !report.stages.isEmpty else { return nil }
        self.kind = kind
        self.syntax = syntax
        target = .document(number: number, type: answered.type)
        parties = []
        errors = Array(report.errors.map(Self.words).prefix(Self.mostErrors))
        status =
            switch report.status {
            case .accepted: errors.isEmpty ? .accepted : .acceptedWithErrors
            case .acceptedWithErrors: .acceptedWithErrors
            case .refused: .refused
            case nil: .received
            }
        stages = report.stages.map { Self.stage($0, errors) }
        issuers = Self.identifications(of: report.sender)
        named = issuers + ([report.recipient] + report.parties).flatMap(Self.identifications)
    }

    /// The answer that a receiving advice is to the despatch advice that it names; nil where it names none.
    public init?(_ advice: ReceivingAdvice, kind: String, syntax: SyntaxName) {
        guard let number = advice.despatchNumber, !number.isEmpty else { return nil }
        self.kind = kind
        self.syntax = syntax
        target = .document(number: number, type: CanonicalDocument.DocumentType.despatchAdvice.rawValue)
        parties = []
        (status, errors) = (.accepted, [])
        stages = [StageReport(.accepted)]
        named = Self.identifications(of: advice.buyer)
        issuers = named
    }

    /// A stage that someone passing the document on names in a word of its own is one that it has come to: whoever speaks of it
    /// has it.
    private static func stage(_ reported: ReportedStage, _ errors: [String]) -> StageReport {
        guard reported.status != .refused else {
            let words = errors.isEmpty ? [reported.code, reported.text].compactMap(\.self) : errors
            return StageReport(.refused, errors: words)
        }
        return StageReport(reported.stage.flatMap { SentStage(rawValue: $0.rawValue) } ?? .taken)
    }

    private static func words(of fault: ApplicationFault) -> String {
        let line = fault.line.map { "line \($0)" }
        return [fault.code, line, fault.text ?? fault.notes.first?.text].compactMap(\.self).joined(separator: ": ")
    }

    private static func identifications(of party: Party) -> [String] {
        [party.gln?.canonicalText].compactMap(\.self) + party.ids.map(\.value)
    }
}

extension ReceivedAcknowledgement {
    /// How far what it answers has come by it. What is said of the envelope and of the form of a message says that it was
    /// taken, or checked, on the way; from the partner itself, that it is there. What is said of the content is the partner's
    /// own word, unless somebody on the way says it.
    ///
    /// - Parameters:
    ///   - message: the reference of the message that is asked for; nil for the only one of what is answered.
    ///   - passedOn: True when whoever passes messages on speaks for itself.
    public func reports(on message: String?, passedOn: Bool) -> [StageReport] {
        guard stages.isEmpty else { return stages }
        let (status, errors) = verdict(on: message)
        switch status {
        case .sent: return []
        case .refused, .partial: return [StageReport(.refused, errors: errors)]
        case .received: return [StageReport(passedOn ? .taken : .withPartner, errors: errors)]
        case .accepted, .acceptedWithErrors:
            if passedOn { return [StageReport(.checked, errors: errors)] }
            return [StageReport(speaksOfContent ? .accepted : .withPartner, errors: errors)]
        }
    }

    /// Whether it is the application's word, not that of the system that reads for it.
    private var speaksOfContent: Bool {
        switch target {
        case .interchange, .group: false
        case .anyOf, .document: true
        }
    }

    /// What is said of a message: by name, else with all others. Of a CONTRL what is not named is accepted (ISO 9735-4); a 997
    /// that accepts a part says of each set what becomes of it.
    private func verdict(on message: String?) -> (status: SentStatus, errors: [String]) {
        guard let message, status != .refused else { return (status, errors) }
        if let part = parts.last(where: { $0.reference == message }) { return (part.status, part.errors) }
        guard status == .partial else { return (status, errors) }
        if case .interchange = target { return (.accepted, []) }
        return (.received, [])
    }
}

extension CanonicalDocument.DocumentType {
    /// The type that an answer names in words of its own syntax (EDIFACT 0065 and 1001, X12 143, UBL, Kontur.EDI, this house);
    /// nil for any other.
    public init?(answered name: String) {
        switch name.lowercased() {
        case "order-response", "ordrsp", "orderresponse", "231", "320", "855", "865": self = .orderResponse
        case "despatch-advice", "desadv", "despatchadvice", "351", "856": self = .despatchAdvice
        case "invoice", "invoic", "380", "381", "810": self = .invoice
        default: return nil
        }
    }
}
