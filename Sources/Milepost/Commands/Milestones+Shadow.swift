import ArgumentParser
import Foundation
import Gateway

/// What both sides answered, compared.
extension Milestones {
    struct Shadow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How the answers of both sides compare while one shadows the other.",
            discussion: """
                Counts documents since the milestone last came to shadow, and names the fields that differ with an example \
                each; --documents lists them one by one. With --purpose standby it is what legacy answers to what new owns, \
                which the guard `mismatch` watches. Exits with 1 where a field differs.

                Example: milepost milestones shadow north-intake
                         milepost milestones shadow north-intake --documents --differing
                """)

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "shadow, or standby.") var purpose = "shadow"
        @Flag(help: "The documents one by one, the newest first.") var documents = false
        @Flag(help: "Only documents of which a field differs.") var differing = false
        @Option(help: "How many documents, 1 to 500.") var limit = 50
        @Option(help: "Where the last page ended.") var cursor: String?
        @OptionGroup var server: ServerOptions

        func validate() throws {
            if !documents, differing || cursor != nil {
                throw ValidationError("--differing and --cursor are for --documents.")
            }
        }

        func run() async throws {
            if documents { return try await list() }
            let (item, text) = try await server.client().get(
                ShadowView.self, ["v1", "milestones", name, "shadow"], [("purpose", purpose)])
            server.json ? Printing.json(text) : Self.print(item)
            if item.differing > 0 { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }

        private func list() async throws {
            var query = [("purpose", purpose), ("limit", String(limit))]
            if differing { query.append(("differing", "true")) }
            if let cursor { query.append(("cursor", cursor)) }
            let (page, text) = try await server.client().get(
                Page<ComparisonView>.self, ["v1", "milestones", name, "shadow", "documents"], query)
            if server.json {
                Printing.json(text)
            } else {
                var table = TextTable(
                    ["order", "document", "compared", "fields", "differ", "may differ"], numbers: [3, 4, 5])
                for item in page.items {
                    let when = Printing.moment(item.comparedAt) ?? item.state
                    table.add([
                        item.order, item.document, when, String(item.fields), String(item.differing),
                        String(item.ignored),
                    ])
                }
                Printing.page(table, next: page.next, empty: "No document was compared.")
                for item in page.items where !item.differences.isEmpty {
                    Terminal.output.line()
                    Terminal.output.line(Terminal.safe(item.order))
                    for difference in item.differences { Terminal.output.line("  " + Self.words(difference)) }
                }
            }
            if page.items.contains(where: { $0.differing > 0 }) { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }

        private static func print(_ item: ShadowView) {
            let rate = item.matchRate.map { String(format: "%.2f %% of %d fields", $0, item.fields) }
            let unanswered = item.unanswered > 0 ? ", \(item.unanswered) of them failed at \(item.other)" : ""
            Printing.facts([
                ("milestone", item.milestone), ("stage", item.stage),
                ("compared", "what \(item.owner) answers with what \(item.other) answers (\(item.purpose))"),
                ("since", Printing.moment(item.since) ?? "it never came to \(item.purpose)"),
                ("documents", "\(item.documents), \(item.matching) of them the same"), ("the same", rate),
                ("may differ", item.ignored > 0 ? "\(item.ignored) fields" : nil),
                ("newest", Printing.moment(item.newest)),
                ("waiting", item.waiting > 0 ? "\(item.waiting) documents\(unanswered)" : nil),
                ("back-fill", item.backfill.map(words)),
            ])
            if !item.differences.isEmpty {
                Terminal.output.line()
                var table = TextTable(["field", "documents", "for example"], numbers: [1])
                for field in item.differences {
                    let example = field.example.map { "\($0.order): \(values($0))" }
                    table.add([field.field, String(field.documents), example])
                }
                table.print()
            }
            guard !item.ignore.isEmpty else { return }
            Terminal.output.line()
            Terminal.output.line("may differ:")
            for rule in item.ignore {
                Terminal.output.line("  \(Terminal.safe(rule.field)): \(Terminal.safe(rule.reason))")
            }
        }

        private static func words(_ backfill: ShadowView.Backfill) -> String {
            let sent = "\(backfill.sent) documents sent"
            guard let looked = backfill.looked, let lacking = backfill.lacking else {
                return "\(sent), the first pass is under way"
            }
            let when = Printing.moment(backfill.finishedAt).map { " (\($0))" } ?? ""
            let known = looked - (backfill.unknown ?? 0)
            let unknown =
                (backfill.unknown ?? 0) == 0
                ? ""
                : "; of \(backfill.unknown ?? 0) imported ones no document is here: load them into new by its own means"
            return
                "\(sent); new lacks \(lacking == 0 ? "nothing" : "something of \(lacking)") of \(known) open orders\(unknown)\(when)"
        }

        private static func words(_ difference: ShadowView.Difference) -> String {
            Terminal.safe("\(difference.place): \(values(difference))")
        }

        private static func values(_ difference: ShadowView.Difference) -> String {
            if difference.owner == nil, difference.other == nil { return "values are for those who may see payloads" }
            return "owner \(difference.owner ?? "says nothing"), other \(difference.other ?? "says nothing")"
        }
    }
}
