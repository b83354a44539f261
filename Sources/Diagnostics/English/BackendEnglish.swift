extension Catalogue {
    static let backendEnglish: [Code: Entry] = [
        "deliver.backend-unknown": Entry(
            "There is no back end {value}.",
            rule: "Back ends are configured in milepost.yaml; known: {known}.",
            fix: "Use one of the known names."),
        "deliver.clearing-names-none": Entry(
            "The list names none of the {unknown} deliveries whose outcome at {backend} is unknown.",
            rule: "What the list does not name is sent again; a list that names nothing would send all of it again.",
            fix:
                "Check that it is the right file, with order numbers first in each line, as their documents write them; --preview says which are nearly right. If truly none of them is there, say so with --none-there (noneThere)."
        ),
        "deliver.clearing-unmatched": Entry(
            "{count} entries, half of the list or more, name nothing that is known at {backend}, while {retried} deliveries would be sent again: {value}",
            rule:
                "What the list does not name is sent again; where most of a list is unknown, it may be another list, or its numbers may be mangled.",
            fix:
                "Check that it is the right list, with its numbers as the documents write them. If it is, say so with --ignore-unmatched (ignoringUnmatched)."
        ),
        "deliver.mapping-uncovered": Entry(
            "Back end {backend} takes what {mappings} write, and none of them writes `{value}`.",
            rule: "A back end may get documents of every type, so each needs a mapping that writes it.",
            fix: "Add a mapping for `{value}` to the back end's `payload`."),
        "deliver.outbound-mapping": Entry(
            "{value} does not write {type}, which partner {partner} is to get by it.",
            rule: "A mapping writes one type of document.",
            fix: "Name a mapping whose document is {type}; milepost mappings docs says what each writes."),
        "deliver.batch-syntax": Entry(
            "What {value} writes for partner {partner} cannot go in batches: {syntax} has no envelope around several documents.",
            rule: "Only EDIFACT and X12 have an interchange that holds several messages.",
            fix: "Take `batch` out of the partner's outbound, or name a mapping that writes EDIFACT or X12."),
        "acknowledge.refused": Entry(
            "{partner} refuses what it got as {value}: {errors}.",
            rule:
                "What a partner, or who passes it on, refuses by an acknowledgement or a report ({kind}) it does not process.",
            fix:
                "Correct what made it wrong and have the back end hand the document over anew, or resend it if the partner was wrong."
        ),
        "acknowledge.overdue": Entry(
            "{value} has not come to {stage} at {partner} within {hours} h; it has come to {reached}.",
            rule:
                "The partner's file says how far what it gets is to come, and within which time (outbound: closes, acknowledgedWithin).",
            fix:
                "Ask the partner whether it has the document; if not, resend it. Its acknowledgement settles it whenever it comes."
        ),
        "deliver.mapping-twice": Entry(
            "Back end {backend} has two mappings for `{value}`: {mappings}.",
            rule: "Each type of document is written by one mapping.",
            fix: "Keep the one that the back end wants."),
        "deliver.mapping-missing": Entry(
            "No mapping of the back end writes `{value}`.",
            rule: "A document is written by the mapping for its type.",
            fix: "Add one to the back end's `payload`, then retry the document."),
        "deliver.syntax-unwritable": Entry(
            "`{value}` cannot be written.",
            rule: "EDIFACT, X12 and the XML documents that the product knows are written.",
            fix: "Choose a mapping of one of these formats."),
        "deliver.refused": Entry(
            "The back end refused the document.",
            rule: "A refusal of the content is final until the content changes.",
            fix:
                "Read the back end's answer at the delivery; correct the document and replay it, or fix the cause and retry."
        ),
        "deliver.predecessor-rejected": Entry(
            "A document of the same order before it was rejected or taken out, and its function takes later ones along.",
            rule: "With `onRejection: cascade` what comes behind a rejected document of its order fails with it.",
            fix:
                "Set the first document of the order right and replay it, which takes this one along; if that one was taken "
                + "out, retry or discard this one."),
        "deliver.gave-up": Entry(
            "The back end could not be reached until the deadline.",
            rule: "A delivery is tried again until its deadline, then it waits for a person.",
            fix: "Bring the back end up, then retry the document."),
        "deliver.unknown": Entry(
            "An attempt ended without an answer; the back end may have taken the document.",
            rule: "What a back end may have is never sent twice or elsewhere in silence.",
            fix: "Look the order up in the back end, then clear it with `milepost backends clear`."),
        "deliver.retrying": Entry(
            "The last attempt did not come through; it will be tried again.",
            rule: "What says something about the back end, not about the document, is tried again.",
            fix: "Nothing to do, unless it goes on: then look at the back end."),
        "route.site-not-configured": Entry(
            "There is no site {value}.",
            rule: "Sites are configured in milepost.yaml; known: {known}.",
            fix: "Use one of the known names."),
    ]
}
