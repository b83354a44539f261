import ArgumentParser
import Gateway

extension Orders {
    struct Enter: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an order that came by telephone or on paper.",
            discussion: """
                The file is one order in canonical JSON. It is born where its partner's orders are born now. When the partner sends it by \
                EDI as well, that is no second order: it is a duplicate, or held for a person.

                Example: milepost orders enter order.json --sender northwind --reason "by telephone, Ms Jensen"
                """)

        @Argument(help: "The order in JSON; - for standard input.") var file: String
        @Option(help: "The partner whose order it is.") var sender: String
        @Option(help: "How it came; it is recorded.") var reason: String
        @Option(help: "How many seconds to wait for the outcome.") var wait = 10
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            let answer = try await client.ask(
                "POST", ["v1", "orders", "enter"],
                [("sender", sender), ("reason", reason), ("wait", String(wait))],
                headers: [("Content-Type", "application/json")], body: InputFile(file).bytes())
            let (outcome, text) = try client.decode(Submit.Outcome.self, answer)
            server.json ? Printing.json(text) : Submit.print(outcome, of: file)
            if outcome.isBad { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }
    }
}
