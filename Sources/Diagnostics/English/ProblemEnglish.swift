extension Catalogue {
    /// Problems, and what people do with them.
    static let problemEnglish: [Code: Entry] = [
        "deliver.backend-down": Entry(
            "{value} takes nothing: {reason}. What is for it waits, in order.",
            rule: "A back end that failed several times in a row gets one delivery now and then until one arrives.",
            fix:
                "Get it running again; nothing is to be sent by hand. What waits goes by itself, in order, at the pace that it bears."
        ),
        "problem.unknown": Entry(
            "There is no problem {value}.",
            rule: "Problems are named by the ids that they were given.",
            fix: "See `milepost problems list`, and `--state resolved` for those that are done."),
        "problem.taken": Entry(
            "{value} works on it already.",
            rule: "One person works on a problem at a time.",
            fix: "Ask {value}, or give it to yourself by `milepost problems assign`."),
        "problem.stands": Entry(
            "{standing} still stand in problem {value}.",
            rule: "A problem is resolved when nothing of it stands; then it counts as resolved by itself.",
            fix:
                "Retry, reprocess or discard what `milepost documents list --problem {value}` lists, or ignore the problem with a reason."
        ),
        "problem.state": Entry(
            "{action} is nothing for problem {id}: it is {value}.",
            rule:
                "Open ones are taken or assigned; what is not resolved can be ignored or resolved; any can be reopened.",
            fix: "Use `milepost problems reopen {id}` first."),
        "problem.owner-form": Entry(
            "{value} is no name of an owner.",
            rule: "A name has 1 to 100 characters, no control characters, and no blanks around it.",
            fix: "Name the person: `milepost problems assign ID --to NAME`."),
    ]
}
