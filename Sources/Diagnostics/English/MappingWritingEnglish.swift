extension Catalogue {
    /// Faults of writing a document by a mapping.
    static let mappingWritingEnglish: [Code: Entry] = [
        "mapping.no-room": Entry(
            "{field} has no room in the message: `{value}`.",
            rule: "The format has so many places at {path}, and all of them are taken.",
            fix: "Map the field to another place as well, or send the value another way."),
        "mapping.too-long": Entry(
            "{field} is too long: `{value}`.",
            rule: "{path} takes {expected}.",
            fix:
                "Have its sender give a shorter value; or say `cut` or `text` in the mapping that writes it if a shorter one will do, or map it to a longer place."
        ),
        "mapping.value-unfit": Entry(
            "{field} does not fit its place: `{value}`.",
            rule: "{path} takes {expected}.",
            fix: "Convert the value in the mapping, or map it to another place."),
        "mapping.date-unwritable": Entry(
            "{field} cannot be written without loss: `{value}`.",
            rule: "{path} takes dates and times as {patterns}; none of them holds all of the value.",
            fix:
                "Add a pattern to `date`, `zone` where the format needs an offset, or `cut: 10` to write the day alone."
        ),
        "mapping.code-unwritable": Entry(
            "{field} has no code in the format: `{value}`.",
            rule: "A code is looked up in {tables}.",
            fix: "Add a row to the table, or say `else: pass` in the mapping."),
        "mapping.predicate-differs": Entry(
            "`{value}` stands where the mapping says {expected}.",
            rule: "A predicate of the path holds for what is written there ({path}).",
            fix: "Add the value to the predicate, or map it to another place."),
        "mapping.sibling-reads": Entry(
            "{value} would be read as something else.",
            rule: "`[else]` is what no other rule of its block takes ({path}).",
            fix: "Put the value into the field that the other rule reads, or tell the two apart in the mapping."),
        "mapping.required-unwritten": Entry(
            "{field} is missing.",
            rule: "The mapping requires it at: {places}.",
            fix: "Complete the document; if it is not needed, take `required` out of the mapping."),
        "mapping.mandatory-missing": Entry(
            "{value} is missing in the written message.",
            rule: "The format demands it wherever what encloses it stands.",
            fix: "Map a field to it, or say under `fill` what stands there."),
        "mapping.condition-missing": Entry(
            "An element of {segment} is missing in the written message that the others call for: the condition {condition} "
                + "binds {places}.",
            rule: "P: all or none. R: one or more. C: if the first, then all. L: if the first, then one of the others. "
                + "S: exactly one.",
            fix: "Complete the document, map a field to the element or say under `fill` what stands there."),
        "mapping.condition-excluded": Entry(
            "An element of {segment} is written that another excludes: the condition {condition} binds {places}.",
            rule: "E: at most one. S: exactly one. N: if the first, then none of the others.",
            fix: "Map one of the elements, or leave one out of the document."),
        "mapping.fill-missing": Entry(
            "{value} is missing in the written message.",
            rule: "The format demands it. It is taken from {from} (`$`: a setting), the first that says something.",
            fix: "Say it under `settings`, as `{setting}`, beside the `mapping` that writes."),
        "mapping.fill-unfit": Entry(
            "`{value}` cannot stand at {path}.",
            rule: "There it is {expected}. A setting that is given comes first.",
            fix: "Say what stands there under `settings`, as `{setting}`, beside the `mapping` that writes."),
        "mapping.document-misfit": Entry(
            "The document says what the format cannot.",
            rule: "A rule with a default and no place gives a field one fixed value; the document has another.",
            fix: "Choose a format that can say it, or map the field."),
        "mapping.document-too-deep": Entry(
            "{value} nests too deep.",
            rule: "A document is written at most {limit} records deep.",
            fix: "Take levels out of the document."),
        "mapping.too-many-attempts": Entry(
            "The document has too many ways to be written.",
            rule: "How often places are tried is limited by the document's size.",
            fix: "Give the blocks of a list fewer alternatives."),
        "mapping.required-unmapped": Entry(
            "The mapping {mapping} requires `{value}` and has no place to write it to.",
            rule: "A required field has a place that is written in the version that the mapping writes.",
            fix: "Give the rule a place without `only: read`, or name another version under `writes`."),
        "mapping.mandatory-unmapped": Entry(
            "The mapping {mapping} writes nothing to {value}.",
            rule: "What the format demands is given by a rule, a constant, a predicate or under `fill`.",
            fix: "Map a field to it, or say under `fill` what stands there."),
        "mapping.type-unwritable": Entry(
            "The mapping {mapping} writes no `{value}`.",
            rule: "It writes documents of the type {writes}.",
            fix: "Choose a mapping for documents of this type."),
        "mapping.essential-unwritten": Entry(
            "`{value}` is in the document and not in the message.",
            rule: """
                Quantities, days of delivery, parties, prices and what is confirmed are to arrive: without one of them the \
                message says something else.
                """,
            fix: "Add a rule for the field, or say under `leaves` of the mapping why the format goes without it."),
        "mapping.value-changed": Entry(
            "{field} was changed to fit: `{value}`.",
            rule: "The rule at {path} allows it.",
            fix: "Nothing has to be done; map the value to a wider place if it matters."),
    ]
}
