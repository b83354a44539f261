extension Catalogue {
    static let flatFileEnglish: [Code: Entry] = [csvEnglish, fixedEnglish, jsonEnglish, fieldEnglish].reduce(into: [:])
    { all, some in
        all.merge(some) { first, _ in first }
    }

    /// Files of separated values.
    private static let csvEnglish: [Code: Entry] = [
        "csv.header-missing": Entry(
            "The file has no row.",
            rule: "A CSV file of this kind begins with a row that names the columns.",
            fix: "Ask the sender whether the file was written to its end."),
        "csv.header-empty": Entry(
            "Column {element} has no name.",
            rule: "The first row names each column.",
            fix: "Ask the sender to name the column, or to leave it out."),
        "csv.header-twice": Entry(
            "Two columns are called {value}.",
            rule: "The name of a column says what its values mean, so each stands once.",
            fix: "Ask the sender which of them counts, and to rename the other."),
        "csv.column-missing": Entry(
            "The column {value} is missing.",
            rule: "The shape makes it mandatory.",
            fix: "Ask the sender for the column, or mark it with `?` in the shape if it may be left out."),
        "csv.column-unknown": Entry(
            "The format has no column {value}.",
            rule: "A format's columns stand in its file under mappings/shapes.",
            fix: "Nothing needs to be done if it can be left out. To read it, add it to the shape."),
        "csv.too-many-columns": Entry(
            "The first row names {value} columns.",
            rule: "A file may have up to {limit}.",
            fix: "Check the separator in the shape."),
        "csv.row-short": Entry(
            "The row has {fields} fields for {columns} columns.",
            rule: "Each row has a field for each column (RFC 4180, 2.4).",
            fix: "Check the row for a missing separator; an empty field is two separators beside each other."),
        "csv.row-long": Entry(
            "The row has {fields} fields for {columns} columns; “{value}” belongs to none.",
            rule: "Each row has a field for each column (RFC 4180, 2.4).",
            fix: "Put a value that holds the separator in quotes."),
        "csv.row-too-long": Entry(
            "A row has more than {limit} bytes and was not read.",
            rule: "The length of a row has a limit.",
            fix: "Check whether a quote was left open."),
        "csv.too-many-rows": Entry(
            "A document has more than {limit} rows.",
            rule: "The number of rows of a document has a limit.",
            fix: "Check the columns under `by`, which tell one document from the next."),
        "csv.key-again": Entry(
            "Rows of {value} come again after rows of another document.",
            rule: "The rows of a document stand together.",
            fix: "Sort the rows by the columns that the shape names under `by`, and send the file again."),
        "csv.rows-disagree": Entry(
            "{column} is “{value}” here and “{first}” in the first row of the same document.",
            rule: "Columns that a document holds once say the same in each of its rows.",
            fix: "Ask the sender which of them counts, or make it a column of the row in the shape."),
        "csv.quote-misplaced": Entry(
            "The quotes around “{value}” do not match.",
            rule: "A field in quotes ends with a quote; a quote within it is doubled (RFC 4180, 2.7).",
            fix: "Close the quote, or double those within the value."),
        "csv.character-invalid": Entry(
            "“{value}” in {column} has bytes that its charset does not hold.",
            rule: "A file is in the charset of its shape, or of the partner's file.",
            fix: "Correct `charset` in the shape, or ask the sender which one it writes."),
        "csv.character-unwritable": Entry(
            "{charset} does not hold “{value}”.",
            rule: "A file is written in the charset of its shape.",
            fix: "Choose another charset with the receiver, or correct the text."),
    ]

    /// Files of fixed columns.
    private static let fixedEnglish: [Code: Entry] = [
        "fixed.start-missing": Entry(
            "A record {value} stands before the first record {start}.",
            rule: "Each document begins with a record {start}.",
            fix: "Ask the sender for the whole file."),
        "fixed.record-unknown": Entry(
            "There is no record {value}.",
            rule: "A line begins with one of the shape's tags: {known}.",
            fix: "Correct the line, or add the record to the shape."),
        "fixed.record-misplaced": Entry(
            "A record {value} ({record}) cannot stand here.",
            rule: "A record follows the one that the shape has it in.",
            fix: "Ask the sender for the record before it, or correct the order of the lines."),
        "fixed.record-too-long": Entry(
            "The record {record} has “{value}” behind its columns.",
            rule: "Its columns take {width} characters.",
            fix: "Ask the sender what stands there, and add the column to the shape."),
        "fixed.line-too-long": Entry(
            "A line is longer than any record.",
            rule: "A line may have {limit} bytes.",
            fix: "Check that the file has line breaks; a line break ends each record."),
        "fixed.too-many-records": Entry(
            "The document has too many records.",
            rule: "A document may have {limit} records; what follows is read as another one.",
            fix: "Ask the sender to send the order in several files."),
        "fixed.character-invalid": Entry(
            "The line holds bytes that are no characters of its charset.",
            rule: "A file is in the charset of its shape, or of the partner's file.",
            fix: "Correct `charset` in the shape, or ask the sender which one it writes."),
        "fixed.value-too-long": Entry(
            "“{value}” does not fit into the column {column}.",
            rule: "The column has {width} characters.",
            fix: "Shorten the value, or say `cut` in the rule where a part of it will do."),
        "fixed.character-unwritable": Entry(
            "{charset} does not hold “{value}”.",
            rule: "A file is written in the charset of its shape.",
            fix: "Choose another charset with the receiver, or correct the text."),
    ]

    /// Payloads of JSON.
    private static let jsonEnglish: [Code: Entry] = [
        "json.syntax": Entry(
            "The JSON text is wrong here: {expected} is expected.",
            rule: "A payload of JSON is one object or an array of objects (RFC 8259).",
            fix: "Correct the text at this place, and send it again."),
        "json.too-deep": Entry(
            "Objects and arrays stand in each other too deep.",
            rule: "A document may be {expected} deep.",
            fix: "Check what made the text; no order is nested so."),
        "json.documents-too-many": Entry(
            "The object wraps {value} documents behind so much that they share that copying it is refused.",
            rule: "What stands around documents is copied for each, up to {limit}.",
            fix: "Ask the sender for fewer documents at a time, or for less around them."
        ),
        "json.too-large": Entry(
            "The payload has {value} bytes.",
            rule: "A payload of JSON may have {limit} bytes.",
            fix: "Send the documents in several payloads."),
        "json.object-missing": Entry(
            "This is no object.",
            rule: "A payload of JSON is one object or an array of objects, each a document.",
            fix: "Send each document as an object."),
        "json.document-unknown": Entry(
            "The object names no document that is known here: its member `document` is “{value}”.",
            rule:
                "A canonical document says in `document` what it is: {known}. Others have the members of a shape with `json: yes`, or come from a partner whose `format` names one.",
            fix: "Add the member, look at the schemas (milepost mappings schema), or describe the object in a shape."),
    ]

    /// Fields of files that are no XML against the shapes under mappings/shapes.
    private static let fieldEnglish: [Code: Entry] = [
        "flat.field-unknown": Entry(
            "The format has no {value} in {in}.",
            rule: "A format's columns, members and records stand in its file under mappings/shapes.",
            fix: "Nothing needs to be done if it can be left out. To read it, add it to the shape."),
        "flat.field-missing": Entry(
            "{element} is missing here.",
            rule: "The format's shape makes it mandatory.",
            fix: "Ask the sender to send it, or make it optional in the shape (`{element}?`) if it may be left out."),
        "flat.field-repeated": Entry(
            "{value} stands more than {maximum} time(s) in {in}.",
            rule: "The format's shape says how often a column, member or record may stand.",
            fix: "Ask the sender which of them counts, or let it repeat in the shape (`{value}*`)."),
        "flat.field-order": Entry(
            "{value} stands behind {after}, but belongs before it.",
            rule: "The format's records have an order.",
            fix: "Nothing needs to be done: the document is read all the same."),
        "flat.value-unfit": Entry(
            "“{value}” is not what stands here: {expected}.",
            rule: "The format's shape gives length and kind of each value. A number may have a point or a comma.",
            fix: "Check the value; if it is right, give the column or member another type in the shape."),
        "flat.code-unlisted": Entry(
            "“{value}” is none of the values that the format lists here.",
            rule: "The format's shape lists the values.",
            fix: "Check the value; if it is right, list it in the shape."),
    ]
}
