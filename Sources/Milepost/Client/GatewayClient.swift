import Channels
import Diagnostics
import Foundation
import Orders

/// Speaks to a gateway over its HTTP interface.
struct GatewayClient: Sendable {
    let address: String
    /// Whether somebody said where the server is; else it is sought at the usual address.
    let isNamed: Bool
    let token: String?

    struct Answer: Sendable {
        var status: Int
        var headers: [String: String]
        var body: Data
    }

    init(address: String, isNamed: Bool = true, token: String?) throws {
        guard address.hasPrefix("http://") || address.hasPrefix("https://") else {
            throw CommandFailure(
                .usage, "client.value-invalid", value: address,
                facts: ["name": "The server's address", "expected": "an http:// or https:// address"])
        }
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.isNamed = isNamed
        self.token = token
    }

    /// The answer's JSON as a value.
    func get<Value: Decodable>(_ type: Value.Type, _ path: [String], _ query: [(String, String?)] = []) async throws
        -> (value: Value, text: Data)
    {
        try decode(type, await ask("GET", path, query))
    }

    /// The answer to an action with a JSON body.
    func post<Value: Decodable>(
        _ type: Value.Type, _ path: [String], _ query: [(String, String?)] = [], json members: [String: String?]
    ) async throws -> (value: Value, text: Data) {
        let body = try JSONEncoder().encode(members.compactMapValues { $0 })
        return try decode(
            type, await ask("POST", path, query, headers: [("Content-Type", "application/json")], body: [UInt8](body)))
    }

    /// The answer to an action with a JSON body of any form.
    func post<Value: Decodable>(
        _ type: Value.Type, _ path: [String], _ body: JSONValue
    ) async throws -> (value: Value, text: Data) {
        let headers = [(name: "Content-Type", value: "application/json")]
        return try decode(type, await ask("POST", path, headers: headers, body: body.bytes))
    }

    /// The answer's JSON as a value.
    func decode<Value: Decodable>(_ type: Value.Type, _ answer: Answer) throws -> (value: Value, text: Data) {
        do {
            return (try JSONDecoder().decode(type, from: answer.body), answer.body)
        } catch {
            throw notAGateway(answer.status)
        }
    }

    /// The answer to a request; an error answer is thrown in its own words.
    func ask(
        _ method: String, _ path: [String], _ query: [(String, String?)] = [],
        headers: [(name: String, value: String)] = [], body: [UInt8]? = nil
    ) async throws -> Answer {
        var collected = Data()
        let head = try await exchange(method, path, query, headers, body) { collected.append(contentsOf: $1) }
        let answer = Answer(status: head.status, headers: head.headers, body: collected)
        guard (200..<300).contains(head.status) else { throw failure(answer) }
        return answer
    }

    /// Writes the answer's body as it comes, so that a payload of any size needs no memory.
    func download(_ path: [String], to terminal: Terminal) async throws {
        var refused = Data()
        let head = try await exchange("GET", path, [], [], nil) { status, piece in
            if (200..<300).contains(status) {
                terminal.write(bytes: piece)
            } else {
                refused.append(contentsOf: piece)
            }
        }
        guard (200..<300).contains(head.status) else {
            throw failure(Answer(status: head.status, headers: head.headers, body: refused))
        }
    }

    /// Hands out the lines of an answer as they come; those of an answer that is an error are its own words, thrown.
    func lines(
        _ path: [String], _ body: JSONValue, _ take: @escaping (Data) -> Void
    ) async throws {
        var refused = Data()
        var rest = Data()
        let headers = [(name: "Content-Type", value: "application/json")]
        let head = try await exchange("POST", path, [], headers, body.bytes) { status, piece in
            guard (200..<300).contains(status) else { return refused.append(contentsOf: piece) }
            rest.append(contentsOf: piece)
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                take(Data(rest[rest.startIndex..<end]))
                rest = Data(rest[(end + 1)...])
            }
        }
        guard (200..<300).contains(head.status) else {
            throw failure(Answer(status: head.status, headers: head.headers, body: refused))
        }
    }

    private func exchange(
        _ method: String, _ path: [String], _ query: [(String, String?)], _ headers: [(name: String, value: String)],
        _ body: [UInt8]?, _ take: @escaping (Int, UnsafeRawBufferPointer) -> Void
    ) async throws -> PlainExchange.Head {
        guard let token else {
            throw isNamed
                ? CommandFailure(.refused, "client.token-missing")
                : CommandFailure(.unreachable, "client.server-missing")
        }
        let request = PlainExchange(
            method, Self.url(address, path, query), headers: headers + [("Authorization", "Bearer \(token)")],
            body: body)
        nonisolated(unsafe) let take = take
        do {
            return try await Blocking.run { () throws -> PlainExchange.Head in
                try request.perform {
                    take($0, $1)
                    return true
                }
            }
        } catch let fault as PlainExchange.Fault {
            throw failure(fault)
        }
    }

    private func failure(_ fault: PlainExchange.Fault) -> CommandFailure {
        switch fault {
        case .unreachable(let detail):
            CommandFailure(.unreachable, "client.unreachable", value: address, facts: ["detail": detail])
        case .lost(let detail):
            CommandFailure(.unreachable, "client.answer-lost", value: address, facts: ["detail": detail])
        case .malformed(let detail):
            CommandFailure(.usage, "client.unreachable", value: address, facts: ["detail": detail])
        case .stopped:
            CommandFailure(.no, "client.answer-lost", value: address, facts: ["detail": "stopped"])
        }
    }

    private func failure(_ answer: Answer) -> CommandFailure {
        struct ProblemBody: Decodable {
            var diagnostics: [DiagnosticReport]
        }
        let exit: CommandFailure.Exit =
            switch answer.status {
            case 401, 403: .refused
            case 400: .usage
            case 500...: .unreachable
            default: .no
            }
        guard let problem = try? JSONDecoder().decode(ProblemBody.self, from: answer.body) else {
            return notAGateway(answer.status)
        }
        return CommandFailure(exit, problem.diagnostics)
    }

    private func notAGateway(_ status: Int) -> CommandFailure {
        CommandFailure(.unreachable, "client.answer-invalid", value: address, facts: ["status": "\(status)"])
    }

    /// The address of a path whose parts may hold anything.
    static func url(_ address: String, _ path: [String], _ query: [(String, String?)]) -> String {
        let allowed = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        func encoded(_ text: String) -> String { text.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
        return address + path.map { "/" + encoded($0) }.joined()
            + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    }
}
