/// An API key: its hash, never the key.
public struct APIKeyRow: Sendable, Hashable {
    /// The key's id.
    public var id: UniqueID
    /// What people call it.
    public var name: String
    /// The SHA-256 of the secret.
    public var hash: [UInt8]
    /// The role it acts in.
    public var role: String
    /// The partner or back end it acts for.
    public var partner: String?
    /// The signing roles that it holds beside its role, with commas between them; empty where there are none.
    public var signs: String
    /// When it was made, in microseconds.
    public var createdAt: Int64
    /// When it ends, in microseconds.
    public var expiresAt: Int64?
    /// When it was revoked, in microseconds.
    public var revokedAt: Int64?

    /// A key to keep.
    public init(
        id: UniqueID, name: String, hash: [UInt8], role: String, partner: String? = nil, signs: String = "",
        createdAt: Int64, expiresAt: Int64? = nil, revokedAt: Int64? = nil
    ) {
        self.id = id
        self.name = name
        self.hash = hash
        self.role = role
        self.partner = partner
        self.signs = signs
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }
}

extension APIKeyRow: TableRow {
    static let table = "api_keys"
    static let columnNames = [
        "id", "name", "hash", "role", "partner", "created_at", "expires_at", "revoked_at", "signs",
    ]

    init(_ row: Row) throws {
        var columns = row.columns
        id = try columns.id()
        name = try columns.text()
        hash = try columns.bytes()
        role = try columns.text()
        partner = try columns.optionalText()
        createdAt = try columns.integer()
        expiresAt = try columns.optionalInteger()
        revokedAt = try columns.optionalInteger()
        signs = try columns.text()
    }

    var values: [Value] {
        [
            Value(id), .text(name), .bytes(hash), .text(role), Value(partner), .integer(createdAt), Value(expiresAt),
            Value(revokedAt), .text(signs),
        ]
    }
}
