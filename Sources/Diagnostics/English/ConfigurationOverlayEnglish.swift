extension Catalogue {
    /// A partner's `directory` as its file has it, whatever the message.
    static let configurationOverlayEnglish: [Code: Entry] = [
        "configuration.overlay-version": Entry(
            "There is no directory or version `{value}` here; the nearest is `{nearest}`.",
            rule: "`version` is one of those whose tables are here: {known}.",
            fix: "Write one of them, or leave `version` out to mean all."),
        "configuration.overlay-message": Entry(
            "There is no message `{value}` in any directory here; the nearest is `{nearest}`.",
            rule: "`message` is one of {known}.",
            fix: "Correct the name."),
        "configuration.overlay-message-version": Entry(
            "There is no {value} in {version}.",
            rule: "A message stands in the directories of its syntax that have it; {version} has {known}.",
            fix: "Correct the message or the version."),
        "configuration.overlay-empty": Entry(
            "This item of `directory` changes and tolerates nothing.",
            rule: "An item is a `profile`, or has `changes` or `tolerate`.",
            fix: "Write what is agreed, or take the item out."),
        "configuration.overlay-nothing": Entry(
            "Nothing is said of `{value}`.",
            rule: "A change has at least one of `use`, `repeats`, `length`, `codes` and `moreCodes`.",
            fix: "Write what changes there, or take it out."),
        "configuration.overlay-unused": Entry(
            "`{at}` is left out, and its `{value}` is told too.",
            rule: "What is `unused` has no repeats, length or codes.",
            fix: "Take one of both out."),
        "configuration.overlay-twice": Entry(
            "`{value}` was told in line {line} already, of the same message and version.",
            rule: "Each place, each tolerated fault and each profile is told once.",
            fix: "Join the two entries, or take one out."),
        "configuration.codes-empty": Entry(
            "`{key}` has no codes.",
            rule: "A list of codes has at least one; with none, no value would be right.",
            fix: "Write the codes, or leave `{key}` out; `use: unused` leaves the element out."),
        "configuration.code-twice": Entry(
            "The code `{value}` stands twice.",
            rule: "A code stands once in `codes` and `moreCodes` together.",
            fix: "Take one of them out."),
    ]
}
