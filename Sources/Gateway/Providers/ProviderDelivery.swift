import Channels
import ConfigurationFiles
import Diagnostics
import Foundation
import Intake
import Store

/// Hands documents to a partner through a provider's API.
struct ProviderDelivery: Sendable {
    private let caller: ProviderCaller
    private let call: ProviderAPI.Send
    private let honoursKey: Bool

    /// How often it is asked what became of a document.
    private static let questions = 2

    /// Nil where the description has no `send`.
    init?(_ account: ProviderAccount, lanes: Int, waiting: Int, honoursKey: Bool) {
        guard let call = account.api.send else { return nil }
        self.call = call
        self.honoursKey = honoursKey
        caller = ProviderCaller(account, lanes: lanes, waiting: waiting)
    }

    /// Makes one attempt, and says how that ended.
    func send(_ consignment: Consignment) async -> SentConsignment {
        var facts = Self.facts(of: consignment)
        if call.call.body?.places.contains("base64") == true {
            facts["base64"] = Data(consignment.bytes).base64EncodedString()
        }
        if call.call.body?.places.contains("text") == true {
            guard let text = String(validating: consignment.bytes, as: UTF8.self) else {
                return .refused("the document is no text in UTF-8, which the provider's call needs")
            }
            facts["text"] = text
        }
        switch await caller.exchange(
            call.call, facts, document: (consignment.bytes, consignment.contentType), mayBeRepeated: honoursKey)
        {
        case .failure(let fault): return SentConsignment(.failed(DeliverySender.answer(fault.diagnostic)))
        case .success(.notSent(let diagnostic)): return SentConsignment(.failed(DeliverySender.answer(diagnostic)))
        case .success(.unknown(let diagnostic)):
            return await settled(SentConsignment(.unknown(DeliverySender.answer(diagnostic))), facts)
        case .success(.answered(let answer)): return await settled(heard(answer), facts)
        }
    }

    /// Ends the thread.
    func shutdown() async { await caller.shutdown() }

    /// What an answer means: by its status, by a member where one decides, by what says that it is an error.
    private func heard(_ answer: Answer) -> SentConsignment {
        let detail = DeliverySender.excerpt(answer)
        var outcome = call.answers.outcome(
            status: answer.status, detail: detail, retryAfter: answer.header("Retry-After").flatMap(Double.init))
        let said = DeliveryOutcome.Answer(status: answer.status, detail: detail)
        if case .done = outcome, !call.answers.duplicate.contains(answer.status) {
            let root = answer.bodyIsCut ? nil : ProviderAnswer(answer.body)?.root
            if let verdict = call.verdict {
                switch root?.text(at: verdict.place) {
                case .some(let value) where verdict.done.contains(value): break
                case .some(let value) where verdict.refused.contains(value): outcome = .refused(said)
                case .some(let value) where verdict.retry.contains(value): outcome = .failed(said)
                default: outcome = .unknown(said)
                }
            }
            if let place = call.call.error, let words = root?.text(at: place), words != "false", words != "0" {
                outcome = .refused(said)
            }
        }
        return SentConsignment(
            outcome,
            answer: BackendAnswer(
                status: answer.status, contentType: answer.header("Content-Type"), body: answer.body,
                isWhole: !answer.bodyIsCut))
    }

    /// An unknown outcome, once the provider has been asked where that can be done: it is there, or it is not and can no longer
    /// come.
    private func settled(_ sent: SentConsignment, _ facts: [String: String]) async -> SentConsignment {
        guard case .unknown(let lost) = sent.outcome, let query = call.query else { return sent }
        for question in 1...Self.questions {
            do throws(ProviderCaller.Fault) {
                let answer = try await caller.answer(to: query.call, facts, accepting: [404])
                let isThere =
                    answer.status != 404
                    && !(ProviderAnswer(answer.body)?.root.found(at: query.found) ?? []).isEmpty
                let status = answer.status
                if isThere {
                    return SentConsignment(
                        .done(.init(status: status, detail: "the provider has it: " + lost.detail)),
                        answer: sent.answer)
                }
                // A body that cannot be read says nothing of the document.
                guard status == 404 || ProviderAnswer(answer.body) != nil else { return sent }
                if question == Self.questions {
                    return SentConsignment(
                        .failed(.init(status: lost.status, detail: "the provider does not have it: " + lost.detail)))
                }
            } catch {
                if question == Self.questions { return sent }
            }
            try? await Task.sleep(for: .seconds(query.settleSeconds))
            if Task.isCancelled { return sent }
        }
        return sent
    }

    private static func facts(of consignment: Consignment) -> [String: String] {
        let label = consignment.label
        return [
            "key": consignment.idempotencyKey, "orderKey": label.orders, "type": label.type ?? "",
            "documentID": label.document ?? "", "fileName": consignment.fileName,
            "mediaType": consignment.contentType,
        ]
    }
}
