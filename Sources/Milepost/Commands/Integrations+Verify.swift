import ArgumentParser
import Diagnostics
import Foundation
import Gateway
import Orders

/// What the two back ends of a site hold, compared.
extension Integrations {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare what the two back ends of a site hold, order by order.",
            discussion: """
                Both back ends list what was changed there in the window. Compared are orders that should be on both sides: missing \
                at one, too many, or different field by field. What is on its way is looked at again at the end. The result is the \
                gate `reconciliation`. The run goes on at the server if you leave it, and after a crash.

                Exits with 1 where anything differs.

                Example: milepost integrations verify --site north
                         milepost integrations verify order-intake@north --from 2026-11-02 --to 2026-11-08
                """,
            subcommands: [Start.self, List.self, Show.self, Fields.self, Cancel.self], defaultSubcommand: Start.self)

        struct Start: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Verify a site, and wait for the result.",
                discussion: "Example: milepost integrations verify start --site north")

            @Argument(help: "An integration, as `integrations list` names it: FUNCTION@SITE.") var integration: String?
            @Option(help: "The site.") var site: String?
            @Option(help: "Changed on this day or at this moment, or later; else 28 days before the end.")
            var from: String?
            @Option(help: "Changed before the end of this day, or before this moment; else now.") var to: String?
            @Flag(help: "Only begin, and print the run.") var noWait = false
            @OptionGroup var server: ServerOptions

            func validate() throws {
                if (site == nil) == (integration == nil) { throw ValidationError("Give an integration, or --site.") }
                if let integration, integration.split(separator: "@").count != 2 {
                    throw ValidationError("An integration is named FUNCTION@SITE, such as order-intake@north.")
                }
            }

            func run() async throws {
                let client = try server.client()
                let name = site ?? integration?.split(separator: "@").last.map(String.init) ?? ""
                var (item, text) = try await client.post(
                    VerificationView.self, ["v1", "verifications"],
                    Milestones.members([
                        ("site", .string(name)), ("from", from.map { .string($0) }), ("to", to.map { .string($0) }),
                    ]))
                let bar = ProgressLine()
                while !noWait, item.state == "running" {
                    try await Task.sleep(for: .milliseconds(300))
                    (item, text) = try await client.get(VerificationView.self, ["v1", "verifications", item.id])
                    bar.show { Verify.progress(item, seconds: $0) }
                }
                bar.clear()
                server.json ? Printing.json(text) : Verify.print(item)
                try Verify.leave(item)
            }
        }

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "The newest verifications.",
                discussion: "Example: milepost integrations verify list --site north")

            @Option(help: "Of this site alone.") var site: String?
            @Option(help: "How many, 1 to 500.") var limit = 50
            @Option(help: "Where the last page ended.") var cursor: String?
            @OptionGroup var server: ServerOptions

            func run() async throws {
                let (page, text) = try await server.client().get(
                    Page<VerificationView>.self, ["v1", "verifications"],
                    [("limit", String(limit)), ("site", site), ("cursor", cursor)])
                if server.json { return Printing.json(text) }
                var table = TextTable(
                    [
                        "run", "site", "began", "state", "compared", "alike", "missing", "extra", "different",
                        "underway",
                    ],
                    numbers: [4, 5, 6, 7, 8, 9])
                for item in page.items {
                    table.add([
                        item.id, item.site, Printing.moment(item.madeAt), item.phase ?? item.state,
                        String(item.compared), String(item.alike), String(item.missing), String(item.extra),
                        String(item.different), String(item.underway),
                    ])
                }
                Printing.page(table, next: page.next, empty: "No site was ever verified.")
            }
        }

        struct Show: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "One verification with what it found.",
                discussion: """
                    Exits with 1 where anything differs.

                    Example: milepost integrations verify show 0199f0c2-…
                             milepost integrations verify show 0199f0c2-… --kind different
                    """)

            @Argument(help: "The run's id.") var id: String
            @Option(help: "Only missing, extra, different or underway.") var kind: String?
            @Option(help: "How many orders, 1 to 500.") var limit = 50
            @Option(help: "Where the last page ended.") var cursor: String?
            @OptionGroup var server: ServerOptions

            func run() async throws {
                let client = try server.client()
                let (item, text) = try await client.get(VerificationView.self, ["v1", "verifications", id])
                let (page, found) = try await client.get(
                    Page<FindingView>.self, ["v1", "verifications", id, "findings"],
                    [("limit", String(limit)), ("kind", kind), ("cursor", cursor)])
                if server.json {
                    Printing.json(Data(#"{"run":"#.utf8) + text + Data(#","findings":"#.utf8) + found + Data("}".utf8))
                } else {
                    Verify.print(item)
                    Verify.print(page)
                }
                try Verify.leave(item)
            }
        }

        struct Fields: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "How often fields differed in the newest verifications of a site.",
                discussion: "Example: milepost integrations verify fields north")

            @Argument(help: "The site.") var site: String
            @Option(help: "How many runs, 1 to 100.") var limit = 12
            @OptionGroup var server: ServerOptions

            func run() async throws {
                let (item, text) = try await server.client().get(
                    DifferencesOverTime.self, ["v1", "sites", site, "differences"], [("limit", String(limit))])
                if server.json { return Printing.json(text) }
                guard !item.runs.isEmpty else { return Terminal.output.line("No verification of it came to its end.") }
                var table = TextTable(
                    ["orders"] + item.runs.map { String($0.at.dropFirst(5).prefix(11)).replacing("T", with: " ") },
                    numbers: Set(1...item.runs.count))
                for (name, number) in [
                    ("compared", \DifferencesOverTime.Run.compared), ("missing", \.missing), ("extra", \.extra),
                    ("different", \.different),
                ] { table.add([name] + item.runs.map { String($0[keyPath: number]) }) }
                for field in item.fields { table.add(["  " + field.field] + field.orders.map { String($0) }) }
                table.print()
            }
        }

        struct Cancel: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "End a verification that runs.",
                discussion: "Example: milepost integrations verify cancel 0199f0c2-…")

            @Argument(help: "The run's id.") var id: String
            @OptionGroup var server: ServerOptions

            func run() async throws {
                let (item, text) = try await server.client().post(
                    VerificationView.self, ["v1", "verifications", id, "cancel"], .object([]))
                server.json ? Printing.json(text) : Verify.print(item)
            }
        }
    }
}

extension Integrations.Verify {
    /// Ends with what the answer means: 1 for no.
    fileprivate static func leave(_ item: VerificationView) throws {
        if item.state == "failed" || item.missing + item.extra + item.different > 0 {
            throw ExitCode(CommandFailure.Exit.no.rawValue)
        }
    }

    fileprivate static func progress(_ item: VerificationView, seconds: Double) -> String {
        let listed = item.listings.map { "\($0.backend) \($0.orders)" }.joined(separator: ", ")
        let total = item.listings.map(\.orders).max() ?? 0
        let words =
            switch item.phase {
            case "listing": "listed: \(listed)"
            case "comparing": ProgressLine.bar(item.compared, of: total)
            default: "\(item.compared) compared, \(item.unsettled ?? 0) to be looked at again"
            }
        let rate = String(format: "%.0f orders/s", Double(max(total, item.compared)) / max(seconds, 1e-3))
        return "\(words), \(rate)" + (item.note.map { "; \(Terminal.safe($0))" } ?? "")
    }

    fileprivate static func print(_ item: VerificationView) {
        let listed = item.listings.map { "\($0.orders) of \($0.backend)" }.joined(separator: ", ")
        Printing.facts([
            ("verification", item.id), ("site", item.site), ("state", item.phase ?? item.state),
            ("changed", "\(Printing.moment(item.from) ?? "") until \(Printing.moment(item.to) ?? "")"),
            ("listed", listed), ("compared", "\(item.compared) orders that should be on both sides"),
            ("alike", String(item.alike)), ("missing", String(item.missing)), ("extra", String(item.extra)),
            ("different", String(item.different)),
            ("on their way", item.underway > 0 ? String(item.underway) : nil), ("waits", item.note),
            ("asked for by", item.madeBy), ("ended", Printing.moment(item.finishedAt)),
        ])
        item.fault?.print(on: .output)
        if !item.fields.isEmpty {
            Terminal.output.line()
            var table = TextTable(["field", "orders"], numbers: [1])
            for field in item.fields { table.add([field.field, String(field.orders)]) }
            table.print()
        }
        guard !item.ignore.isEmpty else { return }
        Terminal.output.line()
        Terminal.output.line("may differ:")
        for rule in item.ignore {
            Terminal.output.line("  \(Terminal.safe(rule.field)): \(Terminal.safe(rule.reason))")
        }
    }

    fileprivate static func print(_ page: Page<FindingView>) {
        guard !page.items.isEmpty else { return }
        Terminal.output.line()
        var table = TextTable(["order", "what", "side", "its id", "owner", "sent again"])
        for item in page.items {
            table.add([item.order, item.kind, item.side, item.ownId, item.owner, Printing.moment(item.repairedAt)])
        }
        Printing.page(table, next: page.next, empty: "")
        for item in page.items where !item.differences.isEmpty {
            Terminal.output.line()
            Terminal.output.line(Terminal.safe(item.order))
            for difference in item.differences {
                let values =
                    difference.owner == nil && difference.other == nil
                    ? "values are for those who may see payloads"
                    : "owner \(difference.owner ?? "has nothing"), other \(difference.other ?? "has nothing")"
                Terminal.output.line("  " + Terminal.safe("\(difference.place): \(values)"))
            }
            let rest = item.differing - item.differences.count
            if rest > 0 { Terminal.output.line("  and \(rest) more") }
        }
    }
}
