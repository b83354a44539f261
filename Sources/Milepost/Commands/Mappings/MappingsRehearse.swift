import ArgumentParser
import Foundation
import Gateway

/// Changed mappings on a server: what they would change of stored documents, and putting them in force.
extension Mappings {
    struct Rehearse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What the changed mappings of a server's files would change of stored documents.",
            discussion: """
                Reads the documents of a window again by the mappings in force and by those that the server's files hold now, and \
                shows field by field what would differ, by rule, with counts and examples. Nothing goes live.

                Example: milepost mappings rehearse
                         milepost mappings rehearse --from 2026-11-02 --to 2026-11-08
                """)

        @Option(help: "Received on this day or at this moment, or later; else 28 days before the end.") var from:
            String?
        @Option(help: "Received before the end of this day, or before this moment; else now.") var to: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (view, text) = try await server.client().post(
                MappingRehearsalView.self, ["v1", "mappings", "rehearsals"], json: ["from": from, "to": to])
            server.json ? Printing.json(text) : Mappings.print(view)
        }
    }

    struct Rehearsal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what a rehearsal of mappings found.",
            discussion: "Example: milepost mappings rehearsal 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10")

        @Argument(help: "The rehearsal's id.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (view, text) = try await server.client().get(
                MappingRehearsalView.self, ["v1", "mappings", "rehearsals", id])
            server.json ? Printing.json(text) : Mappings.print(view)
        }
    }

    struct Confirm: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say that what a rehearsal of mappings found is meant. For approvers.",
            discussion:
                "Example: milepost mappings confirm 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 --reason \"the unit was read wrongly\""
        )

        @Argument(help: "The rehearsal's id.") var id: String
        @Option(help: "Why it is meant.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (view, text) = try await server.client().post(
                MappingRehearsalView.self, ["v1", "mappings", "rehearsals", id, "confirm"], json: ["reason": reason])
            if server.json { return Printing.json(text) }
            Terminal.output.line("confirmed; put it in force with: milepost mappings publish --rehearsed \(view.id)")
        }
    }

    struct Publish: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put mappings in force that were rehearsed and confirmed.",
            discussion: """
                Reads the server's configuration again, as reload does, if its files hold just the mappings that were rehearsed, those \
                in force are the ones that they were compared with, the window ended within the last day, and a person has \
                confirmed what differs.

                Example: milepost mappings publish --rehearsed 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10
                """)

        @Option(help: "The rehearsal's id.") var rehearsed: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (change, text) = try await server.client().post(
                GatewayInForce.Change.self, ["v1", "mappings", "publish"], json: ["rehearsed": rehearsed])
            server.json ? Printing.json(text) : Reload.print(change)
        }
    }

    fileprivate static func print(_ view: MappingRehearsalView) {
        let found = view.found
        Printing.facts([
            ("rehearsal", view.id), ("window", "\(view.from) to \(view.to)"), ("by", view.madeBy),
            ("documents", String(found.documents)), ("the same", String(found.same)),
            ("differ", String(found.changed)), ("read now, and not before", number(found.understood)),
            ("not read any more", number(found.broken)), ("not read either way", number(found.stillUnread)),
            ("confirmed", view.confirmedBy.map { "by \($0): \(view.reason ?? "")" }),
            ("in force since", view.publishedAt),
        ])
        for (code, count) in found.codes.sorted(by: { $0.key < $1.key }) {
            Terminal.output.line("  \(code): \(count)")
        }
        for group in found.groups { print(group) }
        if found.omitted > 0 { Terminal.output.line("and \(found.omitted) differences in further fields") }
        guard view.confirmedAt == nil else { return }
        Terminal.output.line()
        Terminal.output.line("if this is meant: milepost mappings confirm \(view.id) --reason WHY")
    }

    private static func number(_ count: Int) -> String? { count == 0 ? nil : String(count) }

    private static func print(_ group: MappingDifferencesView.Group) {
        let terminal = Terminal.output
        terminal.line()
        let rule = [group.ruleBefore, group.rule].compactMap(\.self)
        let by = Set(rule).count > 1 ? rule.joined(separator: " → ") : rule.first ?? "no rule"
        terminal.line(
            "\(Terminal.safe(group.field)): \(group.differences) in \(group.documents) documents, by \(Terminal.safe(by))"
        )
        var table = TextTable(["document", "where", "now", "then"])
        for example in group.examples {
            table.add([example.document, example.path, example.before ?? "–", example.after ?? "–"])
        }
        table.print(indent: "  ")
    }
}
