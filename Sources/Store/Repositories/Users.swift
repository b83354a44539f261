extension Transaction {
    /// Writes a new user; a name that is there is a violation of a constraint.
    public func insertUser(_ user: UserRow) throws { try execute(UserRow.insertion(), user.values) }

    /// A user by name, a disabled one too.
    public func user(named name: String) throws -> UserRow? {
        try query("select \(UserRow.columns()) from users where name = $1", [.text(name)]).first.map(UserRow.init)
    }

    /// All users by name.
    public func users() throws -> [UserRow] {
        try query("select \(UserRow.columns()) from users order by name").map(UserRow.init)
    }

    /// Sets a password and ends all that was signed in with the old one.
    public func setPassword(_ password: UserRow.Password, of id: UniqueID, at now: Int64) throws {
        try execute(
            """
            update users set salt = $2, hash = $3, cost = $4, block = $5, parallel = $6, password_at = $7 where id = $1
            """,
            [
                Value(id), .bytes(password.salt), .bytes(password.hash), .integer(password.cost),
                .integer(password.block), .integer(password.parallel), .integer(now),
            ])
        try endSessions(of: id)
        try execute("delete from known_browsers where user_id = $1", [Value(id)])
    }

    /// Disables a user and ends its sessions, or lets it sign in again (nil).
    public func setDisabled(_ id: UniqueID, at moment: Int64?) throws {
        try execute("update users set disabled_at = $2 where id = $1", [Value(id), Value(moment)])
        if moment != nil { try endSessions(of: id) }
    }

    private func endSessions(of user: UniqueID) throws {
        try execute("delete from user_sessions where user_id = $1", [Value(user)])
    }
}

extension Transaction {
    /// Begins a session of a token's hash, and forgets those that are over.
    ///
    /// - Parameters:
    ///   - idleSince: who was last seen before is signed out.
    ///   - begunBefore: who signed in before is signed out.
    public func insertSession(
        hash: [UInt8], user: UniqueID, at now: Int64, idleSince: Int64, begunBefore: Int64
    ) throws {
        try execute(
            "delete from user_sessions where seen_at < $1 or made_at < $2",
            [.integer(idleSince), .integer(begunBefore)])
        try execute(
            "insert into user_sessions (hash, user_id, made_at, seen_at) values ($1, $2, $3, $3)",
            [.bytes(hash), Value(user), .integer(now)])
    }

    /// The session of a token's hash, with its user as it is now.
    public func session(hash: [UInt8]) throws -> UserSessionRow? {
        let rows = try query(
            """
            select \(UserRow.columns(of: "u")), s.made_at, s.seen_at
            from user_sessions s join users u on u.id = s.user_id where s.hash = $1
            """, [.bytes(hash)])
        return try rows.first.map { row in
            var columns = row.columns
            return UserSessionRow(
                user: try UserRow(&columns), madeAt: try columns.integer(), seenAt: try columns.integer())
        }
    }

    /// Notes that a session is used.
    public func touchSession(hash: [UInt8], at now: Int64) throws {
        try execute("update user_sessions set seen_at = $2 where hash = $1", [.bytes(hash), .integer(now)])
    }

    /// Ends a session; false when there was none.
    @discardableResult
    public func deleteSession(hash: [UInt8]) throws -> Bool {
        try execute("delete from user_sessions where hash = $1", [.bytes(hash)]) == 1
    }
}

extension Transaction {
    /// Remembers a browser that a user signed in with; of each user the newest twenty are kept.
    public func rememberBrowser(hash: [UInt8], user: UniqueID, at now: Int64) throws {
        try execute(
            """
            insert into known_browsers (hash, user_id, seen_at) values ($1, $2, $3)
            on conflict (hash) do update set seen_at = excluded.seen_at, user_id = excluded.user_id
            """, [.bytes(hash), Value(user), .integer(now)])
        try execute(
            """
            delete from known_browsers where user_id = $1 and seen_at <
                (select min(seen_at) from (select seen_at from known_browsers where user_id = $1
                 order by seen_at desc limit 20) newest)
            """, [Value(user)])
    }

    /// Whether a user signed in with this browser before.
    public func knowsBrowser(hash: [UInt8], user: UniqueID) throws -> Bool {
        try !query(
            "select 1 from known_browsers where hash = $1 and user_id = $2", [.bytes(hash), Value(user)]
        ).isEmpty
    }

    /// How often signing in failed in a row, and when last.
    public func signInFailures(of subject: [UInt8]) throws -> (count: Int, lastAt: Int64)? {
        let rows = try query(
            "select failures, last_at from sign_in_failures where subject = $1", [.bytes(subject)])
        return try rows.first.map { row in
            var columns = row.columns
            return (Int(try columns.integer()), try columns.integer())
        }
    }

    /// Counts one more failure, and forgets those that are older than `since`.
    public func countSignInFailure(of subject: [UInt8], at now: Int64, since: Int64) throws {
        try execute("delete from sign_in_failures where last_at < $1", [.integer(since)])
        try execute(
            """
            insert into sign_in_failures (subject, failures, last_at) values ($1, 1, $2)
            on conflict (subject) do update
                set failures = sign_in_failures.failures + 1, last_at = excluded.last_at
            """, [.bytes(subject), .integer(now)])
    }

    /// Takes one failure back.
    public func uncountSignInFailure(of subject: [UInt8]) throws {
        try execute(
            "update sign_in_failures set failures = failures - 1 where subject = $1 and failures > 0", [.bytes(subject)]
        )
    }

    /// Starts counting anew.
    public func clearSignInFailures(of subject: [UInt8]) throws {
        try execute("delete from sign_in_failures where subject = $1", [.bytes(subject)])
    }
}
