extension Catalogue {
    /// Mailboxes.
    static let mailboxEnglish: [Code: Entry] = [
        "mailbox.overdue": Entry(
            "{count} file(s) in the mailbox {mailbox} should have been fetched by now; {value} by {due}.",
            rule:
                "A file in a mailbox is fetched within `fetchedWithin`: its owner deletes it, or moves it into `fetched`.",
            fix: "Ask them whether their fetching runs. This problem goes by itself."),
        "mailbox.folder-lost": Entry(
            "The folder {value} of the mailbox {mailbox} cannot be read, or is another one than it was.",
            rule: "What is gone from the folder counts as fetched, so it must be the same folder.",
            fix: "Mount it, or give the gateway's user its rights back; nothing counts as fetched until then."),
    ]
}
