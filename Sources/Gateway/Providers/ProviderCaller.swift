import Channels
import ConfigurationFiles
import Diagnostics
import Foundation
import Synchronization

/// Makes the calls of a provider's API for one account, and logs in where they need a token.
public final class ProviderCaller: Sendable {
    /// Why a call came to nothing.
    struct Fault: Error {
        enum Kind {
            /// Nothing, or a wish to be asked later.
            case silent
            /// It does not let us in.
            case auth
            /// It refuses this call, or answers something else than its description says.
            case refused
        }

        var kind: Kind
        var diagnostic: Diagnostic
        /// The status, where there is one.
        var status: Int?
        /// After how many seconds it wants to be asked again.
        var retryAfter: Double?
    }

    let account: ProviderAccount
    private let sender: HTTPSender
    private let token = Mutex<String?>(nil)

    /// How many calls are under way at once.
    static let lanes = 4

    init(_ account: ProviderAccount, lanes: Int = ProviderCaller.lanes, waiting: Int = 64) {
        self.account = account
        sender = HTTPSender(
            limits: HTTPSender.Limits(inFlight: lanes, waiting: waiting, answerBody: account.api.limits.bytes))
    }

    /// Ends the thread.
    func shutdown() async { await sender.shutdown() }

    /// Calls, and gives an answer of success: 2xx, whole, without what says that it is an error.
    func answer(
        to call: ProviderAPI.Call, _ facts: [String: String] = [:], at link: String? = nil,
        accepting statuses: Set<Int> = []
    ) async throws(Fault) -> Answer {
        switch await exchange(call, facts, at: link, mayBeRepeated: call.method == "GET") {
        case .failure(let fault): throw fault
        case .success(.notSent(let diagnostic)), .success(.unknown(let diagnostic)):
            throw Fault(
                kind: .silent,
                diagnostic: fault("provider.silent", call, facts: ["detail": Self.sentence(diagnostic)]))
        case .success(.answered(let answer)):
            if statuses.contains(answer.status) { return answer }
            try check(answer, of: call)
            return answer
        }
    }

    /// Calls, whatever is answered; once more behind a new login when the token is refused.
    ///
    /// - Parameters:
    ///   - link: the whole URL in the place of the call's own.
    ///   - document: the bytes that it sends where it has no body of its own.
    func exchange(
        _ call: ProviderAPI.Call, _ facts: [String: String] = [:], at link: String? = nil,
        document: (bytes: [UInt8], mediaType: String)? = nil, mayBeRepeated: Bool
    ) async -> Result<SendOutcome, Fault> {
        do throws(Fault) {
            let first = try await token(isNew: false)
            let outcome = try await send(
                call, facts, link, document, mayBeRepeated: mayBeRepeated, token: first)
            guard account.api.login != nil, case .answered(let answer) = outcome, answer.status == 401 else {
                return .success(outcome)
            }
            let second = try await token(isNew: true)
            return .success(
                try await send(call, facts, link, document, mayBeRepeated: mayBeRepeated, token: second))
        } catch {
            return .failure(error)
        }
    }

    /// A fault of a call, with who and what.
    func fault(
        _ code: Code, _ call: ProviderAPI.Call, value: String? = nil, facts: [String: String] = [:],
        at position: Position? = nil
    ) -> Diagnostic {
        let known = ["provider": account.name, "call": call.name, "api": account.api.name]
        return Diagnostic(code, at: position, value: value, facts: known.merging(facts) { $1 })
    }

    /// What an answer of no success means.
    func check(_ answer: Answer, of call: ProviderAPI.Call) throws(Fault) {
        switch answer.status {
        case 200...299: break
        case 401, 403:
            throw Fault(
                kind: .auth, diagnostic: fault("provider.auth-refused", call, value: String(answer.status)),
                status: answer.status)
        case 408, 425, 429, 500...599:
            throw Fault(
                kind: .silent,
                diagnostic: fault("provider.silent", call, facts: ["detail": "HTTP \(answer.status)"]),
                status: answer.status, retryAfter: answer.header("Retry-After").flatMap(Double.init))
        default:
            throw Fault(
                kind: .refused,
                diagnostic: fault("provider.call-refused", call, value: DeliverySender.excerpt(answer)),
                status: answer.status)
        }
        if answer.bodyIsCut {
            throw Fault(
                kind: .refused,
                diagnostic: fault("provider.answer-large", call, value: String(account.api.limits.bytes)))
        }
        if let place = call.error, let said = ProviderAnswer(answer.body)?.root.text(at: place), said != "false",
            said != "0"
        {
            throw Fault(
                kind: .refused,
                diagnostic: fault(
                    "provider.answer-error", call, value: DeliverySender.plain(said), facts: ["place": place]))
        }
    }

    // MARK: Requests

    private func send(
        _ call: ProviderAPI.Call, _ facts: [String: String], _ link: String?,
        _ document: (bytes: [UInt8], mediaType: String)?, mayBeRepeated: Bool, token: String?
    ) async throws(Fault) -> SendOutcome {
        var all = account.settings.mapValues { $0.reveal() }.merging(facts) { $1 }
        if let token { all["token"] = token }
        let url = link ?? self.url(of: call, all)
        guard isOurs(url) else {
            throw Fault(kind: .refused, diagnostic: fault("provider.link-elsewhere", call, value: Self.shown(url)))
        }
        var headers = (call.name == "login" ? [] : account.api.headers) + call.headers
        if let type = call.contentType ?? document?.mediaType,
            !headers.contains(where: { $0.name.lowercased() == "content-type" })
        {
            headers.append(.init(name: "Content-Type", value: ProviderTemplate(type)))
        }
        var lines = headers.map {
            OutgoingRequest.Header($0.name, $0.value.filled(all, as: .plain).filter { !$0.isNewline })
        }
        if let basic = account.api.basic {
            let pair = basic.user.filled(all, as: .plain) + ":" + basic.password.filled(all, as: .plain)
            lines.append(.init("Authorization", "Basic " + Data(pair.utf8).base64EncodedString()))
        }
        let body = call.body.map { Array($0.filled(all, as: Self.escaping(call.contentType)).utf8) }
        let needsBody = call.method != "GET" && call.method != "HEAD" && call.method != "DELETE"
        return await sender.send(
            OutgoingRequest(
                method: call.method, url: url, headers: lines, body: body ?? document?.bytes ?? (needsBody ? [] : nil),
                connectTimeout: .seconds(account.api.connectSeconds), timeout: .seconds(account.api.timeoutSeconds),
                mayBeRepeated: mayBeRepeated))
    }

    private func url(of call: ProviderAPI.Call, _ facts: [String: String]) -> String {
        let query = call.query.compactMap { field -> String? in
            let value = field.value.filled(facts, as: .plain)
            guard !value.isEmpty else { return nil }
            return "\(ProviderTemplate.escaped(field.name, as: .url))=\(ProviderTemplate.escaped(value, as: .url))"
        }
        // A link that the provider gave stands in the place of a path as it is.
        let isLink = call.path.text.hasPrefix("{")
        let path = call.path.filled(facts, as: isLink ? .plain : .url)
        let base = path.hasPrefix("http://") || path.hasPrefix("https://") ? path : account.url + path
        guard !query.isEmpty else { return base }
        return base + (base.contains("?") ? "&" : "?") + query.joined(separator: "&")
    }

    /// A link of an answer as a whole URL.
    func resolved(_ link: String) -> String {
        guard link.hasPrefix("/") else { return link }
        let scheme = account.url.hasPrefix("https") ? "https://" : "http://"
        return scheme + account.url.dropFirst(scheme.count).prefix { $0 != "/" } + link
    }

    /// Whether a URL is at the provider: our secrets go nowhere else.
    private func isOurs(_ url: String) -> Bool {
        let scheme = account.url.hasPrefix("https") ? "https://" : "http://"
        let origin = scheme + account.url.dropFirst(scheme.count).prefix { $0 != "/" }
        guard url.hasPrefix(origin) else { return false }
        let next = url.dropFirst(origin.count).first
        return next == nil || next == "/" || next == "?"
    }

    private static func escaping(_ type: String?) -> ProviderTemplate.Escaping {
        let type = type?.lowercased() ?? "application/json"
        if type.contains("json") { return .json }
        if type.contains("xml") { return .xml }
        return type.contains("x-www-form-urlencoded") ? .url : .plain
    }

    private static func shown(_ url: String) -> String { String(url.prefix { $0 != "?" }.prefix(200)) }

    static func sentence(_ diagnostic: Diagnostic) -> String {
        let message = Catalogue.english.wording(of: diagnostic).message
        return message.hasSuffix(".") ? String(message.dropLast()) : message
    }

    // MARK: Login

    private func token(isNew: Bool) async throws(Fault) -> String? {
        guard let login = account.api.login else { return nil }
        if !isNew, let known = token.withLock({ $0 }) { return known }
        let outcome = try await send(login.call, [:], nil, nil, mayBeRepeated: true, token: nil)
        guard case .answered(let answer) = outcome else {
            var words = "nothing"
            if case .notSent(let fault) = outcome { words = Self.sentence(fault) }
            if case .unknown(let fault) = outcome { words = Self.sentence(fault) }
            throw Fault(kind: .silent, diagnostic: fault("provider.silent", login.call, facts: ["detail": words]))
        }
        try check(answer, of: login.call)
        let text: String?
        if let place = login.token {
            text = ProviderAnswer(answer.body)?.root.text(at: place)
        } else {
            text = String(validating: answer.body, as: UTF8.self)?.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        guard let text, 1...16_384 ~= text.utf8.count, !text.contains(where: \.isNewline) else {
            throw Fault(
                kind: .refused,
                diagnostic: fault(
                    "provider.answer-form", login.call, value: "nothing",
                    facts: ["expected": "a token"], at: Position(path: login.token ?? ".")))
        }
        token.withLock { $0 = text }
        return text
    }
}
