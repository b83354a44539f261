public import ArgumentParser
import Foundation
import Gateway
public import Intake
import Orders

/// `milepost master`: cross references and master data.
struct Master: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Codes across systems: items, customers, sites, units, orders, partners.",
        discussion: """
            A cross reference says what one system calls this and another that. Codes belong to canonical, legacy, new, \
            partner:NAME or backend:NAME. Back ends with `translate` get documents with their own codes. Where two \
            sources differ, both are kept and none is used until `decide`.

            Example: milepost master import items.csv --kind item --from legacy --to new
                     milepost master list --conflicts
                     milepost master missing
            """,
        subcommands: [
            Import.self, List.self, Show.self, Add.self, Change.self, End.self, Decide.self, Missing.self,
            Reprocess.self, Sources.self, Read.self,
        ])

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a list of cross references.",
            discussion: """
                CSV with a head line; the columns are from, to, and where needed fromSystem, toSystem, relation (same, \
                forward, replaced), item and factor (of units), validFrom and validTo. A list that comes again under its \
                name changes what it said before. Exits with 1 where a line is faulty.

                Example: milepost master import items.csv --kind item --from legacy --to new --complete
                         milepost master import packs.csv --kind unit --from partner:northwind --to new
                """)

        @Argument(help: "The CSV file; - for standard input.") var file: String
        @Option(help: "order, item, customer, site, unit or partner.") var kind: MasterKind
        @Option(help: "Whose the codes in from are, of lines that do not say it.") var from: String?
        @Option(help: "Whose the codes in to are, of lines that do not say it.") var to: String?
        @Option(help: "The list's name, under which it comes again; the file's name if it is left out.")
        var source: String?
        @Flag(help: "The list is whole: what it said before and does not say now ends.") var complete = false
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            let name = source ?? (file as NSString).lastPathComponent
            let answer = try await client.ask(
                "POST", ["v1", "master", kind.rawValue, "import"],
                [("source", name), ("from", from), ("to", to), ("complete", complete ? "true" : nil)],
                headers: [("Content-Type", "text/csv")], body: InputFile(file).bytes())
            let (view, text) = try client.decode(MasterImportView.self, answer)
            if server.json {
                Printing.json(text)
            } else {
                Printing.facts([
                    ("source", view.source), ("added", String(view.added)), ("changed", String(view.changed)),
                    ("known already", String(view.known)), ("ended", complete ? String(view.ended) : nil),
                    (
                        "conflicts",
                        view.conflicts == 0 ? nil : "\(view.conflicts), not used: milepost master list --conflicts"
                    ),
                    ("faults", String(view.faults.count)),
                ])
                var faults = TextTable(["line", "value", "fault"], numbers: [0])
                for fault in view.faults { faults.add([String(fault.line), fault.value, fault.message]) }
                if !faults.isEmpty { faults.print() }
                Master.offer(view.blocked, kind: kind.rawValue)
            }
            if !view.faults.isEmpty { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Cross references, those that hold.",
            discussion: """
                Example: milepost master list --kind item --code 4711
                         milepost master list --conflicts
                         milepost master list --code 4711 --history
                """)

        @Option(help: "order, item, customer, site, unit or partner.") var kind: MasterKind?
        @Option(help: "Those that name this code.") var code: String?
        @Option(help: "Those that name codes of this system: legacy, partner:northwind…") var system: String?
        @Option(help: "Those of this list, key or document.") var source: String?
        @Flag(help: "Those that contradict another.") var conflicts = false
        @Flag(help: "What ended and was changed, too.") var history = false
        @Option(name: .customLong("cursor"), help: "Where the page before ended.") var after: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<CrossReferenceView>.self, ["v1", "master"],
                [
                    ("kind", kind?.rawValue), ("code", code), ("system", system), ("source", source),
                    ("conflicts", conflicts ? "true" : nil), ("history", history ? "true" : nil), ("cursor", after),
                ])
            if server.json { return Printing.json(text) }
            Printing.page(Master.table(of: page.items), next: page.next, empty: "There are no such cross references.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One cross reference with its history.", discussion: "Example: milepost master show 0199f0c2-…")

        @Argument(help: "The id, as the list shows it.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (view, text) = try await server.client().get(MasterEntryView.self, ["v1", "master", "entries", id])
            server.json ? Printing.json(text) : Master.print(view)
        }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a cross reference holds; those that contradict it end.",
            discussion: "Example: milepost master decide 0199f0c2-… --reason \"the price list of May\"")

        @Argument(help: "The id, as the list shows it.") var id: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (view, text) = try await server.client().post(
                MasterEntryView.self, ["v1", "master", "entries", id, "decide"], json: ["reason": reason])
            server.json ? Printing.json(text) : Master.print(view)
        }
    }

    static func table(of items: [CrossReferenceView]) -> TextTable {
        var table = TextTable(["id", "kind", "from", "", "to", "of", "factor", "valid", "source", "ended", "conflicts"])
        for item in items {
            let days = [item.validFrom ?? "", item.validTo ?? ""].joined(separator: "..")
            table.add([
                item.id, item.kind, "\(item.fromSystem) \(item.from)", item.relation == "same" ? "=" : item.relation,
                "\(item.toSystem) \(item.to)", item.item, item.factor, days == ".." ? nil : days,
                "\(item.sourceKind) \(item.source)", Printing.moment(item.endedAt),
                item.conflictsWith.isEmpty ? nil : item.conflictsWith.joined(separator: ", "),
            ])
        }
        return table
    }

    static func print(_ view: MasterEntryView) {
        let item = view.current
        Printing.facts([
            ("id", item.id), ("version", String(item.version)), ("kind", item.kind), ("relation", item.relation),
            ("from", "\(item.fromSystem) \(item.from)"), ("to", "\(item.toSystem) \(item.to)"), ("item", item.item),
            ("factor", item.factor), ("valid from", item.validFrom), ("valid to", item.validTo),
            ("source", "\(item.sourceKind) \(item.source)"), ("made", Printing.moment(item.madeAt)),
            ("by", item.madeBy), ("ended", Printing.moment(item.endedAt)), ("ended by", item.endedBy),
            ("because", item.endReason),
            ("conflicts with", item.conflictsWith.isEmpty ? nil : item.conflictsWith.joined(separator: ", ")),
        ])
        if !view.history.isEmpty {
            Terminal.output.line()
            Terminal.output.line("before that:")
            table(of: view.history).print(indent: "  ")
        }
        offer(view.blocked, kind: item.kind)
    }

    /// Says which documents waited for what was added, and how they go on.
    static func offer(_ blocked: [String], kind: String) {
        guard !blocked.isEmpty else { return }
        Terminal.output.line(
            "\(Printing.count(blocked.count, "document")) waited for it: milepost master reprocess --kind \(kind) "
                + "shows them, --all lets them go.")
    }
}

extension MasterKind: ExpressibleByArgument {}
