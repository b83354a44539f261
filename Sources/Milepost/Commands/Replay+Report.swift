import ArgumentParser
import Diagnostics
import Gateway
import Orders

extension Replay {
    struct Items: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The documents of a replay, in the order in which they go.",
            discussion: """
                Example: milepost replay items 0199f0d4-… --state refused
                         milepost replay items 0199f0d4-… --state blocked --code replay.behind
                """)

        @Argument(help: "The replay's id.") var id: String
        @Option(help: "ready, blocked, impossible, applied, already or refused.") var state: String?
        @Option(help: "Those of a code.") var code: String?
        @Option(help: "How many at most, 1 to 500.") var limit = 50
        @Option(help: "The cursor that the page before ended with.") var cursor: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<ReplayItemView>.self, ["v1", "replays", id, "items"],
                [("state", state), ("code", code), ("limit", String(limit)), ("cursor", cursor)])
            if server.json { return Printing.json(text) }
            var table = TextTable(["no", "document", "order", "in the replay", "why", "was", "is"], numbers: [0])
            for item in page.items {
                let why = [item.code, item.behind.map { "behind \($0)" }].compactMap(\.self).joined(separator: ", ")
                table.add([
                    String(item.number), item.document, item.orderKey,
                    item.canary ? "\(item.state), canary" : item.state,
                    why, item.was, item.status,
                ])
            }
            Printing.page(table, next: page.next, empty: "There is no such document in it.")
        }
    }

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What was planned or done, by whom and why, and where the documents stand now.",
            discussion: "Example: milepost replay report 0199f0d4-…")

        @Argument(help: "The replay's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (report, text) = try await server.client().get(ReplayReport.self, ["v1", "replays", id, "report"])
            server.json ? Printing.json(text) : Replay.print(report)
        }
    }

    static func act(
        _ action: String, _ id: String, _ members: [(String, JSONValue?)], _ server: ServerOptions
    ) async throws {
        let (item, text) = try await server.client().post(
            ReplayView.self, ["v1", "replays", id, action], Milestones.members(members))
        server.json ? Printing.json(text) : print(item)
    }

    /// A number of documents a second: `50`, `50/s`.
    static func rate(_ text: String?) throws -> JSONValue? {
        guard let text else { return nil }
        let digits = text.hasSuffix("/s") ? text.dropLast(2) : text[...]
        guard let number = Int(digits), number > 0 else {
            throw ValidationError("--rate is a number of documents a second: 50, or 50/s.")
        }
        return .integer(number)
    }

    static func print(_ item: ReplayView) {
        let what = item.named.map { "\($0) named documents" }
        let filter = item.filter.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let turn = item.done + item.already + item.refused
        let isBegun = item.startedAt != nil
        Printing.facts([
            ("replay", item.id), ("action", item.anyway ? "\(item.action), anyway" : item.action),
            ("of", what ?? filter), ("state", item.phase.map { "\(item.state), \($0)" } ?? item.state),
            ("version", item.version), ("waits", item.note),
            ("stopped", item.fault.map { "\($0.message) \($0.rule)" }), ("to do", item.fault?.fix),
            ("documents", String(item.documents)),
            (
                "can be done",
                "\(item.ready + item.blocked)\(item.blocked > 0 ? ", \(item.blocked) of them wait behind others" : "")"
            ),
            ("cannot", item.impossible > 0 ? String(item.impossible) : nil),
            ("needs", item.needs),
            ("done", isBegun ? "\(item.done) of \(item.ready + item.blocked)" : nil),
            ("already", item.already > 0 ? "\(item.already) were set going by somebody or something else" : nil),
            ("refused", item.refused > 0 ? String(item.refused) : nil),
            ("left", isBegun ? String(item.ready + item.blocked - turn) : nil),
            ("canary", item.canary > 0 ? String(item.canary) : nil),
            ("rate", item.rate.map { "\($0)/s at most" }), ("pace", item.pace.map { "\($0)/s" }),
            ("expected end", item.expectedEnd), ("planned", "\(item.madeAt) by \(item.madeBy)"),
            ("until", isBegun || item.endedAt != nil ? nil : item.expiresAt),
            ("started", item.startedAt.map { "\($0) by \(item.startedBy ?? "")" }), ("reason", item.reason),
            ("ended", item.endedAt.map { at in item.endedBy.map { "\(at) by \($0)" } ?? at }),
        ])
    }

    static func print(_ report: ReplayReport) {
        print(report.replay)
        var groups = TextTable(["in the replay", "documents", "was", "code", "why"], numbers: [1])
        for group in report.groups {
            groups.add([group.state, String(group.documents), group.was, group.code, group.because])
        }
        if !groups.isEmpty { groups.print() }
        var shares = TextTable(["", "name", "documents", "without"], numbers: [2, 3])
        for (kind, rows) in [("back end", report.backends), ("partner", report.partners)] {
            for share in rows {
                shares.add([
                    kind, share.name.isEmpty ? "none yet" : share.name, String(share.documents), String(share.without),
                ])
            }
        }
        if !shares.isEmpty { shares.print() }
        var ends = TextTable(["stands now as", "documents", "code"], numbers: [1])
        for end in report.ends { ends.add([end.status, String(end.documents), end.code]) }
        if !ends.isEmpty { ends.print() }
        var blockers = TextTable(["holds up", "documents", "code"], numbers: [1])
        for blocker in report.blockers {
            blockers.add([blocker.document, String(blocker.documents), blocker.code])
        }
        if !blockers.isEmpty { blockers.print() }
        if let sample = report.sample { print(sample, of: report.replay.ready + report.replay.blocked) }
    }

    private static func print(_ sample: ReplaySample, of all: Int) {
        Terminal.output.line()
        let which = sample.lookedAt >= all ? "all \(all)" : "a sample of \(sample.lookedAt) of \(all)"
        Terminal.output.line("Read by today's mappings, \(which):")
        Printing.facts([
            ("say the same", String(sample.same)),
            ("say something else", sample.changed > 0 ? String(sample.changed) : nil),
            ("can be read now", sample.understood > 0 ? String(sample.understood) : nil),
            ("cannot any more", sample.broken > 0 ? String(sample.broken) : nil),
            ("still cannot", sample.stillUnreadable > 0 ? String(sample.stillUnreadable) : nil),
            (
                "codes",
                sample.codes.isEmpty
                    ? nil
                    : sample.codes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            ),
            ("such as", sample.examples.isEmpty ? nil : sample.examples.joined(separator: ", ")),
        ])
    }
}
