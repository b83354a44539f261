import Diagnostics
import Foundation
import Gateway
import Orders

/// What the systems answer, and how it comes to the partner.
extension DemoStory {
    /// New answers an order: eleven of twelve can be delivered of one line. Legacy, which does not hold it, answers too.
    func answer() async throws {
        var response = OrderResponse()
        response.number = "PO-2026-0201"
        response.documentNumber = "AB-90017"
        response.status = .changed
        response.lines = [("1", "48"), ("2", "11")].map { number, quantity in
            var line = ResponseLine()
            line.number = number
            line.orderLine = number
            var confirmed = Quantity()
            confirmed.value = ExactDecimal(canonicalText: quantity)
            line.quantity = confirmed
            return line
        }
        try await handOver(.orderResponse(response), by: "new", as: "AB-90017", of: "northwind/PO-2026-0201")
        try await handOver(.orderResponse(response), by: "legacy", as: "4711", of: "northwind/PO-2026-0201")
    }

    /// New ships what legacy holds: the order's despatch has moved, the order has not.
    func despatch() async throws {
        var advice = DespatchAdvice()
        advice.number = "D500001"
        var order = OrderReference()
        order.number = "PO-2026-0001"
        advice.order = order
        advice.buyer.gln = GLN(canonicalText: "5412345000013")
        advice.supplier.gln = GLN(canonicalText: "4098765000010")
        advice.deliveryParty = Party()
        advice.deliveryParty?.gln = GLN(canonicalText: "5412345000037")
        advice.despatched = BusinessTime(canonicalText: "2026-09-27")
        var line = DespatchLine()
        line.number = "1"
        line.item.gtin = GTIN(canonicalText: "4000862141404")
        var quantity = Quantity()
        quantity.value = ExactDecimal(canonicalText: "48")
        line.quantity = quantity
        advice.lines = [line]
        try await handOver(.despatchAdvice(advice), by: "new", as: "D500001", of: "northwind/PO-2026-0001")
    }

    /// Hands a document over as a back end does, and tells what became of it, at the partner's too.
    private func handOver(
        _ document: CanonicalDocument, by backend: String, as key: String, of order: String
    ) async throws {
        guard let own = systems[backend], let partner = receivers["northwind"] else { return }
        var content = document.content
        var stated = Extension()
        (stated.name, stated.value) = ("orderKey", order)
        content.extensions.append(stated)
        let before = partner.received.count
        let answer = try await own.ask(
            "POST", ["v1", "backends", backend, "documents"], [("wait", "10")],
            headers: [("Idempotency-Key", key), ("Content-Type", "application/json")], body: content.canonical.jsonBytes
        )
        let (outcome, _) = try own.decode(Outcome.self, answer)
        guard let handed = outcome.documents.first else { return }
        say("\(backend) hands over \(document.type.rawValue) \(key) of \(order): \(styled(handed.status))")
        if let reason = handed.reason { say("  " + terminal.styled(reason, .faint)) }
        guard handed.status == "delivered" else { return }
        for received in partner.received.dropFirst(before) {
            let segments = received.text.split(separator: "'").map {
                $0.trimmingCharacters(in: .whitespacesAndNewlines)
            }
            let told = segments.filter { segment in
                ["UNH", "BGM", "RFF", "LIN", "QTY"].contains { segment.hasPrefix($0 + "+") }
            }
            say("  northwind gets \(told.joined(separator: "' "))'")
        }
        try await acknowledged(handed.id)
    }

    /// Waits for the partner's acknowledgement, and tells it.
    private func acknowledged(_ id: String) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let (document, _) = try await client.get(DocumentView.self, ["v1", "documents", id])
            let sent = document.deliveries?.compactMap(\.sent).first
            if let sent, sent.status != "sent" {
                return say("  northwind's CONTRL to \(sent.controlNumber): \(terminal.styled(sent.status, .green))")
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw CommandFailure(.no, "client.demo-unbalanced")
    }
}
