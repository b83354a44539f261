extension Catalogue {
    /// Fetching what back ends made.
    static let pollEnglish: [Code: Entry] = [
        "poll.silent": Entry(
            "Back end {backend} does not give what it made: {detail}.",
            rule: "A poll answers 200; 408, 425, 429, 5xx and no answer are asked again, behind the same cursor.",
            fix: "Get the URL of `poll` in its entry to answer; nothing is lost meanwhile."),
        "poll.page-refused": Entry(
            "Back end {backend} refuses to give what it made: HTTP {value}.",
            rule: "A poll answers 200.",
            fix: "Mend the URL or the credentials of `poll` in its entry; it is asked again behind the same cursor."),
        "poll.page-large": Entry(
            "A page of back end {backend} is longer than {value} bytes.",
            rule: "A page is held in memory whole.",
            fix: "Ask for less at once: `page` of `poll` in its entry."),
        "poll.page-json": Entry(
            "What back end {backend} gives is no JSON: {reason}.",
            rule: "A page is a JSON object (RFC 8259) with `documents` and `cursor`.",
            fix: "Mend what its URL of `poll` answers; it is asked again behind the same cursor."),
        "poll.page-form": Entry(
            "What back end {backend} gives is not formed as agreed: {expected} is expected.",
            rule:
                "Each document has its `id` there and one of `document`, `text` and `base64`; `cursor` is what the next page is behind.",
            fix:
                "Mend what its URL of `poll` answers. A page without a document is asked for again; an entry beside others is kept unread, and is to be given anew."
        ),
        "poll.page-many": Entry(
            "Back end {backend} gives {value} documents in a page, and was asked for {limit} at most.",
            rule: "A page has no more documents than `limit` asks for.",
            fix: "Mend what its URL of `poll` answers; it is asked again behind the same cursor."),
        "poll.query-refused": Entry(
            "The database of back end {backend} refuses to give what it made: {reason} (SQLSTATE {value}).",
            rule: "A query runs in a transaction that only reads, with the rights of its URL.",
            fix: "Mend `query` of `poll` in its entry, or its rights; it is asked again behind the same cursor."),
        "poll.row-form": Entry(
            "What the database of back end {backend} gives is not formed as agreed: {expected} is expected.",
            rule:
                "Each row has its `id` there, the `cursor` behind it and the `document`: json, a text of a format that is read, or bytea.",
            fix:
                "Mend `query` of `poll` in its entry. Rows without any document are asked for again; one beside others is to be given anew."
        ),
        "poll.cursor-stands": Entry(
            "Back end {backend} gives documents behind the cursor {value}, and the same cursor again.",
            rule: "The cursor of a page that has documents is behind the last of them.",
            fix: "Mend its cursors; it is asked again behind the same one."),
        "poll.deliveries-open": Entry(
            "What back end {backend} made waits: deliveries to it that began before have no result yet.",
            rule: "What is fetched is decided once every delivery that had begun before the read has a result.",
            fix: "Nothing is to be done if it answers again; else see `milepost backends list`."),
        "poll.document-refused": Entry(
            "Document {value} of back end {backend} cannot be kept: {reason}",
            rule: "A back end's id stands for one document, whose bytes never change, within the size that is taken.",
            fix: "Give it under an id of its own, or smaller; the others go on."),
    ]
}
