extension Catalogue {
    /// Cross references and master data.
    static let masterEnglish: [Code: Entry] = [
        "master.code-form": Entry(
            "{value} is no code.",
            rule: "A code has 1 to {limit} characters, no control characters, and no blanks around it.",
            fix: "Write the code as its system writes it."),
        "master.system-form": Entry(
            "{value} is nobody whose codes are kept.",
            rule: "Codes belong to `canonical`, `legacy`, `new`, `partner:NAME` or `backend:NAME`.",
            fix: "Write one of these; names are those of the configuration."),
        "master.system-missing": Entry(
            "The line does not say whose the code is: there is no {column}.",
            rule: "Each code belongs to a system.",
            fix: "Add the column {column}, or say it for the whole list with `--from` and `--to`."),
        "master.system-unknown": Entry(
            "{value} is not configured.",
            rule: "`partner:NAME` and `backend:NAME` name partners and back ends of the configuration.",
            fix: "Correct the name, or configure it first."),
        "master.systems-equal": Entry(
            "Both codes belong to {value}.",
            rule: "A cross reference is between two systems; within one, a code can only be `replaced` by another.",
            fix: "Correct one of the two systems, or write `replaced` as the relation."),
        "master.relation-form": Entry(
            "{value} is no relation.",
            rule:
                "Two codes are the `same`, the first goes `forward` to the second only, or the first is `replaced` by the second.",
            fix: "Write one of the three, or leave it out for `same`."),
        "master.succession-form": Entry(
            "{value} is no succession.",
            rule: "A code of an item, customer or site is replaced by another code of the same system.",
            fix: "Write both codes of one system, or leave the relation out."),
        "master.unit-only": Entry(
            "{value} stands in a cross reference of the kind {kind}.",
            rule: "Only units have an item that they hold for, and a factor.",
            fix: "Leave the item and the factor out, or use the kind `unit`."),
        "master.factor-form": Entry(
            "{value} is no factor.",
            rule: "A factor is a decimal above zero: how many of the second unit are one of the first.",
            fix: "Write the number with a point: 12, or 0.5."),
        "master.day-form": Entry(
            "{value} is no day.",
            rule: "A day is written as 2026-09-01 (ISO 8601).",
            fix: "Write year, month and day with hyphens."),
        "master.validity-order": Entry(
            "It ends on {value}, before it begins on {from}.",
            rule: "The last day is the first one or later.",
            fix: "Correct one of the two days."),
        "master.list-empty": Entry(
            "The list is empty.",
            rule: "A list is CSV whose first line names its columns.",
            fix: "Give a file with a head line and a line for each cross reference."),
        "master.list-columns": Entry(
            "The head line {value} does not name the columns from and to, each once.",
            rule:
                "The columns are from, to, fromSystem, toSystem, relation, item, factor, validFrom and validTo, in any order; others are passed over.",
            fix: "Name the columns in the first line."),
        "master.list-cells": Entry(
            "The line has more values than the head line has columns: {value}",
            rule: "A value that holds the separator stands in quotes (RFC 4180).",
            fix: "Put the value in quotes."),
        "master.list-too-long": Entry(
            "The list has more than {value} lines.",
            rule: "One import takes a bounded number of lines.",
            fix: "Import it in parts."),
        "master.source-unknown": Entry(
            "There is no list of master data {value} in the configuration.",
            rule: "`masterData` names the lists that are read from databases.",
            fix: "See `milepost master sources`; another list is taken with `milepost master import`."),
        "master.source-silent": Entry(
            "The database of the list {value} does not give it: {reason}.",
            rule: "A list is read whole, in a transaction that only reads; what it said before stays meanwhile.",
            fix:
                "Get the database of its `url` to answer; it is asked again by itself, or by `milepost master read {value}`."
        ),
        "master.source-refused": Entry(
            "The database of the list {value} refuses its query: {reason} (SQLSTATE {state}).",
            rule: "A query runs in a transaction that only reads, with the rights of its URL.",
            fix: "Mend `query` of the list in `masterData`, or its rights; what it said before stays meanwhile."),
        "master.source-large": Entry(
            "The list {value} has more than {lines} rows, or more than {bytes} bytes.",
            rule: "One list has a bounded size.",
            fix: "Make several lists of it, or leave out in its query what is over."),
        "master.source-empty": Entry(
            "The list {value} has no row, while it should be whole.",
            rule: "A whole list that is empty would end all that it ever said; that is not taken for meant.",
            fix:
                "Look whether its table was being filled. If it is meant, end its cross references with an import of a list of one line, `--complete`."
        ),
        "master.source-faults": Entry(
            "Rows of the list {value} are no cross references, {count} of them; the first is row {row}: {reason}",
            rule: "Faulty rows are told, the others taken; nothing ends while there are any.",
            fix: "Mend the rows at their source, or leave them out in the query."),
        "master.kind-unknown": Entry(
            "{value} is no kind of master data.",
            rule: "The kinds are order, item, customer, site, unit and partner.",
            fix: "Use one of these."),
        "master.unknown": Entry(
            "There is no cross reference {value}.",
            rule: "A cross reference is named by its id.",
            fix: "See `milepost master list` for the ids."),
        "master.ended": Entry(
            "The cross reference {value} has ended.",
            rule: "What has ended stays as history and is not changed.",
            fix: "Add a new one."),
        "master.known": Entry(
            "The same is known already, as {value}.",
            rule: "A cross reference stands once.",
            fix: "Nothing is to be done; to change its days or its factor, change that one."),
        "master.changed": Entry(
            "The cross reference {value} has been changed since it was read: it has version {actual}.",
            rule: "A change names the version that it is made of (`If-Match`), so that none overwrites another unseen.",
            fix: "Read it again, and make the change of what stands there now."),
        "master.code-unknown": Entry(
            "{target} has no {kind} for the code {value} of {system}.",
            rule: "Who has `translate` in the configuration gets its own codes, by cross reference.",
            fix:
                "Add it with `milepost master add --kind {kind} --from {system} --code {value} --to {target} --as CODE`, then `milepost master reprocess --kind {kind} --code {value} --all`."
        ),
        "master.code-replaced": Entry(
            "The {kind} {value} of {system} is replaced by {code}.",
            rule: "A code that has a successor on the day gives way to it.",
            fix: "Nothing is to be done; if it should not be, end the succession with `milepost master end`."),
        "master.code-conflict": Entry(
            "The cross references of the {kind} {value} of {system} contradict each other: {said}.",
            rule: "Where two sources differ none is used until a person decides.",
            fix:
                "See `milepost master list --conflicts --code {value}`, say which holds with `milepost master decide ID`, then reprocess."
        ),
        "master.not-blocked": Entry(
            "No code is missing for the document {value}.",
            rule: "Documents that stopped for want of a code of this kind are decided again, no others.",
            fix: "See `milepost master missing`; other documents are retried with `milepost documents retry`."),
        "master.conflict-missing": Entry(
            "Nothing contradicts the cross reference {value}.",
            rule: "Only one that contradicts others is decided upon.",
            fix: "See `milepost master list --conflicts`; to end this one use `milepost master end`."),
    ]
}
