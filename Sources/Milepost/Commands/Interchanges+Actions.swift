import ArgumentParser
import Gateway

extension Interchanges {
    struct Reprocess: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read an unreadable interchange again, with today's configuration.",
            discussion: """
                For when its partner's profile was wrong. What could be read is set right with `milepost documents`.

                Example: milepost interchanges reprocess 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10
                """)

        @Argument(help: "The interchange's id.") var id: String
        @Option(help: "Why.") var reason: String?
        @Option(help: "For how many seconds to wait for the outcome.") var wait = 10
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (item, text) = try await server.client().post(
                InterchangeView.self, ["v1", "interchanges", id, "reprocess"], [("wait", String(wait))],
                json: ["reason": reason])
            server.json ? Printing.json(text) : Printing.interchange(item)
            if item.status == "unreadable" { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an unreadable interchange out; its bytes are kept.",
            discussion: """
                Example: milepost interchanges discard 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 --reason "a PDF, sent by mistake"
                """)

        @Argument(help: "The interchange's id.") var id: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (item, text) = try await server.client().post(
                InterchangeView.self, ["v1", "interchanges", id, "discard"], json: ["reason": reason])
            server.json ? Printing.json(text) : Printing.interchange(item)
        }
    }
}
