import ArgumentParser
import Diagnostics
import Gateway

/// `milepost interchanges`: what was received.
struct Interchanges: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find and show what was received, and settle what could not be read.",
        discussion: "Example: milepost interchanges list --sender northwind",
        subcommands: [List.self, Show.self, Raw.self, Acknowledgements.self, Reprocess.self, Discard.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find interchanges, newest first.",
            discussion: """
                Example: milepost interchanges list --sender freshmart --from 2026-11-12

                What could not be read: milepost interchanges list --status unreadable
                """)

        @OptionGroup var search: SearchOptions
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<InterchangeView>.self, ["v1", "interchanges"], search.query)
            if server.json { return Printing.json(text) }
            var table = TextTable(
                ["interchange", "received", "sender", "file", "bytes", "documents", "status", "because"],
                numbers: [4, 5])
            for item in page.items {
                table.add([
                    item.id, Printing.moment(item.receivedAt), item.sender, item.fileName, String(item.size),
                    item.documentCount.map(String.init), item.status,
                    item.diagnostics.first { $0.severity == Severity.error.rawValue }?.code,
                ])
            }
            Printing.page(table, next: page.next, empty: "No interchange fits.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one interchange with its documents.",
            discussion: "Example: milepost interchanges show 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10")

        @Argument(help: "The interchange's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (item, text) = try await server.client().get(InterchangeView.self, ["v1", "interchanges", id])
            if server.json { return Printing.json(text) }
            Printing.interchange(item)
        }
    }

    struct Raw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the bytes as they were received.",
            discussion: "Example: milepost interchanges raw 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 > order.edi")

        @Argument(help: "The interchange's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await server.client().download(["v1", "interchanges", id, "raw"], to: .output)
        }
    }
}
