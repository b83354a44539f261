extension Catalogue {
    /// What is found inside transaction sets, and in segments wherever they stand.
    static let x12MessageEnglish: [Code: Entry] = [
        "x12.transaction-identifier": Entry(
            "ST01 is “{value}”, which is no transaction set identifier.",
            rule: "ST01 is a code of three characters, such as 850 (data element 143).",
            fix: "Ask the sender to name the transaction set."
        ),
        "x12.transaction-number": Entry(
            "ST02 is “{value}”, which is no control number.",
            rule: "ST02 has four to nine letters or digits (data element 329).",
            fix: "Ask the sender to number its transaction sets."
        ),
        "x12.transaction-duplicate": Entry(
            "The control number {value} was used before in this group.",
            rule: "ST02 is unique in the functional group (data element 329).",
            fix: "Ask the sender whether the transaction set was sent twice, and to number its transaction sets."
        ),
        "x12.transaction-too-large": Entry(
            "The transaction set {value} is larger than {bytes} bytes or {nodes} values; only its header was read.",
            rule: "A transaction set may take as much as this gateway's limits allow.",
            fix: "Ask the sender to send several smaller transaction sets, or raise the limit for this partner."
        ),
        "x12.group-identifier": Entry(
            "{value} stands in a group of {group}, where it belongs into one of {expected}; it was read nevertheless.",
            rule: "GS01 names what the transaction sets of the group are for (data element 479).",
            fix: "Ask the sender to write {expected} into GS01, unless a guide of its industry says otherwise."
        ),
        "x12.st-missing": Entry(
            "A transaction set has no header ST: its segments begin here, and its SE follows.",
            rule:
                "ST is mandatory and begins the transaction set (X12.5, 3.1); without it nobody knows which one it is.",
            fix: "Ask the sender for the whole transaction set; the header was lost or damaged."
        ),
        "x12.se-missing": Entry(
            "The transaction set {value} has no trailer SE.",
            rule: "SE is mandatory and ends the transaction set (X12.5, 3.1); without it, the end may be lost.",
            fix: "Ask the sender for the whole transaction set."
        ),
        "x12.se-count": Entry(
            "SE counts {value} segments where the transaction set has {actual}.",
            rule: "SE01 is the number of segments, ST and SE included (data element 96).",
            fix:
                "Ask the sender whether a segment was lost, or whether it counts wrongly. A lost terminator also joins "
                + "two segments into one."
        ),
        "x12.se-number": Entry(
            "SE has the control number “{value}”, but the transaction set is “{expected}”.",
            rule: "SE02 repeats ST02 (data element 329).",
            fix: "Ask the sender to write the same control number into ST and SE."
        ),
        "x12.terminator-missing": Entry(
            "The last segment “{value}” has no terminator.",
            rule: "Every segment ends with the segment terminator (X12.6, 3.5).",
            fix: "Check with the sender that the end of the file was not cut off."
        ),
        "x12.segment-empty": Entry(
            "There is a terminator without a segment before it; it was not counted.",
            rule: "A segment has at least a tag (X12.6, 3.5).",
            fix: "Ask the sender to leave the second terminator out."
        ),
        "x12.segment-overflow": Entry(
            "The segment has more than {maximum} elements, or an element has more components; the rest was not read.",
            rule: "No segment of any version has nearly so many.",
            fix: "Look for a lost terminator, or for separators in data."
        ),
        "x12.tag-invalid": Entry(
            "“{value}” is no segment identifier.",
            rule: "A segment identifier is two or three capital letters or digits (X12.6, 3.5).",
            fix: "Look at the segment before: a terminator in data ends a segment too early."
        ),
        "x12.tag-lower-case": Entry(
            "The segment identifier {value} is in lower case; it was read as capitals, and so are further ones.",
            rule: "A segment identifier is two or three capital letters or digits (X12.6, 3.5).",
            fix: "Ask the sender to write capitals."
        ),
        "x12.blank-before-tag": Entry(
            "Blanks stand before the segment identifier and were skipped; further ones here are not reported.",
            rule: "A segment follows the terminator of the one before at once (X12.6, 3.5).",
            fix: "Ask the sender to send without indentation."
        ),
        "x12.trailing-separator": Entry(
            "The segment {value} ends in separators without anything behind; further ones here are not reported.",
            rule: "What is empty at the end of a segment or a composite is left out with its separators (X12.6, 3.5).",
            fix: "Nothing needs to be done; the sender may leave them out."
        ),
        "x12.line-break": Entry(
            "There is a line break inside the segment; in a value it was kept as data.",
            rule: "Line breaks are no characters of X12 (X12.6, 3.3); behind a terminator they are tolerated.",
            fix: "Ask the sender not to wrap lines. A lost terminator at the end of a line looks like this too."
        ),
        "x12.character-invalid": Entry(
            "“{value}” is no character of {charset}.",
            rule: "Data consists of the basic and the extended character set (X12.6, 3.3), without control characters.",
            fix: "Find out what the sender uses and set it in the partner's profile, or ask it to leave it out."
        ),
        "x12.character-undeclared": Entry(
            "“{value}” is not in ASCII; this transaction set was read as {charset}.",
            rule: "X12 has no place to declare a character set, so that partners agree on one.",
            fix: "Set the character set in the partner's profile if the text looks wrong."
        ),
    ]

    /// Faults of writing X12.
    static let x12WritingEnglish: [Code: Entry] = [
        "x12.separator-unwritable": Entry(
            "`{text}` holds `{value}`, which separates here.",
            rule: "X12 has no release character: a value cannot hold a separator or the terminator (X12.6, 3.3).",
            fix: "Choose other separators for the partner, or change the value."
        ),
        "x12.character-unwritable": Entry(
            "`{value}` cannot be written in {charset}: `{text}`.",
            rule: "A value holds characters of the agreed set, and never control characters (X12.6, 3.3).",
            fix: "Agree on a wider character set with the partner, or change the value."
        ),
        "x12.separators-unwritable": Entry(
            "`{value}` cannot separate.",
            rule: "The separators differ from each other and are no letters, digits or blanks (X12.5, 3.3).",
            fix: "Choose others, such as * > ^ ~."
        ),
        "x12.envelope-unwritable": Entry(
            "`{value}` does not fit its place in the envelope.",
            rule: "Here stand {minimum} to {maximum} characters (X12.5, 3.3; X12.22).",
            fix: "Correct the envelope that is configured for the receiver."
        ),
        "x12.repeat-unwritable": Entry(
            "`{value}` repeats an element that may stand once.",
            rule: "Without a repetition separator (before 00402) every repeat needs a place of its own.",
            fix: "Correct the mapping so that it writes the element once, or write a newer version."
        ),
        "x12.tag-unwritable": Entry(
            "`{value}` cannot stand as a segment in a transaction set.",
            rule: "A segment identifier is two or three capital letters or digits, and none of the envelope's own.",
            fix: "Correct the mapping."
        ),
    ]
}
