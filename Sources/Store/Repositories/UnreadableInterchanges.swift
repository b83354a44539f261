/// What people do with interchanges of which nothing could be read. Each says whether it happened: an interchange that was
/// read, reopened or discarded meanwhile stays as it is.
extension Transaction {
    /// Puts an unreadable interchange back among those that are to be read, in its place among its sender's: until it is
    /// read again nothing newer of its sender begins its way.
    public func reopenInterchange(_ number: Int64) throws -> Bool {
        try execute(
            """
            update interchanges set status = 'accepted', documents = 0, control_number = null, envelope = '{}',
                diagnostics = '[]', processed_at = null
            where number = $1 and status = 'unreadable' and discarded_at is null
            """, [.integer(number)]) == 1
    }

    /// Takes an unreadable interchange out for good; its bytes and diagnostics stay.
    public func discardInterchange(_ number: Int64, at now: Int64) throws -> Bool {
        try execute(
            """
            update interchanges set discarded_at = $2
            where number = $1 and status = 'unreadable' and discarded_at is null
            """, [.integer(number), .integer(now)]) == 1
    }
}
