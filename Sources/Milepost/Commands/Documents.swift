import ArgumentParser
import Gateway

/// `milepost documents`: single messages, and setting right what failed.
struct Documents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find, show and set right single documents.",
        discussion: "Example: milepost documents list --status failed",
        subcommands: [
            List.self, Show.self, Raw.self, Canonical.self, Timeline.self, Origins.self, Retry.self, Resend.self,
            Reprocess.self, Edit.self, Discard.self, SendAsNew.self, Reroute.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Find documents, newest first.",
            discussion: "Example: milepost documents list --status failed --from 2026-11-12")

        @OptionGroup var search: SearchOptions
        @Option(help: "The id of an interchange.") var interchange: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<DocumentView>.self, ["v1", "documents"], search.query + [("interchange", interchange)])
            if server.json { return Printing.json(text) }
            Printing.page(Printing.documents(page.items), next: page.next, empty: "No document fits.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one document with its deliveries.",
            discussion: "Example: milepost documents show 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10")

        @Argument(help: "The document's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (document, text) = try await server.client().get(DocumentView.self, ["v1", "documents", id])
            server.json ? Printing.json(text) : Printing.document(document)
        }
    }

    struct Raw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the document's own bytes, cut from what was received.",
            discussion: "Example: milepost documents raw 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 > broken.edi")

        @Argument(help: "The document's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await server.client().download(["v1", "documents", id, "original"], to: .output)
        }
    }

    struct Canonical: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the document as it was understood, as JSON.",
            discussion: "Example: milepost documents canonical 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10")

        @Argument(help: "The document's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await server.client().download(["v1", "documents", id, "canonical"], to: .output)
            Terminal.output.line()
        }
    }

    struct Timeline: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show everything that happened to a document.",
            discussion: "Example: milepost documents timeline 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10")

        @Argument(help: "The document's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<EventView>.self, ["v1", "documents", id, "timeline"])
            if server.json { return Printing.json(text) }
            var table = TextTable(["at", "what", "in words"])
            for event in page.items { table.add([event.at, event.kind, event.words]) }
            Printing.page(table, next: nil, empty: "Nothing has happened to it.")
        }
    }

    struct Origins: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show where each value of a document comes from.",
            discussion: """
                Example: milepost documents origins 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 --field 'lines[2]'
                """)

        @Argument(help: "The document's id.") var id: String
        @Option(help: "Only values at or below this place: lines[2].quantity.") var field: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (origins, text) = try await server.client().get(
                OriginsView.self, ["v1", "documents", id, "origins"], [("field", field)])
            if server.json { return Printing.json(text) }
            if !origins.exact {
                Terminal.output.line("This version of Milepost reads the document another way than it was read then:")
            }
            Map.table(of: origins.values).print(on: .output)
            let unread = Map.table(of: origins.unread)
            if !unread.isEmpty { unread.print(on: .output) }
        }
    }
}
