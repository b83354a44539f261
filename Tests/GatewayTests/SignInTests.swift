import Diagnostics
import Gateway
import Rollout
import Store
import Testing

/// People sign in with a name and a password; guesses get slow and lock nobody out for good.
@Suite(.serialized) struct SignInTests {
    private static let password = "correct horse battery"

    private static func make(_ test: TestGateway, _ name: String = "ines", _ role: Role = .support) async throws {
        _ = try await test.gateway.users.create(
            name: name, role: role, partner: nil, password: password, caller: test.administrator)
    }

    private static func signIn(
        _ test: TestGateway, _ name: String = "ines", _ password: String = password, browser: String? = nil,
        from origin: String = "10.0.0.1"
    ) async throws -> SignInDesk.Opened {
        try await test.gateway.signIn.signIn(name: name, password: password, browser: browser, origin: origin)
    }

    private static func caller(_ test: TestGateway, _ token: String, isUse: Bool = true) async throws -> Caller? {
        try await test.gateway.signIn.caller(of: token, isUse: isUse, origin: "10.0.0.1")
    }

    @Test("a session has its user's role, and ends by signing out", arguments: StoreKind.all)
    func session(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await Self.make(test)
            let opened = try await Self.signIn(test, " Ines ")
            let caller = try #require(try await Self.caller(test, opened.token))
            #expect(caller.name == "ines" && caller.role == .support && caller.origin == "10.0.0.1")
            let other = try await Self.signIn(test)
            #expect(other.token != opened.token)
            try await test.gateway.signIn.signOut(opened.token, caller: caller)
            let gone = try await Self.caller(test, opened.token)
            let still = try await Self.caller(test, other.token)
            #expect(gone == nil && still != nil)
            let stranger = try await Self.caller(test, String(opened.token.reversed()))
            #expect(stranger == nil)
        }
    }

    @Test("a session ends when it is idle, and at last however much it is used", arguments: StoreKind.all)
    func ends(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await Self.make(test)
            let idle = try await Self.signIn(test)
            test.advance(seconds: 5_400)
            // What a page asks by itself keeps nothing alive.
            let looked = try await Self.caller(test, idle.token, isUse: false)
            #expect(looked != nil)
            test.advance(seconds: 1_801)
            let over = try await Self.caller(test, idle.token)
            #expect(over == nil)
            let busy = try await Self.signIn(test)
            for _ in 1...7 {
                test.advance(seconds: 6_000)
                let used = try await Self.caller(test, busy.token)
                #expect(used != nil)
            }
            test.advance(seconds: 1_300)
            let late = try await Self.caller(test, busy.token)
            #expect(late == nil)
        }
    }

    @Test("disabling a user and another password end its sessions at once", arguments: StoreKind.all)
    func disabled(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let users = test.gateway.users
            try await Self.make(test)
            let first = try await Self.signIn(test)
            let view = try await users.disable("ines", caller: test.administrator)
            #expect(view.disabledAt != nil)
            let ended = try await Self.caller(test, first.token)
            #expect(ended == nil)
            let refused = await faultCode { _ = try await Self.signIn(test) }
            #expect(refused == "api.sign-in-wrong")
            _ = try await users.enable("ines", caller: test.administrator)
            let second = try await Self.signIn(test)
            _ = try await users.setPassword("another staple entirely", of: "ines", caller: test.administrator)
            let old = try await Self.caller(test, second.token)
            #expect(old == nil)
            let outdated = await faultCode { _ = try await Self.signIn(test) }
            #expect(outdated == "api.sign-in-wrong")
            _ = try await Self.signIn(test, "ines", "another staple entirely")
        }
    }

    @Test(
        "guesses wait longer and longer, a browser that is known does not, and the waits end", arguments: StoreKind.all)
    func guesses(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await Self.make(test)
            let known = try await Self.signIn(test)
            for _ in 1...5 {
                let code = await faultCode { _ = try await Self.signIn(test, "ines", "wrong", from: "10.6.6.6") }
                #expect(code == "api.sign-in-wrong")
            }
            // Neither the right password nor another address helps whoever is unknown.
            let waits = await faultCode { _ = try await Self.signIn(test, from: "10.7.7.7") }
            #expect(waits == "api.sign-in-waits")
            _ = try await Self.signIn(test, browser: known.browser, from: "10.6.6.6")
            test.advance(seconds: 2)
            _ = try await Self.signIn(test, from: "10.7.7.7")
            let audit = try await test.database.read { transaction in
                try transaction.auditTrail(node: "test", limit: 100).map(\.entry)
            }
            #expect(audit.filter { $0.action == "user.guessed" }.map(\.subject) == ["ines"])
            #expect(audit.filter { $0.action == "user.sign-in" }.count == 3)
        }
    }

    @Test("an address that tries many names waits, whichever the name", arguments: StoreKind.all)
    func addresses(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await Self.make(test)
            for number in 1...20 {
                let code = await faultCode { _ = try await Self.signIn(test, "name\(number)", from: "10.6.6.6") }
                #expect(code == "api.sign-in-wrong")
            }
            let waits = await faultCode { _ = try await Self.signIn(test, from: "10.6.6.6") }
            #expect(waits == "api.sign-in-waits")
            _ = try await Self.signIn(test, from: "10.7.7.7")
        }
    }

    @Test("what makes no user is told", arguments: StoreKind.all)
    func refusals(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            func code(
                _ name: String, _ role: Role = .viewer, partner: String? = nil, password: String = Self.password,
                by caller: Caller? = nil
            ) async -> String? {
                await faultCode {
                    _ = try await test.gateway.users.create(
                        name: name, role: role, partner: partner, password: password,
                        caller: caller ?? test.administrator)
                }
            }
            #expect(await code("inés") == "api.user-name-form")
            #expect(await code("") == "api.user-name-form")
            #expect(await code("ines", password: "short") == "api.password-weak")
            #expect(await code("ines", password: "aaaaaaaaaaaaaaaaaaaa") == "api.password-weak")
            #expect(await code("ines-larsen", password: "ines-larsen12345") == "api.password-weak")
            #expect(await code("ines", .backend) == "api.user-role")
            #expect(await code("ines", .partner) == "api.key-partner-missing")
            #expect(await code("ines", .partner, partner: "nobody") == "api.key-partner-unknown")
            #expect(await code("ines", .viewer, partner: "northwind") == "api.key-partner-unwanted")
            let approver = Caller(name: "wim", role: .approver)
            #expect(await code("ines", by: approver) == "intake.forbidden")
            #expect(await code("ines") == nil)
            #expect(await code("INES") == "api.user-exists")
        }
    }
}
