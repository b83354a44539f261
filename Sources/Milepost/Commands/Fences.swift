import ArgumentParser
import Diagnostics
import Foundation
import Gateway
import Orders

/// `milepost fences`: back ends that were reversed away from while they were dead, and their orders.
struct Fences: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Enter the orders of a dead back end elsewhere, and see to it that it lets go of them.",
        discussion: """
            A fence is set by `milepost milestones reverse NAME --policy quarantine`, or behind a reverse by `milepost milestones \
            quarantine NAME`: the back end gets releases only, and the orders that it owns wait. Recall what it never took; \
            enter the others at the other back end. When it is back it is asked to release them, and behind the last one the fence is lifted.

            Example: milepost fences list
            """,
        subcommands: [List.self, Show.self, Orders.self, Enter.self, Confirm.self, Return.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The fences, the newest first.", discussion: "Example: milepost fences list")

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(Page<FenceView>.self, ["v1", "fences"])
            if server.json { return Printing.json(text) }
            var table = TextTable(
                ["fence", "back end", "since", "to enter", "to release", "refused", "confirmed", "lifted"],
                numbers: [3, 4, 5, 6])
            for item in page.items {
                table.add([
                    item.id, item.backend, Printing.moment(item.madeAt), String(item.quarantined),
                    String(item.releasing), String(item.refused), String(item.confirmed),
                    item.stands ? "stands" : Printing.moment(item.liftedAt),
                ])
            }
            Printing.page(table, next: nil, empty: "No back end was ever fenced.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One fence, and what it waits for.", discussion: "Example: milepost fences show 0199f0c2-…")

        @Argument(help: "The fence's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (item, text) = try await server.client().get(FenceView.self, ["v1", "fences", id])
            if server.json { return Printing.json(text) }
            Printing.facts([
                ("fence", item.id), ("back end", item.backend), ("stands", item.stands ? "yes" : "no"),
                ("since", Printing.moment(item.madeAt)), ("lifted", Printing.moment(item.liftedAt)),
                ("set by", item.madeBy), ("because", item.reason), ("to enter", String(item.quarantined)),
                ("to release", String(item.releasing)), ("refused", String(item.refused)),
                ("confirmed", String(item.confirmed)),
            ])
            if item.quarantined + item.refused > 0 {
                Terminal.output.line()
                Terminal.output.line("what to do: milepost fences orders \(item.id)")
            }
        }
    }

    struct Orders: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The orders of a fence: where each stands, what to enter it from, what is to be done.",
            discussion: "Example: milepost fences orders 0199f0c2-… --step quarantined")

        @Argument(help: "The fence's id.") var id: String
        @Option(
            help:
                "Only those that are quarantined, release-due, release-begun, refused, released, returned or recalled.")
        var step: String?
        @Option(help: "How many, 1 to 500.") var limit = 50
        @Option(help: "Behind which order to go on.") var cursor: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<FencedOrderView>.self, ["v1", "fences", id, "orders"],
                [("limit", String(limit)), ("step", step), ("cursor", cursor)].compactMap { name, value in
                    value.map { (name, $0) }
                })
            if server.json { return Printing.json(text) }
            var table = TextTable(["order", "step", "enter at", "entered as", "last document", "note"])
            for item in page.items {
                let last = item.documents.last.map { $0 == item.copy ? "\($0) (there as a copy)" : $0 }
                let arrived = item.arrivedAt.map { _ in "something of it arrived at \(item.backend) after all" }
                table.add([
                    item.order, item.step, item.enterAt, item.enteredAs, last,
                    [item.note, arrived].compactMap(\.self).joined(separator: "; "),
                ])
            }
            Printing.page(table, next: page.next, empty: "The fence has no such order.")
        }
    }

    struct Enter: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a quarantined order was entered at the other back end, and under which id.",
            discussion: """
                It owns the order from now on; what came meanwhile goes there. With --list many are said at once: a line an order, \
                its key, a semicolon, the id.

                Example: milepost fences enter freshmart/PO-2026-0001 --as 4711
                         milepost fences enter --list entered.csv
                """)

        @Argument(help: "The order key: buyer/number.") var order: String?
        @Option(help: "Under which id it was entered there.") var `as`: String?
        @Option(help: "A file with a line an order, KEY;ID; - for standard input.") var list: String?
        @Option(help: "What is to be noted with it.") var reason: String?
        @OptionGroup var server: ServerOptions

        func validate() throws {
            guard (list == nil) == (order != nil && self.as != nil), list == nil || order == nil && self.as == nil
            else { throw ValidationError("Give an order and --as, or --list.") }
        }

        func run() async throws {
            let client = try server.client()
            guard let list else { return try await enter(order ?? "", self.as ?? "", client) }
            let entries = try Self.entries(in: String(decoding: InputFile(list).bytes(), as: UTF8.self))
            var refused = 0
            for (key, id) in entries {
                do { try await enter(key, id, client) } catch let failure as CommandFailure {
                    guard failure.exit == .refused || failure.exit == .no else { throw failure }
                    refused += 1
                    for report in failure.reports { report.print(on: .errors) }
                }
            }
            if refused > 0 { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }

        private func enter(_ order: String, _ id: String, _ client: GatewayClient) async throws {
            let members = Milestones.members([("as", .string(id)), ("reason", reason.map(JSONValue.string))])
            try await Fences.post("enter", order, members, client, json: server.json)
        }

        /// The lines of a list; all of it is refused where one is not understood, before anything is said of the others.
        static func entries(in text: String) throws -> [(key: String, id: String)] {
            let lines = text.split(whereSeparator: \.isNewline).enumerated()
            return try lines.compactMap { number, line in
                guard line.contains(where: { !$0.isWhitespace }) else { return nil }
                let parts = line.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).map { part in
                    String(part).trimmingCharacters(in: .whitespaces)
                }
                guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                    throw ValidationError("Line \(number + 1) is not KEY;ID: \(line.prefix(80))")
                }
                return (parts[0], parts[1])
            }
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what became of the release of an order.",
            discussion: """
                `done`: the fenced back end has let go of it. `refused`: it will not, since it has shipped it, say. `absent`: the \
                call never arrived, and is made again.

                Example: milepost fences confirm freshmart/PO-2026-0001 --outcome done --reason "deleted there by hand"
                """)

        @Argument(help: "The order key: buyer/number.") var order: String
        @Option(help: "done, refused or absent.") var outcome: String
        @Option(help: "How it is known; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let members = Milestones.members([("outcome", .string(outcome)), ("reason", .string(reason))])
            try await Fences.post("release", order, members, server.client(), json: server.json)
        }
    }

    struct Return: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Leave an order with the fenced back end: nobody entered it, or what was entered is cancelled.",
            discussion: """
                Example: milepost fences return freshmart/PO-2026-0001 --reason "new had shipped it; 4711 is cancelled"
                """)

        @Argument(help: "Order keys: buyer/number.") var orders: [String] = []
        @Option(help: "A fence: all of its orders that nobody entered.") var all: String?
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func validate() throws {
            if (all != nil) == !orders.isEmpty { throw ValidationError("Name orders, or give --all FENCE.") }
        }

        func run() async throws {
            let client = try server.client()
            let members = Milestones.members([("reason", .string(reason))])
            var keys = orders
            if let all { keys = try await Fences.quarantined(all, client) }
            for key in keys { try await Fences.post("return", key, members, client, json: server.json) }
            if keys.isEmpty { Terminal.output.line("nothing waits to be entered") }
        }
    }

    /// The orders of a fence that nobody entered yet, page by page.
    private static func quarantined(_ fence: String, _ client: GatewayClient) async throws -> [String] {
        var keys: [String] = []
        var cursor: String?
        repeat {
            let (page, _) = try await client.get(
                Page<FencedOrderView>.self, ["v1", "fences", fence, "orders"],
                [("limit", "500"), ("step", "quarantined")] + (cursor.map { [("cursor", $0)] } ?? []))
            keys += page.items.map(\.order)
            cursor = page.next
        } while cursor != nil
        return keys
    }

    fileprivate static func post(
        _ action: String, _ order: String, _ members: JSONValue, _ client: GatewayClient, json: Bool
    ) async throws {
        let (item, text) = try await client.post(FencedOrderView.self, ["v1", "orders", order, action], members)
        if json { return Printing.json(text) }
        Printing.facts([
            ("order", item.order), ("step", item.step), ("fenced", item.backend), ("enter at", item.enterAt),
            ("entered as", item.enteredAs), ("note", item.note),
        ])
    }
}
