import Channels
import ConfigurationFiles
import Intake

extension ContractTest {
    func slowBody() async -> ContractFinding {
        guard let request = paced("slow") else { return unseen(.slowBody, Self.whyNotPaced) }
        let status = await request.send(pieces: 6, pauseMilliseconds: 500)
        let sent = "order \(number("slow")) in six pieces over three seconds"
        guard let status, case .http(let settings) = backend.kind else {
            return ContractFinding(.slowBody, .broken, sent: sent, came: "no answer")
        }
        let outcome = settings.answers.outcome(status: status, detail: "HTTP \(status)", retryAfter: nil)
        return judged(.slowBody, sent, [SentConsignment(outcome)], listed: await listed("slow"))
    }

    func cutBody() async -> ContractFinding {
        guard let request = paced("cut") else { return unseen(.cutBody, Self.whyNotPaced) }
        await request.sendHalf()
        let sent = "half of order \(number("cut")), the connection closed; then all of it under the same key"
        let between = await listed("cut")
        if case .orders(let orders) = between, !orders.isEmpty {
            return ContractFinding(.cutBody, .broken, sent: sent, came: "listed \(orders.map(\.words)) behind the half")
        }
        return judged(.cutBody, sent, [await send("cut")], listed: await listed("cut"))
    }

    private static let whyNotPaced = "bodies are sent piece by piece over plain HTTP alone"

    /// A request as a gateway makes it, to be sent piece by piece.
    private func paced(_ name: String) -> PacedRequest? {
        guard case .http(let settings) = backend.kind else { return nil }
        let whole = consignment(ContractOrders.order(number(name)), key: name, order: name)
        let headers =
            settings.headers.map { ($0.name, $0.value.reveal()) } + [
                (settings.keyHeader, whole.idempotencyKey), ("Content-Type", whole.contentType),
            ] + whole.headers.map { ($0.name, $0.value) }
        return PacedRequest(url: settings.url.reveal(), headers: headers, body: whole.bytes)
    }
}
