extension Catalogue {
    static let syntaxEnglish: [Code: Entry] = [
        "syntax.lines-wrapped": Entry(
            "The text is wrapped at {width} columns; the line breaks between its lines were taken out, the first one here.",
            rule:
                "Segments stand behind each other; a line break within one is no part of it or is data (ISO 9735-1, 8; "
                + "X12.6, 3.3).",
            fix: "Nothing needs to be done; the sender may send the interchange as one stream of bytes."
        )
    ]
}
