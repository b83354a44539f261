import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake
import Orders
import Rollout
import Store
import TestPeers
import Testing

/// Providers whose APIs are described in YAML.
@Suite(.serialized) struct ProviderTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The description in the page on providers.
    static func harbour() throws -> String {
        let page = try String(
            contentsOf: root.appendingPathComponent("deploy/channels/provider-apis.md"), encoding: .utf8)
        let start = try #require(page.range(of: "# providers/harbour.yaml\n")).upperBound
        let end = try #require(page[start...].range(of: "```")).lowerBound
        return String(page[start..<end])
    }

    /// An account as the configuration reads it.
    static func account(
        _ description: String, url: String, settings: String, every: String = "0.1 s"
    ) throws -> ProviderAccount {
        let files = [
            "milepost.yaml": """
            providers:
              main: { api: \(try #require(description.firstMatch(of: /provider: ([a-z-]+)/)?.1)), url: "\(url)", \
            partner: northwind, every: \(every), settings: \(settings) }
            """,
            "providers/one.yaml": description,
            "partners/northwind.yaml": "partner: northwind\nidentifiers: [{ gln: 5412345000013 }]",
        ]
        let reading = ConfigurationReader.read(files.mapValues { Array($0.utf8) }, secrets: { _ in nil })
        let faults = reading.diagnostics.items.filter { $0.severity == .error }
        return try #require(reading.installation?.providers.first, "\(faults)")
    }

    private struct Company {
        var test: TestGateway
        var provider: HarbourProvider

        func start(sending: Bool = false, honoursKey: Bool = false, page: Int = 2) async throws {
            var account = try ProviderTests.account(
                ProviderTests.harbour(), url: provider.url, settings: "{ apiKey: \(provider.key), box: 4711 }")
            account.api.limits.page = page
            account.api.timeoutSeconds = 2
            account.api.send?.query?.settleSeconds = 0.1
            let main = account
            try await test.restart { installation in
                installation.providers = [main]
                guard sending else { return }
                var channel = main
                channel.settings["to"] = Secret("the \"box\"")
                installation.send(to: "http://127.0.0.1:1/", [.orderResponse: .asSent])
                installation.partners[0].outbound?.channel.kind = .provider(channel)
                installation.partners[0].outbound?.channel.abilities.honoursKey = honoursKey
            }
        }

        func fault(of poll: String = "provider:main") async throws -> String? {
            try await test.database.read { try $0.poll(of: poll)?.fault }
        }

        func until(_ count: Int) async throws {
            _ = try await eventually(60) { try await test.balances().accepted >= count ? true : nil }
        }

        func entries() async throws -> Int {
            try await test.database.read { try $0.countProviderEntries(of: "main", upTo: 100) }
        }
    }

    private static func with(_ kind: StoreKind, _ body: (Company) async throws -> Void) async throws {
        let provider = try HarbourProvider()
        defer { provider.stop() }
        try await TestGateway.with(kind) { test in try await body(Company(test: test, provider: provider)) }
    }

    @Test("each document is taken once, in order, and confirmed once it is committed", arguments: StoreKind.all)
    func once(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            for number in 1...5 { company.provider.put("m\(number)", EDI.order("P-\(number)", reference: number)) }
            try await company.start()
            _ = try await eventually(60) { company.provider.confirmed.count == 5 ? true : nil }
            #expect(company.provider.confirmed.sorted() == (1...5).map { "r-m\($0)" })
            #expect(company.provider.fetched.sorted() == (1...5).map { "m\($0)" })
            _ = try await eventually(60) { try await company.test.balances().delivered == 5 ? true : nil }
            let documents = try await company.test.gateway.documents.documents(
                SearchFilter(), cursor: nil, limit: 10, caller: company.test.administrator)
            #expect(documents.items.reversed().map(\.orderKey) == (1...5).map { "northwind/P-\($0)" })
            let lists = company.provider.lists
            _ = try await eventually(60) { company.provider.lists > lists + 2 ? true : nil }
            #expect(company.provider.fetched.count == 5)
            #expect(try await company.entries() == 0)
            #expect(try await company.fault() == nil)
        }
    }

    @Test("a confirmation that is lost is said again, over a restart, and nothing is doubled", arguments: StoreKind.all)
    func lost(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            company.provider.put("m1", EDI.order("L-1"))
            company.provider.answer { $0.kind == .confirm ? .closeUnread : nil }
            try await company.start()
            try await company.until(1)
            _ = try await eventually(60) { try await company.fault()?.contains("provider.silent") == true ? true : nil }
            #expect(try await company.entries() == 1)
            #expect(company.provider.confirmed.isEmpty)
            company.provider.answer(nil)
            try await company.start()
            company.test.advance(seconds: 30)
            _ = try await eventually(60) { company.provider.confirmed.isEmpty ? nil : true }
            _ = try await eventually(60) { try await company.entries() == 0 ? true : nil }
            #expect(company.provider.fetched == ["m1"])
            #expect(try await company.test.balances().accepted == 1)
        }
    }

    @Test("a provider that lists again what was confirmed hears it again, and gives nothing twice")
    func forgetful() async throws {
        try await Self.with(.sqlite) { company in
            company.provider.keepConfirmed()
            company.provider.put("m1", EDI.order("F-1"))
            company.provider.put("m1", EDI.order("F-1"))
            try await company.start(page: 10)
            _ = try await eventually(60) { company.provider.confirmed.count > 3 ? true : nil }
            #expect(company.provider.fetched == ["m1"])
            #expect(try await company.test.balances().accepted == 1)
        }
    }

    @Test(
        "one bad entry blocks no other, and is taken when it is well", arguments: StoreKind.all,
        [
            ("provider.answer-error", RecordingBackend.Behaviour.tell(200, "{\"error\":{\"code\":\"E7\"}}")),
            ("provider.answer-form", .tell(200, "<html><body>Sorry</body></html>")),
            ("provider.answer-form", .tell(200, "{\"content\":\"!!\"}")),
            ("provider.call-refused", .tell(404, "{}")), ("provider.silent", .tell(503, "")),
            ("provider.silent", .closeUnread),
            ("provider.silent", .raw(Array("HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n{\"content\":\"VU5".utf8))),
        ])
    func bad(kind: StoreKind, fault: (code: String, answer: RecordingBackend.Behaviour)) async throws {
        try await Self.with(kind) { company in
            for number in 1...4 { company.provider.put("m\(number)", EDI.order("B-\(number)", reference: number)) }
            company.provider.answer { [fault] in $0.kind == .fetch && $0.id == "m2" ? fault.answer : nil }
            try await company.start()
            _ = try await eventually(60) { company.provider.confirmed.count == 3 ? true : nil }
            _ = try await eventually(60) { try await company.fault()?.contains(fault.code) == true ? true : nil }
            #expect(try await company.test.balances().accepted == 3)
            // Somebody is told.
            _ = try await eventually(60) {
                try await company.test.gateway.problems.list(
                    ProblemDesk.Filter(), before: nil, limit: 10, caller: company.test.administrator
                ).first { $0.code == fault.code }
            }
            company.provider.answer(nil)
            company.test.advance(seconds: 60)
            _ = try await eventually(60) { company.provider.confirmed.count == 4 ? true : nil }
            #expect(try await company.test.balances().accepted == 4)
        }
    }

    @Test(
        "a list that is none says so, loses nothing and is over when it is over",
        arguments: [
            ("provider.auth-refused", RecordingBackend.Behaviour.tell(403, "{}")),
            ("provider.silent", .tell(500, "")), ("provider.answer-form", .tell(200, "{\"data\":{\"items\":[]}}")),
            ("provider.answer-form", .tell(200, "rubbish")),
            ("provider.answer-error", .tell(200, "{\"error\":{\"code\":\"busy\"},\"data\":{\"messages\":[]}}")),
            ("provider.call-refused", .tell(302, "")),
            ("provider.silent", .raw(Array("HTTP/1.1 200 X\r\nContent-Length: 900\r\n\r\n{\"data\"".utf8))),
        ])
    func rubbish(fault: (code: String, answer: RecordingBackend.Behaviour)) async throws {
        try await Self.with(.sqlite) { company in
            company.provider.put("m1", EDI.order("R-1"))
            company.provider.answer { [fault] in $0.kind == .list ? fault.answer : nil }
            try await company.start()
            _ = try await eventually(60) { try await company.fault()?.contains(fault.code) == true ? true : nil }
            company.provider.answer(nil)
            try await company.until(1)
            _ = try await eventually(60) { try await company.fault() == nil ? true : nil }
        }
    }

    @Test("a cursor that stands ends the poll, says so, and what was listed is fetched")
    func standing() async throws {
        try await Self.with(.sqlite) { company in
            company.provider.put("m1", EDI.order("S-1"))
            company.provider.answer {
                guard $0.kind == .list else { return nil }
                return .tell(
                    200,
                    "{\"data\":{\"messages\":[{\"id\":\"m1\",\"direction\":\"in\",\"receipt\":\"r\"}],\"next\":\"7\"}}")
            }
            try await company.start()
            try await company.until(1)
            _ = try await eventually(60) {
                try await company.fault()?.contains("provider.pages-stand") == true ? true : nil
            }
            #expect(company.provider.fetched == ["m1"])
        }
    }

    @Test("an entry without an id is kept where people see it, and the others are fetched")
    func nameless() async throws {
        try await Self.with(.sqlite) { company in
            company.provider.put("m1", EDI.order("N-1"))
            company.provider.answer {
                guard $0.kind == .list else { return nil }
                return .tell(
                    200,
                    """
                    {"data":{"messages":[{"direction":"in","receipt":"r-0"},
                    {"id":"m1","direction":"in","receipt":"r-m1"}]}}
                    """)
            }
            try await company.start()
            _ = try await eventually(60) { company.provider.confirmed.contains("r-m1") ? true : nil }
            var filter = SearchFilter()
            filter.status = "unreadable"
            let found = filter
            let kept = try await eventually(60) {
                let page = try await company.test.gateway.documents.interchanges(
                    found, cursor: nil, limit: 10, caller: company.test.administrator)
                return page.items.isEmpty ? nil : page.items
            }
            #expect(kept.count == 1 && kept.first?.diagnostics.map(\.code) == ["provider.entry-form"], "\(kept)")
        }
    }

    // MARK: Sending

    private static func answer(_ company: Company, _ number: String) async throws -> DocumentView {
        try await company.test.submit(EDI.order(number))
        return try await OutboundTests.handOver(
            OutboundTests.response(number, key: "northwind/\(number)"), key: "R-\(number)", to: company.test)
    }

    @Test("a partner's answer goes through the provider's API, in base64 within JSON", arguments: StoreKind.all)
    func sends(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start(sending: true)
            let document = try await Self.answer(company, "A-1")
            #expect(document.status == "delivered", "\(document)")
            let sent = try #require(company.provider.sent.first)
            #expect(sent.text.contains("RFF+ON:A-1'") && sent.to == "the \"box\"" && sent.reference == document.id)
            #expect(company.provider.sent.count == 1)
        }
    }

    @Test("the outcome is what the answer's member says", arguments: ["rejected", "unheard of"])
    func outcome(status: String) async throws {
        try await Self.with(.sqlite) { company in
            company.provider.answer { call in
                if call.kind == .ask { return .tell(500, "") }
                return call.kind == .send ? .tell(200, "{\"status\":\"\(status)\"}") : nil
            }
            try await company.start(sending: true)
            try await company.test.submit(EDI.order("O-1"))
            let receipt = try await company.test.gateway.submissions.submit(
                Submission(
                    sender: BackendSender.name(of: "legacy"), channel: "test", idempotencyKey: "R-O-1",
                    bytes: Array(OutboundTests.response("O-1", key: "northwind/O-1").utf8)))
            let document = try await company.test.routed(receipt.id)
            let expected = status == "rejected" ? "failed" : "unknown"
            let state = try await eventually(60) {
                let view = try await company.test.gateway.documents.document(
                    document.id, caller: company.test.administrator)
                return view.deliveries?.first.flatMap { $0.state == expected ? $0.state : nil }
            }
            #expect(state == expected)
        }
    }

    @Test(
        "when the answer is lost the provider is asked: what is there is not sent again, what is not is",
        arguments: [true, false])
    func asked(isThere: Bool) async throws {
        try await Self.with(.sqlite) { company in
            company.provider.answer { call in
                guard call.kind == .send, call.earlier == 0 else { return nil }
                return isThere ? .raw(Array("HTTP/1.1 200 X\r\nContent-Length: 90\r\n\r\n{".utf8)) : .closeUnread
            }
            try await company.start(sending: true)
            let document = try await Self.answer(company, "Q-1")
            #expect(document.status == "delivered", "\(document)")
            #expect(company.provider.sent.count == 1 && company.provider.questions >= 1)
        }
    }

    // MARK: Shipped descriptions

    @Test("Kontur.EDI's feed is read behind its pointer, with a token that is fetched anew when it ends")
    func kontur() async throws {
        let description = try String(
            contentsOf: Self.root.appendingPathComponent("deploy/providers/kontur-edi.yaml"), encoding: .utf8)
        let server = try RecordingBackend()
        defer { server.stop() }
        let (first, second) = (EDI.order("K-1"), EDI.order("K-2", reference: 2))
        server.behave { request in
            let target = String(request.startLine.split(separator: " ")[1])
            let authorization = request.headers["authorization"] ?? ""
            if request.startLine == "POST /V1/Authenticate HTTP/1.1" {
                return authorization
                    == "KonturEdiAuth konturediauth_api_client_id=c,konturediauth_login=l,konturediauth_password=p"
                    ? .raw(Array("HTTP/1.1 200 X\r\nContent-Length: 5\r\n\r\nto/ke".utf8)) : .tell(401, "")
            }
            guard authorization == "KonturEdiAuth konturediauth_api_client_id=c,konturediauth_token=to/ke" else {
                return .tell(401, "")
            }
            func event(_ id: String, _ type: String, _ message: String) -> String {
                "{\"EventId\":\"\(id)\",\"EventType\":\"\(type)\",\"EventContent\":{\"InboxMessageMeta\":"
                    + "{\"BoxId\":\"b\",\"MessageId\":\"\(message)\"}}}"
            }
            switch target {
            case "/V1/Messages/GetEvents?boxId=b&count=100":
                return .tell(
                    200,
                    "{\"Events\":[\(event("e1", "NewInboxMessage", "m1")),"
                        + "{\"EventId\":\"e2\",\"EventType\":\"MessageDelivered\",\"EventContent\":null}],"
                        + "\"LastEventId\":\"e2\"}")
            case "/V1/Messages/GetEvents?boxId=b&exclusiveEventId=e2&count=100":
                return .tell(200, "{\"Events\":[\(event("e3", "NewInboxMessage", "m2"))],\"LastEventId\":\"e3\"}")
            case "/V1/Messages/GetEvents?boxId=b&exclusiveEventId=e3&count=100":
                return .tell(200, "{\"Events\":null,\"LastEventId\":\"e3\"}")
            case "/V1/Messages/GetMessage?boxId=b&messageId=m1", "/V1/Messages/GetMessage?boxId=b&messageId=m2":
                let text = target.hasSuffix("m1") ? first : second
                return .tell(
                    200,
                    "{\"MessageFileName\":\"one.edi\",\"MessageBody\":\"\(Data(text.utf8).base64EncodedString())\"}")
            default: return .tell(404, "")
            }
        }
        let account = try Self.account(
            description, url: "http://127.0.0.1:\(server.port)",
            settings: "{ apiClientId: c, login: l, password: p, boxId: b }")
        try await TestGateway.with(.sqlite) { test in
            try await test.restart { $0.providers = [account] }
            _ = try await eventually(60) { try await test.balances().delivered == 2 ? true : nil }
            _ = try await eventually(60) {
                let row = try await test.database.read { try $0.poll(of: "provider:main") }
                return row?.cursor == "e3" && row?.fault == nil ? true : nil
            }
            #expect(test.legacy.effects.first?.headers["x-milepost-file-name"] == "one.edi")
        }
    }

    @Test("Billit's inbox is fetched by file and confirmed by entry")
    func billit() async throws {
        let description = try String(
            contentsOf: Self.root.appendingPathComponent("deploy/providers/billit-peppol.yaml"), encoding: .utf8)
        let server = try RecordingBackend()
        defer { server.stop() }
        let content = Data(EDI.order("I-1").utf8).base64EncodedString()
        let confirmed = Confirmations()
        server.behave { request in
            guard request.headers["apikey"] == "k", request.headers["partyid"] == "7" else { return .tell(401, "") }
            switch request.startLine {
            case "GET /v1/peppol/inbox HTTP/1.1":
                let items =
                    confirmed.count > 0
                    ? "" : "{\"InboxItemID\":69791,\"PeppolFileID\":\"f-1\",\"SenderPeppolID\":\"0208:1\"}"
                return .tell(200, "{\"InboxItems\":[\(items)]}")
            case "GET /v1/files/f-1 HTTP/1.1":
                return .tell(
                    200,
                    "{\"FileID\":\"f-1\",\"FileName\":\"in.xml\",\"MimeType\":\"text/xml\",\"FileContent\":\"\(content)\"}"
                )
            case "POST /v1/peppol/inbox/69791/confirm HTTP/1.1":
                confirmed.add()
                return .tell(200, "")
            default: return .tell(404, "")
            }
        }
        let account = try Self.account(
            description, url: "http://127.0.0.1:\(server.port)", settings: "{ apiKey: k, partyId: 7 }")
        try await TestGateway.with(.sqlite) { test in
            try await test.restart { $0.providers = [account] }
            _ = try await eventually(60) { confirmed.count == 1 ? true : nil }
            #expect(try await test.balances().accepted == 1)
        }
    }

    // MARK: Paging and forms

    @Test(
        "numbered pages, links in a header and links in XML are gone through, each document once",
        arguments: ["number", "link", "next"])
    func pages(way: String) async throws {
        let paging = ["number": "{ number: 1 }", "link": "{ link: yes }", "next": "{ next: list.next }"][way] ?? ""
        let query = way == "number" ? "query: { page: \"{number}\" }" : ""
        let description = """
            provider: paged
            url: https://api.example
            list:
              path: /inbox
              \(query)
              entries: list.item
              id: "@id"
              paging: \(paging)
            fetch: { path: "/inbox/{id}", types: [application/edifact] }
            confirm: { method: DELETE, path: "/inbox/{id}" }
            """
        let server = try RecordingBackend()
        defer { server.stop() }
        let port = server.port
        let deleted = Confirmations()
        server.behave { request in
            let target = String(request.startLine.split(separator: " ")[1])
            if request.startLine.hasPrefix("DELETE") {
                deleted.add()
                return .tell(200, "")
            }
            if target.hasPrefix("/inbox/") {
                let body = EDI.order("N-\(target.dropFirst(7))", reference: Int(target.dropFirst(7)) ?? 1)
                return .raw(
                    Array(
                        ("HTTP/1.1 200 X\r\nContent-Type: application/EDIFACT; charset=x\r\nContent-Length: "
                            + "\(body.utf8.count)\r\n\r\n\(body)").utf8))
            }
            let page = target.firstMatch(of: /page=([0-9]+)/).flatMap { Int($0.1) } ?? 1
            let items = page < 3 ? "<item id=\"\(page)\"/><item id=\"\(page + 10)\"/>" : ""
            let link = "http://127.0.0.1:\(port)/inbox?page=\(page + 1)"
            let next = way == "next" && page < 3 ? "<next>/inbox?page=\(page + 1)</next>" : ""
            let body = "<?xml version=\"1.0\"?><list xmlns=\"urn:x\">\(items)\(next)</list>"
            let header = way == "link" && page < 3 ? "Link: <\(link)>; rel=\"next\"\r\n" : ""
            return .raw(
                Array("HTTP/1.1 200 X\r\n\(header)Content-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8))
        }
        let account = try Self.account(description, url: "http://127.0.0.1:\(port)", settings: "{}", every: "1 h")
        try await TestGateway.with(.sqlite) { test in
            try await test.restart { $0.providers = [account] }
            _ = try await eventually(60) { deleted.count == 4 ? true : nil }
            #expect(try await test.balances().accepted == 4)
            let fault = try await test.database.read { try $0.poll(of: "provider:main")?.fault }
            #expect(fault == nil, "\(fault ?? "")")
        }
    }

    @Test("a link that leads elsewhere is not followed, so that no secret goes there")
    func elsewhere() async throws {
        let description = """
            provider: linking
            url: https://api.example
            settings: [apiKey]
            headers: { X-Key: "{apiKey}" }
            list: { path: /inbox, entries: items, id: id, fields: { at: href } }
            fetch: { path: "{at}", types: [text/plain] }
            """
        let (server, thief) = (try RecordingBackend(), try RecordingBackend())
        defer {
            server.stop()
            thief.stop()
        }
        let target = "http://127.0.0.1:\(thief.port)/x"
        server.behave { _ in .tell(200, "{\"items\":[{\"id\":\"1\",\"href\":\"\(target)\"}]}") }
        let account = try Self.account(
            description, url: "http://127.0.0.1:\(server.port)", settings: "{ apiKey: secret }")
        try await TestGateway.with(.sqlite) { test in
            try await test.restart { $0.providers = [account] }
            _ = try await eventually(60) {
                try await test.database.read { try $0.poll(of: "provider:main")?.fault }?
                    .contains("provider.link-elsewhere") == true ? true : nil
            }
            #expect(thief.requests == 0)
        }
    }
}

/// Counts.
private final class Confirmations: Sendable {
    private let lock = NSLock()
    nonisolated(unsafe) private var number = 0

    var count: Int { lock.withLock { number } }
    func add() { lock.withLock { number += 1 } }
}
