public import Store

/// The store's row, under a name that GRDB's own `Row` leaves free.
typealias StoredRow = Row

/// The store's driver protocol, under a name that GRDB's own `Database` leaves free.
public typealias StoredDatabase = Database
