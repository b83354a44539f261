import Diagnostics
import Digests
import Intake
public import Rollout
public import Store
import Synchronization

/// API keys: made, listed, revoked, and told apart from anything else.
///
/// A key is `mp_` and 43 characters of base64url: 256 random bits. The store holds its SHA-256 only; a hash without salt
/// or stretching is right for a secret that nobody can guess.
public final class KeyDesk: Sendable {
    /// How long a key that was found stays known without asking the store; what this process revokes, it forgets at once.
    static let cacheMicroseconds: Int64 = 1_000_000
    private static let cacheSize = 10_000

    private struct Known {
        var caller: Caller
        var expiresAt: Int64?
        var seenAt: Int64
    }

    private struct State {
        var cache: [[UInt8]: Known] = [:]
        /// Keys of this process's life, which no store knows.
        var local: [[UInt8]: Caller] = [:]
    }

    private let database: any Database
    private let clock: Clock
    private let audit: AuditTrail
    private let partners: Set<String>
    private let backends: Set<String>
    private let state = Mutex(State())

    /// A desk over a store.
    ///
    /// - Parameters:
    ///   - node: whose chain of the audit trail is written.
    ///   - partners: the partners that a key may belong to.
    ///   - backends: the back ends that a key may belong to.
    public init(database: any Database, clock: Clock, node: String, partners: Set<String>, backends: Set<String> = []) {
        self.backends = backends
        self.database = database
        self.clock = clock
        audit = AuditTrail(node: node, clock: clock)
        self.partners = partners
    }

    /// The caller of a key; nil when it is not known, has expired or was revoked.
    public func authenticate(_ key: String) async throws -> Caller? {
        guard key.hasPrefix("mp_"), key.utf8.count == 46 else { return nil }
        let hash = Digests.sha256(Array(key.utf8))
        let now = clock.now().microseconds
        if let caller = remembered(hash, now) { return caller }
        let row = try await database.look { try $0.apiKey(hash: hash) }
        guard let row, Digests.equalInConstantTime(row.hash, hash), row.revokedAt == nil,
            row.expiresAt.map({ $0 > now }) ?? true, let role = Role(rawValue: row.role)
        else { return nil }
        let caller = Caller(name: row.name, role: role, partner: row.partner, signs: row.signingRoles)
        state.withLock { state in
            if state.cache.count >= Self.cacheSize { state.cache.removeAll() }
            state.cache[hash] = Known(caller: caller, expiresAt: row.expiresAt, seenAt: now)
        }
        return caller
    }

    private func remembered(_ hash: [UInt8], _ now: Int64) -> Caller? {
        state.withLock { state in
            if let caller = state.local[hash] { return caller }
            guard let known = state.cache[hash] else { return nil }
            // A clock that was set back ends the memory, too.
            let isFresh = (0..<Self.cacheMicroseconds).contains(now - known.seenAt)
            guard isFresh, known.expiresAt.map({ $0 > now }) ?? true else {
                state.cache[hash] = nil
                return nil
            }
            return known.caller
        }
    }

    /// All keys, without the keys themselves.
    public func list(caller: Caller) async throws -> [APIKeyView] {
        try caller.require(.administer)
        return try await database.look { try $0.apiKeys() }.map { APIKeyView($0) }
    }

    /// Makes a key. The answer is the only place that ever shows it.
    public func create(
        name: String, role: Role, partner: String?, backend: String? = nil, signs: Set<SigningRole> = [],
        expiresAt: String?,
        caller: Caller
    ) async throws -> APIKeyView {
        try caller.require(.administer)
        let now = clock.now()
        let key = Self.newKey()
        let row = APIKeyRow(
            id: UniqueID(at: now.microseconds), name: name, hash: Digests.sha256(Array(key.utf8)), role: role.rawValue,
            partner: try owner(name, role, partner, backend), signs: try Self.text(of: signs, role),
            createdAt: now.microseconds,
            expiresAt: try Self.expiry(expiresAt, after: now))
        try await database.change { [audit] transaction in
            try transaction.insertAPIKey(row)
            try audit.append(
                "key.create", subject: row.id.description, by: caller,
                after: row.signs.isEmpty ? row.role : "\(row.role), signs as \(row.signs)", in: transaction)
        }
        return APIKeyView(row, key: key)
    }

    /// Revokes a key, at once.
    public func revoke(_ id: String, caller: Caller) async throws -> APIKeyView {
        try caller.require(.administer)
        guard let unique = UniqueID(id) else { throw GatewayError.unknown("api.key-id-unknown", id) }
        let now = clock.now()
        let row = try await database.change { [audit] transaction in
            if try transaction.revokeAPIKey(unique, at: now.microseconds) {
                try audit.append("key.revoke", subject: id, by: caller, in: transaction)
            }
            return try transaction.apiKeys().first { $0.id == unique }
        }
        guard let row else { throw GatewayError.unknown("api.key-id-unknown", id) }
        state.withLock { $0.cache[row.hash] = nil }
        return APIKeyView(row)
    }

    /// A key that is valid until this process ends and stands in no store: for the machine's own commands.
    public func makeLocalKey(name: String, role: Role) -> String {
        let key = Self.newKey()
        state.withLock { $0.local[Digests.sha256(Array(key.utf8))] = Caller(name: name, role: role) }
        return key
    }

    /// Knows the keys of this process's life that another desk made.
    func takeLocalKeys(of other: KeyDesk) {
        let keys = other.state.withLock { $0.local }
        state.withLock { $0.local = keys }
    }

    /// The sender whose messages the key pushes and sees.
    private func owner(_ name: String, _ role: Role, _ partner: String?, _ backend: String?) throws -> String? {
        func no(_ code: Code, _ value: String? = nil) -> GatewayError {
            GatewayError(.invalid, Diagnostic(code, value: value))
        }
        guard name.contains(where: { !$0.isWhitespace }) else { throw no("api.key-name-missing") }
        guard name.unicodeScalars.allSatisfy(\.isLegible), name.first?.isWhitespace == false,
            name.last?.isWhitespace == false
        else { throw no("api.key-name-form", name) }
        if role != .partner, partner != nil { throw no("api.key-partner-unwanted", role.rawValue) }
        if role != .backend, backend != nil { throw no("api.key-backend-unwanted", role.rawValue) }
        if role == .backend {
            guard let backend else { throw no("api.key-backend-missing") }
            guard backends.contains(backend) else { throw no("api.key-backend-unknown", backend) }
            return BackendSender.name(of: backend)
        }
        guard role == .partner else { return nil }
        guard let partner else { throw no("api.key-partner-missing") }
        guard partners.contains(partner) else { throw no("api.key-partner-unknown", partner) }
        return partner
    }

    /// What a key signs, as it is stored. A partner and a back end are no people of the house, and sign nothing.
    private static func text(of signs: Set<SigningRole>, _ role: Role) throws -> String {
        if !signs.isEmpty, role == .partner || role == .backend {
            throw GatewayError(.invalid, Diagnostic("api.key-signs-unwanted", value: role.rawValue))
        }
        return signs.map(\.rawValue).sorted().joined(separator: ",")
    }

    private static func expiry(_ text: String?, after now: Instant) throws -> Int64? {
        guard let text else { return nil }
        guard let moment = Instant(text: text), moment > now else {
            throw GatewayError(.invalid, Diagnostic("api.key-expiry-invalid", value: text))
        }
        return moment.microseconds
    }

    /// `mp_` and 32 random bytes in base64url without padding.
    static func newKey() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var characters = Array("mp_".utf8)
        var bits: UInt32 = 0
        var count = 0
        for byte in Digests.randomBytes(32) {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                characters.append(alphabet[Int(bits >> UInt32(count) & 63)])
            }
            bits &= (1 << UInt32(count)) - 1
        }
        if count > 0 { characters.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
        return String(decoding: characters, as: UTF8.self)
    }
}

extension APIKeyRow {
    /// The signing roles that the key holds beside its role.
    fileprivate var signingRoles: Set<SigningRole> {
        Set(signs.split(separator: ",").compactMap { SigningRole(rawValue: String($0)) })
    }
}

extension APIKeyView {
    fileprivate init(_ row: APIKeyRow, key: String? = nil) {
        let backend = row.partner.flatMap(BackendSender.backend)
        func text(_ moment: Int64?) -> String? { moment.map { Instant(microseconds: $0).iso8601 } }
        self.init(
            id: row.id.description, name: row.name, role: row.role, partner: backend == nil ? row.partner : nil,
            backend: backend, signs: row.signs.isEmpty ? nil : row.signs.split(separator: ",").map(String.init),
            createdAt: Instant(microseconds: row.createdAt).iso8601, expiresAt: text(row.expiresAt),
            revokedAt: text(row.revokedAt), key: key)
    }
}

extension Unicode.Scalar {
    /// Whether a person sees it, so that two names which look alike are not two people's for a sign that nobody sees.
    fileprivate var isLegible: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
