extension Catalogue {
    static let receiveEnglish: [Code: Entry] = [
        "receive.folder-failed": Entry(
            "The folder {value} cannot be read: {reason}.",
            rule: "A watched folder must exist and be readable and writable for the gateway.",
            fix: "Check that the folder is there (mounted) and its rights. Files stay where they are until then."
        ),
        "receive.file-failed": Entry(
            "The file {value} cannot be taken: {reason}.",
            rule: "Files in a watched folder must be readable, and the gateway must be allowed to move them.",
            fix: "Check the rights of the file and of the folders done and rejected. The file stays where it is."
        ),
        "receive.names-unusable": Entry(
            "{count} files in {value} have names that cannot be used.",
            rule: "The name of a file is UTF-8 without control characters.",
            fix: "Let the sender give them other names. They stay where they are."
        ),
        "receive.file-changed": Entry(
            "The file {value} changed while it was being taken; it was left where it is.",
            rule: "A file is taken when it does not change any more.",
            fix:
                "Nothing to do: it is read again when it is finished. Senders should write under a temporary name and rename."
        ),
    ]
}
