extension ApplicationError {
    /// The report with what the document that it answers says of itself, where a back end says nothing of it: its number,
    /// its date, its order, and who speaks to whom.
    public func completed(by document: CanonicalDocument) -> ApplicationError {
        var report = self
        var answered = report.answers ?? AnsweredDocument()
        answered.number = answered.number ?? document.number
        answered.issued = answered.issued ?? document.orderContent?.issued
        report.answers = answered
        if report.sender == Party() { report.sender = Self.named(document.addressee) }
        if report.recipient == Party() { report.recipient = Self.named(document.author) }
        return report
    }

    /// A party by its numbers and its name: an answer needs no address.
    private static func named(_ party: Party) -> Party {
        var named = Party()
        named.gln = party.gln
        named.ids = party.ids
        named.name = party.name
        return named
    }
}
