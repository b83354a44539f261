public import Syntax

/// What an incoming TA1 says of an interchange that was sent (X12.5 and X12.56).
public struct InterchangeAnswer: Sendable, Hashable {
    /// ISA13, ISA09 and ISA10 of the interchange that it speaks of (TA101 to TA103), as they are sent back.
    public var controlNumber: String
    public var date: String?
    public var time: String?
    /// What becomes of it (TA104).
    public var code: InterchangeAcknowledgment.Code
    /// Why (TA105); nil where it is left out, which some senders do for an interchange without errors.
    public var note: String?

    /// Reads a TA1, which a reader hands out as a message of its own; nil when it names no interchange, or says in no code
    /// of the list what becomes of it.
    public init?(_ message: Tree) {
        guard let segment = message.segments.first(where: { message.name(of: $0) == "TA1" }) else { return nil }
        let fields = message.fields(of: segment)
        guard let controlNumber = fields.text(1),
            let code = fields.text(4).flatMap({ InterchangeAcknowledgment.Code(rawValue: $0) })
        else { return nil }
        self.controlNumber = controlNumber
        self.code = code
        (date, time, note) = (fields.text(2), fields.text(3), fields.text(5))
    }
}
