public import ArgumentParser
import Gateway
public import Rollout

/// `milepost orders`: orders across both sides, and the open orders of day one.
struct Orders: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show an order across both sides; import the open orders of day one; enter one by hand.",
        discussion: "Example: milepost orders show northwind/PO-2026-0001",
        subcommands: [Show.self, Import.self, Enter.self, Recall.self, Close.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show one order: where it stands, owner, itinerary, documents, what happened on both sides.",
            discussion: "Example: milepost orders show freshmart/PO-2026-0001")

        @Argument(help: "The order key: buyer/number.") var key: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (order, text) = try await server.client().get(OrderView.self, ["v1", "orders", key])
            if server.json { return Printing.json(text) }
            Printing.facts([
                ("order", order.key), ("stands", order.standing), ("site", order.site), ("origin", order.origin),
                ("since", Printing.moment(order.since)), ("held", order.hold), ("state", order.state),
                ("split into", order.parts?.joined(separator: ", ")),
                (
                    "expected",
                    order.expects?.map { expected in
                        "\(expected.type) by \(Printing.moment(expected.dueAt) ?? expected.dueAt)"
                            + (expected.problem == nil ? "" : ", late")
                    }.joined(separator: "; ")
                ),
                ("known as", order.ids?.map { "\($0.id) at \($0.system)" }.joined(separator: ", ")),
            ])
            Self.print(Self.table(of: order.itinerary))
            let earlier = order.history.filter { !order.itinerary.contains($0) }
            if !earlier.isEmpty {
                Terminal.output.line()
                Terminal.output.line("before that:")
                Self.table(of: earlier).print(indent: "  ")
            }
            Self.print(Printing.documents(order.documents))
            var timeline = TextTable(["at", "what", "in words"])
            for event in order.timeline { timeline.add([Printing.moment(event.at), event.kind, event.words]) }
            Self.print(timeline)
        }

        private static func table(of entries: [OrderView.Binding]) -> TextTable {
            var table = TextTable(["function", "side", "back end", "epoch", "bound by", "at"], numbers: [3])
            for entry in entries {
                table.add([
                    entry.function, entry.side, entry.backend, String(entry.epoch), entry.boundBy,
                    Printing.moment(entry.at),
                ])
            }
            return table
        }

        private static func print(_ table: TextTable) {
            guard !table.isEmpty else { return }
            Terminal.output.line()
            table.print()
        }
    }

    struct Recall: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take an order back that its back end never took; it is born again by present routing.",
            discussion: "Example: milepost orders recall freshmart/PO-2026-0001 --reason \"new is down\"")

        @Argument(help: "The order key: buyer/number.") var key: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (order, text) = try await server.client().post(
                OrderView.self, ["v1", "orders", key, "recall"], json: ["reason": reason])
            if server.json { return Printing.json(text) }
            let owners = order.itinerary.map { "\($0.function) at \($0.backend)" }
            Terminal.output.line("\(order.key): \(owners.joined(separator: ", "))")
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close an order that is done; a document for it opens it again.",
            discussion: """
                Example: milepost orders close freshmart/PO-2026-0001 --reason "delivered whole"
                         milepost orders close freshmart/PO-2026-0001 --backend erp-new
                """)

        @Argument(help: "The order key: buyer/number.") var key: String
        @Option(help: "Why; it is recorded.") var reason: String?
        @Option(help: "The back end that owns it and says so, by its own key.") var backend: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            if let backend {
                let (closed, text) = try await server.client().post(
                    [String: [String]].self, ["v1", "backends", backend, "orders", key, "close"],
                    json: ["reason": reason])
                if server.json { return Printing.json(text) }
                for key in closed["closed"] ?? [] { Terminal.output.line("\(Terminal.safe(key)) is closed") }
                return
            }
            let (order, text) = try await server.client().post(
                OrderView.self, ["v1", "orders", key, "close"], json: ["reason": reason])
            server.json ? Printing.json(text) : Terminal.output.line("\(order.key) is \(order.state)")
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make known which orders are open, and at which side.",
            discussion: """
                The CSV has a head line: buyer, number, and where needed site, supplier and side. With `split: lines`, lines of one order \
                with several sites are its parts; a column lines says which lines of the order each has, with blanks between, \
                and makes a part of an order that has one line here.

                Example: milepost orders import open-orders.csv --side legacy --site north --sign
                """)

        @Argument(help: "The CSV file; - for standard input.") var file: String
        @Option(help: "The side that owns them: legacy or new.") var side: Side
        @Option(help: "The site of lines that name none.") var site: String?
        @Flag(help: "The list of its sites is complete: from now on a change of an unknown order waits for its order.")
        var sign = false
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            let answer = try await client.ask(
                "POST", ["v1", "orders", "import"],
                [("side", side.rawValue), ("site", site), ("sign", sign ? "true" : nil)],
                headers: [("Content-Type", "text/csv")], body: InputFile(file).bytes())
            let (result, text) = try client.decode(ImportView.self, answer)
            if server.json {
                Printing.json(text)
            } else {
                Printing.facts([
                    ("imported", String(result.imported)), ("known already", String(result.known)),
                    ("released", result.released == 0 ? nil : "\(result.released) documents that waited for them"),
                    ("faults", String(result.faults.count)),
                    ("signed", result.signed.isEmpty ? nil : result.signed.joined(separator: ", ")),
                    (
                        "not signed",
                        result.unsigned.isEmpty
                            ? nil : result.unsigned.joined(separator: ", ") + ": first correct the faulty lines"
                    ),
                ])
                for fault in result.faults {
                    Terminal.errors.line("\(file):\(fault.line): \(Terminal.safe(fault.message))")
                }
            }
            if !result.faults.isEmpty { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }
    }
}

extension Side: ExpressibleByArgument {}
