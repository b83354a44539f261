import Foundation
import Gateway
import Rollout
import TestPeers
import Testing

/// The pages over HTTP, as browsers and those who would abuse them ask for them.
@Suite(.serialized) struct ConsoleTests {
    private static let password = "correct horse battery"

    /// A browser: it keeps cookies, sends forms with the sign of the page, and follows nothing by itself.
    private final class Browser {
        let server: TestServer
        var cookies: [String: String] = [:]
        var sign = ""

        init(_ server: TestServer) { self.server = server }

        func get(_ path: String, _ headers: [String: String] = [:]) async throws -> HTTPMessage {
            try await send("GET", path, headers, [])
        }

        func post(_ path: String, _ form: [String: String], _ headers: [String: String] = [:]) async throws
            -> HTTPMessage
        {
            let fields = form.merging(["sign": sign]) { own, _ in own }
            let body = fields.map { "\(Self.encode($0.key))=\(Self.encode($0.value))" }.joined(separator: "&")
            return try await send(
                "POST", path,
                headers.merging(["Content-Type": "application/x-www-form-urlencoded"]) { own, _ in own },
                Array(body.utf8))
        }

        private func send(
            _ method: String, _ path: String, _ headers: [String: String], _ body: [UInt8]
        ) async throws -> HTTPMessage {
            var all = headers
            if !cookies.isEmpty { all["Cookie"] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
            let answer = try await server.ask(method, path, key: nil, headers: all, body: body)
            for cookie in answer.all("set-cookie") {
                let pair = cookie.prefix { $0 != ";" }.split(
                    separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                cookies[String(pair[0])] = pair[1].isEmpty ? nil : String(pair[1])
            }
            if let found = answer.text.firstMatch(of: /name="sign" value="([0-9a-f]{64})"/) { sign = String(found.1) }
            return answer
        }

        func signIn(_ name: String, _ password: String = ConsoleTests.password) async throws -> HTTPMessage {
            _ = try await get("/sign-in")
            return try await post("/sign-in", ["name": name, "password": password])
        }

        private static func encode(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        }
    }

    private static func user(
        _ server: TestServer, _ name: String, _ role: Role, partner: String? = nil, signs: Set<SigningRole> = []
    ) async throws {
        _ = try await server.gateway.users.create(
            name: name, role: role, partner: partner, signs: signs, password: password,
            caller: Caller(name: "tests", role: .administrator))
    }

    /// A document that the legacy back end refused, and its path.
    private static func refused(_ server: TestServer, _ change: (String) -> String = { $0 }) async throws -> String {
        server.legacy.behave { _ in .answer(422) }
        let text = change(String(decoding: try TestServer.sample("01-order-north.edi"), as: UTF8.self))
        let sent = try await server.ask(
            "POST", "/v1/interchanges?wait=30", key: server.northwind, body: Array(text.utf8))
        let document = try #require(sent.documents.first?["id"] as? String)
        return "/documents/\(document)"
    }

    @Test("whoever is not signed in sees the sign-in alone, and comes back to where it was going")
    func closed() async throws {
        try await TestServer.with { server in
            try await Self.user(server, "ines", .support)
            let browser = Browser(server)
            for path in ["/", "/documents", "/documents/1", "/documents/1/original", "/documents/1/discard"] {
                let answer = try await browser.get(path)
                #expect(answer.status == 303 && answer.first("location")?.hasPrefix("/sign-in") == true, "\(path)")
            }
            let events = try await browser.get("/console/events")
            #expect(events.status == 204)
            _ = try await browser.get("/sign-in?back=%2Fdocuments")
            let signedIn = try await browser.post(
                "/sign-in", ["name": "ines", "password": Self.password, "back": "/documents"])
            #expect(signedIn.status == 303 && signedIn.first("location") == "/documents")
            let cookie = try #require(signedIn.all("set-cookie").first { $0.hasPrefix("milepost-session=") })
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && !cookie.contains("Max-Age"))
            let page = try await browser.get("/")
            #expect(page.status == 200 && page.text.contains("ines"))
            #expect(page.first("content-security-policy")?.contains("default-src 'none'") == true)
            #expect(page.first("cache-control") == "no-store")
            #expect(
                !page.text.contains(" style=") && !page.text.contains("<script>") && !page.text.contains(" onclick"))
            let gone = try await browser.post("/sign-out", [:])
            #expect(gone.status == 303)
            let after = try await browser.get("/documents")
            #expect(after.status == 303)
        }
    }

    @Test("a wrong password, a strange form and another site are refused")
    func refusals() async throws {
        try await TestServer.with { server in
            try await Self.user(server, "ines", .support)
            let browser = Browser(server)
            let wrong = try await browser.signIn("ines", "not the password at all")
            #expect(wrong.status == 403 && wrong.text.contains("The name or the password is wrong."))
            let nobody = try await browser.signIn("<script>alert(1)</script>", "x")
            #expect(nobody.status == 403 && !nobody.text.contains("<script>alert"))
            browser.sign = String(repeating: "0", count: 64)
            let strange = try await browser.post("/sign-in", ["name": "ines", "password": Self.password])
            #expect(strange.status == 403 && strange.text.contains("console.form-stale"))
            _ = try await browser.get("/sign-in")
            let foreign = try await browser.post(
                "/sign-in", ["name": "ines", "password": Self.password], ["Sec-Fetch-Site": "cross-site"])
            #expect(foreign.status == 403)
            let origin = try await browser.post(
                "/sign-in", ["name": "ines", "password": Self.password], ["Origin": "https://elsewhere.example"])
            #expect(origin.status == 403)
            _ = try await browser.signIn("ines")
            let path = try await Self.refused(server)
            browser.sign = ""
            let unsigned = try await browser.post(path + "/discard", ["reason": "x"])
            #expect(unsigned.status == 403)
            let elsewhere = try await browser.get("/language/pl?back=%2F%2Fevil.example")
            #expect(elsewhere.first("location") == "/")
        }
    }

    @Test("a failure is told in the business's words, and an action asks, acts once and leads back")
    func action() async throws {
        try await TestServer.with { server in
            try await Self.user(server, "ines", .support)
            let path = try await Self.refused(server)
            let browser = Browser(server)
            _ = try await browser.signIn("ines")
            let page = try await browser.get(path)
            #expect(page.text.contains("is NOT in legacy: it was not taken there."))
            // What the code means and who does what, in the reader's language, English where there is none in it.
            #expect(page.text.contains("it was refused there for what it says. Nothing can double."))
            #expect(page.text.contains("<dt>Operations</dt>"))
            let russian = try await browser.get(path, ["Accept-Language": "ru"])
            #expect(russian.text.contains("она отказалась принять его из-за содержания"))
            let dutch = try await browser.get(path, ["Accept-Language": "nl"])
            #expect(dutch.text.contains("<section class=\"card\" lang=\"en\"><p><b>The order is NOT"))
            let list = try await browser.get("/documents?status=failed")
            #expect(list.text.contains(path))
            let asking = try await browser.get(path + "/discard")
            #expect(asking.text.contains("is taken out for good"))
            let without = try await browser.post(path + "/discard", ["reason": "  "])
            #expect(without.status == 422 && without.text.contains("The form lacks Reason."))
            let done = try await browser.post(path + "/discard", ["reason": "ordered twice"])
            #expect(done.status == 303 && done.first("location") == path + "?done=discarded")
            let again = try await browser.post(path + "/discard", ["reason": "ordered twice"])
            #expect(again.status == 409)
            let after = try await browser.get(path + "?done=discarded")
            #expect(after.text.contains("was discarded by a person") && !after.text.contains("/discard\""))
        }
    }

    @Test("a correction is checked, shown as a difference, and only what was checked is replayed")
    func edit() async throws {
        try await TestServer.with { server in
            try await Self.user(server, "ines", .support)
            let path = try await Self.refused(server)
            let browser = Browser(server)
            _ = try await browser.signIn("ines")
            let page = try await browser.get(path + "/edit")
            let shown = try #require(page.text.firstMatch(of: /<textarea[^>]*>\n([^<]*)<\/textarea>/))
            let text = String(shown.1).replacing("&#39;", with: "'").replacing("&amp;", with: "&")
            let corrected = text.replacing("QTY+21:48", with: "QTY+21:84")
            #expect(corrected != text)
            let unchecked = try await browser.post(
                path + "/edit", ["text": corrected, "do": "replay", "reason": "typing error"])
            #expect(unchecked.status == 200 && unchecked.text.contains("<ins>+ QTY+21:84"))
            #expect(unchecked.text.contains("This is understood."))
            let checked = try #require(unchecked.text.firstMatch(of: /name="checked" value="([0-9a-f]{64})"/))
            let other = try await browser.post(
                path + "/edit",
                ["text": corrected + " ", "do": "replay", "reason": "typing error", "checked": String(checked.1)])
            #expect(other.status == 200)
            server.legacy.behave { _ in .answer(200) }
            let replayed = try await browser.post(
                path + "/edit",
                ["text": corrected, "do": "replay", "reason": "typing error", "checked": String(checked.1)])
            #expect(replayed.status == 303)
            var isThere = false
            for _ in 1...200 where !isThere {
                isThere = try await browser.get(path).text.contains("is in legacy.")
                if !isThere { try await Task.sleep(for: .milliseconds(100)) }
            }
            #expect(isThere)
        }
    }

    @Test("roles show by what is absent: a viewer acts on nothing and sees no bytes, a partner only what is its own")
    func roles() async throws {
        try await TestServer.with { server in
            try await Self.user(server, "vera", .viewer)
            try await Self.user(server, "edi", .partner, partner: "johnssons")
            let path = try await Self.refused(server)
            let viewer = Browser(server)
            _ = try await viewer.signIn("vera")
            let page = try await viewer.get(path)
            #expect(page.status == 200)
            for action in ["retry", "edit", "discard", "reprocess", "original"] {
                #expect(!page.text.contains("\(path)/\(action)\""))
                let direct = try await viewer.get("\(path)/\(action)")
                #expect(direct.status == 404)
            }
            let forced = try await viewer.post(path + "/discard", ["reason": "x"])
            #expect(forced.status == 404)
            let partner = Browser(server)
            _ = try await partner.signIn("edi")
            let foreign = try await partner.get(path)
            #expect(foreign.status == 404)
            let overview = try await partner.get("/")
            #expect(overview.status == 200 && !overview.text.contains("Systems"))
            let list = try await partner.get("/documents")
            #expect(!list.text.contains("northwind"))
        }
    }

    @Test("hostile data shows as text everywhere")
    func hostile() async throws {
        try await TestServer.with { server in
            try await Self.user(server, "ines", .support)
            let path = try await Self.refused(server) {
                $0.replacing("MINERAL WATER", with: "<SCRIPT>ALERT(1)</SCRIPT>\"&").replacing(
                    "PO-2026-0001", with: "PO<B>1")
            }
            let browser = Browser(server)
            _ = try await browser.signIn("ines")
            for page in [path, path + "/original", path + "/edit", path + "/retry", "/documents", "/"] {
                let answer = try await browser.get(page)
                #expect(answer.status == 200, "\(page)")
                #expect(!answer.text.contains("<SCRIPT>") && !answer.text.contains("<B>"), "\(page)")
            }
            for query in ["?orderNumber=%3Cscript%3E%22", "?status=%22%3E%3Ci%3E", "?cursor=%3Ci%3E", "?from=%3Ci%3E"] {
                let answer = try await browser.get("/documents" + query)
                #expect(!answer.text.contains("<script>") && !answer.text.contains("<i>"), "\(query)")
            }
        }
    }

    @Test("a milestone moves with its plan in view and by the right person; a viewer has no button for it")
    func milestone() async throws {
        try await TestServer.with { server in
            try await Self.user(server, "vera", .viewer)
            try await Self.user(server, "wim", .approver)
            try await Self.user(server, "olga", .operations)
            try await Self.user(server, "edi", .partner, partner: "johnssons")
            let (viewer, approver, mover, partner) = (
                Browser(server), Browser(server), Browser(server), Browser(server)
            )
            _ = try await viewer.signIn("vera")
            _ = try await approver.signIn("wim")
            _ = try await mover.signIn("olga")
            _ = try await partner.signIn("edi")
            let path = "/milestones/north-intake"
            for page in ["/milestones", path, path + "/plan", "/problems"] {
                let foreign = try await partner.get(page)
                #expect(foreign.status == 404, "\(page)")
            }
            let map = try await viewer.get("/milestones")
            #expect(map.text.contains("href=\"\(path)\"") && map.text.contains("planned"))
            let looked = try await viewer.get(path)
            #expect(looked.status == 200 && !looked.text.contains("/approve\"") && !looked.text.contains("/plan?to="))
            let forced = try await viewer.post(path + "/move", ["to": "shadow", "reason": "x"])
            #expect(forced.status == 403)
            let page = try await approver.get(path)
            #expect(page.text.contains("Nobody has approved"))
            let definition = try #require(page.text.firstMatch(of: /name="definition" value="([^"]+)"/))
            let approved = try await approver.post(path + "/approve", ["definition": String(definition.1)])
            #expect(approved.status == 303 && approved.first("location") == path + "?done=approved")
            for (name, signs) in [("kim", SigningRole.keyUser), ("lee", SigningRole.supportLead)] {
                try await Self.user(server, name, .viewer, signs: [signs])
                let signer = Browser(server)
                _ = try await signer.signIn(name)
                let list = try await signer.get(path)
                let items = list.text.matches(of: /name="item" value="([^"]+)"/).map { String($0.1) }
                #expect(items.count == 1)
                let item = try #require(items.first).replacing("&#39;", with: "'")
                let signed = try await signer.post(path + "/sign", ["item": item])
                #expect(signed.status == 303)
            }
            let plan = try await mover.get(path + "/plan?to=shadow")
            let version = try #require(plan.text.firstMatch(of: /name="plan" value="([^"]+)"/))
            let without = try await mover.post(path + "/move", ["to": "shadow", "plan": String(version.1)])
            #expect(without.status == 422)
            let stale = try await mover.post(path + "/move", ["to": "shadow", "plan": "0", "reason": "rehearsed"])
            #expect(stale.status >= 400 && stale.text.contains("name=\"plan\""))
            let moved = try await mover.post(
                path + "/move", ["to": "shadow", "plan": String(version.1), "reason": "rehearsed"])
            #expect(moved.status == 303, "\(moved.text.suffix(3_000))")
            let after = try await mover.get(path)
            #expect(after.text.contains("rehearsed") && after.text.contains("olga"))
        }
    }

    @Test(
        "an administrator makes a person, who signs in until disabled; the audit trail tells, and nobody else sees either"
    )
    func people() async throws {
        try await TestServer.with { server in
            try await Self.user(server, "ada", .administrator)
            try await Self.user(server, "wim", .approver)
            let (administrator, approver, person) = (Browser(server), Browser(server), Browser(server))
            _ = try await administrator.signIn("ada")
            _ = try await approver.signIn("wim")
            for page in ["/people", "/audit"] {
                let hidden = try await approver.get(page)
                #expect(hidden.status == 404)
            }
            let menu = try await approver.get("/")
            #expect(!menu.text.contains("/people\""))
            _ = try await administrator.get("/people")
            let weak = try await administrator.post("/people", ["name": "kim", "role": "viewer", "password": "short"])
            #expect(weak.status == 422 && weak.text.contains("api.password-weak"))
            let made = try await administrator.post(
                "/people",
                ["name": "kim", "role": "viewer", "password": Self.password, "signs-key-user": "yes"])
            #expect(made.status == 303)
            let signedIn = try await person.signIn("kim")
            #expect(signedIn.status == 303)
            let disabled = try await administrator.post("/people/kim/disable", [:])
            #expect(disabled.status == 303)
            let out = try await person.get("/")
            #expect(out.status == 303)
            let audit = try await administrator.get("/audit?subject=kim")
            for action in ["user.create", "user.sign-in", "user.disable"] { #expect(audit.text.contains(action)) }
            #expect(audit.text.contains("signs as key-user") && !audit.text.contains(Self.password))
            let keys = try await administrator.get("/people")
            let revoke = try #require(keys.text.firstMatch(of: /\/keys\/[0-9a-f-]+\/revoke/)).0
            let revoked = try await administrator.post(String(revoke), [:])
            #expect(revoked.status == 303)
        }
    }

    @Test("pages speak the browser's language, and the one that is chosen")
    func languages() async throws {
        try await TestServer.with { server in
            let browser = Browser(server)
            let russian = try await browser.get("/sign-in", ["Accept-Language": "ru-RU,ru;q=0.9"])
            #expect(russian.text.contains("<html lang=\"ru\">") && russian.text.contains("Пароль"))
            _ = try await browser.get("/language/nl?back=%2Fsign-in")
            let dutch = try await browser.get("/sign-in", ["Accept-Language": "ru"])
            #expect(dutch.text.contains("Wachtwoord"))
        }
    }
}

extension HTTPMessage {
    /// The values of a header that may stand there several times.
    fileprivate func all(_ name: String) -> [String] {
        headers[name].map { $0.split(separator: "\n").map(String.init) } ?? []
    }

    fileprivate func first(_ name: String) -> String? { all(name).first }
}
