public import Syntax

extension X12Envelope {
    /// A party of an interchange as the envelope of its answer can name it, so that who sent an invalid name is told so as
    /// well: a qualifier of a wrong form is `ZZ`, mutually defined, and a character that no answer can repeat is a blank. The
    /// identification is empty where nothing is left.
    public static func party(answering party: EnvelopeParty?) -> EnvelopeParty {
        var party = party ?? EnvelopeParty("")
        let qualifier = Array((party.qualifier ?? "").utf8)
        if qualifier.count != 2 || !qualifier.allSatisfy(X12Reader.isLetterOrDigit) { party.qualifier = "ZZ" }
        var name = Substring(party.identification.repeatable)
        while name.last == " " { name.removeLast() }
        while name.first == " " { name.removeFirst() }
        party.identification = String(name)
        return party
    }
}

extension X12Envelope {
    /// Whether the envelope of an answer can hold a text as it is: it is of printable characters that are no separators.
    public static func isRepeatable(_ text: String) -> Bool { text.isRepeatable }
}

extension FunctionalGroup {
    /// The header of the `FA` group that answers a group: between its applications, in its version or that of the guide.
    ///
    /// An application that GS02 or GS03 cannot name is named as the interchange's party; a version that GS08 cannot say is
    /// 004010.
    /// - Parameters:
    ///   - from: who answers, and to: whom, as ISA names them.
    ///   - date: `CCYYMMDD`.
    public init(
        answering header: MessageGroup, by form: X12Writer.AcknowledgmentForm, from: EnvelopeParty, to: EnvelopeParty,
        date: String, time: String, controlNumber: String
    ) {
        let version = form.convention ?? Self.version(header.version)
        self.init(
            identifier: "FA", sender: Self.application(header.receiver) ?? from.identification,
            receiver: Self.application(header.sender) ?? to.identification,
            date: version < "004010" ? String(date.dropFirst(2)) : date, time: time, controlNumber: controlNumber,
            version: version)
    }

    private static func application(_ party: EnvelopeParty?) -> String? {
        party.flatMap {
            $0.identification.isRepeatable && X12Reader.isParty($0.identification) ? $0.identification : nil
        }
    }

    /// Version, release and subrelease, without an industry's own identifier behind them.
    private static func version(_ sent: String?) -> String {
        let sent = sent ?? ""
        return X12Reader.isKnown(sent) ? String(sent.prefix(6)) : "004010"
    }
}
