public import Diagnostics
public import Syntax

extension InterchangeReport {
    /// What CONTRL never answers: itself (ISO 9735-4:2002, 4).
    static let contrlTypes: Set<String> = ["CONTRL"]

    /// The same report with each error at the level of CONTRL that tells it; what stays below it is rejected with it.
    ///
    /// Messages that are acknowledgements themselves are only counted. Faults of the interchange that a group's header shows
    /// are the interchange's. A level is named by elements that are copied to the answer; where one of those that are
    /// mandatory there is missing or invalid, what is wrong is told one level higher (ISO 9735-4:2002, 4.3).
    /// - Parameter translate: what an error is in the words of 0085, for errors that ``SyntaxError`` does not know.
    public func atContrlLevels(translate: (Diagnostic) -> SyntaxError? = { _ in nil }) -> InterchangeReport {
        var report = self
        let names = ContrlNames(of: header)
        for index in report.groups.indices {
            var group = report.groups[index]
            if group.isOnly(Self.contrlTypes) { group.errors = [] }
            group.passOver(Self.contrlTypes)
            let isInterchanges = { (error: Diagnostic) in
                (SyntaxError(error) ?? translate(error))?.level == .interchange
            }
            report.errors += group.errors.filter(isInterchanges)
            group.errors.removeAll(where: isInterchanges)
            let nameless = group.messages.filter { !$0.isAccepted && !names.canName($0) }.compactMap(Self.cause)
            if let header = group.header {
                group.errors += nameless
                let cause = group.errors.first ?? group.messages.lazy.compactMap(Self.cause).first
                if let cause, !names.canName(header) { report.errors.append(cause) }
            } else {
                report.errors += nameless
            }
            report.groups[index] = group
        }
        return report
    }

    /// What of a message is told where the message cannot be named: the fault of its own header or trailer, if there is one.
    private static func cause(of message: MessageReport) -> Diagnostic? {
        message.errors.first { SyntaxError($0)?.level == .message } ?? message.errors.first
    }
}

/// Which messages and groups CONTRL can name, by the elements that it repeats (UCI, UCF, UCM): their lengths, and that the answer's
/// charset, which is the sender's, holds them.
struct ContrlNames {
    private let version: Int
    private let level: SyntaxLevel

    init(of header: InterchangeHeader) {
        version = Int(header.version ?? "") ?? 3
        let named = header.charsetName.flatMap { SyntaxLevel(identifier: $0) }
        // Answers are not written in ISO 2022.
        level = named.flatMap { $0.charset == .iso2022 ? nil : $0 } ?? SyntaxLevel(.latin1)
    }

    /// Whether an interchange can be named by UCI.
    func canName(_ header: InterchangeHeader) -> Bool {
        fits(header.reference, 14) && fits(header.sender) && fits(header.receiver)
    }

    /// Whether a group can be named by UCF.
    func canName(_ group: MessageGroup) -> Bool {
        fits(group.reference, 14) && fits(group.sender) && fits(group.receiver)
    }

    /// Whether a message can be named by UCM: its reference and type, version, release and agency.
    func canName(_ message: MessageReport) -> Bool {
        let parts = (message.version ?? "").split(separator: ".", maxSplits: 1).map(String.init)
        return fits(message.reference, 14) && fits(message.type, 6) && parts.count == 2
            && parts.allSatisfy { fits($0, 3) } && fits(message.agency, version >= 4 ? 3 : 2)
    }

    /// What of a text may be repeated where an element is conditional: nothing of one that is invalid.
    func conditional(_ text: String?, _ longest: Int) -> String {
        text.flatMap { fits($0, longest) ? $0 : nil } ?? ""
    }

    private func fits(_ text: String?, _ longest: Int) -> Bool {
        guard let text, (1...longest).contains(text.unicodeScalars.count) else { return false }
        return NarrowText(text, level: level, service: .standard).unwritable == nil
    }

    private func fits(_ party: EnvelopeParty?) -> Bool {
        fits(party?.identification, 35) && (party?.qualifier == nil || fits(party?.qualifier, 4))
    }
}

extension Contrl {
    /// Whether a CONTRL can name an interchange: its reference, sender and receiver are there and valid (UCI).
    public static func canAnswer(_ header: InterchangeHeader) -> Bool {
        ContrlNames(of: header).canName(header)
    }
}
