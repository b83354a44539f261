extension Catalogue {
    /// Verifications of sites, and what back ends list for them.
    static let verifyEnglish: [Code: Entry] = [
        "verify.site-unknown": Entry(
            "There is no site {value}.",
            rule: "A verification compares the two back ends of a site of the configuration.",
            fix: "See `milepost integrations list` for sites, or `sites` in the configuration."),
        "verify.one-backend": Entry(
            "Site {value} has no two back ends to compare.",
            rule: "A verification compares the back end of side legacy with that of side new.",
            fix: "Name both in the site's entry of the configuration, if there are two."),
        "verify.listing-undeclared": Entry(
            "Back end {value} lists no orders, so that site {site} cannot be verified.",
            rule: "Both back ends of a site list what they hold, at the URL that `orders` in their entries names.",
            fix: "Add `orders` with its `url` to {value} in the configuration, once it answers there."),
        "verify.running": Entry(
            "Site {value} is being verified already, by run {run}.",
            rule: "One verification of a site runs at a time.",
            fix: "See `milepost integrations verify show {run}`; wait for it, or cancel it."),
        "verify.window": Entry(
            "The window begins at {value} and ends at {to}, which is not later.",
            rule: "A verification takes what was changed from one moment until before a later one.",
            fix: "Name a beginning before the end; a day as the end counts as a whole."),
        "verify.run-unknown": Entry(
            "There is no verification {value}.",
            rule: "Verifications are named by the ids that they were given.",
            fix: "See `milepost integrations verify list`."),
        "verify.run-ended": Entry(
            "Verification {value} has ended: it is {state}.",
            rule: "Cancelled is what still runs.",
            fix: "Nothing is to be done."),
        "verify.run-not-done": Entry(
            "Verification {value} is {state}: what it found is not whole.",
            rule: "Sent again is what a verification named that came to its end.",
            fix: "Wait until it is done, or verify the site once more."),
        "verify.listing-silent": Entry(
            "Back end {value} has not listed its orders for {hours} h: {detail}.",
            rule: "A listing that fails is asked for again by the back end's own schedule, until its deadline.",
            fix: "Get its listing to answer, then verify the site once more."),
        "verify.listing-refused": Entry(
            "Back end {backend} refuses to list its orders: HTTP {value}.",
            rule: "A listing answers 200; 408, 425, 429 and 5xx are asked again, anything else is not.",
            fix: "Mend the URL or the credentials of `orders` in its entry, or its listing, then verify once more."),
        "verify.listing-large": Entry(
            "A page of back end {backend} is longer than {value} bytes.",
            rule: "A page is held in memory whole.",
            fix: "Ask for less at once: `page` of `orders` in its entry."),
        "verify.listing-json": Entry(
            "What back end {backend} lists is no JSON: {reason}.",
            rule: "A page is a JSON object (RFC 8259) with `orders` and, unless it is the last one, `next`.",
            fix: "Mend its listing, then verify once more."),
        "verify.listing-form": Entry(
            "What back end {backend} lists is not formed as agreed: {expected} is expected.",
            rule:
                "Each order has its `id` there, the moment at which it last `changed`, the `key` that it came with if it came from here, and its content as canonical JSON under `order`.",
            fix: "Mend its listing, then verify once more."),
        "verify.listing-many": Entry(
            "Back end {backend} lists {value} orders in a page, and was asked for {limit} at most.",
            rule: "A page has no more orders than `limit` asks for.",
            fix: "Mend its listing, then verify once more."),
        "verify.listing-outside": Entry(
            "Back end {backend} lists order {value}, which was changed at {changed}: that is outside of the window.",
            rule: "A page has orders that were changed from `from` on and before `to`.",
            fix: "Mend its listing, then verify once more."),
        "verify.listing-twice": Entry(
            "Back end {backend} lists order {value} twice, unchanged.",
            rule: "An order stands in a listing once; again it may come where it has changed since.",
            fix: "Mend the order of its pages: a cursor is the place behind the last order of a page."),
        "verify.listing-circle": Entry(
            "The pages of back end {backend} go round in a circle: the cursor {value} comes back.",
            rule: "Each page leads further, and the last one has no `next`.",
            fix: "Mend its cursors, then verify once more."),
        "verify.listing-endless": Entry(
            "The listing of back end {backend} does not end: {reason}.",
            rule: "A listing comes to an end: {limit}.",
            fix: "Mend its cursors, or verify a smaller window."),
        "verify.listing-unasked": Entry(
            "Back end {backend} answers with order {value}, which it was not asked for.",
            rule: "Asked by `key` or `id`, a back end answers with those orders alone.",
            fix: "Mend its listing, then verify once more."),
    ]
}
