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
        "edifact.charset-unwritable": Entry(
            "`{value}` is no syntax identifier that can be written.",
            rule: "UNB 0001 is one of UNOA to UNOK, UNOW and UNOY.",
            fix: "Name one of them, usually UNOC."),
        "edifact.envelope-unwritable": Entry(
            "`{value}` does not fit its place in UNB.",
            rule: "Here stand {minimum} to {maximum} characters (ISO 9735, annex B).",
            fix: "Correct the envelope that is configured for the receiver."),
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
