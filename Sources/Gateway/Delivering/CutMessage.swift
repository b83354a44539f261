import Intake
import Store

/// One message cut out of its interchange, in the envelope that it came in. Only the message and its envelope are read, be
/// the interchange ever so large.
enum CutMessage {
    /// The longest header that is looked at, in bytes; a reader refuses longer segments.
    private static let longestHeader = 1 << 16

    /// The message of a stored document; nil where its bytes are gone or its envelope cannot be told.
    ///
    /// - Parameter bytes: gives the interchange's bytes in a range, nil where they are not all there.
    static func interchange(of row: DocumentRow, bytes: (Range<Int>) throws -> [UInt8]?) rethrows -> [UInt8]? {
        guard row.byteOffset >= 0, row.byteLength > 0, row.byteLength <= Int64(Int32.max),
            let envelope = ranges(row.envelope)
        else { return nil }
        let start = Int(row.byteOffset)
        guard let message = try bytes(start..<start + Int(row.byteLength)) else { return nil }
        var payload: [UInt8] = []
        for range in envelope {
            guard range.count <= longestHeader, range.upperBound <= start, let segment = try bytes(range) else {
                return nil
            }
            payload += segment
            // A line break behind the segment is the sender's own way of writing, and is kept.
            let behind = range.upperBound..<min(range.upperBound + 2, start)
            guard !behind.isEmpty, let next = try bytes(behind) else { continue }
            payload += next.prefix { $0 == 0x0D || $0 == 0x0A }
        }
        let range = payload.count..<payload.count + message.count
        payload += message
        return SingleMessage.interchange(of: range, in: payload[...], format: row.format)
    }

    /// The text of ranges, as a document's row keeps it.
    static func text(of ranges: [Range<Int>]) -> String? {
        ranges.isEmpty ? nil : ranges.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: ",")
    }

    private static func ranges(_ text: String?) -> [Range<Int>]? {
        guard let text else { return [] }
        var ranges: [Range<Int>] = []
        for part in text.split(separator: ",") {
            let bounds = part.split(separator: "-").compactMap { Int($0) }
            guard bounds.count == 2, bounds[0] >= 0, bounds[0] < bounds[1] else { return nil }
            ranges.append(bounds[0]..<bounds[1])
        }
        return ranges
    }
}
