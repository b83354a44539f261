extension Catalogue {
    static let deliverEnglish: [Code: Entry] = deliverBefore.merging(deliverAfter) { entry, _ in entry }

    /// Nothing was sent.
    private static let deliverBefore: [Code: Entry] = [
        "answer.mapping-missing": Entry(
            "Nothing says how a {type} is written to those whose documents {value} reads.",
            rule: "A mapping names under `answers` the mapping for each type of answer.",
            fix: "Add it to the mapping, or to the partner's own one that includes it: `{type}: NAME`."),
        "answer.line-unknown": Entry(
            "The order {order} has no line that the response's line {value} is about.",
            rule: "A line is found by the order's line number, else by an item that one line alone has.",
            fix: "If the line was added on purpose, nothing. Else give it the number of the line in the order."),
        "deliver.request-invalid": Entry(
            "The request to {value} cannot be sent as it is: {reason}.",
            rule:
                "Methods, URLs and headers hold no line ends or control characters; the gateway sets framing headers itself.",
            fix: "Correct the back end's URL or headers in the configuration. Nothing was sent."
        ),
        "deliver.name-unknown": Entry(
            "The host of {value} is not known ({reason}).",
            rule: "The name of a back end must resolve to an address.",
            fix:
                "Check the host name in the configuration and the name service. Nothing was sent; it will be tried again."
        ),
        "deliver.connect-failed": Entry(
            "No connection to {value} ({reason}).",
            rule: "A back end must accept connections.",
            fix:
                "Check that the back end runs and that the network lets us through. Nothing was sent; it will be tried again."
        ),
        "deliver.connect-timeout": Entry(
            "{value} did not accept a connection in time ({reason}).",
            rule: "A connection must stand within the time that the configuration gives.",
            fix: "Check the back end's load and the network. Nothing was sent; it will be tried again."
        ),
        "deliver.tls-failed": Entry(
            "No secure connection to {value} ({reason}).",
            rule:
                "The server's certificate must be valid, for its name, and from a known authority; TLS 1.2 is the least.",
            fix: "Renew the certificate, or give the right authority in the configuration. Nothing was sent."
        ),
        "deliver.queue-full": Entry(
            "Too many requests wait to be sent; this one was not begun.",
            rule: "The queue of a sender is limited.",
            fix: "Nothing to do: it will be tried again. If it goes on, a back end is slow."
        ),
        "deliver.folder-failed": Entry(
            "The file {value} could not be written: {reason}.",
            rule: "The folder must exist, be writable and have room.",
            fix: "Check the folder, its rights and its disk. Nothing was delivered; it will be tried again."
        ),
    ]

    /// The bytes may have arrived.
    private static let deliverAfter: [Code: Entry] = [
        "deliver.database-unreachable": Entry(
            "No connection to {value} ({reason}).",
            rule: "A database must accept connections, with the TLS that its URL asks for.",
            fix: "Check that it runs, its URL and what it lets in. Nothing was sent; it will be tried again."
        ),
        "deliver.database-lost": Entry(
            "The connection to {value} was lost before COMMIT was sent ({reason}); nothing took effect.",
            rule: "A statement takes effect with its COMMIT.",
            fix: "Check the database's load and the network; it will be tried again."
        ),
        "deliver.database-unknown": Entry(
            "{value} gave no plain answer to COMMIT ({reason}); it may have taken the document.",
            rule:
                "A COMMIT without its answer, or with a warning, is unknown until the back end or a person clears it.",
            fix: "Look in the database whether the document is there, then clear the attempt."
        ),
        "deliver.database-text": Entry(
            "The document is no text that {value} takes.",
            rule: "A `document` of a statement is UTF-8 without NUL.",
            fix: "Take `bytes` in its place in `parameters`, for a column of type bytea; then retry."
        ),
        "deliver.no-answer": Entry(
            "{value} closed the connection without an answer; it may have taken the document.",
            rule: "A request that ended without an answer is unknown until the back end or a person clears it.",
            fix: "Look in the back end whether the document is there, then clear the attempt."
        ),
        "deliver.answer-timeout": Entry(
            "{value} did not answer in time; it may have taken the document.",
            rule: "A request that ended without an answer is unknown until the back end or a person clears it.",
            fix: "Look in the back end whether the document is there, then clear the attempt. Check why it is slow."
        ),
        "deliver.connection-lost": Entry(
            "The connection to {value} was lost before its answer was complete ({reason}).",
            rule: "A request that ended without a complete answer is unknown until the back end or a person clears it.",
            fix: "Look in the back end whether the document is there, then clear the attempt."
        ),
        "deliver.answer-malformed": Entry(
            "{value} answered with something that is not HTTP ({reason}).",
            rule: "An answer follows HTTP/1.1 (RFC 9112).",
            fix: "Check that the URL leads to the back end and not to another program, then clear the attempt."
        ),
        "deliver.answer-too-long": Entry(
            "The header lines of {value}'s answer are longer than allowed.",
            rule: "The header lines of an answer are limited.",
            fix:
                "Look in the back end whether the document is there, then clear the attempt; ask why it answers like this."
        ),
        "deliver.stopped": Entry(
            "The gateway stopped while this was under way.",
            rule: "Stopping ends what is under way; what may have arrived is unknown.",
            fix:
                "If the attempt is unknown, look in the back end whether the document is there; otherwise nothing to do."
        ),
        "deliver.cancelled": Entry(
            "The attempt was cancelled while it was under way.",
            rule: "Cancelling ends what is under way; what may have arrived is unknown.",
            fix:
                "If the attempt is unknown, look in the back end whether the document is there; otherwise nothing to do."
        ),
        "deliver.folder-unknown": Entry(
            "The file {value} may or may not stand in the folder: {reason}.",
            rule: "A file is delivered when its name is safely on the disk.",
            fix: "Look in the folder and in the back end whether the document is there, then clear the attempt."
        ),
    ]
}
