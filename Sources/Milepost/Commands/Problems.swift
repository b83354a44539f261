import ArgumentParser
import Diagnostics
import Gateway
import Orders

/// `milepost problems`: failures of one cause.
struct Problems: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Failures of one cause, and who works on them.",
        discussion: """
            What fails for one cause is one problem: 4,000 orders without a code are one line here. A problem is resolved by \
            itself a minute after nothing stands in it any more, and the same one again if it comes back within a day.

            Example: milepost problems list
                     milepost documents list --problem 0199f0c2-…
            """,
        subcommands: [
            List.self, Show.self, Take.self, Assign.self, Ignore.self, Reopen.self, Resolve.self,
        ])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The problems that are not resolved, those that failed last first.",
            discussion: """
                Example: milepost problems list
                         milepost problems list --backend north --state open
                         milepost problems list --state resolved
                """)

        @Option(help: "open, taken, ignored or resolved.") var state: String?
        @Option(help: "Faults of what this partner or back end sent.") var sender: String?
        @Option(help: "Faults at this back end.") var backend: String?
        @Option(help: "Those of a function.") var function: String?
        @Option(help: "Those of a site.") var site: String?
        @Option(help: "Those of a diagnostic's code.") var code: String?
        @Option(help: "Those that somebody works on.") var owner: String?
        @Option(help: "How many at most, 1 to 500.") var limit = 50
        @Option(help: "The cursor that the page before ended with.") var cursor: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<ProblemView>.self, ["v1", "problems"],
                [
                    ("state", state), ("sender", sender), ("backend", backend), ("function", function),
                    ("site", site), ("code", code), ("owner", owner), ("limit", String(limit)), ("cursor", cursor),
                ])
            if server.json { return Printing.json(text) }
            var table = TextTable(
                ["problem", "state", "standing", "failures", "last", "where", "what"], numbers: [2, 3])
            for item in page.items {
                table.add([
                    item.id, item.owner.map { "\(item.state), \($0)" } ?? item.state, String(item.standing),
                    String(item.failures), item.lastAt, Problems.place(item),
                    item.rule.map { "\(item.fault.message) (\($0))" } ?? item.fault.message,
                ])
            }
            Printing.page(table, next: page.next, empty: "There is no such problem.")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One problem: what is wrong, what to do, and its course.",
            discussion: "Example: milepost problems show 0199f0c2-…")

        @Argument(help: "The problem's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (course, text) = try await server.client().get(ProblemCourse.self, ["v1", "problems", id])
            server.json ? Printing.json(text) : Problems.print(course)
        }
    }

    struct Take: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Work on a problem: its owner is the name of your key.",
            discussion: "Example: milepost problems take 0199f0c2-…")

        @Argument(help: "The problem's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws { try await Problems.act(.take, id, [], server) }
    }

    struct Assign: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a problem to somebody.",
            discussion: "Example: milepost problems assign 0199f0c2-… --to ann")

        @Argument(help: "The problem's id.") var id: String
        @Option(help: "Who gets it.") var to: String
        @Option(help: "Why; it is recorded.") var reason: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            try await Problems.act(.assign, id, [("owner", to), ("reason", reason)], server)
        }
    }

    struct Ignore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a problem stand: what else fails so joins it and troubles nobody.",
            discussion: "Example: milepost problems ignore 0199f0c2-… --reason \"their tests\"")

        @Argument(help: "The problem's id.") var id: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws { try await Problems.act(.ignore, id, [("reason", reason)], server) }
    }

    struct Reopen: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let go of a problem, or look again at one that was ignored or resolved.",
            discussion: "Example: milepost problems reopen 0199f0c2-…")

        @Argument(help: "The problem's id.") var id: String
        @Option(help: "Why; it is recorded.") var reason: String?
        @OptionGroup var server: ServerOptions

        func run() async throws { try await Problems.act(.reopen, id, [("reason", reason)], server) }
    }

    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that a problem is done; only when nothing stands in it.",
            discussion: "Example: milepost problems resolve 0199f0c2-… --reason \"the item is in the list now\"")

        @Argument(help: "The problem's id.") var id: String
        @Option(help: "What was done; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws { try await Problems.act(.resolve, id, [("reason", reason)], server) }
    }

    private static func act(
        _ action: ProblemDesk.Action, _ id: String, _ members: [(String, String?)], _ server: ServerOptions
    ) async throws {
        let body = JSONValue.object(members.compactMap { name, text in text.map { (name, .string($0)) } })
        let (course, text) = try await server.client().post(
            ProblemCourse.self, ["v1", "problems", id, action.rawValue], body)
        server.json ? Printing.json(text) : print(course)
    }

    /// Whose fault it is, and what it is about.
    private static func place(_ item: ProblemView) -> String {
        [item.sender, item.backend.map { "at \($0)" }, item.function, item.site].compactMap(\.self)
            .joined(separator: ", ")
    }

    private static func print(_ course: ProblemCourse) {
        let item = course.problem
        let documents = course.documents.map { "\($0.documents) \($0.status)" }.joined(separator: ", ")
        Printing.facts([
            ("problem", item.id), ("state", item.owner.map { "\(item.state) by \($0)" } ?? item.state),
            ("reason", item.reason), ("what", "\(item.fault.message) (\(item.code))"), ("rule", item.fault.rule),
            ("to do", item.fault.fix), ("broken at", item.rule), ("where", place(item)),
            ("stage", item.stage), ("failures", String(item.failures)),
            ("still stand", item.standing == 0 ? "none" : String(item.standing)),
            ("documents", documents.isEmpty ? nil : "\(documents): milepost documents list --problem \(item.id)"),
            ("first", item.firstAt), ("last", item.lastAt), ("resolved", item.resolvedAt),
        ])
        var hours = TextTable(["hour", "failed", "settled"], numbers: [1, 2])
        for hour in course.hours { hours.add([hour.hour, String(hour.failed), String(hour.settled)]) }
        if !hours.isEmpty { hours.print() }
        var events = TextTable(["at", "what", "by", "reason"])
        for event in course.events {
            events.add([
                event.at, event.what == "assigned" ? "assigned to \(event.owner ?? "")" : event.what, event.by,
                event.reason,
            ])
        }
        if !events.isEmpty { events.print() }
    }
}
