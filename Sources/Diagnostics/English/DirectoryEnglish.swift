extension Catalogue {
    static let directoryEnglish: [Code: Entry] =
        directoryStructureEnglish
        .merging(directoryOverlayEnglish) { first, _ in first }
        .merging(directoryValueEnglish) { first, _ in first }
        .merging(directoryConditionEnglish) { first, _ in first }

    /// Shapes, messages, segments and groups.
    private static let directoryStructureEnglish: [Code: Entry] = [
        "directory.shape-invalid": Entry(
            "The shape file cannot be read: this line needs {expected}, not “{value}”.",
            rule: "A shape file has one definition a line, its parts separated by tabs.",
            fix: "Make the shape file again from its schema, or correct this line by hand."
        ),
        "directory.message-unknown": Entry(
            "The message type {value} is not known in {directory} or any other directory here.",
            rule: "A message is one of the types of its directory; this gateway knows those of ordering, delivery and "
                + "invoicing.",
            fix: "If the type is right, let the message pass as it is to a back end that reads it; else ask the sender."
        ),
        "directory.version-substituted": Entry(
            "The version {value} of {message} is not known here; the message was read by {used}.",
            rule: "{named} the version that a message follows ({standard}).",
            fix: "Check the message's values; if the sender means {used}, ask it to say so."
        ),
        "directory.segment-unknown": Entry(
            "The message {message} of {directory} has no segment {value}.",
            rule: "A message holds the segments of its diagram in the directory {directory}.",
            fix:
                "Ask the sender which directory it follows, or to leave the segment out. Its content was kept, but not read."
        ),
        "directory.segment-foreign": Entry(
            "The segment {value} is none of the message {message} of {directory}.",
            rule: "A message holds the segments of its diagram; the directory has this one for other messages.",
            fix: "Ask the sender to leave the segment out. Its content was kept, but not read."
        ),
        "directory.segment-unused": Entry(
            "The segment {value} is not used in {message} here.",
            rule: "The directory has the segment; what is agreed with this partner leaves it out.",
            fix: "Ask the sender to leave it out, or change what is agreed in the partner's file."
        ),
        "directory.segment-misplaced": Entry(
            "The segment {value} may not stand here in {message} of {directory}.",
            rule: "Segments stand in the order of the message's diagram; that says which group they belong to.",
            fix: "Ask the sender to put the segment where the directory has it. Its content was kept, but not read."
        ),
        "directory.segment-missing": Entry(
            "The mandatory segment {tag} is missing before {before}.",
            rule: "The message's diagram marks the segment M.",
            fix: "Ask the sender to send the segment."
        ),
        "directory.group-missing": Entry(
            "The mandatory group that {tag} opens is missing before {before}.",
            rule: "The message's diagram marks the group M.",
            fix: "Ask the sender to send the group."
        ),
        "directory.segment-repeats": Entry(
            "The segment {value} stands here more than {maximum} times.",
            rule: "The message's diagram says how often a segment may be repeated.",
            fix: "Ask the sender to send fewer, or to open another group for them."
        ),
        "directory.group-repeats": Entry(
            "The group that {value} opens stands here more than {maximum} times.",
            rule: "The message's diagram says how often a group may be repeated.",
            fix: "Ask the sender to spread the groups over several messages."
        ),
    ]

    /// Elements, components and their values.
    private static let directoryValueEnglish: [Code: Entry] = [
        "directory.element-missing": Entry(
            "The mandatory element {element} is missing.",
            rule: "The segment's definition marks the element M.",
            fix: "Ask the sender to fill it."
        ),
        "directory.component-missing": Entry(
            "The mandatory component {element} of {composite} is missing.",
            rule: "The composite's definition marks the component M; it is needed when the composite is used at all.",
            fix: "Ask the sender to fill it, or to leave the whole composite out."
        ),
        "directory.element-repeats": Entry(
            "The element is repeated more than {maximum} times.",
            rule: "The segment's definition says how often an element may be repeated (syntax version 4).",
            fix: "Ask the sender to send another segment for the rest."
        ),
        "directory.too-many-elements": Entry(
            "The segment has more than {maximum} elements; “{value}” is one too many.",
            rule: "A segment has the elements of its definition in the directory.",
            fix: "Look for a separator in data that was not released; else ask the sender which directory it follows."
        ),
        "directory.too-many-components": Entry(
            "There are more than {maximum} components here; “{value}” is one too many.",
            rule: "A composite has the components of its definition in the directory; a simple element has none.",
            fix: "Look for a separator in data that was not released; else ask the sender which directory it follows."
        ),
        "directory.too-long": Entry(
            "The value of {element} has {length} characters; {representation} is allowed.",
            rule: "The directory limits the length; release characters do not count, nor do sign and decimal mark in "
                + "numbers (ISO 9735-1, 10).",
            fix: "Ask the sender to shorten the value, or to continue it in the next component or segment."
        ),
        "directory.too-short": Entry(
            "The value of {element} has {length} characters; {representation} is needed.",
            rule: "The directory fixes the length of this element.",
            fix: "Ask the sender to send the whole value, with leading zeros if there are any."
        ),
        "directory.type-alphabetic": Entry(
            "“{value}” has digits, but {element} takes letters only.",
            rule: "The directory's representation of the element is a: letters.",
            fix: "Ask the sender to correct the value."
        ),
        "directory.number-invalid": Entry(
            "“{value}” is no number, as {element} needs one.",
            rule:
                "A number has digits, at most one decimal mark ({mark}) with digits behind it, and a minus before; no "
                + "blanks, no plus, no thousands separators (ISO 9735-1, 10; X12.6, 3.3).",
            fix: "Ask the sender to correct the value; what the decimal mark is, UNA says in EDIFACT."
        ),
        "directory.decimal-invalid": Entry(
            "The decimal notation of “{value}” is wrong for {element}.",
            rule:
                "There is at most one decimal mark, it is {mark}, and digits stand behind it (ISO 9735-1, 10). A number "
                + "of X12 with an implied point (N) has no mark at all.",
            fix: "Ask the sender to correct the value; what the decimal mark is, UNA says in EDIFACT."
        ),
        "directory.date-invalid": Entry(
            "“{value}” is no date, as {element} needs one.",
            rule: "A date is CCYYMMDD, before version 004010 YYMMDD, and a day of the calendar (X12.6, 3.3.1.6).",
            fix: "Ask the sender to correct the date."
        ),
        "directory.time-invalid": Entry(
            "“{value}” is no time of day, as {element} needs one.",
            rule: "A time is HHMM, HHMMSS, HHMMSSD or HHMMSSDD on a clock of 24 hours (X12.6, 3.3.1.7).",
            fix: "Ask the sender to correct the time."
        ),
        "directory.number-leading-digit": Entry(
            "The number “{value}” has no digit before its decimal mark.",
            rule: "At least one digit stands before the decimal mark (ISO 9735-1, 10.2).",
            fix: "Nothing needs to be done; the sender should write a zero before the mark."
        ),
        "directory.code-unknown": Entry(
            "“{value}” is no code of {element} in {directory}.",
            rule: "Coded elements take the codes of the directory's list. Codes of EANCOM and of national guides are "
                + "accepted with a warning, except for qualifiers that nobody can interpret.",
            fix: "Ask the sender what the code means. If it is agreed between you, the mapping's code table takes it."
        ),
    ]

    /// What binds elements to each other, and hierarchical levels.
    private static let directoryConditionEnglish: [Code: Entry] = [
        "directory.element-unused": Entry(
            "An element stands here that {message} does not use.",
            rule: "The directory has the element; what is agreed with this partner leaves it empty.",
            fix: "Ask the sender to leave it empty, or change what is agreed in the partner's file."
        ),
        "directory.condition-missing": Entry(
            "An element is missing that the others call for: the condition {condition} binds {places}.",
            rule: "P: all or none. R: one or more. C: if the first, then all. L: if the first, then one of the others. "
                + "S: exactly one.",
            fix: "Ask the sender to fill the element, or to leave out those that call for it."
        ),
        "directory.condition-excluded": Entry(
            "An element stands here that another excludes: the condition {condition} binds {places}.",
            rule: "E: at most one. S: exactly one. N: if the first, then none of the others.",
            fix: "Ask the sender which of the elements is meant, and to leave out the others."
        ),
        "directory.level-parent": Entry(
            "The hierarchical level stands below the level {value}, which there is not.",
            rule: "HL02 is the HL01 of a level that came before.",
            fix: "Ask the sender to correct HL02; what hangs below the wrong level may be shipped wrongly."
        ),
        "directory.level-late": Entry(
            "The hierarchical level stands below the level {value}, which had ended before.",
            rule: "A level is followed by all that is below it before the next level beside it.",
            fix: "Its content was kept at the top. Ask the sender to send levels in the order of the hierarchy."
        ),
        "directory.level-repeated": Entry(
            "The number {value} of this hierarchical level was used before.",
            rule: "HL01 is unique in its transaction set.",
            fix: "Ask the sender to number the levels from 1 on."
        ),
        "directory.level-children": Entry(
            "HL04 of the level {level} is {value}, but the levels that follow say otherwise.",
            rule: "HL04 is 1 where levels follow below this one, else 0.",
            fix: "Nothing needs to be done; the levels were read by HL02."
        ),
        "directory.link-parent": Entry(
            "The {tag} stands in the {tag} with the number {value}, which there is not before it.",
            rule: "A {tag} names one that came before.",
            fix:
                "Its content was kept beside the others. Ask the sender to correct the number; what is packed in it may be "
                + "assigned wrongly."
        ),
        "directory.link-repeated": Entry(
            "The number {value} of this {tag} was used before.",
            rule: "Each {tag} of a message has a number of its own.",
            fix: "What follows was assigned to the last {tag} of this number. Ask the sender to number them from 1 on."
        ),
        "directory.link-deep": Entry(
            "The {tag} stands in more than {maximum} others.",
            rule: "At most {maximum} {tag} stand in each other.",
            fix: "Its content was kept beside the others. Ask the sender what packing is meant."
        ),
    ]
}
