extension Catalogue {
    /// Faults of YAML files as such, whatever they configure.
    static let yamlEnglish: [Code: Entry] = [
        "yaml.too-large": Entry(
            "The file is {size} bytes long.",
            rule: "A file may have {limit} bytes.",
            fix: "Split the file, or take out what does not belong in it."),
        "yaml.not-utf8": Entry(
            "The file is not UTF-8 text.",
            rule: "Configuration is written in UTF-8 (YAML 1.2, 5.2).",
            fix: "Save the file as UTF-8."),
        "yaml.syntax": Entry(
            "This is not YAML: {problem}.",
            rule: "The file must follow YAML 1.2; inside { } and [ ], a text that holds brackets is quoted.",
            fix: "Look at the marked place and the line before it for a quotation mark, a bracket or an indent."),
        "yaml.anchor": Entry(
            "An anchor or alias (& or *) is used.",
            rule: "Anchors and aliases are refused, since a few lines of them expand without bound.",
            fix: "Write the value out; to begin a text with & or *, put it in quotation marks."),
        "yaml.too-deep": Entry(
            "Lists and mappings stand too deep in each other.",
            rule: "The depth is limited to {limit}.",
            fix: "Write the structure flatter."),
        "yaml.duplicate-key": Entry(
            "The key `{value}` stands twice in one mapping.",
            rule: "A key stands once in a mapping (YAML 1.2, 3.2.1.3).",
            fix: "Remove one of the two, or give it another name."),
        "yaml.key-kind": Entry(
            "A key is a list or a mapping.",
            rule: "Keys are texts.",
            fix: "Write a text before the colon, in quotation marks if it holds brackets."),
        "yaml.missing-key": Entry(
            "The key `{key}` is missing or empty.",
            rule: "`{key}` is required here.",
            fix: "Add `{key}: …`."),
        "yaml.unknown-key": Entry(
            "The key `{value}` is not known here.",
            rule: "Known here: {known}.",
            fix: "Remove it or correct its name; the nearest is `{nearest}`."),
        "yaml.wrong-kind": Entry(
            "Here stands {found}.",
            rule: "{wanted} is expected here.",
            fix: "Replace it by {wanted}."),
        "yaml.not-integer": Entry(
            "`{value}` is not a number that `{key}` takes.",
            rule: "`{key}` is a whole number from {least} to {most}.",
            fix: "Write a whole number from {least} to {most}, without a unit."),
        "yaml.not-flag": Entry(
            "`{value}` is neither yes nor no.",
            rule: "`{key}` is `yes` or `no`.",
            fix: "Write `yes` or `no`."),
        "yaml.not-choice": Entry(
            "`{value}` is not a value of `{key}`.",
            rule: "`{key}` is one of: {known}.",
            fix: "Write one of them; the nearest is `{nearest}`."),
    ]
}
