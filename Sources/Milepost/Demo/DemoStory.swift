import Diagnostics
import Foundation
import Gateway

/// What the demonstration does, step by step, as its partners and its support desk would: over HTTP, with keys.
struct DemoStory {
    let demo: DemoInstallation
    let client: GatewayClient
    /// The partners' own clients by the partner's id.
    let partners: [String: GatewayClient]
    /// The back ends' own clients by the back end's name.
    let systems: [String: GatewayClient]
    /// The systems of partners that take what is sent to them, by the partner's id.
    let receivers: [String: DemoPartner]
    let backends: [String: DemoBackend]
    let began: ContinuousClock.Instant
    let terminal = Terminal.output

    /// The answer to a submission, as far as the story looks at it.
    struct Outcome: Decodable {
        struct Document: Decodable {
            var id: String
            var orderKey: String?
            var status: String
            var side: String?
            var backend: String?
            var reason: String?
        }
        var id: String
        var status: String
        var documents: [Document]
    }

    init(
        demo: DemoInstallation, client: GatewayClient, partners: [String: GatewayClient],
        systems: [String: GatewayClient], receivers: [String: DemoPartner], backends: [String: DemoBackend],
        began: ContinuousClock.Instant
    ) {
        self.demo = demo
        self.client = client
        self.partners = partners
        self.systems = systems
        self.receivers = receivers
        self.backends = backends
        self.began = began
    }

    /// Tells the story to its end.
    func tell() async throws {
        step("Before anything moves: every order goes to the legacy system, in the very bytes received")
        try await send("01-order-north.edi")
        tellFirst()
        try await send("07-order-south.xml", of: "johnssons")
        step("A file of ten orders, one of them broken: nine go on, one stops with its place and a fix")
        try await send("06-ten-orders.edi")
        step("The north in shadow: the new system answers every order as well, and does not act on it")
        try await sign("north-intake")
        try await move("north-intake", to: "shadow", because: "the new system is set up")
        try await shadow()
        step("The north takes its orders into the new system, at first what Northwind orders: a pilot")
        try await move("north-intake", to: "pilot", because: "rehearsed on 10 Nov")
        try await send("04-order-north-latin1.edi")
        step("The pilot did well: from now on all orders of the north are born at the new system")
        try await move("north-intake", to: "live", because: "Northwind's key users are content")
        try await send("05-order-south.edi")
        step("A change follows its order: this one was born at legacy and stays there")
        try await send("02-order-north-changed.edi")
        try await send("01-order-north.edi")
        step("The new system goes down: orders are accepted all the same, and wait in order")
        try await outage()
        step(
            "The new system answers; Northwind gets it in its own format, with its own references, and acknowledges it")
        try await answer()
        step("The new system refuses an order; support looks, has the item added, tries again")
        try await refusal()
        step("The broken order of the ten is corrected and replayed; its original stays")
        try await repair()
        step("Despatch of the north follows: what legacy holds ships from new")
        try await move("north-despatch", to: "live", because: "the dock is trained")
        try await despatch()
        step("Legacy stands by no more: the north drains")
        try await move("north-intake", to: "draining", because: "four quiet weeks")
        step("The south follows with all at once, and is reversed under load")
        try await move("south", to: "live", because: "the north runs well")
        try await reverseUnderLoad()
        try await integrations()
        try await summary()
    }

    // MARK: Steps

    private func outage() async throws {
        backends["new"]?.set(.down)
        let order = try await send(variant("PO-2026-0201"), as: "order-0201.edi", wait: 1)
        say("new is down: \(order.documents.first?.status ?? "?"); the partner has its yes already")
        backends["new"]?.set(.up)
        try await settle(order, "new is up again")
    }

    private func refusal() async throws {
        backends["new"]?.set(.refuse)
        let order = try await send(variant("PO-2026-0202"), as: "order-0202.edi", wait: 10)
        backends["new"]?.set(.up)
        guard let id = order.documents.first?.id else { return }
        _ = try await client.post(
            DocumentView.self, ["v1", "documents", id, "retry"], json: ["reason": "the item was added"])
        try await settle(order, "tried again")
    }

    private func repair() async throws {
        let (failed, _) = try await client.get(
            Page<DocumentView>.self, ["v1", "documents"], [("status", "failed")])
        guard let document = failed.items.first else { return say("nothing is broken") }
        for report in document.diagnostics.prefix(1) { report.print(on: terminal, indent: "  ") }
        let original = try await client.ask("GET", ["v1", "documents", document.id, "original"])
        let corrected = String(decoding: original.body, as: UTF8.self)
            .replacingOccurrences(of: "QTY+21:TEN", with: "QTY+21:10")
        let answer = try await client.ask(
            "POST", ["v1", "documents", document.id, "edit"], [("reason", "ten is 10, told by the buyer")],
            headers: [("Content-Type", "application/octet-stream")], body: Array(corrected.utf8))
        let (edited, _) = try client.decode(DocumentView.self, answer)
        let settled = try await wait(for: edited.id)
        say("\(settled.orderKey ?? "") corrected and replayed: \(styled(settled.status)) to \(settled.backend ?? "–")")
    }

    // MARK: Sending

    /// An order like a sample, under another number.
    func variant(
        _ number: String, of sample: String = "01-order-north.edi", numbered present: String = "PO-2026-0001"
    ) throws -> [UInt8] {
        let text = String(decoding: try demo.bytes(sample), as: UTF8.self)
        return Array(text.replacingOccurrences(of: present, with: number).utf8)
    }

    private func send(_ name: String, of partner: String = "northwind") async throws {
        _ = try await send(try demo.bytes(name), as: name, of: partner, wait: 10)
    }

    private func send(
        _ bytes: [UInt8], as name: String, of partner: String = "northwind", wait: Int
    ) async throws -> Outcome {
        guard let own = partners[partner] else { throw CommandFailure(.no, "intake.sender-unknown", value: partner) }
        let answer = try await own.ask(
            "POST", ["v1", "interchanges"], [("wait", String(wait))], headers: [("X-File-Name", name)], body: bytes)
        let (outcome, _) = try own.decode(Outcome.self, answer)
        say("\(partner) sends \(name)")
        for document in outcome.documents {
            let way = document.backend.map { Self.way(document.status) + $0 } ?? ""
            say("  \(document.orderKey ?? "an unreadable order"): \(styled(document.status))\(way)")
            if outcome.documents.count < 3, let reason = document.reason {
                say("    " + terminal.styled(reason, .faint))
            }
        }
        return outcome
    }

    /// Waits until a submission's documents are settled.
    private func settle(_ outcome: Outcome, _ words: String) async throws {
        for document in outcome.documents {
            let settled = try await wait(for: document.id)
            say("\(words): \(settled.orderKey ?? settled.id) is \(styled(settled.status)) to \(settled.backend ?? "–")")
        }
    }

    /// A document once it is settled, at most 30 s later.
    private func wait(for id: String) async throws -> DocumentView {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            let (document, _) = try await client.get(DocumentView.self, ["v1", "documents", id])
            let isOpen = ["accepted", "delivering"].contains(document.status)
            guard isOpen, ContinuousClock.now < deadline else { return document }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// The word between a status and its back end.
    private static func way(_ status: String) -> String { status == "failed" ? " at " : " to " }

    // MARK: Telling

    private func tellFirst() {
        guard let first = backends.values.compactMap(\.firstAt).min() else { return }
        say(terminal.styled("first order delivered \(Self.seconds(began, first)) after the start", .bold))
    }

    private func summary() async throws {
        step("What went where, and why: the last twelve")
        let (page, _) = try await client.get(Page<DocumentView>.self, ["v1", "documents"], [("limit", "12")])
        var table = TextTable(["order", "document", "status", "site", "back end", "why"])
        for item in page.items.reversed() {
            table.add([
                item.orderKey ?? item.reference, item.type, item.status, item.site, item.backend,
                item.reason ?? item.diagnostics.first?.message,
            ])
        }
        table.print(indent: "  ")
        terminal.line()
        for (name, backend) in backends.sorted(by: { $0.key < $1.key }) {
            let purposes = Dictionary(grouping: backend.taken, by: \.purpose).mapValues(\.count)
            let words = purposes.sorted { $0.key < $1.key }.map { "\($0.value) as \($0.key)" }
            say("\(name) holds \(backend.taken.count) documents, each once: \(words.joined(separator: ", "))")
        }
        step("The equation: nothing vanishes")
        let (equation, _) = try await client.get(EquationView.self, ["v1", "reports", "equation"])
        Report.Equation.print(equation)
        guard equation.balances else { throw CommandFailure(.no, "client.demo-unbalanced") }
        tellFirst()
        say("all of it took \(Self.seconds(began, .now))")
    }

    func step(_ title: String) {
        terminal.line()
        terminal.line(terminal.styled(title, .bold))
    }

    func say(_ text: String) { terminal.line("  " + text) }
    func styled(_ status: String) -> String { terminal.styled(status, TextTable.style(of: status)) }

    static func seconds(_ from: ContinuousClock.Instant, _ to: ContinuousClock.Instant) -> String {
        let milliseconds = (to - from) / .milliseconds(1)
        return String(format: "%.2f s", milliseconds / 1_000)
    }
}
