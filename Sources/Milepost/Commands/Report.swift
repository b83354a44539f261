import ArgumentParser
import Gateway

/// `milepost report`: figures.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Figures.", discussion: "Example: milepost report equation", subcommands: [Equation.self])

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
}
