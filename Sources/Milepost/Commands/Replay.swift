import ArgumentParser
import Diagnostics
import Gateway
import Orders

/// `milepost replay`: something done with many documents.
struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Retry, reprocess, discard or resend many documents: planned first, then run.",
        discussion: """
            A plan does nothing: it says how many documents there are, with which it cannot be done and why, what would wait behind \
            what, and what today's mapping would change. Who starts it names its version. The gateway runs it, in the order of each \
            order's documents, out of the way of what comes in, over restarts; each document once, under all the rules of \
            `milepost documents retry` and its like.

            Example: milepost replay plan retry --problem 0199f0c2-…
                     milepost replay start 0199f0d4-… --version 5be1c0de --canary 5 --reason "the item is in the list now"
            """,
        subcommands: [
            Plan.self, Start.self, Status.self, Pause.self, Resume.self, Cancel.self, List.self, Items.self,
            Report.self,
        ])

    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Plan something with many documents; nothing is done.",
            discussion: """
                The documents are those that a filter finds, those of a problem, or those of a list: a file with an id in each line.

                Example: milepost replay plan retry --problem 0199f0c2-…
                         milepost replay plan reprocess --status failed --code mapping.required-field --from 2026-11-12
                         milepost replay plan discard --list ids.txt
                """)

        @Argument(help: "retry, reprocess, discard, resend or send-as-new.") var action: String
        @OptionGroup var search: FilterOptions
        @Option(help: "A file with the ids of documents, one a line; - for standard input.") var list: String?
        @Flag(help: "Of a retry: also what a back end may have, although it has forgotten the key by now.")
        var anyway = false
        @OptionGroup var server: ServerOptions

        func validate() throws {
            let isFiltered = search.query.contains { $0.1 != nil }
            if isFiltered == (list != nil) {
                throw ValidationError("Give a filter (--problem, --status, …), or --list.")
            }
        }

        func run() async throws {
            var members: [(String, JSONValue?)] = [
                ("action", .string(action)), ("anyway", anyway ? .bool(true) : nil),
            ]
            if let list {
                let text = String(decoding: try InputFile(list).bytes(), as: UTF8.self)
                let ids = text.split(whereSeparator: \.isWhitespace).map { JSONValue.string(String($0)) }
                members.append(("documents", .array(ids)))
            } else {
                let filter = search.query.compactMap { name, value in value.map { (name, JSONValue.string($0)) } }
                members.append(("filter", .object(filter)))
            }
            let (report, text) = try await server.client().post(
                ReplayReport.self, ["v1", "replays"], Milestones.members(members))
            if server.json { return Printing.json(text) }
            Replay.print(report)
            if report.replay.ready + report.replay.blocked > 0 {
                Terminal.output.line()
                Terminal.output.line(
                    "Nothing is done yet: milepost replay start \(report.replay.id) --version \(report.replay.version) --reason …"
                )
            }
        }
    }

    struct Start: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Start a plan.",
            discussion: """
                With --canary so many documents of different orders go first. The rest goes once these have arrived; if one of them does \
                not, nothing else moves, and the replay is stopped.

                Example: milepost replay start 0199f0d4-… --version 5be1c0de --reason "mapping corrected" --canary 5 --rate 50
                """)

        @Argument(help: "The plan's id.") var id: String
        @Option(help: "The plan's version, as it says it.") var version: String
        @Option(help: "Why; it is recorded.") var reason: String
        @Option(help: "How many documents a second at most: 50, or 50/s.") var rate: String?
        @Option(help: "How many documents go first, 1 to 1000.") var canary: Int?
        @Flag(help: "Wait until it has ended; exits with 1 where it was stopped.") var wait = false
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            var (item, text) = try await client.post(
                ReplayView.self, ["v1", "replays", id, "start"],
                Milestones.members([
                    ("version", .string(version)), ("reason", .string(reason)), ("rate", try Replay.rate(rate)),
                    ("canary", canary.map { .integer($0) }),
                ]))
            let bar = ProgressLine()
            while wait, item.state == "running" || item.state == "paused" {
                try await Task.sleep(for: .milliseconds(300))
                (item, text) = try await client.get(ReplayView.self, ["v1", "replays", id])
                bar.show { _ in
                    "\(ProgressLine.bar(item.done + item.already + item.refused, of: item.ready + item.blocked)) \(item.note ?? "")"
                }
            }
            bar.clear()
            server.json ? Printing.json(text) : Replay.print(item)
            if item.state == "stopped" { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }
    }

    struct Status: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "How far a replay is.",
            discussion: "Example: milepost replay status 0199f0d4-…")

        @Argument(help: "The replay's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (item, text) = try await server.client().get(ReplayView.self, ["v1", "replays", id])
            server.json ? Printing.json(text) : Replay.print(item)
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold a replay up; what was set going goes on.",
            discussion: "Example: milepost replay pause 0199f0d4-…")

        @Argument(help: "The replay's id.") var id: String
        @Option(help: "Why; it is recorded.") var reason: String?
        @OptionGroup var server: ServerOptions

        func run() async throws { try await Replay.act("pause", id, [("reason", reason.map { .string($0) })], server) }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a paused replay go on.",
            discussion: "Example: milepost replay resume 0199f0d4-… --rate 20/s")

        @Argument(help: "The replay's id.") var id: String
        @Option(help: "Another pace than before: 20, or 20/s.") var rate: String?
        @Option(help: "Why; it is recorded.") var reason: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await Replay.act(
                "resume", id, [("rate", try Replay.rate(rate)), ("reason", reason.map { .string($0) })], server)
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a replay, or give up a plan; what is done stays done.",
            discussion: "Example: milepost replay cancel 0199f0d4-… --reason \"the back end asked for it\"")

        @Argument(help: "The replay's id.") var id: String
        @Option(help: "Why; it is recorded.") var reason: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await Replay.act("cancel", id, [("reason", reason.map { .string($0) })], server)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Plans and replays, the newest first.",
            discussion: """
                Example: milepost replay list
                         milepost replay list --state running
                """)

        @Option(help: "planned, running, paused, done, stopped, cancelled or expired.") var state: String?
        @Option(help: "How many at most, 1 to 500.") var limit = 50
        @Option(help: "The cursor that the page before ended with.") var cursor: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<ReplayView>.self, ["v1", "replays"],
                [("state", state), ("limit", String(limit)), ("cursor", cursor)])
            if server.json { return Printing.json(text) }
            var table = TextTable(
                ["replay", "action", "state", "planned", "documents", "done", "already", "refused", "left", "by"],
                numbers: [4, 5, 6, 7, 8])
            for item in page.items {
                table.add([
                    item.id, item.action, item.state, Printing.moment(item.madeAt), String(item.documents),
                    String(item.done), String(item.already), String(item.refused), String(item.left),
                    item.startedBy ?? item.madeBy,
                ])
            }
            Printing.page(table, next: page.next, empty: "There is no such replay.")
        }
    }
}
