import ArgumentParser
import Gateway
import Orders
import Rollout

/// `milepost transfers`: open orders on their way from one back end to the other.
struct Transfers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Give open orders from one side to the other.",
        discussion: "Example: milepost transfers list",
        subcommands: [Start.self, List.self, Show.self, Confirm.self, Retry.self, Bulks.self, Pause.self, Resume.self])

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Transfer one order, or the open orders of a milestone at a rate.",
            discussion: """
                Example: milepost transfers start --order freshmart/PO-2026-0001 --to legacy --reason "new cannot ship it"
                         milepost transfers start --milestone north-intake --to new --per-minute 30 --reason "legacy ends"
                """)

        @Option(help: "The order key: buyer/number.") var order: String?
        @Option(help: "The milestone whose open orders at the other side are transferred.") var milestone: String?
        @Option(help: "The side that is to own them: legacy or new.") var to: Side
        @Option(help: "How many begin in a minute at most.") var perMinute: Int?
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func validate() throws {
            if (order == nil) == (milestone == nil) { throw ValidationError("Give --order, or --milestone.") }
            if order != nil, perMinute != nil { throw ValidationError("--per-minute is for a milestone's orders.") }
        }

        func run() async throws {
            let members = [
                ("to", JSONValue.string(to.rawValue)), ("reason", .string(reason)),
            ]
            let client = try server.client()
            if let order {
                let (item, text) = try await client.post(
                    TransferView.self, ["v1", "orders", order, "transfer"], .object(members))
                return server.json ? Printing.json(text) : Transfers.print(item)
            }
            let rate = perMinute.map { [("perMinute", JSONValue.integer($0))] } ?? []
            let (item, text) = try await client.post(
                BulkTransferView.self, ["v1", "milestones", milestone ?? "", "transfer"], .object(members + rate))
            server.json ? Printing.json(text) : Transfers.print(item)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The newest transfers.",
            discussion: """
                Example: milepost transfers list
                         milepost transfers list --asks
                """)

        @Flag(help: "Those that ask a person.") var asks = false
        @Option(help: "Those of a state: waiting, running, person, done or kept.") var state: String?
        @Option(help: "Those of a bulk: its id.") var bulk: String?
        @Option(help: "How many, 1 to 500.") var limit = 50
        @Option(help: "The cursor that the page before ended with.") var cursor: String?
        @OptionGroup var server: ServerOptions

        func validate() throws {
            if asks, state != nil { throw ValidationError("Give --asks, or --state.") }
        }

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<TransferView>.self, ["v1", "transfers"],
                [
                    ("state", asks ? "person" : state), ("bulk", bulk), ("limit", String(limit)), ("cursor", cursor),
                ])
            if server.json { return Printing.json(text) }
            var table = TextTable(["transfer", "order", "from", "to", "state", "step", "note"])
            for item in page.items {
                table.add([item.id, item.order, item.from, item.to, item.state, item.step, item.note])
            }
            Printing.page(table, next: page.next, empty: "There is no such transfer.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One transfer.", discussion: "Example: milepost transfers show 0199f0c2-…")

        @Argument(help: "The transfer's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (item, text) = try await server.client().get(TransferView.self, ["v1", "transfers", id])
            server.json ? Printing.json(text) : Transfers.print(item)
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say what became of the call that a transfer waits for.",
            discussion: """
                `done`: the old owner has let go, or the new one has taken over. `refused`: it will not. `absent`: the call never \
                arrived, and is made again. Where the new owner refused to take over, and the cause is mended, use `transfers retry`.

                Example: milepost transfers confirm 0199f0c2-… --outcome done --reason "closed in the old system by hand"
                """)

        @Argument(help: "The transfer's id.") var id: String
        @Option(help: "done, refused or absent.") var outcome: String
        @Option(help: "The last document that the old owner sent, where it has a cursor.") var cursor: String?
        @Option(help: "How it is known; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let members = Milestones.members([
                ("outcome", .string(outcome)), ("cursor", cursor.map(JSONValue.string)), ("reason", .string(reason)),
            ])
            let (item, text) = try await server.client().post(
                TransferView.self, ["v1", "transfers", id, "confirm"], members)
            server.json ? Printing.json(text) : Transfers.print(item)
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let new owners be asked again that refused to take over.",
            discussion: """
                Once the cause is mended: one transfer, those of a bulk, or all that ask. Those that wait for what became of a call
                are left; say it with `transfers confirm`.

                Example: milepost transfers retry --bulk 0199f0c2-… --reason "master data loaded at new"
                """)

        @Argument(help: "The transfer's id.") var id: String?
        @Option(help: "Those of a bulk: its id.") var bulk: String?
        @Flag(help: "All that ask.") var all = false
        @Option(help: "Why it will go now; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func validate() throws {
            let ways = [id != nil, bulk != nil, all].count { $0 }
            if ways != 1 { throw ValidationError("Give a transfer's id, --bulk, or --all.") }
        }

        func run() async throws {
            let members = Milestones.members([
                ("transfers", id.map { .array([.string($0)]) }), ("bulk", bulk.map(JSONValue.string)),
                ("reason", .string(reason)),
            ])
            let (item, text) = try await server.client().post(
                RetriedTransfers.self, ["v1", "transfers", "retry"], members)
            if server.json { return Printing.json(text) }
            Terminal.output.line(
                "\(Printing.count(item.retried, "transfer")) go\(item.retried == 1 ? "es" : "") on, \(item.left) left: "
                    + "milepost transfers list --asks")
        }
    }

    struct Bulks: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The transfers of milestones, with how far they are.",
            discussion: "Example: milepost transfers bulks")

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(Page<BulkTransferView>.self, ["v1", "bulk-transfers"])
            if server.json { return Printing.json(text) }
            var table = TextTable(
                ["bulk", "milestone", "to", "a minute", "paused", "waiting", "running", "asks", "done", "kept"],
                numbers: [3, 5, 6, 7, 8, 9])
            for item in page.items {
                table.add([
                    item.id, item.milestone, item.toSide, String(item.perMinute), item.isPaused ? "yes" : "no",
                    String(item.waiting), String(item.running), String(item.person), String(item.done),
                    String(item.kept),
                ])
            }
            Printing.page(table, next: nil, empty: "No milestone's orders were ever transferred.")
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let no more transfers of a bulk begin; those under way go on.",
            discussion: "Example: milepost transfers pause 0199f0c2-…")

        @Argument(help: "The bulk's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws { try await Transfers.post("pause", id, server) }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let the transfers of a bulk begin again.",
            discussion: "Example: milepost transfers resume 0199f0c2-…")

        @Argument(help: "The bulk's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws { try await Transfers.post("resume", id, server) }
    }

    fileprivate static func post(_ action: String, _ id: String, _ server: ServerOptions) async throws {
        let (item, text) = try await server.client().post(
            BulkTransferView.self, ["v1", "bulk-transfers", id, action], .object([]))
        server.json ? Printing.json(text) : print(item)
    }

    fileprivate static func print(_ item: TransferView) {
        Printing.facts([
            ("transfer", item.id), ("order", item.order), ("from", item.from), ("to", item.to), ("state", item.state),
            ("step", item.step), ("note", item.note), ("asked for by", item.madeBy), ("because", item.reason),
            ("since", Printing.moment(item.madeAt)), ("last step", Printing.moment(item.updatedAt)),
        ])
    }

    fileprivate static func print(_ item: BulkTransferView) {
        let all = item.waiting + item.running + item.person + item.done + item.kept
        Printing.facts([
            ("bulk", item.id), ("milestone", item.milestone), ("to", item.toSide),
            ("rate", "\(item.perMinute) a minute"), ("paused", item.isPaused ? "yes" : nil),
            (
                "progress",
                "\(item.done) of \(all) done, \(item.kept) kept, \(item.person) ask, \(item.running) under way"
            ),
        ])
    }
}
