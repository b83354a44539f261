extension Catalogue {
    static let storeEnglish: [Code: Entry] = [
        "store.constraint": Entry(
            "The store refused a row ({code} {message}).",
            rule: "Every row keeps the rules of the schema: unique numbers and keys, known states.",
            fix:
                "Nothing of it was written. If it happens again, report it with the code: the gateway should not ask this."
        ),
        "store.data": Entry(
            "The store cannot hold a value ({code}).",
            rule:
                "Texts are UTF-8, and numbers fit in 64 bits; what is looked for by an index has a length that it takes.",
            fix: "Look for an overlong reference, name or number in what was sent, and send it again without."
        ),
        "store.busy": Entry(
            "The store is busy: a lock was not granted in time ({code}).",
            rule: "A transaction waits for others only as long as its lock timeout.",
            fix: "Nothing was written. Try again; if it lasts, look for a transaction that does not end."
        ),
        "store.unavailable": Entry(
            "The store cannot be reached ({code} {message}).",
            rule: "Nothing is accepted while the store is down; senders hear 503 and send again.",
            fix: "Check that the database runs, that its disk has room, and that its address and password are right."
        ),
        "store.serialization": Entry(
            "Transactions stood in each other's way ({code}).",
            rule: "The database ends one of them so that the others can finish.",
            fix: "Nothing was written. Try again."
        ),
        "store.commit-unknown": Entry(
            "It is not known whether the store kept this ({code} {message}).",
            rule: "A COMMIT whose answer is lost, or that carries a warning, is not a yes.",
            fix: "Look it up by its id or send it again under the same idempotency key: it is not taken twice."
        ),
        "store.in-use": Entry(
            "Another gateway has the data folder {message} open.",
            rule: "One process at a time opens a data folder; several gateways share a PostgreSQL instead.",
            fix: "Stop the other process or choose another folder. A lock left by a killed process frees itself."
        ),
        "store.newer": Entry(
            "The database was migrated by a newer version: step {code} ({message}) is unknown here.",
            rule: "A version opens only databases whose every migration it knows.",
            fix: "Run the newer version, or restore the backup that was made before it ran."
        ),
        "store.migration-changed": Entry(
            "Migration {code} ({message}) is not the one that was applied to this database.",
            rule: "A migration is never edited once it has shipped.",
            fix: "Run an unchanged build. If the migration was edited in development, start with an empty database."
        ),
        "store.not-durable": Entry(
            "The database does not sync commits to disk ({code} is {message}).",
            rule:
                "Accepted means durable: SQLite runs with synchronous=FULL, PostgreSQL with synchronous_commit on and fsync on.",
            fix: "Set it right in the server's configuration, or remove what overrides it for this user or database."
        ),
        "store.overloaded": Entry(
            "More work waits for the store than the limit allows ({message}).",
            rule: "Every queue has a stated limit; beyond it senders hear 503 and send again.",
            fix: "Try again after a moment. If it lasts, the disk or the database is too slow for the load."
        ),
        "store.mismatch": Entry(
            "A row of the store is not of the shape that was asked for ({code}).",
            rule: "Each column holds what the schema says.",
            fix: "Check the database for changes made by hand; restore the row from a backup."
        ),
        "store.other": Entry(
            "The store failed ({code} {message}).",
            rule: "The database answered with a fault of its own.",
            fix: "Read the database's log at this time and report the code."
        ),
    ]
}
