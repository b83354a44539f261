import ArgumentParser
import Gateway

/// `milepost report`: figures.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Figures.", discussion: "Example: milepost report equation",
        subcommands: [Equation.self, StraightThrough.self])

    struct Equation: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What was accepted, and what became of it, per sender and day.",
            discussion: """
                Example: milepost report equation
                         milepost report equation --from 2026-09-01 --to 2026-09-30

                Exits with 1 when a row does not balance.
                """)

        @Option(help: "The first day, or a moment of it, in UTC; by default 31 days ago.") var from: String?
        @Option(help: "The last day, or the moment before which it ends; by default today.") var to: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (equation, text) = try await server.client().get(
                EquationView.self, ["v1", "reports", "equation"], [("from", from), ("to", to)])
            server.json ? Printing.json(text) : Self.print(equation)
            if !equation.balances { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }

        static func print(_ equation: EquationView) {
            var table = TextTable(
                [
                    "sender", "day", "accepted", "=", "delivered", "failed", "held", "parked", "in flight",
                    "discarded", "duplicate", "superseded", "",
                ], numbers: Set(2...11))
            for row in equation.rows + [equation.total] {
                table.add([
                    row.sender, row.day, String(row.accepted), "=", String(row.delivered), String(row.failed),
                    String(row.held), String(row.parked), String(row.inFlight), String(row.discarded),
                    String(row.duplicate), String(row.superseded), row.balances ? "balances" : "DOES NOT BALANCE",
                ])
            }
            table.print()
        }
    }

    struct StraightThrough: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How much went through without a person, by function, site and partner.",
            discussion: """
                The share is what went through, of what went through, was helped by a person or is stuck.

                Example: milepost report straight-through
                         milepost report straight-through --from 2026-09-01 --to 2026-09-30
                """)

        @Option(help: "The first day, or a moment of it, in UTC; by default 31 days ago.") var from: String?
        @Option(help: "The last day, or the moment before which it ends; by default today.") var to: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (figures, text) = try await server.client().get(
                StraightThroughView.self, ["v1", "reports", "straight-through"], [("from", from), ("to", to)])
            if server.json { return Printing.json(text) }
            var table = TextTable(
                ["function", "site", "sender", "documents", "through", "helped", "stuck", "other", "share"],
                numbers: Set(3...8))
            for row in figures.rows + [figures.total] {
                table.add([
                    row.function, row.site, row.sender, String(row.documents), String(row.through), String(row.helped),
                    String(row.stuck), String(row.other), row.percent.map { "\($0) %" },
                ])
            }
            table.print()
        }
    }
}
