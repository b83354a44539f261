import ConfigurationFiles
import Digests
import Foundation
import Gateway
import Intake
import Rollout
import TestPeers
import Testing
import XMLFormat

/// A back end that takes its documents by SOAP calls, on a real server.
@Suite(.serialized) struct SOAPBackendTests {
    private static let template = """
        <o:Take xmlns:o="urn:orders"><o:key>{key}</o:key><o:order>{orderKey}</o:order><o:as>{purpose}</o:as>\
        <o:text>{text}</o:text></o:Take>
        """

    private static func with(
        _ kind: StoreKind, version: SOAPVersion = .v11, answers: SOAPRules = SOAPRules(), honoursKey: Bool = true,
        isDigest: Bool = false, _ body: (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.with(kind) { test in
            let url = test.legacy.url
            try await test.restart { installation in
                installation.backends[0].payload = .canonical
                installation.backends[0].abilities.honoursKey = honoursKey
                installation.backends[0].kind = .soap(
                    SOAPBackend(
                        http: HTTPBackend(url: Secret(url), shownURL: url, timeoutSeconds: 10), version: version,
                        action: SOAPTemplate("urn:orders/{type}"), body: SOAPTemplate(template),
                        token: .init(username: "milepost", password: Secret("s<cret"), isDigest: isDigest),
                        answers: answers))
            }
            try await body(test)
        }
    }

    private static func fault(_ version: SOAPVersion, _ code: String, _ detail: String = "") -> String {
        switch version {
        case .v11:
            """
            <s:Envelope xmlns:s="\(version.namespace)"><s:Body><s:Fault><faultcode>s:\(code)</faultcode>\
            <faultstring>because</faultstring><detail>\(detail)</detail></s:Fault></s:Body></s:Envelope>
            """
        case .v12:
            """
            <e:Envelope xmlns:e="\(version.namespace)"><e:Body><e:Fault><e:Code><e:Value>e:\(code)</e:Value></e:Code>\
            <e:Reason><e:Text xml:lang="en">because</e:Text></e:Reason><e:Detail>\(detail)</e:Detail></e:Fault></e:Body>\
            </e:Envelope>
            """
        }
    }

    private static func yes(_ version: SOAPVersion) -> String {
        "<s:Envelope xmlns:s=\"\(version.namespace)\"><s:Body><ok xmlns=\"urn:orders\"/></s:Body></s:Envelope>"
    }

    private static func document(_ test: TestGateway, _ number: String, _ status: String) async throws -> DocumentView {
        let document = try await test.routed(try await test.submit(EDI.order(number), wait: 0).id)
        return try await eventually(60) {
            let shown = try await test.gateway.documents.document(document.id, caller: test.administrator)
            return shown.status == status ? shown : nil
        }
    }

    @Test(
        "a call carries the document, its key, its action and who calls", arguments: StoreKind.all, SOAPVersion.allCases
    )
    func call(kind: StoreKind, version: SOAPVersion) async throws {
        try await Self.with(kind, version: version) { test in
            test.legacy.behave { _ in .reply(Self.yes(version)) }
            _ = try await Self.document(test, "S-1", "delivered")
            let effect = try #require(test.legacy.effects.first)
            #expect(effect.text.contains("<o:order>northwind/S-1</o:order><o:as>primary</o:as>"))
            #expect(effect.text.contains("<o:key>\(effect.key)</o:key>") && !effect.key.isEmpty)
            #expect(effect.text.contains("&quot;number&quot;:&quot;S-1&quot;"))
            #expect(effect.text.contains("<wsse:Username>milepost</wsse:Username>"))
            #expect(effect.text.contains("s&lt;cret</wsse:Password>"))
            #expect(SOAPAnswer(effect.body) == .body)
            let type = effect.headers["content-type"] ?? ""
            switch version {
            case .v11:
                #expect(type == "text/xml; charset=utf-8")
                #expect(effect.headers["soapaction"] == "\"urn:orders/order\"")
            case .v12: #expect(type == "application/soap+xml; charset=utf-8; action=\"urn:orders/order\"")
            }
        }
    }

    @Test("a digest says that the password is known, with a nonce of its own for each call", arguments: StoreKind.all)
    func digest(kind: StoreKind) async throws {
        try await Self.with(kind, isDigest: true) { test in
            test.legacy.behave { _ in .reply(Self.yes(.v11)) }
            _ = try await Self.document(test, "D-1", "delivered")
            _ = try await Self.document(test, "D-2", "delivered")
            var nonces: Set<String> = []
            for effect in test.legacy.effects {
                let text = effect.text
                #expect(text.contains("#PasswordDigest\">") && !text.contains("cret"))
                let nonce = try #require(text.firstMatch(of: /#Base64Binary">([^<]+)<\/wsse:Nonce>/)?.1)
                let created = try #require(text.firstMatch(of: /wsu:Created[^>]*>([^<]+)</)?.1)
                let digest = try #require(text.firstMatch(of: /#PasswordDigest">([^<]+)</)?.1)
                let bytes = try #require(Data(base64Encoded: String(nonce)))
                #expect(bytes.count == 16 && created.hasSuffix("Z"))
                let expected = Digests.sha1(Array(bytes) + Array(created.utf8) + Array("s<cret".utf8))
                #expect(String(digest) == Data(expected).base64EncodedString())
                nonces.insert(String(nonce))
            }
            #expect(nonces.count == 2)
        }
    }

    @Test(
        "a fault of the sender refuses the document, with what it says", arguments: StoreKind.all, SOAPVersion.allCases)
    func refused(kind: StoreKind, version: SOAPVersion) async throws {
        try await Self.with(kind, version: version) { test in
            let code = version == .v11 ? "Client.Quantity" : "Sender"
            test.legacy.behave { _ in .tell(500, Self.fault(version, code)) }
            let shown = try await Self.document(test, "R-1", "failed")
            let attempt = try #require(shown.deliveries?.first?.attempts.last)
            #expect(attempt.outcome == "refused" && attempt.detail?.contains("because") == true, "\(attempt)")
        }
    }

    @Test(
        "a fault of the receiver is tried again until the document is there", arguments: StoreKind.all,
        SOAPVersion.allCases)
    func busy(kind: StoreKind, version: SOAPVersion) async throws {
        try await Self.with(kind, version: version) { test in
            let legacy = test.legacy
            legacy.behave { _ in
                switch legacy.requests {
                case 1: .tell(500, Self.fault(version, version == .v11 ? "Server" : "Receiver"))
                case 2: .tell(503, "<html>busy</html>")
                default: .reply(Self.yes(version))
                }
            }
            let shown = try await Self.document(test, "B-1", "delivered")
            let outcomes = try #require(shown.deliveries?.first).attempts.map(\.outcome)
            #expect(outcomes == ["failed", "failed", "done"])
        }
    }

    @Test("a fault that is named as the duplicate's is a success", arguments: StoreKind.all, SOAPVersion.allCases)
    func duplicate(kind: StoreKind, version: SOAPVersion) async throws {
        try await Self.with(kind, version: version, answers: SOAPRules(duplicate: ["AlreadyThere"])) { test in
            let detail = "<x:AlreadyThere xmlns:x=\"urn:orders\"/>"
            test.legacy.behave { _ in .tell(500, Self.fault(version, version == .v11 ? "Client" : "Sender", detail)) }
            let shown = try await Self.document(test, "D-1", "delivered")
            #expect(shown.deliveries?.first?.attempts.map(\.outcome) == ["done"])
        }
    }

    @Test("a success that is no envelope is no word of the back end", arguments: StoreKind.all)
    func other(kind: StoreKind) async throws {
        try await Self.with(kind, honoursKey: false) { test in
            test.legacy.behave { _ in .tell(200, "<html>please sign in</html>") }
            _ = try await Self.document(test, "O-1", "unknown")
        }
    }
}
