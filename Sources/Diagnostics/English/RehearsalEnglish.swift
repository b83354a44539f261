extension Catalogue {
    /// Rehearsals of milestones with stored traffic.
    static let rehearsalEnglish: [Code: Entry] = [
        "route.rehearsal-stage": Entry(
            "Milestone {milestone} is {from} and cannot be rehearsed at {value}.",
            rule:
                "What is rehearsed is the present stage or one that a single move reaches: the next, with shadow and pilot left out or not, or one to reverse to.",
            fix: "Rehearse one of: {legal}."),
        "route.rehearsal-percent": Entry(
            "A share of {value} % says nothing of milestone {milestone} at {stage}.",
            rule: "A share of the delivery parties is what a pilot takes.",
            fix: "Rehearse the stage pilot, or leave the share out."),
        "route.rehearsal-cut": Entry(
            "{value} is no cut for milestone {milestone} at {stage}.",
            rule: "A cut is a day of requested delivery, as YYYY-MM-DD; it is in force in pilot and live.",
            fix: "Name a day of the calendar and rehearse pilot or live, or leave the cut out."),
        "route.rehearsal-window": Entry(
            "The window begins at {value} and ends at {to}, which is not later.",
            rule: "A rehearsal takes what was received from one moment until before a later one.",
            fix: "Name a beginning before the end; a day as the end counts as a whole."),
        "route.rehearsal-future": Entry(
            "The window begins at {value}; it is {now}.",
            rule: "A rehearsal takes traffic that was received already.",
            fix: "Name a beginning in the past."),
        "route.rehearsal-empty": Entry(
            "Nothing was received and processed from {value} until {to}.",
            rule: "A rehearsal needs documents of its window.",
            fix: "Widen the window; `milepost interchanges list` shows what came when."),
        "route.rehearsal-running": Entry(
            "{by} rehearses milestone {value} since {since}.",
            rule: "A node runs one rehearsal at a time, since it takes a core.",
            fix: "Wait until that one ends, or have {by} end it; it ends when its client does."),
        "route.rehearsal-stopped": Entry(
            "The rehearsal ended without a result: the node is being stopped.",
            rule: "A node that stops waits for what it accepted, not for what was only asked.",
            fix: "Rehearse again once it runs."),
        "route.rehearsal-content": Entry(
            "What the document says is not kept any more.",
            rule: "A document from before version 14 of the store is rehearsed from its canonical form.",
            fix: "Nothing is to be done; choose a window that begins later to leave such documents out."),
    ]
}
