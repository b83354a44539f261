import Diagnostics
import Digests
import Intake
import Rollout
import Store

/// Signing in with a name and a password, and who is signed in.
///
/// A session is a token of 256 random bits, of which the store holds the SHA-256. It ends when it is idle for
/// ``idleMicroseconds``, ``longestMicroseconds`` after it began, when its user signs out, is disabled or gets another
/// password.
public struct SignInDesk: Sendable {
    /// Two hours.
    static let idleMicroseconds: Int64 = 7_200_000_000
    /// Twelve hours.
    static let longestMicroseconds: Int64 = 43_200_000_000
    /// How often the store is told that a session is used.
    private static let touchMicroseconds: Int64 = 60_000_000

    /// What a browser gets for the right password.
    public struct Opened: Sendable, Hashable {
        /// The session's token.
        public var token: String
        /// What the browser shows at the next sign-in, so that guesses made elsewhere do not keep it waiting.
        public var browser: String
    }

    private let database: any Database
    private let clock: Clock
    private let audit: AuditTrail
    private let keeper: PasswordKeeper

    init(database: any Database, clock: Clock, audit: AuditTrail, keeper: PasswordKeeper) {
        self.database = database
        self.clock = clock
        self.audit = audit
        self.keeper = keeper
    }

    /// Signs in. What is wrong, the name or the password, or that the user is disabled, is not told.
    ///
    /// - Parameters:
    ///   - browser: what the browser got when it signed in before.
    ///   - origin: the address that asks.
    public func signIn(
        name: String, password: String, browser: String?, origin: String?
    ) async throws -> Opened {
        let name = name.lowercased().trimmingBlanks
        let known = browser.map { Self.hash(of: $0) }
        let attempt = Attempt(name: name, browser: known, origin: origin ?? "")
        let (user, isKnown) = try await database.look { transaction in
            let user = try transaction.user(named: name)
            guard let user, let known else { return (user, false) }
            return (user, try transaction.knowsBrowser(hash: known, user: user.id))
        }
        let counts = attempt.counts(isKnown: isKnown)
        // Counted before the password is looked at, and taken back when it is right: a burst of guesses at once finds each
        // other's count.
        try await begin(counts, name: name, origin: origin)
        guard try await keeper.check(password, against: user?.password), let user, user.disabledAt == nil else {
            throw GatewayError(.forbidden, Diagnostic("api.sign-in-wrong"))
        }
        let opened = Opened(token: KeyDesk.newKey(), browser: isKnown ? browser ?? "" : KeyDesk.newKey())
        let now = clock.now().microseconds
        let caller = Caller(name: user.name, role: .viewer, origin: origin)
        try await database.change { [audit] transaction in
            // Whoever was disabled or got another password in the meantime does not come in.
            guard let present = try transaction.user(named: name), present == user else {
                throw GatewayError(.forbidden, Diagnostic("api.sign-in-wrong"))
            }
            for count in counts {
                if count.isOwn {
                    try transaction.clearSignInFailures(of: count.subject)
                } else {
                    try transaction.uncountSignInFailure(of: count.subject)
                }
            }
            try transaction.insertSession(
                hash: Self.hash(of: opened.token), user: user.id, at: now, idleSince: now - Self.idleMicroseconds,
                begunBefore: now - Self.longestMicroseconds)
            try transaction.rememberBrowser(hash: Self.hash(of: opened.browser), user: user.id, at: now)
            try audit.append("user.sign-in", subject: user.name, by: caller, in: transaction)
        }
        return opened
    }

    /// Refuses while there is something to wait for; else counts a failure.
    private func begin(_ counts: [Count], name: String, origin: String?) async throws {
        let now = clock.now().microseconds
        let caller = Caller(name: "sign-in", role: .viewer, origin: origin)
        try await database.change { [audit] transaction in
            var isGrowing = false
            for count in counts {
                let before = try transaction.signInFailures(of: count.subject)
                let failures = before?.count ?? 0
                let wait = count.wait.seconds(failures: failures, lastAt: before?.lastAt ?? 0, now: now)
                guard wait == 0 else {
                    throw GatewayError(
                        .conflict, Diagnostic("api.sign-in-waits", facts: ["seconds": "\(wait)"]))
                }
                isGrowing = isGrowing || count.isOwn && failures + 1 == count.wait.free
            }
            for count in counts {
                try transaction.countSignInFailure(of: count.subject, at: now, since: now - SignInWait.memory)
            }
            // One entry when the waits begin: a flood of guesses must not become a flood of entries. What was typed as a
            // name may be a password, so only a user's name stands there.
            if isGrowing {
                let known = try transaction.user(named: name)?.name
                try audit.append("user.guessed", subject: known ?? "an unknown name", by: caller, in: transaction)
            }
        }
    }

    /// The caller of a session; nil when there is none or it is over.
    ///
    /// - Parameter isUse: false for what a page asks by itself, which keeps no session alive.
    public func caller(of token: String, isUse: Bool, origin: String?) async throws -> Caller? {
        guard token.utf8.count == 46 else { return nil }
        let hash = Self.hash(of: token)
        let now = clock.now().microseconds
        guard let session = try await database.look({ try $0.session(hash: hash) }),
            now - session.seenAt < Self.idleMicroseconds, now - session.madeAt < Self.longestMicroseconds,
            session.user.disabledAt == nil, let role = Role(rawValue: session.user.role)
        else { return nil }
        if isUse, now - session.seenAt >= Self.touchMicroseconds {
            try await database.change { try $0.touchSession(hash: hash, at: now) }
        }
        let signs = session.user.signs.split(separator: ",").compactMap { SigningRole(rawValue: String($0)) }
        return Caller(
            name: session.user.name, role: role, partner: session.user.partner, signs: Set(signs), origin: origin)
    }

    /// Signs out: the session is gone, whoever may still hold its token.
    public func signOut(_ token: String, caller: Caller) async throws {
        let hash = Self.hash(of: token)
        try await database.change { [audit] transaction in
            guard try transaction.deleteSession(hash: hash) else { return }
            try audit.append("user.sign-out", subject: caller.name, by: caller, in: transaction)
        }
    }

    private static func hash(of token: String) -> [UInt8] { Digests.sha256(Array(token.utf8)) }
}

/// One count of failures that an attempt adds to.
private struct Count: Sendable {
    var subject: [UInt8]
    var wait: SignInWait
    /// Whether a success ends it. An address's own count only loses what the success itself had counted, since one good name must
    /// not pay for guesses at others.
    var isOwn: Bool
}

/// One try to sign in: whose counts it adds to.
private struct Attempt: Sendable {
    var name: String
    var browser: [UInt8]?
    var origin: String

    func counts(isKnown: Bool) -> [Count] {
        func subject(_ kind: String, _ bytes: [UInt8]) -> [UInt8] { Digests.sha256(Array("\(kind):".utf8) + bytes) }
        if isKnown, let browser {
            return [
                Count(subject: subject("browser", browser + Array(name.utf8)), wait: .ofBrowser, isOwn: true)
            ]
        }
        return [
            Count(subject: subject("name", Array(name.utf8)), wait: .ofName, isOwn: true),
            Count(subject: subject("address", Array(origin.utf8)), wait: .ofAddress, isOwn: false),
        ]
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
