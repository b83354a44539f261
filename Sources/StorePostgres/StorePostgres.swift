/// The shared store: a ``PostgresDatabase``, through libpq, for as many gateway nodes as one server bears.
///
/// libpq blocks, so each connection has a thread of its own; transactions wait in one bounded ``JobQueue``. A
/// ``Connection`` prepares each statement once, learns the types of its parameters and sends everything in binary; many
/// rows go in pipeline mode under one sync. Timeouts bound whatever could wait: connecting, locks, statements, a stopped
/// client, a silent network, a lost answer. The schema is in `Migrations`, twin of `StoreSQLite`'s.
///
/// This target knows SQL and the wire; what is stored, and why, is `Store`'s.
public enum StorePostgres {}
