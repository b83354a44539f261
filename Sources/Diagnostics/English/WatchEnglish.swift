extension Catalogue {
    /// What should have come and did not.
    static let watchEnglish: [Code: Entry] = [
        "watch.partner-silent": Entry(
            "{value} sends something by {time}, and nothing came since {since}.",
            rule:
                "`silence` in a partner's file says by when something comes on the working days of its calendar {calendar}.",
            fix:
                "Ask the partner or its provider whether messages are stuck there, and look at `milepost interchanges list --sender {value}`. It is over once something comes."
        ),
        "watch.answer-late": Entry(
            "{backend} owes the {type} of order {value}, due {due}.",
            rule: "`expects` in a partner's file says what back ends are to say of its orders, and by when.",
            fix:
                "See `milepost orders show {value}` for where the order is, and ask those who run {backend}. It is over once the document comes, or the order is closed."
        ),
    ]
}
