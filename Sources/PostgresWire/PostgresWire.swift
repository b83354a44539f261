/// libpq as Swift sees it: one connection and what it answers.
///
/// A ``PostgresLink`` connects, sends statements with ``PostgresParameters`` and waits for each ``PostgresAnswer``, never
/// longer than its timeouts say. What went wrong is a ``PostgresFault``: the connection's own, or what the server said.
/// libpq blocks, so whoever holds a link has a thread for it.
///
/// This target knows the wire and no table: the gateway's own store and the databases of back ends are others' business.
public enum PostgresWire {}

/// The number of a type of the server (`pg_type.dat`).
public typealias PostgresType = UInt32
