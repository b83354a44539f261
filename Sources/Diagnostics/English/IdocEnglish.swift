extension Catalogue {
    /// IDocs of fixed columns.
    static let idocEnglish: [Code: Entry] = [
        "idoc.control-missing": Entry(
            "The record {value} stands before any control record.",
            rule: "An IDoc begins with its control record, EDI_DC40.",
            fix: "Ask the sender for the whole file; what stands before the first control record was not read."),
        "idoc.type-unknown": Entry(
            "The basic type “{value}” is not known here.",
            rule: "The control record names the basic type in IDOCTYP; known are: {known}.",
            fix: "Ask the sender for one of these, or add a shape of the type under mappings/shapes."),
        "idoc.segment-unknown": Entry(
            "The basic type has no segment {value} here; it was not read.",
            rule: "An IDoc holds the segments of its basic type.",
            fix: "If it is needed, add it to the shape with `extends`."),
        "idoc.segment-misplaced": Entry(
            "The segment {value} may not stand here; it was not read.",
            rule: "A segment stands below the one that the basic type puts it in.",
            fix: "Ask the sender to write the segments in the order of the basic type."),
        "idoc.record-too-long": Entry(
            "The record has more than its {width} characters: “{value}”.",
            rule: "A record is as wide as its columns are together.",
            fix: "Check whether the sender's version of the segment has more fields; add them with `extends`."),
        "idoc.line-too-long": Entry(
            "The line has more than {limit} bytes and was not read.",
            rule: "A record of an IDoc has 1,063 characters at most.",
            fix: "Ask the sender to end each record with a line break."),
        "idoc.value-too-long": Entry(
            "“{value}” does not fit into the {width} characters of its column.",
            rule: "A column of an IDoc has a fixed width.",
            fix: "Shorten the value, or let the mapping's rule `cut` it."),
    ]
}
