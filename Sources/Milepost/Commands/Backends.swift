import ArgumentParser
import Diagnostics
import Foundation
import Gateway

/// `milepost backends`: the systems that orders go to.
struct Backends: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how back ends do; settle unknown outcomes.",
        discussion: "Example: milepost backends list", subcommands: [List.self, Show.self, Stuck.self, Clear.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All back ends: breaker, and what waits.", discussion: "Example: milepost backends list")

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(Page<BackendView>.self, ["v1", "backends"])
            if server.json { return Printing.json(text) }
            var table = TextTable(
                [
                    "back end", "kind", "payload", "breaker", "since", "fenced", "waiting", "sending", "failed",
                    "unknown", "through", "fetched", "poll",
                ],
                numbers: [6, 7, 8, 9, 11])
            for item in page.items {
                table.add([
                    item.name, item.kind, item.payload, item.breaker, Printing.moment(item.breakerSince),
                    item.fence.map { _ in "yes" },
                    String(item.waiting), String(item.sending), String(item.failed), String(item.unknown),
                    item.forecast.map { Printing.moment($0.through) ?? "unknown" },
                    item.poll.map { String($0.documents) }, item.poll?.fault?.code,
                ])
            }
            Printing.page(table, next: nil, empty: "No back end is configured.")
            for item in page.items {
                guard let fault = item.poll?.fault else { continue }
                print("\n" + Terminal.safe("\(item.name): \(fault.message) \(fault.fix)"))
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One back end: what waits for it, and when that will be through.",
            discussion: """
                The forecast is that of what waits now, at the rate at which deliveries arrived over the last five minutes.

                Example: milepost backends show erp-north
                """)

        @Argument(help: "The back end's name.") var name: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (item, text) = try await server.client().get(BackendView.self, ["v1", "backends", name])
            if server.json { return Printing.json(text) }
            Printing.facts([
                ("back end", item.name), ("kind", item.kind), ("payload", item.payload),
                ("breaker", item.breakerSince.map { "\(item.breaker) since \($0)" } ?? item.breaker),
                ("fence", item.fence), ("waiting", String(item.waiting)), ("sending", String(item.sending)),
                ("failed", String(item.failed)), ("unknown", String(item.unknown)),
                ("rate", item.forecast?.rate.map { "\($0)/s over the last minutes" }),
                ("through", item.forecast.map { $0.through ?? Self.words($0.unknown) }),
                (
                    "stuck",
                    item.forecast.flatMap {
                        $0.behind > 0 ? "\($0.behind) wait behind what stopped: milepost backends stuck \(name)" : nil
                    }
                ),
            ])
        }

        /// Why nobody can say when what waits will be through.
        private static func words(_ unknown: String?) -> String {
            switch unknown {
            case "down": "nobody knows: it is down, and nothing says when it comes back"
            case "fenced": "nobody knows: it stands behind a fence"
            case "stuck": "when a person acts: all that waits waits behind what stopped"
            default: "nobody knows: nothing has arrived there over the last minutes"
            }
        }
    }

    struct Stuck: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What goes on there only when a person acts, copies among them.",
            discussion: """
                A document whose copy failed is delivered all the same, and stands in no list of failed ones; what comes behind it in
                its order waits for it. Once the cause is mended, `milepost documents retry DOCUMENT` sends it again.

                Example: milepost backends stuck erp-north
                """)

        @Argument(help: "The back end's name.") var name: String
        @Option(help: "failed, or unknown: those that it may have.") var state: String?
        @Option(help: "How many, 1 to 500.") var limit = 50
        @Option(help: "The cursor that the page before ended with.") var cursor: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<StuckDelivery>.self, ["v1", "backends", name, "stuck"],
                [("state", state), ("limit", String(limit)), ("cursor", cursor)])
            if server.json { return Printing.json(text) }
            var table = TextTable(["document", "order", "purpose", "attempts", "since", "said"], numbers: [3])
            for item in page.items {
                table.add([
                    item.document, item.order, item.purpose, String(item.attempts), Printing.moment(item.since),
                    item.detail,
                ])
            }
            Printing.page(table, next: page.next, empty: "Nothing is stuck there.")
        }
    }

    struct Clear: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Settle unknown outcomes by the list of numbers that are there.",
            discussion: """
                Numbers on the list are there: delivered. Those absent are tried again once no attempt can still arrive.
                A line may also hold buyer/number, a document's id or an idempotency key; of a table's line the first cell
                counts. A number that fits only without zeros in front, blanks within or in another form settles nothing: it is
                asked back. A list of orders says nothing of changes: they go by their ids. A list that names nothing
                unknown is refused, unless --none-there says that this is right; so is one half of whose entries or more name
                nothing known while something would be tried again, unless --ignore-unmatched.

                Example: milepost backends clear erp-north --numbers there.txt --preview
                """)

        @Argument(help: "The back end's name.") var name: String
        @Option(help: "A file with one order number per line; - for standard input.") var numbers: String?
        @Flag(help: "The list is whole, and may name nothing of what is unknown: try again what it does not name.")
        var noneThere = false
        @Flag(help: "Use the list even if most of its entries name nothing known.") var ignoreUnmatched = false
        @Flag(help: "Say what would happen, change nothing.") var preview = false
        @OptionGroup var server: ServerOptions

        func validate() throws {
            if numbers == nil, !noneThere { throw ValidationError("Give --numbers FILE, or --none-there.") }
        }

        func run() async throws {
            let client = try server.client()
            let answer = try await client.ask(
                "POST", ["v1", "backends", name, "clear"],
                [
                    ("preview", preview ? "true" : nil), ("noneThere", noneThere ? "true" : nil),
                    ("ignoringUnmatched", ignoreUnmatched ? "true" : nil),
                ],
                headers: [("Content-Type", "text/plain")], body: numbers.map { try InputFile($0).bytes() } ?? [])
            let (result, text) = try client.decode(ClearingView.self, answer)
            if server.json { return Printing.json(text) }
            let would = result.done ? "" : "would be "
            var table = TextTable(["number", "outcome"])
            for number in result.delivered { table.add([number, would + "delivered"]) }
            for number in result.retried { table.add([number, would + "tried again"]) }
            for (number, moment) in result.tooEarly.sorted(by: { $0.key < $1.key }) {
                table.add([number, "left unknown: an attempt may still arrive until \(moment)"])
            }
            for name in result.unclear {
                table.add([name, "stays unknown: list it by what stands behind the colon if it is there"])
            }
            for (number, near) in result.didYouMean.sorted(by: { $0.key < $1.key }) {
                table.add([number, "no unknown delivery has it; did you mean \(near.joined(separator: ", "))?"])
            }
            for number in result.unmatched { table.add([number, "no unknown delivery has it"]) }
            result.refusal?.print(on: .errors)
            Printing.page(table, next: nil, empty: "Nothing there has an unknown outcome.")
        }
    }
}
