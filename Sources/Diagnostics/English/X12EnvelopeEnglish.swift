extension Catalogue {
    static let x12EnvelopeEnglish: [Code: Entry] = x12HeaderEnglish.merging(x12GroupEnglish) { first, _ in first }

    /// What stands around interchanges, ISA and IEA.
    private static let x12HeaderEnglish: [Code: Entry] = [
        "x12.byte-order-mark": Entry(
            "The file starts with a byte order mark, which was skipped.",
            rule: "An interchange starts with ISA (X12.5, 3.1); a mark before it is no part of it.",
            fix: "Nothing needs to be done; the sender may save the file without a byte order mark."
        ),
        "x12.foreign-text": Entry(
            "{bytes} bytes that belong to no interchange stand here and were passed over.",
            rule: "An interchange goes from ISA to IEA; nothing else belongs into the file (X12.5, 3.1).",
            fix: "Look at the text: if an interchange was to start here, its ISA is damaged and must be sent again."
        ),
        "x12.isa-missing": Entry(
            "The interchange has no header ISA: {value} stands behind the end of another one.",
            rule: "ISA is mandatory: it names sender, receiver and control number (X12.5, 3.3).",
            fix:
                "Ask the sender to send the interchange again with ISA and IEA. Its transaction sets were read "
                + "nevertheless."
        ),
        "x12.foreign-interchange": Entry(
            "Here begins an interchange of {syntax}, which was not read: the file is X12.",
            rule: "A file holds interchanges of one syntax; each goes from ISA to IEA (X12.5, 3.1).",
            fix: "Ask the sender to send it as a file of its own."
        ),
        "x12.no-interchange": Entry(
            "There is no X12 interchange in these bytes.",
            rule: "An interchange starts with ISA, which names the separators (X12.5, 3.3).",
            fix: "Ask the sender for the whole file, from ISA to IEA."
        ),
        "x12.isa-length": Entry(
            "ISA has {value} bytes in place of {expected}; it was read by its separators.",
            rule: "The elements of ISA have fixed lengths, so that it takes 106 bytes (X12.5, 3.3).",
            fix: "Ask the sender to fill the elements of ISA up with blanks, and to leave nothing out."
        ),
        "x12.isa-unreadable": Entry(
            "ISA cannot be taken apart: “{value}”. Nothing of the interchange was read.",
            rule:
                "ISA has sixteen elements of fixed lengths; separator and terminator stand in fixed places (X12.5, 3.3).",
            fix: "Ask the sender to correct ISA and to send the interchange again."
        ),
        "x12.element-separator": Entry(
            "“{value}” cannot separate elements. Nothing of the interchange was read.",
            rule: "The byte behind ISA separates elements; it is no letter, digit or blank (X12.5, 3.3).",
            fix: "Ask the sender to use a separator such as * and to send the interchange again."
        ),
        "x12.segment-terminator": Entry(
            "“{value}” cannot end segments. Nothing of the interchange was read.",
            rule: "The byte behind ISA16 ends segments; it is no letter, digit or blank and differs from the element "
                + "separator (X12.5, 3.3).",
            fix: "Ask the sender to use a terminator such as ~ and to send the interchange again."
        ),
        "x12.component-separator": Entry(
            "“{value}” in ISA16 cannot separate components; the interchange was read without composites.",
            rule: "ISA16 is no letter, digit or blank and differs from the other separators (X12.5, 3.3).",
            fix: "Ask the sender to give ISA16 a character of its own, such as > or :."
        ),
        "x12.repetition-separator": Entry(
            "“{value}” in ISA11 cannot separate repeats; the interchange was read without repeats.",
            rule:
                "From version 00402 on, ISA11 is the repetition separator; it is no letter, digit or blank (X12.5, 3.3).",
            fix: "Ask the sender to give ISA11 a character of its own, such as ^."
        ),
        "x12.standards-identifier": Entry(
            "ISA11 is “{value}”, which is no interchange standards identifier.",
            rule: "Up to version 00401, ISA11 is U (X12.5; data element I10).",
            fix: "Ask the sender to write U; the interchange was read nevertheless."
        ),
        "x12.authorization-qualifier": Entry(
            "ISA01 is “{value}”, which is no qualifier of authorization information.",
            rule: "ISA01 is a code of two characters, 00 for none (data element I01).",
            fix: "Ask the sender to write 00 when it sends no authorization."
        ),
        "x12.security-qualifier": Entry(
            "ISA03 is “{value}”, which is no qualifier of security information.",
            rule: "ISA03 is a code of two characters, 00 for none (data element I03).",
            fix: "Ask the sender to write 00 when it sends no password."
        ),
        "x12.sender-qualifier": Entry(
            "ISA05 is “{value}”, which is no qualifier of a sender.",
            rule: "ISA05 is a code of two characters, ZZ for one that was agreed (data element I05).",
            fix: "Ask the sender for the right qualifier."
        ),
        "x12.sender-missing": Entry(
            "ISA06 is blank: the interchange has no sender.",
            rule: "ISA06 names the sender (data element I06).",
            fix: "Ask the sender to name itself."
        ),
        "x12.sender-invalid": Entry(
            "ISA06 holds the character {value}, with which no sender can be named.",
            rule:
                "ISA06 is made of characters that can be printed; letters outside ASCII are agreed on (data element I06).",
            fix: "Ask the sender to name itself as agreed, filled up with blanks."
        ),
        "x12.receiver-qualifier": Entry(
            "ISA07 is “{value}”, which is no qualifier of a receiver.",
            rule: "ISA07 is a code of two characters, ZZ for one that was agreed (data element I05).",
            fix: "Ask the sender for the right qualifier."
        ),
        "x12.receiver-missing": Entry(
            "ISA08 is blank: the interchange has no receiver.",
            rule: "ISA08 names the receiver (data element I07).",
            fix: "Ask the sender to name the receiver."
        ),
        "x12.receiver-invalid": Entry(
            "ISA08 holds the character {value}, with which no receiver can be named.",
            rule:
                "ISA08 is made of characters that can be printed; letters outside ASCII are agreed on (data element I07).",
            fix: "Ask the sender to name the receiver as agreed, filled up with blanks."
        ),
        "x12.interchange-date": Entry(
            "ISA09 is “{value}”, which is no day.",
            rule: "ISA09 is YYMMDD (data element I08).",
            fix: "Ask the sender to correct the date of its interchanges."
        ),
        "x12.interchange-time": Entry(
            "ISA10 is “{value}”, which is no time.",
            rule: "ISA10 is HHMM (data element I09).",
            fix: "Ask the sender to correct the time of its interchanges."
        ),
        "x12.version-unknown": Entry(
            "ISA12 is “{value}”, which is no version of the interchange that is known.",
            rule: "ISA12 is one of 00200 to 00801 (data element I11). What the messages are says GS08.",
            fix: "Ask the sender to state the version; the interchange was read nevertheless."
        ),
        "x12.version-unsupported": Entry(
            "ISA12 is “{value}”, a version that is older than those that are read.",
            rule: "Interchanges of 00304 to 00801 are read by their rules.",
            fix: "Ask the sender for a newer version; the interchange was read nevertheless."
        ),
        "x12.interchange-number": Entry(
            "ISA13 is “{value}”, which is no control number of nine digits.",
            rule: "ISA13 is a number of nine digits, with zeros in front (data element I12).",
            fix: "Ask the sender to number its interchanges with nine digits."
        ),
        "x12.acknowledgment-requested": Entry(
            "ISA14 is “{value}”; it was taken as 1.",
            rule: "ISA14 is 1 to ask for a TA1, else 0 (data element I13).",
            fix: "Ask the sender to write 0 or 1."
        ),
        "x12.usage-indicator": Entry(
            "ISA15 is “{value}”; it was taken as P.",
            rule: "ISA15 is P for production, T for test, I for information (data element I14).",
            fix: "Find out whether the interchange is a test, and ask the sender to say so."
        ),
        "x12.interchange-duplicate": Entry(
            "The control number {value} was used before in this file, by the same sender for the same receiver.",
            rule: "ISA13 is unique for a sender and a receiver (data element I12).",
            fix: "Ask the sender whether the interchange was sent twice, and to number its interchanges."
        ),
        "x12.interchange-empty": Entry(
            "The interchange holds neither a transaction set nor a TA1.",
            rule:
                "An interchange holds functional groups of transaction sets, or interchange acknowledgments (X12.5, 3.1).",
            fix: "Ask the sender whether something was left out."
        ),
        "x12.envelope-overflow": Entry(
            "`{value}` stands in element {element} of {tag}, which has {maximum}.",
            rule: "GS has eight elements, GE and IEA two, TA1 five (X12.5, 3.3).",
            fix: "Ask the sender to leave it out; nothing reads it."
        ),
        "x12.iea-missing": Entry(
            "The interchange {value} has no trailer IEA.",
            rule: "IEA is mandatory and ends the interchange (X12.5, 3.1); without it, the end may be lost.",
            fix: "Check with the sender that nothing is missing, and ask it to send IEA."
        ),
        "x12.iea-count": Entry(
            "IEA counts {value} where the interchange has {actual} groups.",
            rule: "IEA01 is the number of functional groups; TA1 segments are not counted (data element I16).",
            fix: "Ask the sender whether all groups have arrived, and to correct the count."
        ),
        "x12.iea-number": Entry(
            "IEA has the control number “{value}”, but the interchange is “{expected}”.",
            rule: "IEA02 repeats ISA13 (data element I12).",
            fix: "Ask the sender to write the same control number into ISA and IEA."
        ),
    ]

    /// GS, GE and what stands between groups.
    private static let x12GroupEnglish: [Code: Entry] = [
        "x12.gs-missing": Entry(
            "A transaction set stands outside of any functional group; it was read nevertheless.",
            rule: "Transaction sets stand between GS and GE (X12.5, 3.1).",
            fix: "Ask the sender to send GS and GE."
        ),
        "x12.gs-incomplete": Entry(
            "GS has no element {element}.",
            rule: "All eight elements of GS are mandatory (X12.22, GS).",
            fix: "Ask the sender to fill the element."
        ),
        "x12.group-code": Entry(
            "GS01 is “{value}”, which is no code of two letters or digits.",
            rule:
                "GS01 names what the transaction sets of the group are for, and an answer repeats it (data element 479).",
            fix: "Ask the sender for the code of its transaction sets: PO for 850, IN for 810."
        ),
        "x12.group-number": Entry(
            "GS06 is “{value}”, which is no control number.",
            rule: "GS06 is a number of one to nine digits (data element 28).",
            fix: "Ask the sender to number its groups."
        ),
        "x12.group-duplicate": Entry(
            "The group control number {value} was used before in this interchange.",
            rule: "GS06 is unique in the interchange (data element 28).",
            fix: "Ask the sender whether the group was sent twice, and to number its groups."
        ),
        "x12.group-version": Entry(
            "GS08 is “{value}”, which is none of the versions that are known; the group was read nevertheless.",
            rule: "GS08 starts with version, release and subrelease, 003040 to 008010 (data element 480).",
            fix: "Ask the sender which version its transaction sets have."
        ),
        "x12.group-empty": Entry(
            "The group {value} holds no transaction set.",
            rule: "A group holds at least one transaction set (X12.5, 3.1).",
            fix: "Ask the sender whether a transaction set was left out."
        ),
        "x12.ge-missing": Entry(
            "The group {value} has no trailer GE.",
            rule: "Every GS is closed by GE (X12.5, 3.1).",
            fix: "Check with the sender that no transaction set of the group is missing."
        ),
        "x12.ge-count": Entry(
            "GE counts {value} where the group has {actual} transaction sets.",
            rule: "GE01 is the number of transaction sets in the group (data element 97).",
            fix: "Ask the sender whether all transaction sets have arrived, and to correct the count."
        ),
        "x12.ge-number": Entry(
            "GE has the control number “{value}”, but the group is “{expected}”.",
            rule: "GE02 repeats GS06 (data element 28).",
            fix: "Ask the sender to write the same control number into GS and GE."
        ),
        "x12.se-count-missing": Entry(
            "SE has no count.",
            rule: "SE01 is mandatory: it counts what the transaction set holds (X12.5).",
            fix: "Ask the sender to fill SE01, and check whether something is missing."
        ),
        "x12.se-number-missing": Entry(
            "SE has no control number.",
            rule: "SE02 is mandatory: it repeats the control number of the header (X12.5).",
            fix: "Ask the sender to fill SE02."
        ),
        "x12.ge-count-missing": Entry(
            "GE has no count.",
            rule: "GE01 is mandatory: it counts what the group holds (X12.5).",
            fix: "Ask the sender to fill GE01, and check whether something is missing."
        ),
        "x12.ge-number-missing": Entry(
            "GE has no control number.",
            rule: "GE02 is mandatory: it repeats the control number of the header (X12.5).",
            fix: "Ask the sender to fill GE02."
        ),
        "x12.iea-count-missing": Entry(
            "IEA has no count.",
            rule: "IEA01 is mandatory: it counts what the interchange holds (X12.5).",
            fix: "Ask the sender to fill IEA01, and check whether something is missing."
        ),
        "x12.iea-number-missing": Entry(
            "IEA has no control number.",
            rule: "IEA02 is mandatory: it repeats the control number of the header (X12.5).",
            fix: "Ask the sender to fill IEA02."
        ),
        "x12.group-agency": Entry(
            "GS07 is “{value}”, which is no responsible agency.",
            rule: "GS07 is X (ASC X12) or T (T.D.C.C.) (data element 455).",
            fix: "Ask the sender to write X; the group was read nevertheless."
        ),
        "x12.group-party": Entry(
            "GS0{element} is “{value}”, which is no code of an application.",
            rule: "GS02 and GS03 have two to fifteen printable characters (data elements 142 and 124).",
            fix: "Ask the sender to write the code that was agreed; the group was read nevertheless."
        ),
        "x12.group-date": Entry(
            "GS04 is “{value}”, which is no day.",
            rule: "GS04 is CCYYMMDD, before version 004010 YYMMDD (data elements 373 and 29).",
            fix: "Ask the sender to write the date in full; the group was read nevertheless."
        ),
        "x12.group-time": Entry(
            "GS05 is “{value}”, which is no time.",
            rule: "GS05 is HHMM, HHMMSS or with decimal seconds (data elements 337 and 30).",
            fix: "Ask the sender to write the time so; the group was read nevertheless."
        ),
        "x12.trailer-unexpected": Entry(
            "The trailer {value} closes nothing: its header is missing.",
            rule: "SE follows ST, GE follows GS, IEA follows ISA, each once (X12.5, 3.1).",
            fix:
                "Ask the sender for the whole interchange; the header was lost or damaged, or the trailer was sent twice."
        ),
        "x12.outside-transaction": Entry(
            "The segment {value}, with what follows it, stands outside of any transaction set and was not read.",
            rule: "Data segments stand between ST and SE; TA1 stands before the first group (X12.5, 3.1).",
            fix: "Ask the sender to put the segment where it belongs."
        ),
    ]
}
