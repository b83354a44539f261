extension Catalogue {
    static let routeEnglish: [Code: Entry] = [
        "route.buyer-unknown": Entry(
            "No party of the register has the buyer's identifier {buyer} (sent by {sender}, valid on {day}).",
            rule: "An order belongs to a buyer in the party register; that buyer's id is part of the order key.",
            fix: "Add the identifier to the partner's file under partners/, then reprocess the document."),
        "route.buyer-foreign": Entry(
            "{sender} sent an order of {buyer}.",
            rule: "A partner orders for itself; only one of kind provider passes on what others ordered.",
            fix:
                "If {sender} may order for others, write `kind: provider` in its file under partners/ and reprocess the "
                + "document; else discard it."),
        "route.supplier-unknown": Entry(
            "No party of the register has the supplier's identifier {supplier}, which the order key of {buyer} needs.",
            rule: "The key rule of this buyer includes the supplier.",
            fix: "Add the identifier to the supplier's file under partners/, then reprocess the document."),
        "route.order-number-missing": Entry(
            "The document has no usable order number ({value}).",
            rule: "An order is one order by its buyer and its number.",
            fix: "Ask the sender for the number, correct the document and replay it."),
        "route.test-backend-missing": Entry(
            "{partner} sent a test document, but no test back end is configured for it.",
            rule: "Documents marked as a test never reach a productive back end.",
            fix: "Name a testBackend in the partner's file, then reprocess the document; or discard it."),
        "route.site-unknown": Entry(
            "No site rule fits the document. Tried: {tried}.",
            rule: "The site of an order is resolved at its birth by the site rules; the first rule that fits decides.",
            fix: "Add the value to the site rules in milepost.yaml, then reprocess the document."),
        "route.site-ambiguous": Entry(
            "{fact} means several sites: {sites}.",
            rule: "Two equal matches decide nothing; a person must.",
            fix:
                "Correct the site rules; or say `split: lines` in milepost.yaml, so that each site gets an order of its own; or have its sender split the order. Then reprocess the document."
        ),
        "route.split-site-new": Entry(
            "The document names site {value}, but order {key} was split among {sites}.",
            rule: "The sites of an order are resolved at its birth and kept.",
            fix: "Ask the buyer for an order of its own for {value}; then edit and replay the document, or discard it."),
        "route.split-part-missing": Entry(
            "The document takes the place of order {key}, and names no line for site {value} (it was split among {sites}).",
            rule:
                "Nothing is cut in silence: whether the part of {value} is cancelled, or was forgotten, only its buyer knows.",
            fix: "Ask the buyer; then edit and replay the document, or have a cancellation of those lines sent."),
        "route.split-line-indivisible": Entry(
            "Line {line} is for several sites and cannot be divided: {why}.",
            rule: "A line is divided by its deliveries, each of which says its quantity in the line's unit.",
            fix: "Have its sender send one line for each site, or edit and replay the document."),
        "route.split-changed": Entry(
            "`split: lines` was taken away, but {orders} parts of split orders are open.",
            rule: "How documents find their orders cannot change while such orders are open.",
            fix: "Put `split: lines` back until they are closed (`milepost orders close KEY`)."),
        "route.site-differs": Entry(
            "The document names site {document}, but its order belongs to site {order}.",
            rule: "The site of an order is resolved at birth only and kept.",
            fix: "Ask the buyer; then edit and replay the document, or discard it."),
        "route.original-differs": Entry(
            "Order {value} of {partner} came again as an original, with other content than document {first}.",
            rule: "An order number is used once; a change must say that it is one (function code 4 or 5).",
            fix: "Ask the buyer what is meant; then edit and replay it as a change, or discard it."),
        "route.original-of-imported": Entry(
            "Order {value} was imported as open ({key}) and now comes as an original.",
            rule: "An imported order is already in its back end; the same order again would double it.",
            fix: "Check the order in its back end; then discard the document, or edit and replay it as a change."),
        "route.overtaken": Entry(
            "Document {newer} of order {key} came later and went out before.",
            rule:
                "Documents of one order reach a back end in the order in which they were accepted; an older one sent behind a "
                + "newer one would overwrite it, or revive what was cancelled.",
            fix:
                "Discard the document; or, if the back end must have it all the same: "
                + "`milepost documents retry {document} --anyway --reason WHY`."),
        "route.backend-missing": Entry(
            "Site {site} has no back end on side {side}.",
            rule: "A birth needs the back end of the side that its cell is routed to.",
            fix: "Name the back end under sites in milepost.yaml, then reprocess the document."),
        "route.function-unknown": Entry(
            "No function handles {type}.",
            rule: "Each document type belongs to one function; needs, informs and binds name functions that exist.",
            fix: "Correct functions in milepost.yaml."),
        "route.function-cycle": Entry(
            "Function {value} needs itself in a circle.",
            rule: "What a function needs must not need it in turn.",
            fix: "Take one of the needs out of functions in milepost.yaml."),
        "route.rule-site-unknown": Entry(
            "The site rule for {fact} sends {key} to {value}, which is no site.",
            rule: "Site rules name configured sites.",
            fix: "Correct the name, or add the site."),
        "route.milestone-overlap": Entry(
            "Cell {value} is in milestone {first} and in milestone {second}.",
            rule: "A cell is in at most one unfinished milestone.",
            fix:
                "Take the cell out of one of them. If one is complete or cancelled, delete its file: what it moved stays where it is."
        ),
        "route.milestone-function-unknown": Entry(
            "Milestone {milestone} names function {value}, which does not exist.",
            rule: "A milestone moves cells: configured functions at configured sites.",
            fix: "Correct the function's name."),
        "route.milestone-site-unknown": Entry(
            "Milestone {milestone} names site {value}, which does not exist.",
            rule: "A milestone moves cells: configured functions at configured sites.",
            fix: "Correct the site's name."),
        "route.milestone-backend-missing": Entry(
            "Milestone {milestone} needs a back end on side {side} of site {value}.",
            rule: "A cell can move only between two back ends.",
            fix: "Name the back end under sites in milepost.yaml."),
        "route.milestone-unknown": Entry(
            "There is no milestone {value}.",
            rule: "Milestones are defined by the files under milestones/.",
            fix: "Use one of: {known}."),
        "route.order-closed": Entry(
            "Order {value} is closed already.",
            rule: "An order is closed once; a document for it opens it again.",
            fix: "Nothing is to be done."),
        "route.close-foreign": Entry(
            "{backend} does not own order {value}, and does not say when it is closed.",
            rule: "An order is closed by the back end that owns it, or by a person.",
            fix: "Have its owner say so; `milepost orders show {value}` names it."),
        "route.closing-unasked": Entry(
            "Orders of site {site} are not closed by their back ends: {value} stays open.",
            rule: "With `whenBackendSaysSo: no` a site's orders are closed by its other rules, or by a person.",
            fix: "Take `whenBackendSaysSo: no` out of `closing` of {site} in milepost.yaml, or say nothing."),
        "route.order-busy": Entry(
            "Order {value} is not done: a document of it waits, failed or is on its way, or its key is held.",
            rule: "Closed is an order of which everything was delivered or taken out.",
            fix: "See `milepost orders show {value}`; retry or discard what stopped, then close it."),
        "route.site-removed": Entry(
            "Site {value} is gone from the configuration, and {orders} open orders are its own.",
            rule: "A site stays until its last order is closed: its orders' changes are for nobody else.",
            fix:
                "Put the site back; take it away once its orders are closed, by its `closing` rule or by `milepost orders close`."
        ),
        "route.site-backend-changed": Entry(
            "Site {site} is to have {value} as its {side} back end in place of {backend}; {milestone}.",
            rule:
                "A site keeps its back ends while a milestone moves it, and never exchanges them: births change sides by moves alone.",
            fix:
                "Take the change back. To move traffic, move the milestone; to replace a back end, finish or reverse the site's milestones first."
        ),
        "route.backend-removed": Entry(
            "Back end {value} is gone from the configuration, but has {deliveries} unfinished deliveries and {orders} open orders.",
            rule:
                "An order stays with the back end that owns it; without it its changes would wait for ever in silence.",
            fix:
                "Put the back end back by the same name; only its address may change. Remove it once its deliveries are finished and no open order is bound to it."
        ),
        "route.milestone-removed": Entry(
            "Milestone {value} is {stage}, but its file is gone.",
            rule: "Births follow a live milestone; without its definition they would fall back in silence.",
            fix: "Put the file back; reverse or complete the milestone before its file is removed."),
        "route.move-illegal": Entry(
            "Milestone {milestone} cannot go from {from} to {value}.",
            rule: "A milestone moves to its next stage only; legal now: {legal}.",
            fix: "For what is legal: {next}."),
        "route.stage-reached": Entry(
            "Milestone {milestone} is {value} already, since {since}.",
            rule: "A move that somebody made is not made again.",
            fix:
                "Nothing is to be done, if that is what you wanted; who moved it, and why, says `milepost milestones show {milestone}`."
        ),
        "route.move-reason-missing": Entry(
            "Moving {milestone} to {to} needs a reason.",
            rule: "Going live without shadow and pilot, complete, and every reverse are recorded with their reasons.",
            fix: "Say why with --reason."),
        "route.owner-retired": Entry(
            "Order {key} is closed, and its back end {value} is retired.",
            rule: "A document for a closed order opens it again, at the back end that owned it.",
            fix:
                "Ask the sender what is meant; answer by hand, or have it sent as a new order, and discard the document."
        ),
        "route.parking-expired": Entry(
            "The order {key} did not come within {hours} hours.",
            rule: "A document of an unknown order waits for a stated time, then fails visibly.",
            fix: "Ask the sender for the order; once it is here, retry this document."),
    ]
}
