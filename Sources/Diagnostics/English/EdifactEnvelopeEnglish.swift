extension Catalogue {
    /// What the checks of UNA, UNB, UNG, UNE and UNZ find, counts and references apart.
    static let edifactEnvelopeEnglish: [Code: Entry] = [
        "edifact.una-missing": Entry(
            "The interchange uses the separators {value}, which no UNA has named.",
            rule: "Without UNA the service characters are : + ? and ' (ISO 9735-1, 6).",
            fix: "Ask the sender to write a UNA before every UNB whose interchange uses other service characters."
        ),
        "edifact.una-decimal": Entry(
            "“{value}” in UNA is no decimal mark.",
            rule: "The third character of UNA is a full stop or a comma (ISO 9735:1988, 7.1).",
            fix: "Ask the sender to correct UNA."
        ),
        "edifact.ung-incomplete": Entry(
            "UNG has no element {element}.",
            rule:
                "UNG has a reference (5); up to version 3 also type (1), sender (2.1), recipient (3.1), date and time (4.1, "
                + "4.2), agency (6), version and release (7.1, 7.2) (ISO 9735:1988, annex B).",
            fix: "Ask the sender to fill the element."
        ),
        "edifact.unb-date": Entry(
            "“{value}” is no date or time of the form {form}.",
            rule: "UNB S004 is the date, six digits up to version 3 and eight in version 4, and the time, four digits.",
            fix: "Nothing needs to be done unless the time counts; the sender may correct it."
        ),
        "edifact.request-unknown": Entry(
            "“{value}” is no request for an acknowledgement; none is asked for.",
            rule: "UNB element 0031 is 1, in version 4 also 2, or empty (ISO 9735-1, annex C).",
            fix: "Ask the sender to write 1 where it wants an acknowledgement, and nothing where it does not."
        ),
        "edifact.test-unknown": Entry(
            "“{value}” is no test mark; the interchange was not taken for a test.",
            rule: "UNB element 0035 is 1, in version 4 also 2 to 4, or empty (ISO 9735-1, annex C).",
            fix: "Find out whether this is a test, and ask the sender to write 1 for tests and nothing for others."
        ),
        "edifact.envelope-length": Entry(
            "“{value}” is longer than {maximum} characters.",
            rule: "{tag} element {element} has at most {maximum} characters (ISO 9735-1, annex C).",
            fix: "Ask the sender for a shorter value; an acknowledgement has no room for this one."
        ),
        "edifact.envelope-overflow": Entry(
            "{tag} has no element {element} in this version of the syntax.",
            rule: "The service segments have the elements of ISO 9735-1, annex C, and no others.",
            fix: "Look for a separator in data that was not released, or for a wrong syntax version in UNB."
        ),
        "edifact.envelope-dependency": Entry(
            "{tag} element {element} stands without element {needed}.",
            rule:
                "An internal sub-identification goes with an internal identification (ISO 9735-1, annex C, S002 and S003).",
            fix: "Ask the sender to fill both elements or neither."
        ),
        "edifact.envelope-unsupported": Entry(
            "The segment {value} belongs to packages or interactive interchanges, which are not read.",
            rule: "Batch interchanges hold groups and messages: UNG, UNH, UNT, UNE (ISO 9735-2).",
            fix: "Ask the sender to send the documents as messages of a batch interchange."
        ),
        "edifact.service-unsupported": Entry(
            "The service segment {value} is not known here and was not read.",
            rule: "Between UNB and UNZ stand groups and messages: UNG, UNH, UNT, UNE (ISO 9735-2).",
            fix: "Ask the sender what the segment is meant to say."
        ),
        "edifact.interchange-duplicate": Entry(
            "The interchange reference “{value}” was used before in this payload.",
            rule: "UNB element 0020 is unique for a sender and a recipient (ISO 9735-1, annex C).",
            fix: "Ask the sender whether the interchange was sent twice, and to number its interchanges."
        ),
        "edifact.group-duplicate": Entry(
            "The group reference “{value}” was used before in this interchange.",
            rule: "UNG element 0048 is unique in the interchange (ISO 9735-1, annex C).",
            fix: "Ask the sender whether the group was sent twice, and to number its groups."
        ),
        "edifact.group-empty": Entry(
            "The group {value} holds no message.",
            rule: "A group holds at least one message (ISO 9735-1, 7.3).",
            fix: "Ask the sender whether a message was left out."
        ),
    ]
}
