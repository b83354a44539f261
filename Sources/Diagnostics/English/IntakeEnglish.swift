extension Catalogue {
    static let intakeEnglish: [Code: Entry] = [
        "intake.empty": Entry(
            "The payload is empty.",
            rule: "An interchange has at least one byte of a known syntax.",
            fix: "Send the file again; check that the export finished before the upload began."),
        "intake.too-large": Entry(
            "The payload is larger than {limit} bytes.",
            rule: "One interchange has at most {limit} bytes.",
            fix: "Split it into several interchanges, or raise limits.interchange for this installation."),
        "intake.incomplete": Entry(
            "The payload stopped after {actual} of {expected} bytes.",
            rule: "A payload is accepted whole or not at all.",
            fix: "Send it again; nothing of it was kept as an interchange."),
        "intake.syntax-unknown": Entry(
            "The payload begins with {value}, which is no syntax known here.",
            rule:
                "A payload is told by its bytes: UNA or UNB, ISA, STX=, XML, JSON, the header of a CSV file, the first line of a file of fixed columns. Where they do not tell, the partner's `format` says.",
            fix: "Check that the right file was sent and that it is not compressed or encrypted."),
        "intake.syntax-unsupported": Entry(
            "The payload is {syntax}, which this installation does not read.",
            rule: "Read are EDIFACT, X12, TRADACOMS, XML, JSON, and what shapes beside the mappings describe.",
            fix: "Send the order as EDIFACT ORDERS or UBL Order, or ask for this format."),
        "intake.document-unsupported": Entry(
            "{syntax} {value} was read, but there is no structure to understand it by.",
            rule: "A document is understood by the structure of its message and a mapping for it.",
            fix: "Ask for this message; its bytes are kept and can be processed later."),
        "intake.no-documents": Entry(
            "The interchange holds no document.",
            rule: "An interchange carries at least one message.",
            fix: "Ask the sender for the missing message."),
        "intake.sender-unknown": Entry(
            "There is no partner {value}.",
            rule: "What comes in belongs to a configured partner.",
            fix: "Add the partner's file under partners/."),
        "intake.key-reused": Entry(
            "The idempotency key {value} was used before, for interchange {id}, with other bytes.",
            rule: "One key names one payload; the same key with the same bytes gets the first answer again.",
            fix: "Use a new key for a new payload."),
        "intake.forbidden": Entry(
            "The role {role} may not do this.",
            rule: "Each action needs a right, which roles hold.",
            fix: "Ask somebody with the right, or an administrator for a key of another role."),
        "intake.busy": Entry(
            "The gateway takes no more at this moment.",
            rule: "Each queue has a limit, so that nothing grows without bound.",
            fix: "Send it again after the time that Retry-After says; nothing was kept."),
        "intake.interchange-duplicate": Entry(
            "The interchange {value} was received before, as {first}.",
            rule:
                "An interchange's control reference is unique for its sender and receiver; what comes again is refused.",
            fix: "Settle with the sender whether it sent twice, or say `duplicates: accept` in its file."),
        "intake.interchange-misdirected": Entry(
            "The interchange is for {value}.",
            rule: "A partner whose file lists `recipients` sends to these and to no other.",
            fix: "Ask the sender to whom it meant to send, or add the receiver to `recipients` in its file."),
        "intake.interchange-overfull": Entry(
            "More than {limit} {what} of the interchange are faulty or have to be named.",
            rule: "An acknowledgement lists up to {limit} {what}; an interchange with more is refused as a whole.",
            fix: "Ask the sender to mend its export, and to send it in smaller interchanges."),
        "intake.refused-with-interchange": Entry(
            "The document is refused with its interchange {value}, in which {because} was found.",
            rule: "What the acknowledgement refuses goes to no back end; the sender is to send it again.",
            fix: "Wait for the corrected interchange, or process the document again by hand."),
        "intake.refused-with-group": Entry(
            "The document is refused with its group {value}, in which {because} was found.",
            rule: "What the acknowledgement refuses goes to no back end; the sender is to send it again.",
            fix: "Wait for the corrected group, or process the document again by hand."),
        "intake.acknowledgement-unmatched": Entry(
            "The {kind} answers {value}, under which nothing was sent.",
            rule:
                "An acknowledgement names the control reference, or the number of the document, that it answers, and comes from its receiver.",
            fix: "Ask its sender what it answers; what was sent shows its control number with its delivery."),
        "intake.acknowledgement-ambiguous": Entry(
            "The {kind} answers {value}, which may be one of several: {found}.",
            rule: "A report that names a document by its number moves it only where no other has the number.",
            fix:
                "Ask its sender to name the document's type, or its receiver; read the report and act on the document by hand."
        ),
        "intake.acknowledgement-foreign": Entry(
            "{sender} answers for {value}, which is no identity of its own.",
            rule: "A partner speaks for the identities in its file, a provider for those whose messages it passes on.",
            fix: "Add the identity to the partner's `identifiers`, if it is the partner's."),
        "intake.acknowledgement-unknown": Entry(
            "The interchange has no acknowledgement {value}.",
            rule: "The acknowledgements of an interchange are numbered from 1.",
            fix: "List them with `milepost interchanges acknowledgements ID`."),
        "intake.acknowledgement-impossible": Entry(
            "The interchange {value} cannot be acknowledged: {detail}",
            rule: "An acknowledgement goes from the interchange's receiver to its sender, and names its reference.",
            fix: "Ask the sender to mend its envelope; say `identity:` in its file where the receiver is none of ours."),
        "intake.acknowledgements-omitted": Entry(
            "{count} interchanges of the payload are not acknowledged.",
            rule: "Up to {limit} interchanges of one payload are acknowledged.",
            fix: "Ask the sender for fewer interchanges in one payload."),
        "intake.document-unknown": Entry(
            "There is no document {value}.",
            rule: "A document is named by its id.",
            fix: "Look it up with `milepost documents list`."),
        "intake.interchange-unknown": Entry(
            "There is no interchange {value}.",
            rule: "An interchange is named by its id.",
            fix: "Look it up with `milepost interchanges list`."),
        "intake.order-unknown": Entry(
            "There is no order {value}.",
            rule: "An order key is the buyer's id, a slash and the order number.",
            fix: "Look the document up with `milepost documents list --order-number NUMBER`."),
        "intake.replay-illegal": Entry(
            "A document that is {status} cannot be {action}.",
            rule: "{rule}",
            fix: "{fix}"),
        "intake.interchange-readable": Entry(
            "An interchange that is {status} cannot be {action} as a whole.",
            rule:
                "Only an interchange of which nothing could be read is; what was read is replayed document by document.",
            fix: "List what it holds with `milepost documents list --interchange ID`."),
        "intake.interchange-discarded": Entry(
            "An interchange that was discarded cannot be {action}.",
            rule: "Taken out is taken out for good; the bytes are kept.",
            fix:
                "Fetch the bytes with `milepost interchanges raw ID` and hand them in again with `milepost submit`, as a new interchange."
        ),
        "intake.replay-open": Entry(
            "An attempt at {backend} has no definite result yet.",
            rule: "A document is not changed or taken away while an attempt may still take effect.",
            fix: "Clear the outcome first, with `milepost backends clear {backend}`, then try again."),
        "intake.resend-nothing": Entry(
            "Nothing of {value} has arrived at a partner.",
            rule: "Sent again is what went to a partner: the same bytes under the same number.",
            fix: "Retry the document, or reprocess it, so that it goes out."),
        "intake.send-new-nothing": Entry(
            "No back end has taken {value} yet.",
            rule: "Sent as new is what a back end has, once more and under another key: it may be there twice then.",
            fix: "Retry it; what went to a partner is sent again with `milepost documents resend`."),
        "intake.send-new-moved": Entry(
            "{value} went to {backend}, and {owner} owns its order now.",
            rule: "A document goes to the owner of its order; what came before a transfer was handed over by it.",
            fix: "Look at the order in {owner}, and repair it there: `milepost integrations verify repair`."),
        "intake.reroute-orderless": Entry(
            "{value} belongs to no order that could be re-routed.",
            rule: "An order is re-routed with all of its documents.",
            fix: "Reprocess the document, so that it is decided again."),
        "intake.replay-past-memory": Entry(
            "{value} may have come to {backend}, which has forgotten its key by now.",
            rule:
                "Past the {hours} hours for which a back end remembers keys, a retry may arrive twice, and asks first.",
            fix:
                "Look whether {backend} has it: discard it then, else retry it with --anyway and a reason, which is recorded."
        ),
        "intake.replay-behind-newer": Entry(
            "{value} would come behind {newer} ({number}), a newer document of its order, which went on without it.",
            rule:
                "A document that later ones were let past does not overwrite what they brought without being asked for.",
            fix: "Discard it; or, if the back end must have it all the same, retry it with --anyway and a reason."),
        "intake.replay-behind-rejected": Entry(
            "{value} failed because {head} ({number}) before it in its order was rejected.",
            rule: "With `onRejection: cascade` the documents of an order are set right from the first one on.",
            fix: "Replay {head}, which takes this one along, or discard that one first."),
        "intake.anyway-needless": Entry(
            "The document is {status}, and nothing asks about it.",
            rule:
                "Only a document that newer ones of its order overtook, or that may have come to a back end which has forgotten its "
                + "key, is sent anyway.",
            fix: "Retry it without --anyway."),
        "intake.reason-missing": Entry(
            "This needs a reason.",
            rule: "What a person does to an order is recorded with its reason.",
            fix: "Say why with --reason."),
        "intake.edit-documents": Entry(
            "The edited payload holds {actual} documents.",
            rule: "An edit replaces one document by one document.",
            fix: "Keep exactly one message between the envelope's header and trailer."),
        "intake.edit-key": Entry(
            "The edit changes the order from {expected} to {actual}.",
            rule: "An edited document stays with its order; another order is another document.",
            fix: "Keep buyer and order number, or discard this document and submit the other one."),
        "intake.entered-form": Entry(
            "What is entered is no order, but {value}.",
            rule:
                "An order by telephone or on paper is entered as one canonical order in JSON (/schemas): `document: order`.",
            fix: "Write the order as `{ \"document\": \"order\", \"number\": …, \"buyer\": …, \"lines\": […] }`."),
        "intake.import-line": Entry(
            "Line {line} is no open order: {value}",
            rule: "Each line is buyer, order number, site and, where the key needs it, supplier.",
            fix: "Correct the line; the other lines are imported."),
        "intake.import-empty": Entry(
            "The list of open orders is empty.",
            rule: "The first line names the columns; one order stands on each line after it.",
            fix: "Export the list again; for a site without open orders send the head line alone."),
        "intake.import-character": Entry(
            "Line {line} holds the control character {value}.",
            rule: "Keys are texts without control characters.",
            fix: "Take the character out of the list; look for a field of fixed length that was filled up with zeros."),
        "intake.import-number": Entry(
            "Line {line}: the order number is longer than {limit} characters.",
            rule: "An order number has at most {limit} characters.",
            fix: "Look for a missing separator or quotation mark in this line."),
        "intake.import-sites": Entry(
            "Line {line}: {value} belongs to {actual} by another line of this list.",
            rule: "An order has one site, unless milepost.yaml says `split: lines`.",
            fix: "Find out which line is right and take the other one out."),
        "intake.import-lines": Entry(
            "Line {line}: {value} says which of its lines it has, and orders are not split here.",
            rule:
                "A line of the list with lines of its order is a part of it, which there is with `split: lines` alone.",
            fix: "Leave the column lines out, or say `split: lines` in milepost.yaml and reload first."),
        "intake.import-whole": Entry(
            "Line {line}: {value} is known as one order, and is not split for {site}.",
            rule: "An order that has an owner is not split any more.",
            fix: "Take the line out; `milepost orders show {value}` says who owns it."),
        "intake.import-columns": Entry(
            "The list has no columns buyer and number: {value}",
            rule: "The first line names the columns: buyer, number, and where needed site, supplier and lines.",
            fix: "Add a head line, for example: buyer,number,site"),
        "intake.import-column-repeated": Entry(
            "The list has two columns {column}: {value}",
            rule:
                "Each of buyer, number, site and supplier is one column at most; which of two counts is nowhere said.",
            fix: "Take one of the two out, or give it another name."),
        "intake.import-cells": Entry(
            "Line {line} has more values than the first line has columns: {value}",
            rule: "Each value stands under the name of its column.",
            fix: "Look for a separator within a value, which then needs quotation marks, or for a missing column name."),
        "intake.import-too-long": Entry(
            "The list has more than a million lines.",
            rule: "One import takes at most a million open orders.",
            fix: "Split the list."),
        "intake.import-owner": Entry(
            "Line {line}: {value} is owned by {actual} already.",
            rule: "An import never changes an owner.",
            fix: "Take the line out, or transfer the order."),
    ]
}
