import Store
import Syntax

/// One message of an interchange, to be sent alone in the envelope that it came in. Of an interchange that was wrapped it has
/// no line breaks: they fall elsewhere in the message alone.
enum SingleMessage {
    /// The message of a document out of the whole payload; nil when the message's end did not come.
    static func of(_ row: DocumentRow, in payload: [UInt8]) -> [UInt8]? {
        guard let envelope = row.envelope, row.byteOffset >= 0, row.byteLength >= 0,
            row.byteOffset + row.byteLength <= payload.count
        else { return nil }
        let message = Array(payload[Int(row.byteOffset)..<Int(row.byteOffset + row.byteLength)])
        return envelope.interchange(of: unwrapped(message) { payload.prefix(LineWrap.window) })
    }

    /// The bytes of a message without the line breaks of a wrapped payload, of which `head` gives the beginning.
    fileprivate static func unwrapped(
        _ message: [UInt8], head: () throws -> ArraySlice<UInt8>?
    ) rethrows -> [UInt8] {
        guard LineWrap.mayCut(message), let head = try head(), let wrap = LineWrap(head) else { return message }
        return wrap.unwrapped(message)
    }
}

extension Transaction {
    /// The bytes of a document in its interchange, as received; nil when they are gone.
    func received(_ row: DocumentRow) throws -> [UInt8]? {
        try interchangeBytes(row.interchangeID, in: Int(row.byteOffset)..<Int(row.byteOffset + row.byteLength))
    }

    /// The message of a document alone, without reading the rest of its payload. Nil when its bytes are gone, or when its
    /// end did not come.
    func alone(_ row: DocumentRow) throws -> [UInt8]? {
        guard let envelope = row.envelope, let bytes = try received(row) else { return nil }
        let message = try SingleMessage.unwrapped(bytes) {
            try interchangeHead(row.interchangeID, length: LineWrap.window).map { $0[...] }
        }
        return envelope.interchange(of: message)
    }
}
