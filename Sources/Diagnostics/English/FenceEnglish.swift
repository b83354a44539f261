extension Catalogue {
    /// Fences around dead back ends, and the orders that were taken from them.
    static let fenceEnglish: [Code: Entry] = [
        "route.backend-fenced": Entry(
            "Milestone {milestone} cannot go on: {value} stands behind a fence.",
            rule: "A fenced back end gets releases only, until every order that was taken from it is confirmed.",
            fix:
                "See `milepost fences list`: enter, release or return its orders; the fence is lifted behind the last one."
        ),
        "route.births-behind-fence": Entry(
            "In {value} milestone {milestone} still sends births to the back end that is fenced; they wait there.",
            rule: "A fenced back end gets releases only, until every order that was taken from it is confirmed.",
            fix: "Reverse to planned if births are not to wait."),
        "route.quarantine-births": Entry(
            "Milestone {value} is in {from}, so that births still go to the back end that would be fenced.",
            rule: "Orders are taken from a dead back end once births have gone back.",
            fix: "Use `milepost milestones reverse {value} --policy quarantine`, which does both at once."),
        "route.quarantine-nothing": Entry(
            "New owns no open order of milestone {value} that could be quarantined ({left} stay as they are).",
            rule: "Taken are open orders that new owns and that no transfer has taken further.",
            fix: "Nothing is to be done; see `milepost transfers list` for those that stay."),
        "route.not-quarantinable": Entry(
            "Order {value} is none that new owns through milestone {milestone}.",
            rule: "Taken are open orders of its cells that new owns.",
            fix: "See `milepost orders show {value}` for its owner."),
        "route.order-quarantined": Entry(
            "Order {value} is quarantined: a person enters it at {other}, with all that was on its way to {backend}.",
            rule: "What is entered by hand is not sent again: it would come twice.",
            fix:
                "Enter it and say so with `milepost fences enter {value}`, or leave it with {backend} by `milepost fences return {value}`."
        ),
        "route.fence-unknown": Entry(
            "There is no fence {value}.",
            rule: "Fences are named by the ids that they were given.",
            fix: "See `milepost fences list`."),
        "route.order-not-fenced": Entry(
            "No fence waits for order {value}.",
            rule:
                "Entered, released and returned are orders that were taken from a fenced back end and are not confirmed.",
            fix: "See `milepost orders show {value}`, and `milepost fences orders` for those that are."),
        "route.not-quarantined": Entry(
            "Order {value} does not wait to be entered: it is {step}.",
            rule: "An order is entered once, while it is quarantined.",
            fix:
                "See `milepost fences orders` for where it stands; if it was entered twice at {other}, cancel one there."
        ),
        "route.not-to-return": Entry(
            "Order {value} cannot stay with {backend}: it is {step}.",
            rule: "Left with the fenced back end is an order that nobody entered, or that it refused to release.",
            fix: "Wait for its release, or say what became of it with `milepost fences confirm {value}`."),
        "route.return-open": Entry(
            "Order {value} cannot be returned yet: its delivery to {backend} is {state}.",
            rule: "Nothing of an order may arrive at {backend} any more once another back end owns it.",
            fix: "Wait for document {document}, or settle it, then cancel all of the order at {backend} and return it."),
        "route.release-not-asked": Entry(
            "The release of order {value} is not asked for in that way: it is {step}.",
            rule:
                "A person says of an entered order that it was released, refused, or, once it was called, that the call is absent.",
            fix: "See `milepost fences orders` for where it stands."),
        "route.release-early": Entry(
            "The release of order {value} does not count yet: an earlier attempt at {backend} may arrive until {until}.",
            rule: "A release counts only when nothing of its order can arrive behind it.",
            fix: "Wait until then, see that {backend} has nothing of it, and confirm again."),
        "route.entered-as-form": Entry(
            "“{value}” is no id under which an order was entered.",
            rule: "The id, or several with commas between them, has 1 to {most} characters and no control characters.",
            fix: "Write the number that the other back end gave the order."),
    ]
}
