extension Catalogue {
    static let mappingEnglish: [Code: Entry] = mappingFileEnglish.merging(mappingReadEnglish) { first, _ in first }

    /// Faults of mapping files.
    private static let mappingFileEnglish: [Code: Entry] = [
        "mapping.path-invalid": Entry(
            "`{value}` is not a path: here stands {found}.",
            rule: "{expected} is expected here; steps are joined by `/`, predicates stand in `[ ]`.",
            fix: "Correct the path at the marked place."),
        "mapping.path-unknown": Entry(
            "`{value}` is not known at this place of {shape}.",
            rule: "Every step of a path (here `{path}`) is a name that the message's structure has there.",
            fix: "Correct the step; the nearest is: {nearest}."),
        "mapping.path-ambiguous": Entry(
            "`{value}` stands in several composites.",
            rule: "A composite may be left out of a path (here `{path}`) only where one alone holds the element.",
            fix: "Name the composite: {ways}."),
        "mapping.path-above-root": Entry(
            "`{value}` leads above the message.",
            rule: "`../` goes to the enclosing node, as far up as the message.",
            fix: "Take away `../`, or start with `^/` for the document."),
        "mapping.field-invalid": Entry(
            "`{value}` is not the name of a field.",
            rule: "A field is names joined by dots; a list's item is picked by `[name=value]`; ` + ` joins two values.",
            fix: "Write it like `item.gtin` or `prices[type=net].value`."),
        "mapping.field-unknown": Entry(
            "{record} has no field `{value}`.",
            rule: "The fields are those of the canonical documents.",
            fix:
                "Correct the name; the nearest is `{nearest}`. What the model does not have goes to `extensions.{value}`."
        ),
        "mapping.field-twice": Entry(
            "`{value}` has a rule already, on line {line}.",
            rule: "A field has one rule; several places are a list in it.",
            fix: "Join the two: `field: [first, second]`."),
        "mapping.field-is-value": Entry(
            "`{value}` is one value, no record.",
            rule: "A value's rule is a path or has `at`; its name ends there and picks nothing.",
            fix: "Write a path, or name a field that holds a record."),
        "mapping.field-is-record": Entry(
            "`{value}` is a record, no value.",
            rule: "A record's rule is a block: `in` for one node, `each` for many.",
            fix: "Name a field of it (`{value}.…`), or write `{ in: …, … }`."),
        "mapping.field-is-list": Entry(
            "`{value}` is a list.",
            rule: "A field of a list's item is named with the item: `list[name=value].field`, or inside `each`.",
            fix: "Pick the item by a value, or write a block with `each`."),
        "mapping.field-no-list": Entry(
            "`{value}` is no list.",
            rule: "Only the items of a list are picked by `[name=value]`.",
            fix: "Take the brackets away."),
        "mapping.pick-invalid": Entry(
            "`{value}` is no value of `{field}`.",
            rule: "An item is picked by a field that holds one value, and by a value that it may have.",
            fix: "Correct the value in the brackets."),
        "mapping.element-twice": Entry(
            "`{value}` is taken by `{field}` and by `{other}` ({file}, line {line}).",
            rule: "An element belongs to one rule, since writing could not tell whose value stands there.",
            fix: "Tell the two apart by a predicate, or mark one `only: read`."),
        "mapping.block-unknown": Entry(
            "There is no block `{value}`, or it builds on itself.",
            rule: "`use` names a block under `blocks`.",
            fix: "Correct the name; the nearest is `{nearest}`."),
        "mapping.block-invalid": Entry(
            "`{value}` does not fit here.",
            rule: "A block has `in` or `each` with one path, not both.",
            fix: "Keep one of them, with a path as text."),
        "mapping.by-unread": Entry(
            "`{value}` groups its nodes with `by`, which is only written.",
            rule: "`by` makes one node for each value when a document is written; nothing is read through it.",
            fix: "Map it with `each`, and leave `by` to formats that are written."),
        "mapping.include-unknown": Entry(
            "There is no mapping `{value}` to include.",
            rule: "`include` names another mapping of the folder.",
            fix: "Correct the name; the nearest is `{nearest}`."),
        "mapping.include-cycle": Entry(
            "`{value}` includes itself, or too many mappings include each other.",
            rule: "Includes form no circle and are at most 16 deep.",
            fix: "Take one of the includes away."),
        "mapping.name-twice": Entry(
            "The mapping `{value}` stands in {file} already.",
            rule: "A mapping's name is unique in its folder.",
            fix: "Give one of the two another name."),
        "mapping.case-foreign": Entry(
            "The message is read by `{value}`, not by {mapping}.",
            rule: "A golden case stands in the folder of the mapping that reads it.",
            fix: "Move the case to cases/{value}, or make the mappings' formats and matches tell the messages apart."),
        "mapping.folder-empty": Entry(
            "{value} holds no mapping.",
            rule: "A mapping is a file that ends in .yaml and starts with the key `mapping`, with a format.",
            fix: "Name the folder that the mappings stand in."),
        "mapping.no-case": Entry(
            "No golden case fits {value}.",
            rule: "Golden cases stand in cases/MAPPING/ of the folder of mappings.",
            fix: "Put a message there and run the command with --update, or correct the name."),
        "mapping.case-empty": Entry(
            "Nothing in {value} is a message.",
            rule: "A golden case is a message of the format that its mapping reads.",
            fix: "Check the file with `milepost inspect`."),
        "mapping.shape-unknown": Entry(
            "There is no structure for {value}, version {version}.",
            rule: "A mapping is checked against the structure of each version that it names.",
            fix: "Correct message or directory, or add the structure under shapes."),
        "mapping.reference-unknown": Entry(
            "`^{value}` is no field with a rule of its own.",
            rule: "`^field` takes the value of a rule of the document that stands in no block.",
            fix: "Correct the name; the nearest is `{nearest}`."),
        "mapping.date-pattern": Entry(
            "`{value}` is no pattern of a date.",
            rule: """
                A pattern is a code of UN/EDIFACT 2379 (102, 203, 718…), `iso`, or letters: yyyy or yy is the year, MM the \
                month, dd the day, HH mm ss the time, SSS a fraction of a second, X the offset from UTC.
                """,
            fix: "Write it like `102` or `yyyy-MM-dd`."),
        "mapping.codes-unknown": Entry(
            "There is no code table `{value}`.",
            rule: "A table is `codes/NAME.csv` beside the mappings, or stands in the rule: `codes: { theirs: ours }`.",
            fix: "Correct the name; the nearest is `{nearest}`."),
        "mapping.codes-columns": Entry(
            "The table `{value}` has {columns} columns of theirs, the rule {places} places.",
            rule: "Each place is one column; the last column is ours.",
            fix: "Name as many places in `at` as the table has columns, joined by ` + `."),
        "mapping.codes-row": Entry(
            "`{value}` is no row of a code table.",
            rule: "A row is theirs and ours, with the same number of columns in all rows; text with a comma is quoted.",
            fix: "Correct the row."),
        "mapping.codes-limit": Entry(
            "The code table `{value}` has more than {limit} rows.",
            rule: "A code table has at most {limit} rows.",
            fix: "Leave out rows that are not in use, or split the table and name both: `codes: [first, second]`."),
        "mapping.codes-empty": Entry(
            "The code table `{value}` has no rows.",
            rule: "A code table says what codes mean; one without rows knows none, so that every code is unknown.",
            fix: "Add rows of theirs and ours, or take `codes` out of the rule."),
        "mapping.default-invalid": Entry(
            "`{value}` is no value for {field}.",
            rule: "What stands for an absent or unknown value must be a value of its field: {expected}.",
            fix: "Write such a value, or leave `{key}` out."),
        "mapping.fits-invalid": Entry(
            "`{value}` is no regular expression.",
            rule: "`fits` is a regular expression that the whole value matches.",
            fix: "Correct it; write it in single quotation marks."),
        "mapping.count-invalid": Entry(
            "`{value}` cannot be counted.",
            rule: "A count is `count` with a list, or `sum` with a decimal: `count lines`, `count lines + subLines`, "
                + "`sum lines.quantity.value`.",
            fix: "Write it so."),
        "mapping.answer-unknown": Entry(
            "There is no mapping `{value}` to write answers.",
            rule: "Under `answers` stands, for each type of answer, another mapping of the folder.",
            fix: "Correct the name; the nearest is `{nearest}`."),
        "mapping.answer-type": Entry(
            "The mapping {value} writes {type}, not {wanted}.",
            rule: "Under `answers` stands, for each type of answer, a mapping that makes documents of that type.",
            fix: "Name a mapping of that type, or write the type that it makes."),
        "mapping.leaves-unknown": Entry(
            "`{value}` is no field whose loss is told.",
            rule: """
                `leaves` names fields without which a message says something else: quantities, days of delivery, parties, \
                prices, what is confirmed. Other values that no rule writes are listed without a warning.
                """,
            fix: "Take the line out, or correct the field as the warning names it, without places in lists."),
        "mapping.ignore-reason": Entry(
            "`{value}` is ignored without a reason.",
            rule: "What is left unread on purpose says why, for those who look for it.",
            fix: "Write the reason behind the colon."),
    ]

    /// Faults of messages while they are mapped.
    private static let mappingReadEnglish: [Code: Entry] = [
        "mapping.required-field": Entry(
            "{field} is missing.",
            rule: "The mapping requires it at: {places}.",
            fix: "Send the value there; if it is not needed, take `required` out of the mapping."),
        "mapping.value-invalid": Entry(
            "`{value}` is no value for {field}.",
            rule: "Expected is {expected}.",
            fix: "Correct the value, or convert it in the mapping."),
        "mapping.date-invalid": Entry(
            "`{value}` is no date for {field}.",
            rule: "Expected is a date of the pattern {pattern} (UN/EDIFACT 2379 for numbers).",
            fix: "Correct the date or its format code; another pattern is added to `date` in the mapping."),
        "mapping.fraction-cut": Entry(
            "{field} is read to the second: `{value}` is {kept}.",
            rule: "Documents hold times to the second (ISO 8601, hh:mm:ss).",
            fix: "Nothing is to be done; the message as it came holds the fraction."),
        "mapping.code-unknown": Entry(
            "The code `{value}` is not known for {field}.",
            rule: "The code stands in one of the tables: {tables}.",
            fix: "Add a row for it to the table, or say in the mapping what `else` is."),
        "mapping.ambiguous": Entry(
            "{field} stands twice with different values: `{first}` and `{value}`.",
            rule: "One value is expected at {path}.",
            fix: "Send it once; or pick one by a predicate, or take all with `[*]`, in the mapping."),
        "mapping.constant-differs": Entry(
            "`{value}` stands where `{expected}` is expected.",
            rule: "The mapping expects a constant at {field}.",
            fix: "Check whether the message means something else; if not, change the constant."),
        "mapping.count-differs": Entry(
            "The message says {value}, the {function} of {field} is {actual}.",
            rule: "A stated count or sum agrees with the document.",
            fix: "Check whether part of the message was lost before it was sent."),
        "mapping.too-deep": Entry(
            "{field} nests too deep.",
            rule: "Records may stand in each other {limit} deep.",
            fix: "Send fewer levels."),
        "mapping.too-many-visits": Entry(
            "The mapping goes into the same nodes again and again, last at {field}.",
            rule: "A block leads down into the message, not back to a node that it came from.",
            fix: "Look for a block that uses itself with a path that starts with `^/` or `../`."),
        "mapping.none": Entry(
            "No mapping is for {message}, version {version}.",
            rule: "A mapping names the syntax, the message and its conditions under `format`.",
            fix: "Add a mapping for it, or add the version to one."),
        "mapping.match-unknown": Entry(
            "`{value}` says nothing that a mapping of {message} knows.",
            rule: "What stands at {path} says which mapping reads the message: {known}.",
            fix: "Ask the sender what is meant, or add a mapping with this value under `match`."),
        "mapping.several": Entry(
            "Several mappings are for {message}, version {version}: {mappings}.",
            rule: "The most specific mapping is taken; two that are alike cannot be told apart.",
            fix: "Add `association` or `match` to one of them, or name the mapping in the partner's profile."),
        "mapping.version-substituted": Entry(
            "{message} in version {value} is read with the mapping {mapping}.",
            rule: "The mapping is for: {versions}.",
            fix: "Add the version to the mapping's `directory` when the result is right."),
    ]
}
