extension Catalogue {
    static let edifactEnglish: [Code: Entry] = edifactInterchangeEnglish.merging(edifactMessageEnglish) { first, _ in
        first
    }.merging(edifactEnvelopeEnglish) { first, _ in first }

    /// UNA, UNB, UNG, UNE, UNZ and what stands around them.
    private static let edifactInterchangeEnglish: [Code: Entry] = [
        "edifact.byte-order-mark": Entry(
            "The file starts with a byte order mark, which was skipped.",
            rule: "An interchange starts with UNA or UNB (ISO 9735-1, 7.1); a mark before it is no part of it.",
            fix: "Nothing needs to be done; the sender may save the file without a byte order mark."
        ),
        "edifact.foreign-text": Entry(
            "{bytes} bytes that belong to no interchange stand here and were passed over.",
            rule: "An interchange goes from UNA or UNB to UNZ; nothing else belongs into the file (ISO 9735-1, 7.1).",
            fix:
                "Look at the text: if an interchange was to start here, its UNB is damaged and the sender must repeat it."
        ),
        "edifact.foreign-interchange": Entry(
            "Here begins an interchange of {syntax}, which was not read: the file is EDIFACT.",
            rule: "A file holds interchanges of one syntax; each goes from UNA or UNB to UNZ (ISO 9735-1, 7.1).",
            fix: "Ask the sender to send it as a file of its own."
        ),
        "edifact.una-misplaced": Entry(
            "The service string advice stands where none belongs; what it says was not taken for the segments before.",
            rule: "UNA stands before UNB, once (ISO 9735-1, 7.1).",
            fix: "Ask the sender to send UNA once, immediately before UNB."
        ),
        "edifact.no-interchange": Entry(
            "There is no EDIFACT interchange in these bytes.",
            rule: "An interchange starts with UNA, UNB, UNG or UNH (ISO 9735-1, 7.1).",
            fix: "Ask the sender for the whole file, with its UNB and UNH segments."
        ),
        "edifact.una-invalid": Entry(
            "The service characters “{value}” of UNA cannot be told apart; the usual ones were taken instead.",
            rule:
                "UNA names six characters: component, element, decimal mark, release, reserved, terminator. Separators "
                + "are no letters, digits or blanks, and differ from each other (ISO 9735-1, 6).",
            fix: "Ask the sender to correct UNA, or to leave it out when it uses : + . ? and '."
        ),
        "edifact.unb-missing": Entry(
            "The interchange has no header UNB: it starts with {value}.",
            rule: "UNB is mandatory: it names sender, recipient, character set and reference (ISO 9735-1, 7.2).",
            fix: "Ask the sender to send the interchange with UNB and UNZ. Its messages were read nevertheless."
        ),
        "edifact.unb-incomplete": Entry(
            "UNB has no element {element}.",
            rule: "Syntax (1.1, 1.2), sender (2.1), recipient (3.1), date and time (4.1, 4.2) and reference (5) are "
                + "mandatory in UNB (ISO 9735-1, annex C).",
            fix: "Ask the sender to fill the element."
        ),
        "edifact.charset-unknown": Entry(
            "The character set “{value}” is not known; the text was read as ISO 8859-1.",
            rule: "UNB element 0001 names one of UNOA to UNOK, UNOW, UNOX or UNOY (ISO 9735-1, 5).",
            fix:
                "Find out what the sender uses and set it in the partner's profile, or ask for a registered identifier."
        ),
        "edifact.syntax-version": Entry(
            "The syntax version “{value}” is not known; the interchange was read as version 3.",
            rule: "UNB element 0002 is 1, 2, 3 or 4 (ISO 9735).",
            fix: "Ask the sender to state the syntax version it uses."
        ),
        "edifact.unz-missing": Entry(
            "The interchange {value} has no trailer UNZ.",
            rule: "UNZ is mandatory and ends the interchange (ISO 9735-1, 7.2); without it, the end may be lost.",
            fix: "Check with the sender that nothing is missing, and ask it to send UNZ."
        ),
        "edifact.unz-count": Entry(
            "UNZ counts {value} where the interchange has {actual}.",
            rule:
                "UNZ element 0036 is the number of groups, or of messages where there are no groups (ISO 9735-1, annex C).",
            fix: "Ask the sender whether all messages have arrived, and to correct the count."
        ),
        "edifact.unz-reference": Entry(
            "UNZ refers to “{value}”, but the interchange is “{expected}”.",
            rule: "UNZ element 0020 repeats the reference of UNB (ISO 9735-1, annex C).",
            fix: "Ask the sender to write the same reference into UNB and UNZ."
        ),
        "edifact.une-missing": Entry(
            "The group {value} has no trailer UNE.",
            rule: "Every UNG is closed by UNE (ISO 9735-1, 7.3).",
            fix: "Check with the sender that no message of the group is missing."
        ),
        "edifact.une-count": Entry(
            "UNE counts {value} where the group has {actual} messages.",
            rule: "UNE element 0060 is the number of messages in the group (ISO 9735-1, annex C).",
            fix: "Ask the sender whether all messages have arrived, and to correct the count."
        ),
        "edifact.une-reference": Entry(
            "UNE refers to “{value}”, but the group is “{expected}”.",
            rule: "UNE element 0048 repeats the reference of UNG (ISO 9735-1, annex C).",
            fix: "Ask the sender to write the same reference into UNG and UNE."
        ),
        "edifact.groups-mixed": Entry(
            "Messages inside and outside of groups are mixed.",
            rule: "Either all messages of an interchange stand in groups or none (ISO 9735-1, 7.3).",
            fix: "Ask the sender to put all messages into groups, or to leave UNG and UNE out."
        ),
        "edifact.interchange-empty": Entry(
            "The interchange holds no message.",
            rule: "An interchange holds at least one message (ISO 9735-1, 7.2).",
            fix: "Ask the sender whether a message was left out."
        ),
        "edifact.unt-incomplete": Entry(
            "UNT has no element {element}.",
            rule:
                "UNT 1 counts what the message holds, UNT 2 repeats the reference of its header (ISO 9735-1, annex C).",
            fix: "Ask the sender to fill the element, and check whether something is missing."
        ),
        "edifact.une-incomplete": Entry(
            "UNE has no element {element}.",
            rule: "UNE 1 counts what the group holds, UNE 2 repeats the reference of its header (ISO 9735-1, annex C).",
            fix: "Ask the sender to fill the element, and check whether something is missing."
        ),
        "edifact.unz-incomplete": Entry(
            "UNZ has no element {element}.",
            rule:
                "UNZ 1 counts what the interchange holds, UNZ 2 repeats the reference of its header (ISO "
                + "9735-1, annex C).",
            fix: "Ask the sender to fill the element, and check whether something is missing."
        ),
        "edifact.trailer-unexpected": Entry(
            "The trailer {value} closes nothing: its header is missing.",
            rule: "UNT follows UNH, UNE follows UNG, UNZ follows UNB, each once (ISO 9735-1, 7).",
            fix:
                "Ask the sender for the whole interchange; the header was lost or damaged, or the trailer was sent twice."
        ),
        "edifact.outside-message": Entry(
            "The segment {value}, with what follows it, stands outside of any message and was not read.",
            rule: "Data segments stand between UNH and UNT (ISO 9735-1, 7.4).",
            fix: "Ask the sender to put the segment inside its message."
        ),
    ]

    /// What is found inside messages.
    private static let edifactMessageEnglish: [Code: Entry] = [
        "edifact.unh-incomplete": Entry(
            "UNH has no element {element}.",
            rule:
                "Reference (1), message type (2.1), version (2.2), release (2.3) and agency (2.4) are mandatory in UNH "
                + "(ISO 9735-1, annex C).",
            fix: "Ask the sender to fill the element."
        ),
        "edifact.message-duplicate": Entry(
            "The message reference “{value}” was used before in this interchange.",
            rule: "UNH element 0062 is unique in the interchange, or in its group (ISO 9735-1, annex C).",
            fix: "Ask the sender whether the message was sent twice, and to number its messages."
        ),
        "edifact.unh-missing": Entry(
            "A message has no header UNH: its segments begin here, and its UNT follows.",
            rule:
                "UNH is mandatory and begins the message (ISO 9735-1, 7.4); without it nobody knows which message it is.",
            fix: "Ask the sender for the whole message; the header was lost or damaged."
        ),
        "edifact.unt-missing": Entry(
            "The message {value} has no trailer UNT.",
            rule: "UNT is mandatory and ends the message (ISO 9735-1, 7.4); without it, the end may be lost.",
            fix: "Ask the sender for the whole message."
        ),
        "edifact.unt-count": Entry(
            "UNT counts {value} segments where the message has {actual}.",
            rule: "UNT element 0074 is the number of segments, UNH and UNT included (ISO 9735-1, annex C).",
            fix:
                "Ask the sender whether a segment was lost, or whether it counts wrongly. A release character before a "
                + "terminator also joins two segments into one."
        ),
        "edifact.unt-reference": Entry(
            "UNT refers to “{value}”, but the message is “{expected}”.",
            rule: "UNT element 0062 repeats the reference of UNH (ISO 9735-1, annex C).",
            fix: "Ask the sender to write the same reference into UNH and UNT."
        ),
        "edifact.message-too-large": Entry(
            "The message {value} is larger than {bytes} bytes or {nodes} values; only its header was read.",
            rule: "A message may take as much as this gateway's limits allow.",
            fix: "Ask the sender to send several smaller messages, or raise the limit for this partner."
        ),
        "edifact.terminator-missing": Entry(
            "The last segment “{value}” has no terminator.",
            rule: "Every segment ends with the segment terminator (ISO 9735-1, 8.1).",
            fix: "Check with the sender that the end of the file was not cut off."
        ),
        "edifact.segment-empty": Entry(
            "There is a terminator without a segment before it; it was not counted.",
            rule: "A segment has at least a tag (ISO 9735-1, 8.1).",
            fix: "Ask the sender to leave the second terminator out, or to release an apostrophe in data."
        ),
        "edifact.segment-overflow": Entry(
            "The segment has more than {maximum} elements, or an element has more components; the rest was not read.",
            rule: "No segment of any directory has nearly so many.",
            fix: "Look for a lost terminator, or for separators in data that were not released."
        ),
        "edifact.tag-invalid": Entry(
            "“{value}” is no segment tag.",
            rule: "A tag is three capital letters or digits (ISO 9735-1, 8.1).",
            fix: "Look at the segment before: an apostrophe in data that was not released ends a segment too early."
        ),
        "edifact.tag-lower-case": Entry(
            "The tag {value} is in lower case, here and in {count} segments in all; it was read as capitals.",
            rule: "A tag is three capital letters or digits (ISO 9735-1, 8.1).",
            fix: "Ask the sender to write capitals."
        ),
        "edifact.blank-before-tag": Entry(
            "Blanks or tabs stand before the tag, here and before {count} tags in all; they were skipped.",
            rule: "A tag follows the terminator of the segment before at once (ISO 9735-1, 8.1).",
            fix: "Ask the sender to send without indentation."
        ),
        "edifact.trailing-separator": Entry(
            "A separator has nothing behind it in this segment, the first of {count} here.",
            rule:
                "Separators behind the last value of a composite or a segment are left out (ISO 9735-1, 8.5 and 8.6).",
            fix: "Nothing needs to be done; the sender may leave them out."
        ),
        "edifact.security-unchecked": Entry(
            "The security segment {value} was read, but nothing it secures was checked.",
            rule: "Security headers and trailers follow ISO 9735-5; this gateway does not check them.",
            fix: "Agree with the sender on a secured channel, such as AS2, in place of security segments."
        ),
        "edifact.group-type": Entry(
            "The message is of type {value} in a group of {expected}.",
            rule: "The messages of a group are of the one type that UNG element 0038 names (ISO 9735-1, annex C).",
            fix: "Ask the sender to put messages of each type into a group of their own."
        ),
        "edifact.explicit-nesting": Entry(
            "The tag {value} carries a nesting indication, which was passed over.",
            rule:
                "Explicit nesting (ISO 9735:1988, 8.2) is not used since version 4; the place of a segment says where "
                + "it belongs.",
            fix: "Nothing needs to be done as long as the segments stand in the order of the directory."
        ),
        "edifact.line-break": Entry(
            "There is a line break inside the segment, the first of {count} here; in a value it was kept as data.",
            rule: "Line breaks are no characters of the set (ISO 9735-1, 5); between segments they are tolerated.",
            fix: "Ask the sender, or whoever carried the file, not to wrap lines."
        ),
        "edifact.character-invalid": Entry(
            "“{value}” is not in the character set {charset}.",
            rule: "Data consists of the characters that UNB element 0001 declares, or that are agreed (ISO 9735-1, 5).",
            fix:
                "Find out what the sender really uses and set it in the partner's profile, or ask it to declare the set."
        ),
        "edifact.character-level": Entry(
            "“{value}” is not in the repertoire of {charset}, but was read as it is.",
            rule: "Levels A and B have no characters of national use such as @ # _ (ISO 9735:1988, 5).",
            fix: "Nothing needs to be done; UNOC declares a set that has them."
        ),
    ]
}
