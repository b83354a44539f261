import ArgumentParser

/// What documents and interchanges are found by, as options.
struct FilterOptions: ParsableArguments {
    @Option(help: "The partner who sent it.") var sender: String?
    @Option(help: "The order number.") var orderNumber: String?
    @Option(help: "The order key: buyer/number.") var orderKey: String?
    @Option(help: "The name of the file.") var fileName: String?
    @Option(help: "The control reference.") var reference: String?
    @Option(help: "The status.") var status: String?
    @Option(help: "A diagnostic's code.") var code: String?
    @Option(help: "What a receiver answered to what it was sent: refused, accepted-in-part, accepted…")
    var answer: String?
    @Option(help: "The id of a problem in which it stands, or stood last.") var problem: String?
    @Option(help: "How far what was sent has come: handed-over, taken, checked, with-partner, read, accepted, refused.")
    var reached: String?
    @Option(help: "Received on this day or at this moment, or later.") var from: String?
    @Option(help: "Received before the end of this day, or before this moment.") var to: String?

    var query: [(String, String?)] {
        [
            ("sender", sender), ("orderNumber", orderNumber), ("orderKey", orderKey), ("fileName", fileName),
            ("reference", reference), ("status", status), ("code", code), ("answer", answer), ("problem", problem),
            ("reached", reached), ("from", from), ("to", to),
        ]
    }
}

/// What lists are narrowed by, as options.
struct SearchOptions: ParsableArguments {
    @OptionGroup var filter: FilterOptions
    @Option(help: "How many at most.") var limit = 50
    @Option(help: "Where to go on: what the page before said is next.") var cursor: String?

    var query: [(String, String?)] { filter.query + [("limit", String(limit)), ("cursor", cursor)] }
}
