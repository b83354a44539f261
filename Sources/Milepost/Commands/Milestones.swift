import ArgumentParser
import Gateway

/// `milepost milestones`: where they stand, and their moves.
struct Milestones: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show and move milestones.",
        discussion: "Example: milepost milestones list",
        subcommands: [List.self, Show.self, Advance.self, Reverse.self])

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
                    item.next.map { Milestones.move(to: $0) }.joined(separator: ", "),
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

    struct Advance: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move a milestone on.",
            discussion: """
                Example: milepost milestones advance north-intake --to live --reason "rehearsed on 10 Nov"
                """)

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The stage: pilot, live, draining or complete.") var to = "live"
        @Option(help: "Why; it is recorded.") var reason: String?
        @OptionGroup var server: ServerOptions

        func run() async throws { try await move("advance", name, ["to": to, "reason": reason], server) }
    }

    struct Reverse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send births back to legacy; orders born at new stay there.",
            discussion: """
                Example: milepost milestones reverse north-intake --reason "the new system misses prices"
                """)

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws { try await move("reverse", name, ["reason": reason], server) }
    }

    private static func move(
        _ action: String, _ name: String, _ members: [String: String?], _ server: ServerOptions
    ) async throws {
        let (item, text) = try await server.client().post(
            MilestoneView.self, ["v1", "milestones", name, action], json: members)
        server.json ? Printing.json(text) : print(item)
    }

    /// A stage that a milestone may go to, with the command where it is not `advance`.
    private static func move(to stage: String) -> String { stage == "planned" ? "planned (by reverse)" : stage }

    private static func print(_ item: MilestoneView) {
        Printing.facts([
            ("milestone", item.name), ("title", item.title), ("stage", item.stage),
            ("since", Printing.moment(item.since)), ("cells", item.cells.joined(separator: " ")),
            ("may go to", item.next.isEmpty ? nil : item.next.map { Milestones.move(to: $0) }.joined(separator: ", ")),
        ])
        var table = TextTable(["at", "from", "to", "by", "epoch", "reason"], numbers: [4])
        for move in item.history {
            table.add([
                Printing.moment(move.at), move.from, move.to, move.actor, String(move.epoch), move.reason,
            ])
        }
        guard !table.isEmpty else { return }
        Terminal.output.line()
        table.print()
    }
}
