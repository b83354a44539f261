/// A person who signs in at the console.
public struct UserRow: Sendable, Hashable {
    /// What scrypt (RFC 7914) made of a password, and with what.
    public struct Password: Sendable, Hashable {
        /// The random salt.
        public var salt: [UInt8]
        /// What came out.
        public var hash: [UInt8]
        /// N, the cost in memory and time: a power of two.
        public var cost: Int64
        /// r, the size of a block in units of 128 bytes.
        public var block: Int64
        /// p, how often it is done.
        public var parallel: Int64

        /// A password to keep.
        public init(salt: [UInt8], hash: [UInt8], cost: Int64, block: Int64, parallel: Int64) {
            self.salt = salt
            self.hash = hash
            self.cost = cost
            self.block = block
            self.parallel = parallel
        }
    }

    /// The user's id.
    public var id: UniqueID
    /// What the user signs in as, in lower case.
    public var name: String
    /// The role.
    public var role: String
    /// The partner whose messages a user of the role partner sees.
    public var partner: String?
    /// The signing roles that the user holds beside the role, with commas between them; empty where there are none.
    public var signs: String
    /// The password.
    public var password: Password
    /// When it was made, in microseconds.
    public var createdAt: Int64
    /// When the password was set, in microseconds.
    public var passwordAt: Int64
    /// When the user was disabled, in microseconds; nil while it may sign in.
    public var disabledAt: Int64?

    /// A user to keep.
    public init(
        id: UniqueID, name: String, role: String, partner: String? = nil, signs: String = "", password: Password,
        createdAt: Int64, passwordAt: Int64, disabledAt: Int64? = nil
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.partner = partner
        self.signs = signs
        self.password = password
        self.createdAt = createdAt
        self.passwordAt = passwordAt
        self.disabledAt = disabledAt
    }
}

extension UserRow: TableRow {
    static let table = "users"
    static let columnNames = [
        "id", "name", "role", "partner", "signs", "salt", "hash", "cost", "block", "parallel", "created_at",
        "password_at", "disabled_at",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        try self.init(&columns)
    }

    init(_ columns: inout Columns) throws {
        id = try columns.id()
        name = try columns.text()
        role = try columns.text()
        partner = try columns.optionalText()
        signs = try columns.text()
        password = Password(
            salt: try columns.bytes(), hash: try columns.bytes(), cost: try columns.integer(),
            block: try columns.integer(), parallel: try columns.integer())
        createdAt = try columns.integer()
        passwordAt = try columns.integer()
        disabledAt = try columns.optionalInteger()
    }

    var values: [Value] {
        [
            Value(id), .text(name), .text(role), Value(partner), .text(signs), .bytes(password.salt),
            .bytes(password.hash), .integer(password.cost), .integer(password.block), .integer(password.parallel),
            .integer(createdAt), .integer(passwordAt), Value(disabledAt),
        ]
    }
}

/// Somebody who is signed in.
public struct UserSessionRow: Sendable, Hashable {
    /// The user.
    public var user: UserRow
    /// When it began, in microseconds.
    public var madeAt: Int64
    /// When it was last used, in microseconds, to the minute.
    public var seenAt: Int64
}
