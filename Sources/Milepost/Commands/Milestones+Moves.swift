import ArgumentParser
import Diagnostics
import Foundation
import Gateway
import Orders

/// How a milestone is moved: approved, signed, moved.
extension Milestones {
    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approve a milestone's definition, as another than its author.",
            discussion: "Example: milepost milestones approve north-intake")

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The definition that you saw; the approval is refused if it is another by now.")
        var definition: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await post("approve", name, members([("definition", definition.map(JSONValue.string))]), server)
        }
    }

    struct Sign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign an item of a milestone's check list.",
            discussion: "Example: milepost milestones sign north-intake --item \"key users are trained\"")

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The item, as the milestone's file names it.") var item: String
        @Option(help: "What is to be noted with it.") var note: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await post(
                "sign", name, members([("item", .string(item)), ("note", note.map(JSONValue.string))]), server)
        }
    }

    /// What goes with a move.
    struct MoveOptions: ParsableArguments {
        @Option(help: "Why; it is recorded.") var reason: String?
        @Option(help: "The plan that you saw; the move is refused if it is another by now.") var plan: String?
        @Option(help: "GATE=REASON: pass a gate that does not pass. Approvers only; may be given several times.")
        var override: [String] = []
        @Option(help: "The milestone's name again, which going to draining asks for.") var typed: String?
        @Flag(help: "On duty, alone: an approver countersigns within 24 hours.") var breakGlass = false

        func validate() throws {
            for item in override where !item.contains("=") {
                throw ValidationError("--override takes GATE=REASON, as the plan names the gate.")
            }
        }

        func members(to stage: String?) -> JSONValue {
            let overrides = override.map { item in
                let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), JSONValue.string(String(parts[1])))
            }
            return Milestones.members([
                ("to", stage.map(JSONValue.string)), ("reason", reason.map(JSONValue.string)),
                ("name", typed.map(JSONValue.string)), ("breakGlass", breakGlass ? .bool(true) : nil),
                ("overrides", overrides.isEmpty ? nil : .object(overrides)),
            ])
        }
    }

    struct Advance: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move a milestone on.",
            discussion: """
                Example: milepost milestones advance north-intake --to pilot --reason "rehearsed on 10 Nov"
                """)

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The stage: shadow, pilot, live, draining or complete.") var to: String
        @OptionGroup var move: MoveOptions
        @OptionGroup var server: ServerOptions

        func run() async throws { try await post("advance", name, move.members(to: to), server, plan: move.plan) }
    }

    struct Reverse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send births back; orders born at new stay there, are handed back, or are quarantined.",
            discussion: """
                With --policy quarantine new is dead: it is fenced, the keys of its orders are held, and people enter them at legacy \
                (see milepost fences).

                Example: milepost milestones reverse north-intake --reason "the new system misses prices"
                """)

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The stage to go back to.") var to = "planned"
        @Option(
            help: "What becomes of the orders that new owns: stay, hand-back or quarantine; else what its file says.")
        var policy: String?
        @OptionGroup var move: MoveOptions
        @OptionGroup var server: ServerOptions

        func run() async throws {
            guard case .object(let entries) = move.members(to: to) else { return }
            let own = policy.map { [("policy", JSONValue.string($0))] } ?? []
            try await post("reverse", name, .object(entries + own), server, plan: move.plan)
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a milestone not go on; births go on by its stage.",
            discussion: "Example: milepost milestones pause north-intake --reason \"stock-taking\"")

        @Argument(help: "The milestone's name.") var name: String
        @OptionGroup var move: MoveOptions
        @OptionGroup var server: ServerOptions

        func run() async throws { try await post("pause", name, move.members(to: nil), server) }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a paused milestone go on.",
            discussion: "Example: milepost milestones resume north-intake --reason \"stock-taking is over\"")

        @Argument(help: "The milestone's name.") var name: String
        @OptionGroup var move: MoveOptions
        @OptionGroup var server: ServerOptions

        func run() async throws { try await post("resume", name, move.members(to: nil), server) }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a milestone without effect, once new owns no open order of it.",
            discussion: "Example: milepost milestones cancel north-intake --reason \"planned anew\"")

        @Argument(help: "The milestone's name.") var name: String
        @OptionGroup var move: MoveOptions
        @OptionGroup var server: ServerOptions

        func run() async throws { try await post("cancel", name, move.members(to: nil), server) }
    }

    struct Pilot: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a running pilot grow; it never shrinks.",
            discussion: "Example: milepost milestones pilot north-intake --percent 25")

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The new percentage of the delivery parties.") var percent: Int?
        @Option(help: "A further partner; may be given several times.") var partner: [String] = []
        @Option(help: "Why; it is recorded.") var reason: String?
        @OptionGroup var server: ServerOptions

        func validate() throws {
            if (percent == nil) == partner.isEmpty { throw ValidationError("Give --percent, or --partner.") }
        }

        func run() async throws {
            let partners = partner.map(JSONValue.string)
            try await post(
                "pilot", name,
                members([
                    ("percent", percent.map { .integer($0) }),
                    ("partners", partners.isEmpty ? nil : .array(partners)), ("reason", reason.map(JSONValue.string)),
                ]), server)
        }
    }

    struct Countersign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Countersign a move that someone on duty made alone.",
            discussion: "Example: milepost milestones countersign north-intake --epoch 12")

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The epoch that the move made, as `show` lists it.") var epoch: Int
        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await post("countersign", name, members([("epoch", .integer(epoch))]), server)
        }
    }

    struct Schedule: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move a milestone on at a time of its site; everything is checked again then.",
            discussion:
                "Example: milepost milestones schedule north-intake --to live --at 2027-01-31T22:00 --reason \"cutover\""
        )

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The stage: shadow, pilot, live, draining or complete.") var to: String
        @Option(help: "YYYY-MM-DDThh:mm by the clocks of the milestone's site.") var at: String
        @OptionGroup var move: MoveOptions
        @OptionGroup var server: ServerOptions

        func run() async throws {
            guard case .object(let entries) = move.members(to: to) else { return }
            try await post("schedule", name, .object(entries + [("at", .string(at))]), server, plan: move.plan)
        }
    }

    struct Withdraw: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a scheduled move back.",
            discussion: "Example: milepost milestones withdraw north-intake 0199f0c2-…")

        @Argument(help: "The milestone's name.") var name: String
        @Argument(help: "The scheduled move, as `show` lists it.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            let answer = try await client.ask("DELETE", ["v1", "milestones", name, "schedule", id])
            let (item, text) = try client.decode(MilestoneView.self, answer)
            server.json ? Printing.json(text) : print(item)
        }
    }

    struct Rearm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Arm a guard again that tripped; births that it made wait go on.",
            discussion:
                "Example: milepost milestones rearm north-intake --guard failure-rate --reason \"new is mended\"")

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The guard, as `show` lists it.") var `guard`: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await post(
                "rearm", name, members([("guard", .string(`guard`)), ("reason", .string(reason))]), server)
        }
    }

    struct Recall: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Take back, after a reverse, the orders that new never took; they are born again by present routing.",
            discussion: "Example: milepost milestones recall north-intake --reason \"new is down\"")

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            var (recalled, kept) = (0, [RecallView.Kept]())
            var after: String?
            repeat {
                let (page, _) = try await client.post(
                    RecallView.self, ["v1", "milestones", name, "recall"], json: ["reason": reason, "after": after])
                recalled += page.recalled.count
                kept += page.kept
                after = page.next
            } while after != nil
            if server.json {
                var all = RecallTotals(recalled: recalled)
                all.kept = kept
                return Printing.json(try JSONEncoder().encode(all))
            }
            for item in kept { Terminal.output.line("\(item.order): \(item.because.message)") }
            Terminal.output.line("\(recalled) recalled, \(kept.count) stay where they are")
        }

        private struct RecallTotals: Encodable {
            var recalled: Int
            var kept: [RecallView.Kept] = []
        }
    }

    struct Leftovers: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The open orders that legacy owns in a milestone's cells: what completing it waits for.",
            discussion: "Example: milepost milestones leftovers north-intake")

        @Argument(help: "The milestone's name.") var name: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            let keys = try await Milestones.leftovers(of: name, client)
            if server.json { return Printing.json(Data(JSONValue.array(keys.map(JSONValue.string)).bytes)) }
            for key in keys { Terminal.output.line(key) }
            if keys.isEmpty { Terminal.output.line("none") }
        }
    }

    struct SignOff: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "sign-off",
            abstract: "Let open orders stay at legacy although a milestone completes.",
            discussion:
                "Example: milepost milestones sign-off north-intake freshmart/PO-2026-0001 --reason \"blanket order\"")

        @Argument(help: "The milestone's name.") var name: String
        @Argument(help: "Order keys, as `leftovers` lists them.") var orders: [String] = []
        @Flag(help: "All that are left over now.") var all = false
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func validate() throws {
            if all == !orders.isEmpty { throw ValidationError("Name orders, or give --all.") }
        }

        func run() async throws {
            let keys = all ? try await Milestones.leftovers(of: name, server.client()) : orders
            guard !keys.isEmpty else { return Terminal.output.line("nothing is left over") }
            let most = MilestoneDesk.longestList
            for start in stride(from: 0, to: keys.count, by: most) {
                let some = keys[start..<min(keys.count, start + most)].map(JSONValue.string)
                try await post(
                    "sign-off", name, members([("orders", .array(some)), ("reason", .string(reason))]), server)
            }
        }
    }

    /// All leftovers of a milestone, page by page.
    fileprivate static func leftovers(of name: String, _ client: GatewayClient) async throws -> [String] {
        var keys: [String] = []
        var cursor: String?
        repeat {
            let (page, _) = try await client.get(
                Page<String>.self, ["v1", "milestones", name, "leftovers"],
                [("limit", "500")] + (cursor.map { [("cursor", $0)] } ?? []))
            keys += page.items
            cursor = page.next
        } while cursor != nil
        return keys
    }
}
