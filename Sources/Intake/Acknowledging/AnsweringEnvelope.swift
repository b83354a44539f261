import Diagnostics
import EDIFACT
import Rollout
import Syntax

extension EDIFACTWriter {
    /// A writer of what answers an interchange: to its sender, in its version and charset, a test where it is one.
    ///
    /// Throws what ``init(_:service:advice:)`` throws for parties that do not fit the envelope.
    /// - Parameters:
    ///   - identity: who answers, where that is not the receiver that the interchange names.
    ///   - references: what of the interchange the answer repeats beside its envelope. UNOA has no small letters: what comes
    ///     with some all the same is repeated in UNOB, since the sender could not find it in capitals.
    init(
        answering header: InterchangeHeader, from identity: EnvelopeParty?, at time: EnvelopeTime,
        repeating references: [String?] = []
    ) throws(Diagnostic) {
        let parties = [header.sender, header.receiver, identity].map { $0?.identification }
        let isBroad = (references + parties + [header.reference]).contains { text in
            text?.utf8.contains { (0x61...0x7A).contains($0) } == true
        }
        let syntax = header.charsetName.map(Self.writableSyntax) ?? "UNOC"
        let isVersion4 = header.version == "4"
        try self.init(
            InterchangeEnvelope(
                sender: identity ?? Contrl.party(header.receiver, answering: header),
                recipient: Contrl.party(header.sender, answering: header), reference: "1",
                date: isVersion4 ? time.longDate : time.date, time: time.time,
                syntax: isBroad && syntax == "UNOA" ? "UNOB" : syntax, isTest: header.test,
                version: isVersion4 ? 4 : 3))
    }

    /// The sender's own charset, where a writer knows it.
    private static func writableSyntax(_ name: String) -> String {
        let known: Set<String> = [
            "UNOA", "UNOB", "UNOC", "UNOD", "UNOE", "UNOF", "UNOG", "UNOH", "UNOI", "UNOJ", "UNOK", "UNOW", "UNOY",
        ]
        return known.contains(name) ? name : "UNOC"
    }
}

/// A moment as envelopes say it, in UTC.
struct EnvelopeTime {
    /// `CCYYMMDD`, `YYMMDD`, `HHMM`.
    let longDate: String
    let time: String
    var date: String { String(longDate.dropFirst(2)) }

    init(_ moment: Instant) {
        let text = moment.iso8601
        longDate = text.prefix(10).filter { $0 != "-" }
        time = text.dropFirst(11).prefix(5).filter { $0 != ":" }
    }
}
