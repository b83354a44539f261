import EDIFACT
import Syntax

/// One message of an interchange, to be sent alone as it was received.
public enum SingleMessage {
    /// The message of a range of a payload as an interchange of its own: in the envelope that it came in where its syntax
    /// has envelopes, else as it stands; nil when there is no such message.
    ///
    /// `format` is a document's, as ``UnderstoodDocument/format`` has it.
    public static func interchange(of range: Range<Int>, in payload: ArraySlice<UInt8>, format: String) -> [UInt8]? {
        guard format.hasPrefix(SyntaxName.edifact.rawValue) else {
            return Array(payload.dropFirst(range.lowerBound).prefix(range.count))
        }
        return EDIFACTEnvelope.split(range, of: payload)
    }
}
