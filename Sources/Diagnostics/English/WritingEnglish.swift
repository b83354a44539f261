extension Catalogue {
    /// Faults of writing EDIFACT and XML.
    static let syntaxWritingEnglish: [Code: Entry] = [
        "edifact.character-unwritable": Entry(
            "`{value}` cannot be written in {charset}: `{text}`.",
            rule:
                "The syntax identifier of UNB settles which characters an interchange may hold; control characters never.",
            fix:
                "Choose a syntax identifier that holds it (UNOC for Western European, UNOY for all), or change the value."
        ),
        "edifact.character-transliterated": Entry(
            "`{value}` is not in {charset} and was written as `{written}`: `{text}`.",
            rule:
                "What the syntax identifier of UNB does not hold is written by the transliteration table (ICAO Doc 9303-3, "
                + "ELOT 743), never as a question mark.",
            fix: "Nothing needs to be done; a wider syntax identifier (UNOC, UNOY) keeps the characters as they are."
        ),
        "edifact.charset-unwritable": Entry(
            "`{value}` is no syntax identifier that can be written.",
            rule: "UNB 0001 is one of UNOA to UNOK, UNOW, UNOX and UNOY.",
            fix: "Name one of them, usually UNOC."),
        "edifact.envelope-unwritable": Entry(
            "`{value}` does not fit its place in UNB.",
            rule: "Here stand {minimum} to {maximum} characters (ISO 9735, annex B).",
            fix: "Correct the envelope that is configured for the receiver."),
        "edifact.aperak-unwritable": Entry(
            "`{value}` does not fit its place in APERAK.",
            rule: "Here stand {minimum} to {maximum} characters (UN/EDIFACT directories D.96A and D.01B).",
            fix: "Correct the partner's list of error values, or the reference that is given."),
        "edifact.repeat-unwritable": Entry(
            "`{value}` repeats an element that may stand once.",
            rule: "Without a repetition separator every repeat needs a place of its own.",
            fix: "Correct the mapping so that it writes the element once."),
        "xml.character-unwritable": Entry(
            "The character {value} cannot be written in XML.",
            rule: "XML 1.0 holds no control characters but tab and line breaks (2.2).",
            fix: "Take the character out of the value."),
        "xml.prefix-unwritable": Entry(
            "The prefix `{value}` has no namespace in {document}.",
            rule: "Names are written with the prefixes that the document's kind declares.",
            fix: "Use a declared prefix in the mapping."),
    ]
}
