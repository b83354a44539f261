import Foundation
import Synchronization
import TestPeers

/// A provider that sends orders and their changes and, without an answer, sends again under the same key until it has
/// one.
final class StubbornSender: Sendable {
    /// What was answered.
    struct Answered: Sendable {
        /// The interchanges, by the key that each was sent with.
        var ids: [String: String] = [:]
        /// How often a key had to be sent again.
        var repeats = 0
        /// Answers that a provider does not expect.
        var surprises: [String] = []
    }

    private let port: UInt16
    private let token: String
    private let state = Mutex((answered: Answered(), isStopped: false))

    init(port: UInt16, token: String) {
        self.port = port
        self.token = token
    }

    var answered: Answered { state.withLock { $0.answered } }

    /// Says that the senders end when all they have begun is answered.
    func stop() { state.withLock { $0.isStopped = true } }

    /// Sends orders, each followed by a change, sometimes two, until it is stopped.
    func run(sender: Int) {
        var connection: HTTPConnection?
        var number = 0
        while !state.withLock({ $0.isStopped }) {
            let order = "C\(sender)-\(number)"
            let reference = number * 4
            push(EDI.order(order, reference: reference), key: "\(order)-0", &connection)
            for change in 1...(number % 4 == 0 ? 2 : 1) {
                push(
                    EDI.change(order, quantity: 30 + change, reference: reference + change), key: "\(order)-\(change)",
                    &connection)
            }
            number += 1
            // Taking in is faster than what follows; a backlog would only make the test long.
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    /// Sends one payload until it is kept.
    private func push(_ text: String, key: String, _ connection: inout HTTPConnection?) {
        let headers = ["Authorization": "Bearer \(token)", "Idempotency-Key": key]
        while true {
            do {
                let open = try connection ?? HTTPConnection(port: port)
                connection = open
                let answer = try open.request("POST", "/v1/interchanges", headers: headers, body: Array(text.utf8))
                if answer.status == 202, let id = Self.id(answer) {
                    return state.withLock { state in
                        if state.answered.ids.updateValue(id, forKey: key) != nil {
                            state.answered.surprises.append("\(key) was answered twice")
                        }
                    }
                }
                // "Later" is what a server that is about to stop may say; nothing else is.
                if answer.status != 503 {
                    return state.withLock { $0.answered.surprises.append("\(key): \(answer.status) \(answer.text)") }
                }
            } catch {
                connection = nil
            }
            state.withLock { $0.answered.repeats += 1 }
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    private static func id(_ answer: HTTPMessage) -> String? {
        let body = try? JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
        return body?["id"] as? String
    }
}
