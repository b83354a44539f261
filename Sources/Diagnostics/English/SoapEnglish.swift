extension Catalogue {
    /// Documents in envelopes of SOAP.
    static let soapEnglish: [Code: Entry] = [
        "soap.document-xml": Entry(
            "The document cannot stand in an envelope as an element: {reason}",
            rule: "`{xml}` of a body takes well-formed XML without a DTD.",
            fix:
                "Let a mapping write XML for this back end, or take the document as `{text}` or `{base64}`; then retry."
        ),
        "soap.document-text": Entry(
            "The document cannot stand in an envelope as text.",
            rule:
                "`{text}` of a body takes UTF-8 without the control characters that XML has no place for (XML 1.0, 2.2).",
            fix: "Take it as `{base64}`; then retry."),
    ]
}
