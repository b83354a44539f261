extension Catalogue {
    static let tradacomsEnglish: [Code: Entry] = tradacomsEnvelopeEnglish.merging(tradacomsMessageEnglish) { first, _ in
        first
    }

    /// STX, BAT, EOB, END, files, and what stands around them.
    private static let tradacomsEnvelopeEnglish: [Code: Entry] = [
        "tradacoms.byte-order-mark": Entry(
            "The file starts with a byte order mark, which was skipped.",
            rule: "A transmission starts with STX (TRADACOMS, section A); a mark before it is no part of it.",
            fix: "Nothing needs to be done; the sender may save the file without a byte order mark."
        ),
        "tradacoms.foreign-text": Entry(
            "{bytes} bytes that belong to no transmission stand here and were passed over.",
            rule: "A transmission goes from STX to END; nothing else belongs into the file (TRADACOMS, section A).",
            fix: "Look at the text: if a transmission was to start here, its STX is damaged and must be sent again."
        ),
        "tradacoms.stx-missing": Entry(
            "The transmission has no header STX: {value} stands behind the end of another one.",
            rule: "STX is mandatory: it names sender, receiver and reference (TRADACOMS, section A).",
            fix: "Ask the sender to send the transmission again with STX and END. Its messages were read nevertheless."
        ),
        "tradacoms.foreign-interchange": Entry(
            "Here begins an interchange of {syntax}, which was not read: the file is TRADACOMS.",
            rule: "A file holds transmissions of one syntax; each goes from STX to END (TRADACOMS, section A).",
            fix: "Ask the sender to send it as a file of its own."
        ),
        "tradacoms.no-transmission": Entry(
            "There is no TRADACOMS transmission in these bytes.",
            rule: "A transmission starts with STX= (TRADACOMS, section A).",
            fix: "Ask the sender for the whole file, from STX to END."
        ),
        "tradacoms.stx-incomplete": Entry(
            "STX has no element {element}.",
            rule:
                "Syntax (1), sender (2) and receiver (3) by code or name, date (4) and reference (5) are mandatory in "
                + "STX (TRADACOMS, section C).",
            fix: "Ask the sender to fill the element."
        ),
        "tradacoms.syntax-unknown": Entry(
            "The syntax “{value}” is not known; the transmission was read as ANA:1.",
            rule: "STX 1 is ANA:1, or ANAA:1 where reconciliation messages are used (TRADACOMS, section C).",
            fix: "Ask the sender which syntax it means."
        ),
        "tradacoms.end-missing": Entry(
            "The transmission {value} has no trailer END.",
            rule: "END is mandatory and ends the transmission (TRADACOMS, section A).",
            fix: "Check with the sender that nothing is missing, and ask it to send END."
        ),
        "tradacoms.end-count": Entry(
            "END counts {value} where the transmission has {actual} messages.",
            rule: "END 1 is the number of messages in the transmission (TRADACOMS, section C, NMST).",
            fix: "Ask the sender whether all messages have arrived, and to correct the count."
        ),
        "tradacoms.eob-missing": Entry(
            "The batch {value} has no trailer EOB.",
            rule: "Every BAT is closed by EOB (TRADACOMS, section A).",
            fix: "Check with the sender that no message of the batch is missing."
        ),
        "tradacoms.eob-count": Entry(
            "EOB counts {value} where the batch has {actual} messages.",
            rule: "EOB 1 is the number of messages in the batch (TRADACOMS, section C).",
            fix: "Ask the sender whether all messages have arrived, and to correct the count."
        ),
        "tradacoms.transmission-empty": Entry(
            "The transmission holds no message.",
            rule: "A transmission holds at least one message (TRADACOMS, section A).",
            fix: "Ask the sender whether a file was left out."
        ),
        "tradacoms.count-missing": Entry(
            "{value} has no count; {actual} would be right.",
            rule: "{value} 1 counts what it closes (TRADACOMS, section C).",
            fix: "Ask the sender whether all has arrived, and to fill the count."
        ),
        "tradacoms.transmission-duplicate": Entry(
            "The reference {value} was used before in this file, by the same sender for the same receiver.",
            rule: "STX 5 is different in every transmission between two parties (TRADACOMS, section C, SNRF).",
            fix: "Find out whether the transmission was sent twice, and ask the sender for references of their own."
        ),
        "tradacoms.stx-date": Entry(
            "“{value}” is no date or time of the form {form}.",
            rule: "STX 4 is the date YYMMDD and the time HHMMSS (TRADACOMS, section C, TRDT).",
            fix: "Ask the sender to correct it; the transmission was read nevertheless."
        ),
        "tradacoms.message-number": Entry(
            "The message has the number {value} behind {before}.",
            rule: "MHD 1 counts the messages of a transmission from 1 on (TRADACOMS, section C, MSRF).",
            fix: "Ask the sender whether a message is missing."
        ),
        "tradacoms.mhd-missing": Entry(
            "A message has no header MHD: its segments begin here, and its MTR follows.",
            rule: "MHD is mandatory: it names the message (TRADACOMS, section A).",
            fix: "Ask the sender for the whole transmission; the header was lost or damaged."
        ),
        "tradacoms.file-message": Entry(
            "The message {value} has no place in an order file.",
            rule: "An order file is ORDHDR, ORDERS messages and ORDTLR (TRADACOMS, Orders file).",
            fix: "Ask the sender whether ORDERS was meant; the message was not read as an order."
        ),
        "tradacoms.trailer-unexpected": Entry(
            "The trailer {value} closes nothing: its header is missing.",
            rule: "MTR follows MHD, EOB follows BAT, END follows STX, each once (TRADACOMS, section A).",
            fix:
                "Ask the sender for the whole transmission; the header was lost or damaged, or the trailer was sent twice."
        ),
        "tradacoms.outside-message": Entry(
            "The segment {value} stands outside of any message and was not read.",
            rule: "Data segments stand between MHD and MTR (TRADACOMS, section A).",
            fix: "Ask the sender to put the segment inside its message."
        ),
        "tradacoms.order-header-missing": Entry(
            "The order {value} has no header of its file before it: who orders, and who is to deliver, is not said.",
            rule: "An order file begins with ORDHDR, which names supplier and customer for all of its orders.",
            fix: "Ask the sender for the whole file, from ORDHDR to ORDTLR."
        ),
        "tradacoms.order-header-too-large": Entry(
            "The header of the order file has {bytes} bytes, too many to be read with each of its orders.",
            rule: "What a header says belongs to each order of its file; how often it is repeated has a limit.",
            fix: "Ask the sender for fewer narratives in the header, or for fewer orders in a file."
        ),
        "tradacoms.file-trailer-unexpected": Entry(
            "The trailer message {value} ends no file: there is no header message before it.",
            rule: "A file is a header message such as ORDHDR, its messages and a trailer message such as ORDTLR.",
            fix: "Ask the sender to write it behind the last message of its file; what it counts was not checked."
        ),
        "tradacoms.file-header-missing": Entry(
            "The message {value} stands in no file: there is no header message before it.",
            rule: "A file is a header message such as ORDHDR, its messages and a trailer message such as ORDTLR.",
            fix: "Ask the sender for the whole file: the header message says who orders from whom."
        ),
        "tradacoms.file-trailer-missing": Entry(
            "The file that {value} begins has no trailer message {trailer}.",
            rule: "A file is a header message such as ORDHDR, its messages and a trailer message such as ORDTLR.",
            fix: "Check with the sender that no message of the file is missing."
        ),
    ]

    /// What is found inside messages.
    private static let tradacomsMessageEnglish: [Code: Entry] = [
        "tradacoms.mhd-incomplete": Entry(
            "MHD has no element {element}.",
            rule: "Reference (1), type (2.1) and version (2.2) are mandatory in MHD (TRADACOMS, section C).",
            fix: "Ask the sender to fill the element."
        ),
        "tradacoms.message-duplicate": Entry(
            "The message reference {value} was used before in this transmission.",
            rule: "MHD 1 numbers the messages of a transmission (TRADACOMS, section C, MSRF).",
            fix: "Ask the sender whether the message was sent twice, and to number its messages."
        ),
        "tradacoms.mtr-missing": Entry(
            "The message {value} has no trailer MTR.",
            rule: "MTR is mandatory and ends the message (TRADACOMS, section A); without it, the end may be lost.",
            fix: "Ask the sender for the whole message."
        ),
        "tradacoms.mtr-count": Entry(
            "MTR counts {value} segments where the message has {actual}.",
            rule: "MTR 1 is the number of segments, MHD and MTR included (TRADACOMS, section C, NOSG).",
            fix: "Ask the sender whether a segment was lost, or whether it counts wrongly."
        ),
        "tradacoms.order-count": Entry(
            "OFT counts {value} orders where the file has {actual}.",
            rule: "OFT 1 is the number of order messages in the file (TRADACOMS, section C, FTOT).",
            fix: "Ask the sender whether all orders have arrived, and to correct the count."
        ),
        "tradacoms.envelope-overflow": Entry(
            "`{value}` stands in element {element} of {tag}, which has {maximum}.",
            rule: "STX has eight elements, MHD two, BAT, EOB, MTR and END one (TRADACOMS, section A).",
            fix: "Ask the sender to leave it out; nothing reads it. A + in a name is released by a question mark."
        ),
        "tradacoms.message-too-large": Entry(
            "The message {value} is larger than {bytes} bytes or {nodes} values; only its header was read.",
            rule: "A message may take as much as this gateway's limits allow.",
            fix: "Ask the sender to send several smaller messages, or raise the limit for this partner."
        ),
        "tradacoms.terminator-missing": Entry(
            "The last segment “{value}” has no terminator.",
            rule: "Every segment ends with an apostrophe (TRADACOMS, section A).",
            fix: "Check with the sender that the end of the file was not cut off."
        ),
        "tradacoms.segment-empty": Entry(
            "There is a terminator without a segment before it; it was not counted.",
            rule: "A segment has at least a tag (TRADACOMS, section A).",
            fix: "Ask the sender to leave the second terminator out, or to release an apostrophe in data."
        ),
        "tradacoms.segment-overflow": Entry(
            "The segment has more than {maximum} elements, or an element has more components; the rest was not read.",
            rule: "No segment of TRADACOMS has nearly so many.",
            fix: "Look for a lost terminator, or for separators in data that were not released."
        ),
        "tradacoms.tag-invalid": Entry(
            "“{value}” is no segment tag with an equals sign behind it.",
            rule: "A segment starts with three capital letters and = (TRADACOMS, section A).",
            fix: "Look at the segment before: an apostrophe in data that was not released ends a segment too early."
        ),
        "tradacoms.tag-lower-case": Entry(
            "The tag {value} is in lower case; it was read as capitals, and so are further ones of the message.",
            rule: "A segment starts with three capital letters and = (TRADACOMS, section A).",
            fix: "Ask the sender to write capitals."
        ),
        "tradacoms.blank-before-tag": Entry(
            "Blanks stand before the tag and were skipped; further ones in this message are not reported.",
            rule: "A tag follows the terminator of the segment before at once (TRADACOMS, section A).",
            fix: "Ask the sender to send without indentation."
        ),
        "tradacoms.line-break": Entry(
            "There is a line break inside the segment; in a value it was kept as data.",
            rule: "Line breaks are no characters of TRADACOMS; between segments they are tolerated.",
            fix: "Ask the sender, or whoever carried the file, not to wrap lines."
        ),
        "tradacoms.character-invalid": Entry(
            "“{value}” is no character of {charset}.",
            rule: "Data consists of letters, digits and signs, without control characters (TRADACOMS, section A).",
            fix: "Find out what the sender uses and set it in the partner's profile, or ask it to leave it out."
        ),
        "tradacoms.character-undeclared": Entry(
            "“{value}” is not in ASCII; the message was read as {charset}.",
            rule: "TRADACOMS has no place to declare a character set, so that partners agree on one.",
            fix: "Set the character set in the partner's profile if the text looks wrong."
        ),
    ]

    /// Faults of writing TRADACOMS.
    static let tradacomsWritingEnglish: [Code: Entry] = [
        "tradacoms.character-unwritable": Entry(
            "`{value}` cannot be written in {charset}: `{text}`.",
            rule: "A value holds characters of the agreed set, and never control characters (TRADACOMS, section A).",
            fix: "Agree on a wider character set with the partner, or change the value."
        ),
        "tradacoms.envelope-unwritable": Entry(
            "`{value}` does not fit its place in the envelope.",
            rule: "Here stand {minimum} to {maximum} characters (TRADACOMS, section C).",
            fix: "Correct the envelope that is configured for the receiver."
        ),
        "tradacoms.repeat-unwritable": Entry(
            "`{value}` repeats an element that may stand once.",
            rule: "TRADACOMS has no repetition separator; every repeat needs a place of its own.",
            fix: "Correct the mapping so that it writes the element once."
        ),
        "tradacoms.tag-unwritable": Entry(
            "`{value}` cannot stand as a segment in a message.",
            rule: "A segment tag is three capital letters, and none of the envelope's own.",
            fix: "Correct the mapping."
        ),
    ]
}
