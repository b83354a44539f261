import ArgumentParser
import Diagnostics
import Gateway

/// The lists of cross references that the gateway reads from databases.
extension Master {
    struct Sources: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The lists that are read from databases, and what came of the last read.",
            discussion: """
                `masterData` in milepost.yaml names them. Exits with 1 where one of them has a fault.

                Example: milepost master sources
                """)

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (views, text) = try await server.client().get([MasterSourceView].self, ["v1", "master-sources"])
            if server.json {
                Printing.json(text)
            } else if views.isEmpty {
                Terminal.output.line("No list is read from a database; `masterData` in milepost.yaml names them.")
            } else {
                Master.print(views)
            }
            if views.contains(where: { $0.fault != nil }) { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }
    }

    struct Read: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read a list from its database now, not when it is due.",
            discussion: """
                Example: milepost master read erp-items
                """)

        @Argument(help: "The list's name, as in milepost.yaml.") var name: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (view, text) = try await server.client().post(
                MasterSourceView.self, ["v1", "master-sources", name, "read"], json: [String: String]())
            server.json ? Printing.json(text) : Master.print([view])
        }
    }

    private static func print(_ views: [MasterSourceView]) {
        var table = TextTable(
            ["name", "kind", "from", "to", "database", "read", "rows", "next", "fault"], numbers: [6])
        for view in views {
            table.add([
                view.name, view.kind, view.from, view.to, view.database, Printing.moment(view.readAt) ?? "never",
                view.rows.map(String.init), Printing.moment(view.dueAt), view.fault?.code,
            ])
        }
        table.print()
        for view in views {
            guard let fault = view.fault else { continue }
            Terminal.output.line()
            Terminal.output.line("\(view.name): \(fault.message) \(fault.fix)")
        }
    }
}
