public import Diagnostics
public import Syntax

extension InterchangeReport {
    /// What CONTRL never answers: itself (ISO 9735-4:2002, 4).
    static let contrlTypes: Set<String> = ["CONTRL"]

    /// The same report with each error at the level of CONTRL that tells it; what stays below it is rejected with it.
    ///
    /// Messages that are acknowledgements themselves are only counted. Faults of the interchange that a group's header shows
    /// are the interchange's. A level is named by elements that are copied to the answer; where one of those that are
    /// mandatory there is missing or invalid, what is wrong is told one level higher (ISO 9735-4:2002, 4.3). Of a reference
    /// with characters that no answer can repeat the others name it well enough (``ContrlNames``).
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
            let nameless = group.messages.filter { !$0.isAccepted && names.named($0, in: group) == nil }.compactMap(
                Self.cause)
            if let header = group.header {
                group.errors += nameless
                let cause = group.errors.first ?? group.messages.lazy.compactMap(Self.cause).first
                if let cause, names.named(header) == nil { report.errors.append(cause) }
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
