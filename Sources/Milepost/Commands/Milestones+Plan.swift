import ArgumentParser
import Diagnostics
import Foundation
import Gateway

/// How a move is looked at before it is made: a pilot's check list.
extension Milestones {
    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What a move would do, and what stands in its way; nothing moves.",
            discussion: """
                Without --to it is about the next stage.

                Example: milepost milestones plan north-intake
                         milepost milestones plan north-intake --to planned --policy hand-back
                """)

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The stage to go to, or back to; the next one without it.") var to: String?
        @Option(
            help:
                "For the way back: what becomes of the orders that new owns (stay, hand-back, quarantine), if not what its file says."
        )
        var policy: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (plan, text) = try await server.client().get(
                MilestonePlanView.self, ["v1", "milestones", name, "plan"],
                (to.map { [("to", $0)] } ?? []) + (policy.map { [("policy", $0)] } ?? []))
            server.json ? Printing.json(text) : print(plan)
            if plan.refusal != nil { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }

        private func print(_ plan: MilestonePlanView) {
            let terminal = Terminal.output
            let next = to == nil && plan.asked != plan.from ? ", its next stage" : ""
            terminal.line("\(plan.milestone): \(plan.from) to \(plan.asked)\(next), plan \(plan.version)")
            terminal.line()
            Self.print(plan.gates)
            Self.printBirths(of: plan)
            var orders = TextTable(["open orders of", "at", "orders"], numbers: [2])
            for row in plan.openOrders { orders.add([row.cell, row.side, String(row.orders)]) }
            orders.print()
            for (word, because, list) in [("starts", "because", plan.starts), ("stops", "it ran because", plan.stops)]
            where !list.isEmpty {
                terminal.line()
                terminal.line("\(word):")
                for item in list {
                    terminal.line("  \(item.purpose) copies of \(item.flow)")
                    for reason in item.because { terminal.line("    \(because) \(reason)") }
                }
            }
            if let orders = plan.backfill {
                terminal.line()
                terminal.line("back-filled: what new lacks of \(orders) open orders")
            }
            if let reverse = plan.reverse { Milestones.print(reverse, of: plan.milestone) }
            if let quarantine = plan.quarantine { Milestones.print(quarantine, of: plan.milestone) }
            for warning in plan.warnings { warning.print(on: .output) }
            terminal.line()
            printEnd(of: plan)
        }

        /// Each gate with its mark, and below one that does not pass what is to be done about it.
        private static func print(_ gates: [MilestonePlanView.Gate]) {
            var table = TextTable(["", "gate", "what it says"])
            for gate in gates {
                let mark = gate.verdict == "pass" ? "[x]" : gate.verdict == "fail" ? "[ ]" : "[?]"
                table.add([mark, gate.gate, gate.explanation])
            }
            guard !table.isEmpty else { return }
            table.print()
            Terminal.output.line()
            let actions = gates.flatMap { gate in (gate.remedies ?? []).map { (gate.gate, $0) } }
            guard !actions.isEmpty else { return }
            Terminal.output.line("to do:")
            for (place, action) in actions.enumerated() {
                Terminal.output.line("  \(place + 1). \(action.0): \(action.1)")
            }
            Terminal.output.line()
        }

        /// Whom it takes, and what that would have been in the last days.
        private static func printBirths(of plan: MilestonePlanView) {
            let terminal = Terminal.output
            let takes = [
                plan.pilot.map { "the pilot takes \($0)" },
                plan.cut.map { "births requested for \($0) or later; earlier ones stay at legacy" },
            ].compactMap(\.self)
            for line in takes { terminal.line(line) }
            for row in plan.births {
                let days = row.days >= 1 ? "\(number(row.days)) days" : "\(number(row.days * 24)) hours"
                terminal.line(
                    "births of \(row.cell): \(row.moving) of the last \(row.births), in \(days), would have gone to \(row.to), "
                        + "about \(number(row.perDay)) a day")
            }
            if !takes.isEmpty || !plan.births.isEmpty { terminal.line() }
        }

        private static func number(_ value: Double) -> String {
            value.rounded() == value && abs(value) < 1e15 ? String(Int(value)) : String(format: "%.1f", value)
        }

        /// The command that makes the move; or why it would be refused, and what can be done about that.
        private func printEnd(of plan: MilestonePlanView) {
            let terminal = Terminal.output
            guard let refusal = plan.refusal else {
                terminal.line("It would go: \(command(for: plan))")
                if ["pilot", "live", "draining"].contains(plan.asked), plan.action == "advance" {
                    terminal.line(
                        "If it goes wrong: milepost milestones reverse \(plan.milestone) --to \(plan.from) --reason WHY"
                    )
                }
                return
            }
            terminal.line("It would be refused now:")
            refusal.print(on: .output)
            guard refusal.code == "route.gate-closed" else { return }
            terminal.line("When all is done, look again: milepost milestones plan \(plan.milestone) --to \(plan.asked)")
            let closed = plan.gates.filter { $0.verdict != "pass" }.map { " --override \($0.gate)=WHY" }.joined()
            terminal.line("Or an approver passes what does not pass:")
            terminal.line("  \(command(for: plan))\(closed)")
        }

        private func command(for plan: MilestonePlanView) -> String {
            let word = plan.action == "reverse" ? "reverse" : "advance"
            let choice = policy.map { " --policy \($0)" } ?? ""
            let typed = word == "advance" && plan.asked == "draining" ? " --typed NAME" : ""
            return
                "milepost milestones \(word) \(plan.milestone) --to \(plan.asked)\(choice)\(typed) --plan \(plan.version) --reason WHY"
        }
    }

    /// What a reverse would make of the orders that new owns.
    static func print(_ reverse: MilestonePlanView.Reverse, of milestone: String) {
        let terminal = Terminal.output
        terminal.line()
        let chosen = reverse.policy == reverse.approved ? "as approved" : "approved is \(reverse.approved)"
        terminal.line("orders of new: \(reverse.policy) (\(chosen))")
        let count = Printing.count(reverse.orders, "open order")
        let some = reverse.first.map(Terminal.safe).joined(separator: ", ")
        let keys = reverse.orders > reverse.first.count ? "\(some), …" : some
        switch (reverse.orders, reverse.policy) {
        case (0, _): terminal.line("  new owns no open order of it; births alone go back")
        case (_, "hand-back"):
            terminal.line("  \(count) would be handed back to legacy: \(keys)")
            if let transfers = reverse.transfers, let rate = reverse.perMinute, let minutes = reverse.minutes {
                terminal.line(
                    "  \(Printing.count(transfers, "transfer")) would begin, \(rate) a minute, over about \(minutes) min; "
                        + "what is under way, failed or partly delivered stays with new")
            }
            terminal.line("  see them through: milepost transfers bulks, milepost transfers list")
        case (_, "quarantine"): terminal.line("  \(count) would be held: \(keys)")
        default:
            terminal.line("  \(count) would stay with new until closed, changes to them follow; births alone go back")
            terminal.line(
                "  what new never took can be taken back then: milepost milestones recall \(milestone) --reason WHY")
        }
        terminal.line(
            reverse.legacyReadyUntil.map {
                "legacy is kept ready for births and orders until \(Printing.moment($0) ?? $0)"
            } ?? "legacy is kept ready for births and orders until the milestone is complete")
    }

    /// What a reverse would fence.
    static func print(_ quarantine: MilestonePlanView.Quarantine, of milestone: String) {
        let terminal = Terminal.output
        guard quarantine.orders > 0 else {
            let others =
                quarantine.waiting.isEmpty
                ? "" : "; births of \(quarantine.waiting.joined(separator: ", ")) go on there"
            return terminal.line("fenced: nothing, since new owns no open order of it\(others)")
        }
        terminal.line(
            "fenced: \(quarantine.fences.joined(separator: ", ")) would get releases only, for all of its sites: "
                + quarantine.sites.joined(separator: ", "))
        terminal.line(
            "  until each of the \(Printing.count(quarantine.orders, "order")) is recalled, or entered at legacy by hand and released"
        )
        if !quarantine.waiting.isEmpty {
            terminal.line(
                "  the births of \(quarantine.waiting.joined(separator: ", ")) would wait for the fence as well")
        }
        terminal.line("then: milepost milestones recall \(milestone) --reason WHY, milepost fences list")
    }
}
