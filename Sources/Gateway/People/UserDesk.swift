import Diagnostics
import Digests
import Intake
public import Rollout
public import Store

/// People who sign in at the console: made, listed, disabled, given passwords.
public struct UserDesk: Sendable {
    private let database: any Database
    private let clock: Clock
    private let audit: AuditTrail
    private let partners: Set<String>
    private let keeper: PasswordKeeper

    /// A desk over a store.
    ///
    /// - Parameters:
    ///   - node: whose chain of the audit trail is written.
    ///   - partners: the partners that a user may belong to.
    public init(database: any Database, clock: Clock, node: String, partners: Set<String>) {
        self.init(database: database, clock: clock, node: node, partners: partners, keeper: PasswordKeeper())
    }

    init(database: any Database, clock: Clock, node: String, partners: Set<String>, keeper: PasswordKeeper) {
        self.database = database
        self.clock = clock
        self.partners = partners
        self.keeper = keeper
        audit = AuditTrail(node: node, clock: clock)
    }

    /// All users by name.
    public func list(caller: Caller) async throws -> [UserView] {
        try caller.require(.administer)
        return try await database.look { try $0.users() }.map(UserView.init)
    }

    /// Makes a user. Names are lower case ASCII, so that no two look alike: `ines`, `j.smith@example.com`.
    public func create(
        name: String, role: Role, partner: String?, signs: Set<SigningRole> = [], password: String, caller: Caller
    ) async throws -> UserView {
        try caller.require(.administer)
        let name = try Self.name(name)
        try check(role, partner, signs)
        let now = clock.now().microseconds
        let row = UserRow(
            id: UniqueID(at: now), name: name, role: role.rawValue, partner: partner,
            signs: signs.map(\.rawValue).sorted().joined(separator: ","),
            password: try await keeper.make(password, for: name), createdAt: now, passwordAt: now)
        try await database.change { [audit] transaction in
            guard try transaction.user(named: name) == nil else {
                throw GatewayError(.conflict, Diagnostic("api.user-exists", value: name))
            }
            try transaction.insertUser(row)
            try audit.append(
                "user.create", subject: name, by: caller,
                after: row.signs.isEmpty ? row.role : "\(row.role), signs as \(row.signs)", in: transaction)
        }
        return UserView(row)
    }

    /// Gives a user another password, and ends what is signed in with the old one.
    public func setPassword(_ password: String, of name: String, caller: Caller) async throws -> UserView {
        try caller.require(.administer)
        let made = try await keeper.make(password, for: name)
        let now = clock.now().microseconds
        return try await change(name, "user.password", by: caller) { row, transaction in
            try transaction.setPassword(made, of: row.id, at: now)
        }
    }

    /// Keeps a user from signing in, and ends its sessions at once.
    public func disable(_ name: String, caller: Caller) async throws -> UserView {
        try caller.require(.administer)
        let now = clock.now().microseconds
        return try await change(name, "user.disable", by: caller) { row, transaction in
            if row.disabledAt == nil { try transaction.setDisabled(row.id, at: now) }
        }
    }

    /// Lets a user sign in again.
    public func enable(_ name: String, caller: Caller) async throws -> UserView {
        try caller.require(.administer)
        return try await change(name, "user.enable", by: caller) { row, transaction in
            try transaction.setDisabled(row.id, at: nil)
        }
    }

    private func change(
        _ name: String, _ action: String, by caller: Caller,
        _ body: @escaping @Sendable (UserRow, any Transaction) throws -> Void
    ) async throws -> UserView {
        let name = name.lowercased()
        return try await database.change { [audit] transaction in
            guard let row = try transaction.user(named: name) else {
                throw GatewayError.unknown("api.user-unknown", name)
            }
            try body(row, transaction)
            let changed = try transaction.user(named: name) ?? row
            try audit.append(action, subject: name, by: caller, in: transaction)
            return UserView(changed)
        }
    }

    private static func name(_ text: String) throws -> String {
        let name = text.lowercased()
        let isForm = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "@"):
                true
            default: false
            }
        }
        guard (1...64).contains(name.utf8.count), isForm else {
            throw GatewayError(.invalid, Diagnostic("api.user-name-form", value: text))
        }
        return name
    }

    private func check(_ role: Role, _ partner: String?, _ signs: Set<SigningRole>) throws {
        func no(_ code: Code, _ value: String? = nil) -> GatewayError {
            GatewayError(.invalid, Diagnostic(code, value: value))
        }
        if role == .backend { throw no("api.user-role", role.rawValue) }
        if role == .partner {
            guard let partner else { throw no("api.key-partner-missing") }
            guard partners.contains(partner) else { throw no("api.key-partner-unknown", partner) }
            guard signs.isEmpty else { throw no("api.key-signs-unwanted", role.rawValue) }
        } else if partner != nil {
            throw no("api.key-partner-unwanted", role.rawValue)
        }
    }
}

/// A user as interfaces show it.
public struct UserView: Sendable, Codable, Hashable {
    public var name: String
    public var role: String
    /// The partner whose messages a user of the role partner sees.
    public var partner: String?
    /// What the user signs of check lists beside the role.
    public var signs: [String]?
    public var createdAt: String
    public var passwordAt: String
    public var disabledAt: String?

    init(_ row: UserRow) {
        func text(_ moment: Int64) -> String { Instant(microseconds: moment).iso8601 }
        name = row.name
        role = row.role
        partner = row.partner
        signs = row.signs.isEmpty ? nil : row.signs.split(separator: ",").map(String.init)
        createdAt = text(row.createdAt)
        passwordAt = text(row.passwordAt)
        disabledAt = row.disabledAt.map(text)
    }
}
