import Foundation
import Gateway

/// How the values of answers look on a terminal.
enum Printing {
    /// A moment to the second, in UTC.
    static func moment(_ text: String?) -> String? {
        text.map { String($0.prefix(19)).replacingOccurrences(of: "T", with: " ") }
    }

    /// A number of things: `1 order`, `3 orders`.
    static func count(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }

    /// Lines of a name and a value; what is not known is left out.
    static func facts(_ facts: [(name: String, value: String?)], on terminal: Terminal = .output) {
        let known = facts.compactMap { fact in fact.value.map { (fact.name, $0) } }
        let width = known.map(\.0.count).max() ?? 0
        for (name, value) in known {
            let blanks = String(repeating: " ", count: width - name.count)
            terminal.line(
                terminal.styled(name, .faint) + blanks + "  "
                    + terminal.styled(Terminal.safe(value), TextTable.style(of: value)))
        }
    }

    /// The answer as it came, on one line.
    static func json(_ text: Data) {
        Terminal.output.write(bytes: text)
        Terminal.output.line()
    }

    /// A list: its table, and where it goes on.
    static func page(_ table: TextTable, next: String?, empty: String) {
        if table.isEmpty { return Terminal.output.line(empty) }
        table.print()
        if let next { Terminal.errors.line("more: --cursor \(next)") }
    }

    static func way(_ document: DocumentView) -> String? {
        let parts = [document.site, document.side, document.backend].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " · ")
    }

    static func documents(_ documents: [DocumentView]) -> TextTable {
        var table = TextTable(["document", "received", "type", "order", "status", "goes to"])
        for document in documents {
            table.add([
                document.id, moment(document.receivedAt), document.type, document.orderKey ?? document.orderNumber,
                document.status, way(document),
            ])
        }
        return table
    }

    static func document(_ document: DocumentView) {
        facts([
            ("document", document.id), ("interchange", "\(document.interchange), place \(document.position)"),
            ("type", document.type), ("format", document.format), ("reference", document.reference),
            ("sender", document.sender), ("order", document.orderKey), ("number", document.orderNumber),
            ("status", document.status), ("stage", document.stage), ("goes to", way(document)),
            ("because", document.reason), ("waits for", document.waitsFor.map(cause)),
            ("test", document.test ? "yes" : nil), ("mapping", document.mapping),
            ("payload", document.payloadVersion > 1 ? "version \(document.payloadVersion)" : nil),
            ("received", moment(document.receivedAt)), ("changed", moment(document.updatedAt)),
        ])
        for report in document.diagnostics { report.print(on: .output) }
        for delivery in document.deliveries ?? [] { self.delivery(delivery) }
    }

    static func interchange(_ item: InterchangeView) {
        facts([
            ("interchange", item.id), ("number", String(item.number)), ("status", item.status),
            ("sender", item.sender), ("channel", item.channel), ("file", item.fileName),
            ("content type", item.contentType), ("bytes", String(item.size)), ("sha-256", item.sha256),
            ("received", moment(item.receivedAt)), ("processed", moment(item.processedAt)),
            ("documents", item.documentCount.map(String.init)),
        ])
        for action in item.actions ?? [] {
            let reason = action.reason.map { ": \($0)" } ?? ""
            facts([(action.action, "\(moment(action.at) ?? action.at) by \(action.by)\(reason)")])
        }
        for report in item.diagnostics { report.print(on: .output) }
        for table in [acknowledgements(item.acknowledgements ?? []), documents(item.documents ?? [])] {
            guard !table.isEmpty else { continue }
            Terminal.output.line()
            table.print()
        }
    }

    static func acknowledgements(_ items: [AcknowledgementView]) -> TextTable {
        var table = TextTable(
            ["answered", "control number", "to", "verdict", "bytes", "made", "its answer"], numbers: [4])
        for item in items {
            table.add([
                item.kind, item.controlNumber, item.answers, item.verdict, String(item.size), moment(item.madeAt),
                item.sent.flatMap { $0.answeredAt == nil ? nil : $0.status } ?? "",
            ])
        }
        return table
    }

    private static func cause(_ waiting: WaitingView) -> String {
        let what = waiting.document.map { "document \($0)" } ?? "interchange \(waiting.interchange)"
        return "\(what), \(waiting.status)" + (waiting.code.map { " (\($0))" } ?? "")
    }

    /// How far it has come on its way to a partner: the stages, and what is still waited for.
    private static func way(_ way: WayView) {
        let due = moment(way.dueAt).map { ", due \($0)" } ?? ""
        if let batch = way.batch {
            Terminal.output.line("  message \(Terminal.safe(way.message ?? "")) of batch \(batch)")
        }
        let end = way.closed ? "closed" : "closes with \(way.closes)\(due)"
        Terminal.output.line("  has come to \(way.stage ?? "no stage yet"); \(end)")
        var table = TextTable(["stage", "at", "says", "document", "errors"])
        for stage in way.stages {
            table.add([
                stage.stage, moment(stage.at), stage.by, stage.document, stage.errors.joined(separator: "; "),
            ])
        }
        if !table.isEmpty { table.print(indent: "  ") }
    }

    private static func delivery(_ delivery: DeliveryView) {
        let terminal = Terminal.output
        let due = delivery.state == "waiting" ? moment(delivery.dueAt).map { ", due \($0)" } ?? "" : ""
        terminal.line()
        terminal.line(
            "\(delivery.purpose) delivery to \(Terminal.safe(delivery.backend)): "
                + terminal.styled(delivery.state, TextTable.style(of: delivery.state)) + due)
        terminal.line(terminal.styled("  key \(delivery.idempotencyKey)", .faint))
        if let policy = delivery.onRejection {
            let what = policy == "cascade" ? "fail with it" : "go on without it"
            let when = delivery.state == "failed" ? "was" : "is"
            terminal.line("  later documents of its order \(what) once it \(when) rejected (onRejection: \(policy))")
        }
        if let sent = delivery.sent {
            terminal.line("  control number \(Terminal.safe(sent.controlNumber)): \(sent.status)")
            for error in sent.errors { terminal.line("    \(Terminal.safe(error))") }
        }
        if let mailbox = delivery.mailbox {
            let end =
                mailbox.fetchedAt.flatMap { moment($0) }.map { ", fetched \($0)" }
                ?? mailbox.dueAt.flatMap { moment($0) }.map { ", to be fetched by \($0)" } ?? ""
            terminal.line(
                "  in the mailbox as \(Terminal.safe(mailbox.file)): \(mailbox.state), put \(moment(mailbox.putAt) ?? "")\(end)"
            )
        }
        if let way = delivery.way { self.way(way) }
        var table = TextTable(["attempt", "began", "ended", "outcome", "status", "answer"], numbers: [0])
        for attempt in delivery.attempts {
            table.add([
                String(attempt.number), moment(attempt.beganAt), moment(attempt.endedAt),
                attempt.cleared.map { "\(attempt.outcome ?? ""), cleared as \($0)" } ?? attempt.outcome,
                attempt.status.map(String.init), attempt.detail,
            ])
        }
        if !table.isEmpty { table.print(indent: "  ") }
    }
}
