import ArgumentParser
import Diagnostics
import Gateway
import Orders

/// `milepost milestones`: where they stand, and their moves.
struct Milestones: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show and move milestones.",
        discussion: "Example: milepost milestones list",
        subcommands: [
            List.self, Show.self, Shadow.self, Test.self, Plan.self, Rehearse.self, Approve.self, Sign.self,
            Advance.self,
            Reverse.self,
            Pause.self,
            Resume.self, Pilot.self, Cancel.self, Countersign.self, Rearm.self, Recall.self, Quarantine.self,
            Leftovers.self,
            SignOff.self, Schedule.self, Withdraw.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All milestones and their stages.", discussion: "Example: milepost milestones list")

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(Page<MilestoneView>.self, ["v1", "milestones"])
            if server.json { return Printing.json(text) }
            var table = TextTable(["milestone", "stage", "since", "cells", "next"])
            for item in page.items {
                table.add([
                    item.name, item.stage, Printing.moment(item.since), item.cells.joined(separator: " "),
                    item.next.joined(separator: ", "),
                ])
            }
            Printing.page(table, next: nil, empty: "No milestone is configured.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One milestone with its history.", discussion: "Example: milepost milestones show north-intake")

        @Argument(help: "The milestone's name.") var name: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (item, text) = try await server.client().get(MilestoneView.self, ["v1", "milestones", name])
            server.json ? Printing.json(text) : print(item)
        }
    }

    static func post(
        _ action: String, _ name: String, _ members: JSONValue, _ server: ServerOptions, plan: String? = nil
    ) async throws {
        var headers = [(name: "Content-Type", value: "application/json")]
        if let plan { headers.append(("If-Match", "\"\(plan)\"")) }
        let client = try server.client()
        let answer = try await client.ask(
            "POST", ["v1", "milestones", name, action], headers: headers, body: members.bytes)
        let (item, text) = try client.decode(MilestoneView.self, answer)
        server.json ? Printing.json(text) : print(item)
    }

    /// The members of a move that were given.
    static func members(_ pairs: [(String, JSONValue?)]) -> JSONValue {
        .object(pairs.compactMap { name, value in value.map { (name, $0) } })
    }

    static func print(_ item: MilestoneView) {
        Printing.facts([
            ("milestone", item.name), ("title", item.title), ("stage", item.stage),
            ("since", Printing.moment(item.since)), ("cells", item.cells.joined(separator: " ")),
            ("paused", item.isPaused ? "yes" : nil), ("pilot", item.pilot),
            ("cut", item.cut.map { "requested from \($0) on" }), ("author", item.author),
            ("approved by", item.approvedBy ?? (item.next.isEmpty ? nil : "nobody, as its file is now")),
            ("may go to", item.next.isEmpty ? nil : item.next.joined(separator: ", ")),
        ])
        list(
            "check list",
            (item.checklist ?? []).map { entry in
                "\(entry.name) (\(entry.role)): " + (entry.signedBy.map { "signed by \($0)" } ?? "not signed")
            })
        list(
            "guards",
            (item.guards ?? []).map { entry in
                let state = entry.tripped.map { "tripped \(Printing.moment(entry.trippedAt) ?? ""): \($0)" } ?? "armed"
                return "\(entry.guard) above \(figure(entry.limit)) \(entry.unit): \(entry.consequence), \(state)"
            })
        list(
            "to countersign",
            item.toCountersign.map { glass in
                "epoch \(glass.epoch) by \(glass.actor), until \(Printing.moment(glass.due) ?? glass.due): \(glass.reason)"
            })
        list(
            "scheduled",
            item.scheduled.map { move in
                let target = move.to.map { " to \($0)" } ?? ""
                let fault = move.refusal.map { ": \($0.message)" } ?? ""
                return
                    "\(move.id) \(move.action)\(target) at \(move.local ?? Printing.moment(move.at) ?? move.at) by \(move.madeBy), \(move.state)\(fault)"
            })
        list(
            "fences",
            (item.fences ?? []).map { fence in
                "\(fence.backend) gets releases only: \(fence.quarantined) orders to enter, \(fence.releasing) to release, "
                    + "\(fence.refused) refused, \(fence.confirmed) confirmed; milepost fences orders \(fence.id)"
            })
        history(item.history)
    }

    /// The moves, and below them the gates that were passed although they did not pass: for good.
    private static func history(_ moves: [MilestoneView.Move]) {
        var table = TextTable(["at", "move", "from", "to", "by", "epoch", "reason"], numbers: [5])
        for move in moves {
            let glass = move.glass.map { glass in
                glass.countersignedBy.map { "made alone, countersigned by \($0)" } ?? "made alone, not countersigned"
            }
            table.add([
                Printing.moment(move.at), [move.action, move.details].compactMap(\.self).joined(separator: ", "),
                move.from,
                move.to, move.actor, String(move.epoch),
                [move.reason, move.quarantined.map { "\($0) orders quarantined" }, glass].compactMap(\.self)
                    .joined(separator: "; "),
            ])
        }
        guard !table.isEmpty else { return }
        Terminal.output.line()
        table.print()
        list(
            "passed although closed",
            moves.flatMap { move in
                (move.overrides ?? []).map { over in
                    "epoch \(move.epoch) \(over.gate) (\(over.verdict): \(over.explanation)) by \(over.by): \(over.reason)"
                }
            })
    }

    private static func figure(_ limit: Double) -> String {
        limit.rounded() == limit && limit < 1e15 ? String(Int(limit)) : String(limit)
    }

    private static func list(_ title: String, _ lines: [String]) {
        guard !lines.isEmpty else { return }
        Terminal.output.line("\(title):")
        for line in lines { Terminal.output.line("  \(line)") }
    }
}
