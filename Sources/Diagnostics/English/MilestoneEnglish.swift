extension Catalogue {
    /// Milestones: their definitions, moves, approvals, schedules.
    static let milestoneEnglish: [Code: Entry] = [
        "route.shadow-not-taken": Entry(
            "Milestone {milestone} cannot go into shadow: {value} takes no documents in the shadow.",
            rule:
                "In shadow the new side gets each document with X-Milepost-Purpose: shadow, answers it and does not act on it.",
            fix:
                "Once the back end keeps to that, write `takes: [shadow]` for it in milepost.yaml; or leave shadow out with a reason."
        ),
        "scenario.not-played": Entry(
            "The core alone does not play {what} ({value}).",
            rule:
                "Played on the core are messages, moves, guards, schedules, transfers that go through, closing, signatures, retries, "
                + "answers and the clock.",
            fix:
                "Write `liveOnly: WHY` beside the scenario's name, which plays it with --live alone, or leave the step out."
        ),
        "scenario.unplayable": Entry(
            "The scenario cannot be played: {value}.",
            rule: "A scenario begins with a configuration that holds together and a store of its own.",
            fix: "Correct the configuration, or make room for the store."),
        "scenario.none": Entry(
            "There is no scenario at {value}.",
            rule: "A scenario is a YAML file; a folder of them is played in the order of their names.",
            fix: "Name the file or the folder; see deploy/scenarios for some."),
        "route.not-left-over": Entry(
            "Order {value} is none that milestone {milestone} leaves at legacy.",
            rule: "Signed off are open orders of its cells that legacy owns.",
            fix: "See `milepost milestones leftovers {milestone}`."),
        "route.recall-open": Entry(
            "Order {value} stays: its delivery to {backend} is {state}.",
            rule: "Recalled is an order of which no delivery arrived, or may still arrive.",
            fix:
                "Wait for what is under way, clear what is unknown (`milepost backends clear`). What {backend} has is transferred "
                + "(`milepost transfers start --order {value} --to legacy --reason WHY`), or stays; if {backend} is dead and fenced it is "
                + "entered at the other back end (`milepost fences enter {value} --as ID`)."),
        "route.recall-nothing": Entry(
            "Order {value} has no delivery that waits or was refused.",
            rule: "Recalled is an order that waits for a back end, or that a back end refused.",
            fix: "Nothing is to be done."),
        "route.recall-same": Entry(
            "Order {value} would go to {backend} again.",
            rule: "A recalled order is born again by present routing.",
            fix: "Reverse the milestone first, then recall."),
        "route.recall-held": Entry(
            "Order {value} is held: {hold}.",
            rule: "Recalled is an order that nothing else is done with.",
            fix: "See `milepost transfers list`; recall it when its transfer is over."),
        "route.transfer-fenced": Entry(
            "Order {value} cannot go to {backend}, which stands behind a fence.",
            rule: "A fenced back end gets releases only, until every order that was taken from it is confirmed.",
            fix: "See `milepost fences list` for what it waits for."),
        "route.transfer-needless": Entry(
            "Order {value} has nothing at the other side that {side} could take over.",
            rule: "Transferred is an order that the other side owns, at a site where both sides have a back end.",
            fix: "See `milepost orders show {value}`."),
        "route.transfer-running": Entry(
            "A transfer of order {value} is not over yet.",
            rule: "An order is in one transfer at a time.",
            fix: "See `milepost transfers list`; confirm what it waits for, or wait until it is done."),
        "route.transfer-unknown": Entry(
            "There is no transfer {value}.",
            rule: "Transfers are named by the ids that they were given.",
            fix: "See `milepost transfers list`."),
        "route.transfer-not-asked": Entry(
            "Transfer {value} is {state} and asks for nothing of that kind.",
            rule:
                "A person says what happened where a transfer waits for it: done, refused, or, once the call was made, absent.",
            fix: "See `milepost transfers show {value}`: its note says what is asked."),
        "route.sign-off-count": Entry(
            "{value} orders cannot be signed off at once.",
            rule: "One sign-off names 1 to {most} orders.",
            fix: "Name them in several sign-offs."),
        "route.definition-missing": Entry(
            "Milestone {value} has no file here, so that nobody knows what it should do.",
            rule: "An unfinished milestone keeps its file.",
            fix: "Put its file back and reload."),
        "route.definition-changed": Entry(
            "Milestone {milestone} is not what definition {value} says any more; now it is {present}.",
            rule: "An approver approves what was seen.",
            fix: "Look at the milestone again, then approve its present definition."),
        "route.item-unknown": Entry(
            "The check list of milestone {milestone} has no item “{value}”.",
            rule: "Items are signed as the milestone's file names them.",
            fix: "Name one of: {known}."),
        "route.signer-role": Entry(
            "{by} may not sign “{value}” of milestone {milestone}: it is signed by a {role}, and this key signs as {held}.",
            rule: "An item of a check list is signed by someone in its role.",
            fix:
                "Ask a {role}; an administrator gives one a key with `milepost keys create NAME --role viewer --signs {role}`. To go on "
                + "without it, an approver overrides the gate (`--override checklist=WHY`)."),
        "route.item-signed": Entry(
            "“{value}” of milestone {milestone} is signed already.",
            rule: "An item is signed once.",
            fix: "Nothing is to be done."),
        "route.glass-unknown": Entry(
            "No move of milestone {milestone} that someone made alone made epoch {value}.",
            rule: "Countersigned are moves that someone on duty made alone.",
            fix: "Name the epoch that `milepost milestones show {milestone}` lists to countersign."),
        "route.time-form": Entry(
            "{value} is no time.",
            rule: "A move is scheduled at a time of the milestone's site, as YYYY-MM-DDThh:mm.",
            fix: "Write for example 2027-01-31T22:00."),
        "route.schedule-unknown": Entry(
            "No move {value} of milestone {milestone} waits.",
            rule: "What ran, was suspended or taken back waits no more.",
            fix: "See `milepost milestones show {milestone}`."),
        "route.schedule-unreadable": Entry(
            "What was scheduled for milestone {value} cannot be read.",
            rule: "A scheduled move is kept as the version wrote it that scheduled it.",
            fix: "Schedule it again."),
        "route.milestone-paused": Entry(
            "Milestone {milestone} is paused.",
            rule: "A paused milestone does not go forward; it can be reversed and cancelled.",
            fix: "Resume it first (`milepost milestones resume {milestone}`), or leave it where it is."),
        "route.paused-already": Entry(
            "Milestone {milestone} is paused already.",
            rule: "A pause is begun once.",
            fix: "Nothing is to be done."),
        "route.not-paused": Entry(
            "Milestone {milestone} is not paused.",
            rule: "Only what is paused resumes.",
            fix: "Nothing is to be done."),
        "route.pilot-missing": Entry(
            "Milestone {milestone} says nothing of whom its pilot takes.",
            rule: "A pilot takes chosen partners, or a percentage of the delivery parties.",
            fix: "Add `pilot` to the milestone's file and have it approved; or go on to live with a reason."),
        "route.pilot-not-running": Entry(
            "Milestone {milestone} is {value}, and has no pilot that could grow.",
            rule: "A pilot grows while its milestone is in pilot.",
            fix: "Edit the milestone's file before the pilot begins."),
        "route.pilot-kind": Entry(
            "The pilot of milestone {milestone} is not of that kind.",
            rule: "A pilot by partners takes more partners; one by delivery parties a larger percentage.",
            fix: "Ask for what its file names: `--percent` for delivery parties, `--partner` for partners."),
        "route.pilot-whole": Entry(
            "The pilot of milestone {milestone} takes all delivery parties already.",
            rule: "A pilot takes 0 to 100 percent of the delivery parties.",
            fix: "Go on to live (`milepost milestones plan {milestone} --to live`), or send births back by a reverse."),
        "route.pilot-shrinks": Entry(
            "The pilot of milestone {milestone} has {present} already; {value} would not be more.",
            rule: "A pilot only grows: an order born at new would lose the company of its delivery party.",
            fix: "Name more than {present}; to send births back, reverse the milestone."),
        "route.pilot-partner-unknown": Entry(
            "The pilot of milestone {milestone} names partner {value}, who does not exist.",
            rule: "A pilot takes partners of the register.",
            fix: "Correct the name, or add the partner."),
        "route.percent-range": Entry(
            "{value} is no percentage for the pilot of milestone {milestone}.",
            rule: "A pilot takes 0 to 100 percent of the delivery parties.",
            fix: "Name a whole number from 0 to 100."),
        "route.cut-day": Entry(
            "{value}, from which milestone {milestone} takes what is requested, is no day.",
            rule: "A cut by requested delivery names a day of the calendar, as YYYY-MM-DD.",
            fix: "Correct the day in the milestone's file."),
        "route.binding-cycle": Entry(
            "Function {value} binds with itself in a circle.",
            rule: "A function that binds with another one has its moment from that one.",
            fix: "Let one of the functions in the circle bind at birth or at its first document."),
        "route.milestone-changed": Entry(
            "Milestone {milestone} is {stage}, and the edit changes its {value}.",
            rule: "Once a milestone moves births, what decides them changes by moves only.",
            fix:
                "Take the edit back; or reverse the milestone to planned, edit it and have it approved; or put what is new into "
                + "another milestone."),
        "route.milestone-dependency": Entry(
            "Milestone {milestone} waits for {value} to be {needed}; it is {stage}.",
            rule: "A milestone goes forward behind those that it names.",
            fix: "Move {value} first, or edit the milestone's file and have it approved."),
        "route.cells-at-new": Entry(
            "{value} of milestone {milestone} is with new for good.",
            rule: "What a milestone completed stays with new; another milestone would move nothing there.",
            fix: "Take it out of the milestone's file, or delete the file."),
        "route.reverse-illegal": Entry(
            "Milestone {milestone} cannot be reversed from {from} to {to}.",
            rule:
                "A reverse is legal from shadow, pilot, live and draining, to an earlier stage; complete and cancelled are final.",
            fix: "Name a stage before {from}; what is complete stays with new."),
        "route.legacy-not-ready": Entry(
            "Legacy was kept ready for milestone {milestone} until {until} only.",
            rule: "After that day legacy may lack master data, people and capacity for what goes back to it.",
            fix:
                "Make sure with the business owner that legacy can take births again; keep the orders of new where they are "
                + "(stay) unless it can take those as well."),
        "route.policy-role": Entry(
            "{by} may not reverse milestone {milestone} with {value}; {approved} was approved.",
            rule:
                "What becomes of the orders of new is approved with the milestone; an approver may change it at the reverse.",
            fix: "Reverse with {approved}, or ask an approver."),
        "route.plan-stale": Entry(
            "Milestone {milestone} is not what plan {value} shows any more; now it is {plan}.",
            rule: "A move is made by someone who saw what it does.",
            fix:
                "Look at it again: `milepost milestones plan {milestone}{target}` (by HTTP the ETag of its plan); then move with "
                + "`--plan` (If-Match) and the version that it shows, if that is still what you want."),
        "route.plan-of-another-move": Entry(
            "Plan {value} of milestone {milestone} shows another move; the one that is asked for has plan {plan}.",
            rule: "A move is made by someone who saw what it does.",
            fix:
                "Look at its own plan: `milepost milestones plan {milestone}{target}` (by HTTP the ETag of its plan); then move with "
                + "`--plan` (If-Match) and the version that it shows."),
        "route.mover-role": Entry(
            "{by} may not move milestone {milestone}.",
            rule: "Milestones are moved by people of that role, or by approvers; on duty one may pause and reverse.",
            fix: "Ask someone of that role; on duty, in an emergency, break the glass with a reason."),
        "route.duty-role": Entry(
            "{value} is not on duty, and may not break the glass.",
            rule: "Only on-duty support acts alone.",
            fix: "Ask whoever is on duty, or have the move approved."),
        "route.approver-role": Entry(
            "{value} is no approver.",
            rule: "Approvals, overrides and countersignatures come from approvers.",
            fix: "Ask an approver."),
        "route.author-unknown": Entry(
            "Nobody is named as the author of milestone {milestone}.",
            rule: "A milestone is approved by someone other than its author.",
            fix: "Name who wrote it as `author` in its file."),
        "route.approval-by-author": Entry(
            "{value} wrote milestone {milestone} and cannot approve it.",
            rule: "Four eyes: author and approver are two people.",
            fix: "Ask another approver."),
        "route.approval-missing": Entry(
            "Milestone {milestone} is not approved.",
            rule: "A milestone goes forward once someone other than its author has approved it.",
            fix:
                "Have an approver who did not write it say `milepost milestones approve {milestone}`; on duty, in an emergency, "
                + "break the glass with a reason (`--break-glass`)."),
        "route.approval-revoked": Entry(
            "Milestone {milestone} was edited since {approver} approved it.",
            rule: "An approval holds for the text that was approved; an edit revokes it.",
            fix:
                "Have it approved again: `milepost milestones approve {milestone}`, by an approver who did not write it."
        ),
        "route.countersign-own": Entry(
            "{value} made the move and cannot countersign it.",
            rule: "Four eyes: who acted alone is countersigned by another.",
            fix: "Ask another approver."),
        "route.countersigned": Entry(
            "The move is countersigned by {value} already.",
            rule: "One countersignature is enough.",
            fix: "Nothing is to be done."),
        "route.countersign-overdue": Entry(
            "A move that {value} made alone should have been countersigned by {due}.",
            rule: "An approver countersigns within 24 hours; until then milestone {milestone} does not go forward.",
            fix:
                "Have an approver look at that move in `milepost milestones show {milestone}` and countersign it: "
                + "`milepost milestones countersign {milestone} --epoch EPOCH`."),
        "route.frozen": Entry(
            "Freeze {value} forbids moving milestone {milestone} until {until}.",
            rule:
                "No milestone goes forward in a freeze; what forbids beats what allows. A reverse is always possible.",
            fix: "Wait until {until}, or have the freeze shortened."),
        "route.outside-windows": Entry(
            "No window allows moving milestone {value} now.",
            rule: "Where windows are set for a site, its milestones go forward inside of them only.",
            fix: "Wait for the next window: {next}."),
        "route.guard-tripped": Entry(
            "Guard {value} of milestone {milestone} tripped: {figure}.",
            rule: "A milestone does not go forward while births wait or are turned away.",
            fix:
                "Find the cause, arm the guard again (`milepost milestones rearm {milestone} --guard {value} --reason WHY`), then move."
        ),
        "route.guard-armed": Entry(
            "Guard {value} of milestone {milestone} has not tripped.",
            rule: "Only a guard that tripped is armed again.",
            fix: "Nothing is to be done."),
        "route.births-held": Entry(
            "The document waits: {reason} ({figure}).",
            rule: "A guard that holds births lets them be accepted and acknowledged, and lets none of them go on.",
            fix: "Find the cause; arm the guard again, or reverse the milestone. The document goes on by itself then."),
        "route.name-not-typed": Entry(
            "Going to draining was asked for {milestone}, and the name that was typed is \"{value}\".",
            rule: "From draining on legacy stands by no more; so the milestone's name is typed, by hand.",
            fix: "Type the milestone's name: `--typed {milestone}` (by HTTP `name`)."),
        "route.complete-with-leftovers": Entry(
            "Legacy still owns {value} open orders of milestone {milestone} that nobody signed off.",
            rule: "A milestone completes once legacy owns no open order of its cells that was not signed off.",
            fix:
                "See them: `milepost milestones leftovers {milestone}`. Wait until they close, give them to new "
                + "(`milepost transfers start --milestone {milestone} --to new --reason WHY`), or let them stay "
                + "(`milepost milestones sign-off {milestone} KEY… --reason WHY`)."),
        "route.cancel-with-orders": Entry(
            "New owns {value} open orders through milestone {milestone}.",
            rule: "A milestone is cancelled once it has no effect any more.",
            fix:
                "Reverse it; hand the orders back (`milepost transfers start --milestone {milestone} --to legacy --reason WHY`), or wait until they "
                + "close; then cancel it."),
        "route.gate-closed": Entry(
            "Gate {value} of milestone {milestone} does not pass ({verdict}): {explanation}.",
            rule: "A milestone advances when every gate passes at that instant; a gate that saw nothing never passes.",
            fix:
                "To do: {remedy}. Or have an approver override it (`--override {value}=WHY`), with a reason that is shown for good."
        ),
        "route.override-reason-missing": Entry(
            "Gate {value} of milestone {milestone} is overridden without a reason.",
            rule: "An override needs a reason, which is shown with the milestone for good.",
            fix: "Say why: `--override {value}=WHY` (by HTTP `overrides: { \"{value}\": \"WHY\" }`)."),
        "route.override-role": Entry(
            "{by} may not override gate {value} of milestone {milestone}.",
            rule: "Gates are overridden by approvers.",
            fix: "Ask an approver to make the move."),
        "route.time-missing": Entry(
            "{value} does not exist in {zone}: the clocks jump over it.",
            rule: "A move is scheduled for a time that there is.",
            fix: "Name a time outside of the hour that is lost."),
        "route.time-twice": Entry(
            "{value} comes twice in {zone}: {instants}.",
            rule: "A move is scheduled for one instant.",
            fix: "Name a time outside of the hour that comes twice."),
        "route.time-past": Entry(
            "{value} in {zone} is over; it is {now}.",
            rule: "A move is scheduled for the future.",
            fix: "Name a later time, or move now."),
        "route.schedule-edited": Entry(
            "Milestone {milestone} was edited since its move for {time} was scheduled; the move is suspended.",
            rule: "A scheduled move runs if everything is as it was when it was scheduled.",
            fix: "Have the milestone approved again, look at its plan, and schedule the move again."),
        "route.schedule-moved": Entry(
            "Milestone {milestone} has moved since its move for {time} was scheduled; the move is suspended.",
            rule: "A scheduled move runs from the stage that it was scheduled from; a reverse ends what was to follow.",
            fix: "Look at the milestone's plan, and schedule the move again if it is still wanted."),
        "route.schedule-window": Entry(
            "The windows were changed since the move of milestone {milestone} for {time} was scheduled; it is suspended.",
            rule: "A scheduled move runs if everything is as it was when it was scheduled.",
            fix: "Look at the windows and schedule the move again."),
        "route.rogue-write": Entry(
            "{backend} sent {function} of {orders}, which {emitter} holds.",
            rule: "A function of an order speaks from one back end; what another one says is suppressed and counted.",
            fix: "Stop {backend} from working on the order; if it is right, transfer the order to it."),
        "route.owners-differ": Entry(
            "The document names orders of several owners: {orders}.",
            rule:
                "A document that names several orders is never cut; it goes on if one back end stands for all of them.",
            fix: "Have its sender split it, or transfer orders until they have one owner; then reprocess the document."),
        "route.collective-original": Entry(
            "The document names order {value} among others, and is no report of it: {reason}.",
            rule: "Only a report may name several orders.",
            fix: "Ask the sender for one document per order."),
        "route.order-key-unknown": Entry(
            "{backend} names the order {value}, whose buyer nobody knows.",
            rule: "An order key is the header X-Milepost-Order-Key of the order's delivery, given back as it came.",
            fix:
                "Give the key back unchanged, or leave it out and name buyer and order number; then reprocess the document."
        ),
        "route.origin-unknown": Entry(
            "{backend} says that its document is a copy of {value}, which was never sent there.",
            rule: "A copy that comes back is known by the document that it is of: X-Milepost-Document of its delivery.",
            fix:
                "Have {backend} name only documents that it got, or leave the origin out; then hand the document over again."
        ),
        "route.test-answer-foreign": Entry(
            "{value} sent a test document to {partner}, whose test back end is {backend}.",
            rule: "A partner's tests are answered by its test back end alone.",
            fix: "Take the test mark off, or name {value} as testBackend of the partner."),
        "route.backend-foreign": Entry(
            "Back end {value} sent an order of site {site}, which it does not serve.",
            rule: "An order that was typed into a back end is born there, at a site of that back end.",
            fix: "Correct the site rules or the site's back ends, then reprocess the document."),
    ]
}
