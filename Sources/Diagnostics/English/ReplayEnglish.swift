extension Catalogue {
    /// Replays of many documents.
    static let replayEnglish: [Code: Entry] = [
        "replay.unknown": Entry(
            "There is no replay {value}.",
            rule: "A replay is named by the id that its plan was given.",
            fix: "See `milepost replay list`."),
        "replay.filter-missing": Entry(
            "The plan says of no document that it is to be taken.",
            rule: "A plan is made for what a filter finds, for a problem, or for a list of ids.",
            fix: "Narrow it: `milepost replay plan retry --problem ID`, `--status failed`, `--list FILE`."),
        "replay.nothing": Entry(
            "No document fits.",
            rule: "A plan holds one document or more.",
            fix: "Look with `milepost documents list` and the same filter what there is."),
        "replay.too-many": Entry(
            "More than {most} documents fit.",
            rule: "One plan holds up to {most} documents.",
            fix: "Narrow it, by days for instance: `--from`, `--to`."),
        "replay.plans": Entry(
            "{value} plans wait to be started.",
            rule: "Up to {most} plans wait at once; each is forgotten an hour after it was made.",
            fix: "Start or cancel some: `milepost replay list --state planned`."),
        "replay.running": Entry(
            "{value} replays run or are paused.",
            rule: "Up to {most} replays run or are paused at once.",
            fix: "Wait until one ends, or cancel one: `milepost replay list --state running`."),
        "replay.state": Entry(
            "Replay {value} is {state}; {action} is nothing for it.",
            rule:
                "Planned ones are started, running ones paused, paused ones resumed; what has not ended can be cancelled.",
            fix: "See `milepost replay status {value}`; plan again for what is left."),
        "replay.version": Entry(
            "{value} is not the version of plan {id}.",
            rule: "Who starts a plan names the version that was looked at.",
            fix: "Look at the plan with `milepost replay status {id}`, and name the version that it says."),
        "replay.expired": Entry(
            "The time of plan {value} is over.",
            rule: "A plan may be started for an hour: what it found changes.",
            fix: "Plan again."),
        "replay.outdated": Entry(
            "Routing or mappings have changed since plan {value} was made.",
            rule: "What a plan to reprocess said goes by the mappings that were in force then.",
            fix: "Plan again, and look what has changed."),
        "replay.nothing-ready": Entry(
            "With none of the documents of plan {value} it can be done.",
            rule: "A plan is started for what can be done.",
            fix: "See why with `milepost replay status {value}`."),
        "replay.canary-none": Entry(
            "Of the documents of plan {value} none can go first.",
            rule: "A canary is made of the first documents of orders that do not wait behind anything.",
            fix:
                "Set right what they wait behind, which `milepost replay status {value}` names, or start without a canary."
        ),
        "replay.canary-failed": Entry(
            "{value} of the canary is {status} ({code}).",
            rule:
                "The rest of a replay goes only once all of its canary have come to a good end; nothing else has moved.",
            fix: "Set the cause right, see `milepost documents show {value}`, and plan again."),
        "replay.no-code": Entry(
            "It stopped without a code.",
            rule: "A document that stops says why.",
            fix: "Look at its time line: `milepost documents timeline ID`."),
        "replay.behind": Entry(
            "An earlier document of its order stopped, and is not part of the plan.",
            rule: "A document keeps its place in its order: it is set going, and waits.",
            fix: "Set the earlier one right, discard it, or take it into the plan."),
        "replay.behind-unknown": Entry(
            "Of an earlier document of its order nobody knows whether it arrived.",
            rule: "What may have arrived is cleared before anything follows it.",
            fix: "Clear it first: `milepost backends clear NAME`."),
        "replay.fenced": Entry(
            "{backend} stands behind a fence.",
            rule: "A fenced back end gets releases only, until every order that was taken from it is released.",
            fix: "See `milepost fences list`; what is set going waits until the fence falls."),
        "replay.mappings-same": Entry(
            "The files hold the mappings that are in force.",
            rule: "What is rehearsed is what a reload would put in force.",
            fix: "Change the mapping's file first, where the server reads it."),
        "replay.mappings-empty": Entry(
            "Nothing was received from {value} until {to}.",
            rule: "Mappings are rehearsed on stored documents.",
            fix: "Name a window in which something came, with --from and --to."),
        "replay.mappings-window": Entry(
            "The window begins at {value}, which is not before its end {to}.",
            rule: "Mappings are rehearsed on what came from one moment until before another.",
            fix: "Name an earlier --from, or a later --to."),
        "replay.mappings-many": Entry(
            "{value} documents came in the window.",
            rule: "One rehearsal of mappings reads {most} documents again at most.",
            fix: "Narrow the window with --from and --to."),
        "replay.rehearsal-unknown": Entry(
            "There is no rehearsal of mappings {value}.",
            rule: "Rehearsals are kept for {days} days.",
            fix: "Rehearse again: `milepost mappings rehearse`."),
        "replay.rehearsal-unconfirmed": Entry(
            "Nobody has said that what rehearsal {value} found is meant.",
            rule: "Mappings go live after a person has looked at what they change.",
            fix:
                "Look at it with `milepost mappings rehearsal {value}`, then `milepost mappings confirm {value} --reason WHY`."
        ),
        "replay.rehearsal-confirmed": Entry(
            "{by} has confirmed rehearsal {value} already.",
            rule: "A rehearsal is confirmed once.",
            fix: "Publish it: `milepost mappings publish --rehearsed {value}`."),
        "replay.rehearsal-other": Entry(
            "Rehearsal {value} is of other mappings than {which}.",
            rule: "Only what was rehearsed goes live, against the mappings that it was compared with.",
            fix: "Rehearse again: `milepost mappings rehearse`."),
        "replay.rehearsal-stale": Entry(
            "The window of rehearsal {value} ended at {to}, more than {hours} hours ago.",
            rule: "What came since may be read otherwise by what is to go live.",
            fix: "Rehearse again with a window that ends now."),
        "deliver.copy-failed": Entry(
            "A copy of the document failed.",
            rule: "A document of a canary has come to a good end once its copies have arrived, too.",
            fix: "Look at its deliveries: `milepost documents show ID`."),
    ]
}
