import ArgumentParser
import Diagnostics
import Foundation
import Gateway
import Intake
import Orders

/// Single cross references, and what waits for codes.
extension Master {
    /// What a cross reference says.
    struct Reference: ParsableArguments {
        @Option(help: "Whose the first code is: canonical, legacy, new, partner:NAME, backend:NAME.") var from: String
        @Option(help: "The first code.") var code: String
        @Option(help: "Whose the second code is.") var to: String
        @Option(name: .customLong("as"), help: "The second code.") var second: String
        @Option(help: "same, forward (one way only) or replaced (a successor).") var relation: String?
        @Option(help: "Of a unit: the item that it holds for.") var item: String?
        @Option(help: "Of a unit: how many of the second are one of the first.") var factor: String?
        @Option(help: "The first day: 2026-09-01.") var validFrom: String?
        @Option(help: "The last day.") var validTo: String?

        var json: JSONValue {
            Milestones.members([
                ("relation", relation.map(JSONValue.string)), ("fromSystem", .string(from)), ("from", .string(code)),
                ("toSystem", .string(to)), ("to", .string(second)), ("item", item.map(JSONValue.string)),
                ("factor", factor.map(JSONValue.string)), ("validFrom", validFrom.map(JSONValue.string)),
                ("validTo", validTo.map(JSONValue.string)),
            ])
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a cross reference.",
            discussion: """
                Says which documents waited for its codes.

                Example: milepost master add --kind item --from legacy --code A-1 --to new --as 100001
                         milepost master add --kind item --from new --code 100001 --to new --as 100002 --relation replaced
                """)

        @Option(help: "order, item, customer, site, unit or partner.") var kind: MasterKind
        @OptionGroup var reference: Reference
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (view, text) = try await server.client().post(
                MasterEntryView.self, ["v1", "master", kind.rawValue], reference.json)
            server.json ? Printing.json(text) : Master.print(view)
        }
    }

    struct Change: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change a cross reference; what it said stays as its history.",
            discussion: """
                Example: milepost master change 0199f0c2-… --if-version 1 --from legacy --code A-1 --to new --as 100003
                """)

        @Argument(help: "The id, as the list shows it.") var id: String
        @Option(help: "The version that was read; refused if it is another one by now.") var ifVersion: Int
        @OptionGroup var reference: Reference
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            let answer = try await client.ask(
                "PUT", ["v1", "master", "entries", id],
                headers: [("Content-Type", "application/json"), ("If-Match", "\"\(ifVersion)\"")],
                body: reference.json.bytes)
            let (view, text) = try client.decode(MasterEntryView.self, answer)
            server.json ? Printing.json(text) : Master.print(view)
        }
    }

    struct End: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a cross reference; it stays as history.",
            discussion: "Example: milepost master end 0199f0c2-… --reason \"typed twice\"")

        @Argument(help: "The id, as the list shows it.") var id: String
        @Option(help: "Why; it is recorded.") var reason: String
        @Option(help: "The version that was read; refused if it is another one by now.") var ifVersion: Int?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            let answer = try await client.ask(
                "DELETE", ["v1", "master", "entries", id], [("reason", reason)],
                headers: [("If-Match", ifVersion.map { "\"\($0)\"" } ?? "*")])
            let (view, text) = try client.decode(MasterEntryView.self, answer)
            server.json ? Printing.json(text) : Master.print(view)
        }
    }

    struct Missing: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The codes that documents wait for.",
            discussion: "Example: milepost master missing --kind item")

        @Option(help: "order, item, customer, site, unit or partner.") var kind: MasterKind?
        @Option(help: "This code alone.") var code: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<MissingCodeView>.self, ["v1", "missing-codes"], [("kind", kind?.rawValue), ("code", code)])
            if server.json { return Printing.json(text) }
            Master.print(page)
        }
    }

    struct Reprocess: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decide documents again that waited for a code.",
            discussion: """
                Without documents and --all it lists what waits. Exits with 1 where a document still stands where it stood.

                Example: milepost master reprocess --kind item --code 4711
                         milepost master reprocess --kind item --code 4711 --all
                """)

        @Argument(help: "Only these documents.") var documents: [String] = []
        @Option(help: "order, item, customer, site, unit or partner.") var kind: MasterKind
        @Option(help: "What waits for this code alone.") var code: String?
        @Flag(help: "All that wait.") var all = false
        @Option(help: "Why; it is recorded.") var reason: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            guard all || !documents.isEmpty else {
                let (page, text) = try await client.get(
                    Page<MissingCodeView>.self, ["v1", "missing-codes"], [("kind", kind.rawValue), ("code", code)])
                return server.json ? Printing.json(text) : Master.print(page)
            }
            var view = MasterReprocessView()
            repeat {
                let (page, _) = try await client.post(
                    MasterReprocessView.self, ["v1", "missing-codes", "reprocess"], members(after: view.next))
                view.reprocessed += page.reprocessed
                view.kept += page.kept
                view.next = page.next
            } while view.next != nil
            let stands = view.kept.count + view.reprocessed.count { ["held", "failed"].contains($0.status) }
            if server.json {
                Printing.json(try JSONEncoder().encode(view))
            } else {
                var table = TextTable(["document", "now", "because"])
                for item in view.reprocessed { table.add([item.document, item.status, nil]) }
                for item in view.kept { table.add([item.document, "as it was", item.because.message]) }
                Printing.page(table, next: nil, empty: "Nothing waits.")
            }
            if stands > 0 { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }

        private func members(after: String?) -> JSONValue {
            Milestones.members([
                ("kind", .string(kind.rawValue)), ("code", code.map(JSONValue.string)),
                ("documents", documents.isEmpty ? nil : .array(documents.map(JSONValue.string))),
                ("all", documents.isEmpty ? .bool(true) : nil), ("after", after.map(JSONValue.string)),
                ("reason", reason.map(JSONValue.string)),
            ])
        }
    }

    private static func print(_ page: Page<MissingCodeView>) {
        var table = TextTable(["kind", "whose", "code", "fault", "since", "documents", "back ends"], numbers: [5])
        for item in page.items {
            table.add([
                item.kind, item.system, item.code, item.fault, Printing.moment(item.since),
                String(item.documents.count), Set(item.documents.map(\.backend)).sorted().joined(separator: ", "),
            ])
        }
        Printing.page(table, next: page.next, empty: "Nothing waits for a code.")
    }
}
