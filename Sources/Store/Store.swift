/// What the gateway remembers: one set of repositories with one SQL text, over a narrow driver.
///
/// A ``Database`` runs the body of a transaction on a thread of its own; a ``Transaction`` takes SQL with `$1…` and
/// ``Value``s and gives ``Row``s. What the gateway needs is written as functions of a transaction, one concern a file
/// (accept, claim, results, order rows, routing, audit…), so that a caller composes several into one commit. Rows are
/// plain values (``InterchangeRow``, ``DocumentRow``, ``DeliveryRow``…). ``GroupCommit`` gathers concurrent callers into
/// one transaction.
///
/// The two drivers are the targets `StoreSQLite` and `StorePostgres`; where their SQL differs on purpose, the
/// difference stands in the text as `/*postgres … */` or `/*sqlite … */` (see ``Dialect``).
///
/// Instants are UTC microseconds since 1970, given by the caller: this target takes no clock, makes no decision and
/// retries nothing but a transaction that the server itself asks to repeat.
public enum Store {}
