extension Catalogue {
    /// What is agreed with a partner beyond the directories, and cannot be.
    static let directoryOverlayEnglish: [Code: Entry] = [
        "directory.overlay-path": Entry(
            "There is nothing at `{value}` in {message} of {directory}; the nearest is {nearest}.",
            rule:
                "A path names groups by their first segment, segments, composites and elements as the directory does; in "
                + "X12 elements by their place, such as N1/04. A * in front stands for all groups.",
            fix: "Correct the path, or say which version the overlay is for."
        ),
        "directory.overlay-partly": Entry(
            "The change with `{value}` does nothing to {message} of {versions}.",
            rule: "An overlay without `version` is applied to each version whose directory has what it names.",
            fix: "If the partner sends one of these, write an overlay for it, with its `version`."
        ),
        "directory.overlay-ambiguous": Entry(
            "`{value}` stands in several composites of {message} in {directory}.",
            rule: "A component may be named without its composite where only one composite of the segment has it.",
            fix: "Name the composite too: {ways}."
        ),
        "directory.overlay-change": Entry(
            "What stands at `{value}` in {message} takes no `{what}`.",
            rule: "Segments and groups take repeats; elements and components take length and codes; all take use.",
            fix: "Name the element itself, or leave the change out."
        ),
        "directory.overlay-service": Entry(
            "`{value}` cannot be left out of a message.",
            rule:
                "The envelope's segments and their mandatory elements tell where a message begins and ends, and what it is.",
            fix: "Leave the change out. What a partner forgets there is tolerated, if at all, under `tolerate`."
        ),
        "directory.overlay-code": Entry(
            "The code `{value}` can never stand at {at}.",
            rule: "A value there is {representation}; a code is of that kind and length, and not blank.",
            fix: "Correct the code, or widen the value with `length`."
        ),
        "directory.overlay-open": Entry(
            "`moreCodes` adds nothing at `{value}`: without a list any code is right there.",
            rule: "`moreCodes` adds to the directory's list, or to that of an earlier change.",
            fix: "Leave it out, or write `codes` to allow only these."
        ),
        "directory.tolerance-fault": Entry(
            "Checking {message} of {directory} never finds `{value}`.",
            rule: "A fault is tolerated where checking can find it; some are found in EDIFACT only, some in X12 only.",
            fix: "Leave it out, or write the fault as a report of such a message names it."
        ),
        "directory.tolerance-place": Entry(
            "There is no `{value}` in {message} of {directory}, where `{fault}` could be found; the nearest is {nearest}.",
            rule:
                "`at` is a segment of the message, with an element by number and a component behind a point: FTX/4.1.",
            fix: "Correct the place, or leave `at` out to mean the fault everywhere."
        ),
        "directory.tolerance-level": Entry(
            "`{fault}` is about whole segments, and no element as in `{value}`.",
            rule: "An element stands in `at` only where a fault has one.",
            fix: "Name the segment alone."
        ),
    ]
}
