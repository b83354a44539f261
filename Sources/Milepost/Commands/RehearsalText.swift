import Foundation
import Gateway

/// A rehearsal as it is read before a move: what happens by day and side, then what will surprise.
enum RehearsalText {
    static func print(_ view: RehearsalView) {
        head(view)
        days(view)
        surprises(view)
        copies(view)
        rates(view)
        foot(view)
    }

    private static func title(_ text: String) {
        Terminal.output.line()
        Terminal.output.line(Terminal.output.styled(text, .bold))
    }

    private static func head(_ view: RehearsalView) {
        let from = Printing.moment(view.receivedFrom) ?? view.receivedFrom
        let to = Printing.moment(view.receivedTo) ?? view.receivedTo
        let outcomes = view.outcomes
        let others = [
            (outcomes.duplicates, "sent again"), (outcomes.parked, "waiting for their order"), (outcomes.held, "held"),
            (outcomes.superseded, "superseded"),
            (outcomes.failed, "failed"), (outcomes.unread, "unread"), (outcomes.acknowledgements, "acknowledgements"),
        ]
        let parts = others.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let supposed = view.stage == view.from ? "\(view.stage), where it is" : "\(view.stage); it is \(view.from)"
        Printing.facts([
            ("milestone", view.milestone), ("supposed", supposed), ("pilot", view.pilot),
            ("cut", view.cut.map { "requested from \($0) on" }), ("received", "\(from) to \(to) UTC"),
            (
                "documents",
                "\(view.documents): " + (["\(outcomes.delivered) delivered"] + parts).joined(separator: ", ")
            ),
            ("births", "\(view.births), \(view.movedBirths) of them at another side than they went to"),
            ("tests", view.tests > 0 ? "\(view.tests), in no figure below but the rates" : nil),
        ])
    }

    private static func days(_ view: RehearsalView) {
        guard !view.days.isEmpty else { return }
        title("What each side gets")
        let hasOthers = view.days.contains { $0.others > 0 }
        let heads = ["day", "site", "side", "back end", "births", "moved", "changes", "cancellations"]
        var table = TextTable(heads + (hasOthers ? ["others"] : []), numbers: [4, 5, 6, 7, 8])
        for day in view.days { table.add([day.day, day.site] + cells([day], hasOthers)) }
        let all = Dictionary(grouping: view.days) { "\($0.side) \($0.backend)" }
        if view.days.count > all.count {
            for side in all.keys.sorted() { table.add(["all", ""] + cells(all[side] ?? [], hasOthers)) }
        }
        table.print()
    }

    private static func cells(_ days: [RehearsalView.Day], _ hasOthers: Bool) -> [String?] {
        func sum(_ figure: (RehearsalView.Day) -> Int) -> String { String(days.reduce(0) { $0 + figure($1) }) }
        let figures = [sum(\.births), sum(\.movedBirths), sum(\.changes), sum(\.cancellations)]
        return [days.first?.side, days.first?.backend] + figures + (hasOthers ? [sum(\.others)] : [])
    }

    // MARK: Surprises

    private static func surprises(_ view: RehearsalView) {
        title("What may surprise")
        var lines = sentences(view)
        if lines.isEmpty, view.troubles.isEmpty, view.unwritten.isEmpty { lines = ["Nothing."] }
        for line in lines { Terminal.output.line("  " + Terminal.safe(line)) }
        troubles(view)
        unwritten(view)
    }

    private static func sentences(_ view: RehearsalView) -> [String] {
        var lines = view.elsewhere.map { item in
            "\(item.documents) × \(item.type) of orders that stay with \(item.backend) (\(item.side)), while births of "
                + "\(item.site) go to the other side."
        }
        if view.unknownOrders > 0 {
            lines.append(
                "\(Printing.count(view.unknownOrders, "document")) of orders that were never seen; such go where unknown orders go."
            )
        }
        if view.outcomes.parked > 0 {
            let waits = view.outcomes.parked == 1 ? "waits for its order" : "wait for their orders"
            lines.append("\(Printing.count(view.outcomes.parked, "document")) still \(waits) at the end.")
        }
        for rate in view.rates {
            guard let minutes = rate.minutesAboveLimit, minutes > 0, let limit = rate.limitPerMinute else { continue }
            lines.append(
                "\(rate.backend) takes \(figure(limit)) a minute by its configuration; \(Printing.count(minutes, "minute")) had more, at most "
                    + "\(rate.minute.deliveries): what is above waits.")
        }
        if let cut = view.cut, view.movedBirths == 0 {
            lines.append(
                "No birth moves: nothing that the cut lets move is requested from \(cut) on. Rehearse an earlier day with --cut."
            )
        }
        return lines
    }

    private static func troubles(_ view: RehearsalView) {
        guard !view.troubles.isEmpty else { return }
        var table = TextTable(["documents", "why", "what was tried", "for example"], numbers: [0])
        for trouble in view.troubles.prefix(mostTroubles) {
            table.add([
                String(trouble.documents), trouble.code, trouble.facts ?? "",
                trouble.order.map { "\($0) (\(trouble.example))" } ?? trouble.example,
            ])
        }
        table.print(indent: "  ")
        let more = view.troubles.dropFirst(mostTroubles).reduce(view.furtherTroubles) { $0 + $1.documents }
        if more > 0 { Terminal.output.line("  and \(Printing.count(more, "document")) more; --json lists them.") }
    }

    private static let mostTroubles = 20

    private static func unwritten(_ view: RehearsalView) {
        guard !view.unwritten.isEmpty else { return }
        var table = TextTable(["documents", "cannot be written for", "why", "for example"], numbers: [0])
        for item in view.unwritten { table.add([String(item.documents), item.backend, item.code, item.example]) }
        table.print(indent: "  ")
    }

    // MARK: Copies and rates

    private static func copies(_ view: RehearsalView) {
        guard !view.integrations.isEmpty else { return }
        title("Copies")
        var table = TextTable(["documents of", "why", "to", "copies"], numbers: [3])
        for item in view.integrations { table.add([item.flow, item.purpose, item.backend, String(item.copies)]) }
        table.print()
    }

    private static func rates(_ view: RehearsalView) {
        guard !view.rates.isEmpty else { return }
        title("Peaks, copies included")
        var table = TextTable(
            ["back end", "deliveries", "in a minute", "when (UTC)", "in an hour", "when (UTC)", "limit a minute"],
            numbers: [1, 2, 4, 6])
        for rate in view.rates {
            table.add([
                rate.backend, String(rate.deliveries), String(rate.minute.deliveries), minute(rate.minute.from),
                String(rate.hour.deliveries), minute(rate.hour.from), rate.limitPerMinute.map(figure) ?? "none",
            ])
        }
        table.print()
    }

    private static func foot(_ view: RehearsalView) {
        Terminal.output.line()
        let rate = String(format: "%.0f", Double(view.documents) / max(view.seconds, 1e-3))
        let written = view.written.map { count in
            count > 0
                ? "\(count) payloads for the new side written on trial"
                : "nothing to write on trial: what the new side takes is no format that mappings write"
        }
        let notes = [
            String(format: "%.1f s, ", view.seconds) + "\(rate) documents/s",
            written ?? "payloads for the new side not written (--write)",
            view.readAgain > 0 ? "\(view.readAgain) documents read from their canonical form" : nil,
        ]
        Terminal.output.line(
            Terminal.output.styled(
                notes.compactMap(\.self).joined(separator: "; ") + "; nothing was delivered.", .faint))
    }

    private static func minute(_ text: String) -> String? { Printing.moment(text).map { String($0.prefix(16)) } }

    private static func figure(_ value: Double) -> String {
        value == value.rounded() ? String(format: "%.0f", value) : String(format: "%.1f", value)
    }
}
