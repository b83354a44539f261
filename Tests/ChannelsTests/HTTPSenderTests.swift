import Channels
import Diagnostics
import Glibc
import Synchronization
import Testing

extension SendOutcome {
    var answer: Answer? { if case .answered(let answer) = self { answer } else { nil } }
    var notSentCode: Code? { if case .notSent(let diagnostic) = self { diagnostic.code } else { nil } }
    var unknownCode: Code? { if case .unknown(let diagnostic) = self { diagnostic.code } else { nil } }
}

let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Number: 7\r\n\r\nok"

@Suite("Sending over HTTP", .timeLimit(.minutes(10)))
struct HTTPSenderTests {
    let sender = HTTPSender()

    func order(_ url: String, body: String = "order", mayBeRepeated: Bool = false) -> OutgoingRequest {
        OutgoingRequest(
            url: url,
            headers: [.init("Content-Type", "application/xml"), .init("Idempotency-Key", "k1"), .init("X-Empty", "")],
            body: Array(body.utf8), connectTimeout: .seconds(5), timeout: .seconds(300), mayBeRepeated: mayBeRepeated)
    }

    @Test("an answer comes with status, headers and body; the request arrives as it was given")
    func answered() async throws {
        let server = SocketServer { _ in .send(ok) }
        let answer = try #require(await sender.send(order(server.url)).answer)
        #expect(answer.status == 200)
        #expect(answer.body == Array("ok".utf8))
        #expect(answer.header("x-number") == "7")
        #expect(!answer.bodyIsCut)
        let request = try #require(server.received.first)
        #expect(request.body == Array("order".utf8))
        let lines = request.head.split(separator: "\r\n")
        #expect(lines.first == "POST /orders HTTP/1.1")
        #expect(lines.contains("Content-Type: application/xml"))
        #expect(lines.contains("Idempotency-Key: k1"))
        #expect(lines.contains("X-Empty:"))
        #expect(!lines.contains { $0.lowercased().hasPrefix("expect:") })
        #expect(server.received.count == 1)
    }

    @Test("every status is an answer; redirects are not followed", arguments: [201, 302, 307, 401, 417, 429, 500, 503])
    func statuses(status: Int) async throws {
        let server = SocketServer { _ in
            .send("HTTP/1.1 \(status) X\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")
        }
        let answer = try #require(await sender.send(order(server.url)).answer)
        #expect(answer.status == status)
        #expect(server.received.count == 1)
    }

    @Test("an interim answer is not the answer, and its headers are not the answer's")
    func interim() async throws {
        let server = SocketServer { _ in .send("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" + ok) }
        let answer = try #require(await sender.send(order(server.url)).answer)
        #expect(answer.status == 200)
        #expect(answer.header("X-Early") == nil)
    }

    @Test("a large body is sent whole, and methods without a body have none")
    func bodies() async throws {
        let server = SocketServer { _ in .send(ok) }
        let body = String(repeating: "0123456789", count: 500_000)
        #expect(await sender.send(order(server.url, body: body)).answer?.status == 200)
        #expect(server.received.first?.body.count == 5_000_000)
        let get = OutgoingRequest(method: "GET", url: server.url, mayBeRepeated: true)
        #expect(await sender.send(get).answer?.status == 200)
        #expect(server.received.last?.head.hasPrefix("GET /orders ") == true)
        let empty = OutgoingRequest(method: "PUT", url: server.url, body: [], mayBeRepeated: true)
        #expect(await sender.send(empty).answer?.status == 200)
        #expect(server.received.last?.head.lowercased().contains("content-length: 0") == true)
    }

    @Test("a refused connection, an unknown name and a failed handshake have sent nothing")
    func notSent() async {
        var port = 0
        do { port = SocketServer { _ in .hang }.port }
        #expect(await sender.send(order("http://127.0.0.1:\(port)/")).notSentCode == "deliver.connect-failed")
        #expect(await sender.send(order("http://no-such-host.invalid/")).notSentCode == "deliver.name-unknown")
        let plain = SocketServer { _ in .send("no TLS") }
        let port2 = plain.port
        // The server never sees a request head in a TLS greeting; what it got is no request.
        var short = order("https://127.0.0.1:\(port2)/")
        short.connectTimeout = .milliseconds(300)
        #expect(await sender.send(short).notSentCode != nil)
        #expect(plain.received.isEmpty)
    }

    @Test(
        "a connection closed after reading, without an answer, is unknown; the request was sent once",
        arguments: [true, false])
    func closedWithoutAnswer(reset: Bool) async {
        let server = SocketServer { _ in .close(reset: reset) }
        let outcome = await sender.send(order(server.url))
        #expect(outcome.unknownCode == (reset ? "deliver.connection-lost" : "deliver.no-answer"))
        #expect(server.received.count == 1)
    }

    @Test(
        "an answer that breaks off is unknown",
        arguments: ["HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"])
    func half(text: String) async {
        let server = SocketServer { _ in .sendAndClose(text) }
        let outcome = await sender.send(order(server.url))
        #expect(outcome.unknownCode != nil)
        #expect(server.received.count == 1)
    }

    @Test("an answer that is not HTTP is unknown")
    func noHTTP() async {
        let server = SocketServer { _ in .sendAndClose("220 smtp.example ESMTP\r\n\r\n") }
        #expect(await sender.send(order(server.url)).unknownCode == "deliver.answer-malformed")
        #expect(server.received.count == 1)
    }

    @Test(
        "no answer in time is unknown, and so is one that only drips",
        arguments: [
            SocketServer.Action.hang, .send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
        ])
    func slow(action: SocketServer.Action) async {
        let server = SocketServer { _ in action }
        var request = order(server.url)
        request.timeout = .milliseconds(300)
        #expect(await sender.send(request).unknownCode == "deliver.answer-timeout")
        #expect(server.received.count == 1)
    }

    @Test("a body beyond the limit is cut and said to be; an endless one is not waited for")
    func hugeBody() async throws {
        let fits = String(repeating: "x", count: 65_536)
        for length in [65_536, 65_537, 10_000_000] {
            let server = SocketServer { _ in
                .send("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\n\r\n" + String(repeating: "x", count: length))
            }
            let answer = try #require(await sender.send(order(server.url)).answer)
            #expect(answer.body == Array(fits.utf8))
            #expect(answer.bodyIsCut == (length > 65_536))
        }
        let endless = SocketServer { _ in .sendForever("HTTP/1.1 200 OK\r\n\r\n" + fits) }
        let answer = try #require(await sender.send(order(endless.url)).answer)
        #expect(answer.status == 200)
        #expect(answer.bodyIsCut)
    }

    @Test("header lines beyond the limit are no answer")
    func hugeHeaders() async {
        let lines = (0..<3_000).map { "X-\($0): \(String(repeating: "y", count: 50))\r\n" }.joined()
        let server = SocketServer { _ in .send("HTTP/1.1 200 OK\r\n\(lines)Content-Length: 0\r\n\r\n") }
        #expect(await sender.send(order(server.url)).unknownCode == "deliver.answer-too-long")
        let endless = SocketServer { _ in .sendForever("HTTP/1.1 100 Continue\r\nX-More: 1\r\n\r\n") }
        #expect(await sender.send(order(endless.url)).unknownCode == "deliver.answer-too-long")
    }

    @Test(
        "line ends in headers, and framing headers, are refused before anything is sent",
        arguments: [
            OutgoingRequest.Header("X", "a\r\nX-Evil: 1"), .init("X", "a\nb"), .init("X\r\nY", "1"),
            .init("X", "\u{0}"),
            .init("", "1"), .init("X Y", "1"), .init("Content-Length", "1"), .init("transfer-encoding", "chunked"),
        ])
    func injection(header: OutgoingRequest.Header) async {
        let server = SocketServer { _ in .send(ok) }
        var request = order(server.url)
        request.headers = [header]
        #expect(await sender.send(request).notSentCode == "deliver.request-invalid")
        #expect(server.received.isEmpty)
    }

    @Test(
        "only http and https are spoken",
        arguments: [
            "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/", "orders", "", "http://a b/", "http:///x",
        ])
    func protocols(url: String) async {
        #expect(await sender.send(order(url)).notSentCode != nil)
    }

    @Test("what is shown of a URL has neither password nor query")
    func secrets() async throws {
        var port = 0
        do { port = SocketServer { _ in .hang }.port }
        let outcome = await sender.send(order("http://user:secret@127.0.0.1:\(port)/in?key=secret"))
        guard case .notSent(let diagnostic) = outcome else {
            Issue.record("it was sent")
            return
        }
        #expect(diagnostic.value == "http://127.0.0.1:\(port)/in")
        #expect(!diagnostic.facts.values.contains { $0.contains("secret") })
        let sentence = Catalogue.english.wording(of: diagnostic).message
        #expect(sentence.contains("127.0.0.1") && !sentence.contains("{"))
    }
}
