import Store
import Syntax

extension Transaction {
    /// The bytes of a document in its interchange, as received; nil when they are gone.
    func received(_ row: DocumentRow) throws -> [UInt8]? {
        try interchangeBytes(row.interchangeID, in: row.byteOffset..<row.byteOffset + row.byteLength)
    }

    /// A document as an interchange of its own: its bytes in the envelope that they came in. Nil when they are gone, or
    /// when the message's end did not come.
    func alone(_ row: DocumentRow) throws -> [UInt8]? {
        guard let envelope = row.envelope, let bytes = try received(row) else { return nil }
        return envelope.interchange(of: bytes)
    }
}
