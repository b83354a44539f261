extension Catalogue {
    /// The files under shapes, which say how XML formats are built.
    static let mappingShapeEnglish: [Code: Entry] = [
        "mapping.shape-fixed": Entry(
            "A document with `fixed:` needs {wanted}.",
            rule: "What it holds are records, told apart by what they begin with; what these hold are columns.",
            fix:
                "Write it as in: fixed: { records: { head: \"01\", line: \"02\" } }, holds: { head: { Number: text..10 }, line+: { Item: text..15 } }."
        ),
        "mapping.shape-csv": Entry(
            "A document with `csv:` needs {wanted}.",
            rule: "The document holds columns once, and one element with `+` or `*` that holds the columns of a row.",
            fix: "Write it as in: csv: { by: [OrderNo] }, holds: { OrderNo: text, row+: { Item: text } }."),
        "mapping.shape-type": Entry(
            "`{value}` is neither a type of value nor a part of these shapes; the nearest is `{nearest}`.",
            rule: """
                An element holds text, decimal, integer, boolean, date, time or datetime, with a length as in text..35, \
                a list of values, names, or a part by its name.
                """,
            fix: "Correct the type, or add the part under `parts`."),
        "mapping.shape-name": Entry(
            "`{value}` is no name of an element or attribute.",
            rule: "A name stands alone or with ?, * or + behind it; an attribute's begins with @.",
            fix: "Correct the name."),
        "mapping.shape-twice": Entry(
            "{value} is described here and in {file}.",
            rule: "A family has one file; a root element with its namespace, and a type, mean one kind of document.",
            fix: "Use `extends` to change the other file's shapes, or give the document another type."),
        "mapping.shape-unknown-family": Entry(
            "There are no shapes `{value}` to extend; the nearest is `{nearest}`.",
            rule: "`extends` names what a file under shapes calls itself with `shapes`.",
            fix: "Correct the name."),
        "mapping.shape-path": Entry(
            "There is no {value} in this document; the nearest is `{nearest}`.",
            rule: "Paths of the envelope begin below the root element; `each` names children of the root.",
            fix: "Correct the path, or add the element to the shape."),
    ]
}
