/// The embedded store: a ``SQLiteDatabase`` in a data folder, through GRDB.
///
/// One process opens a folder (``FolderLock``), one writer at a time runs a transaction, readers see snapshots beside it
/// (WAL). Commits are synced (`synchronous=FULL`, asserted when opening); checkpoints run on a connection of their own
/// (``Checkpointer``), out of the way of commits. The schema is in `Migrations`, twin of `StorePostgres`'s.
///
/// This target knows SQL and files; what is stored, and why, is `Store`'s.
public enum StoreSQLite {}
