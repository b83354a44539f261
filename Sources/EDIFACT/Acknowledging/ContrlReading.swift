public import Syntax

/// What an incoming CONTRL says of an interchange that was sent: what it is matched by, and what it answers.
public struct ContrlAnswer: Sendable, Hashable {
    /// The answer to one group or message.
    public struct Part: Sendable, Hashable {
        /// The group's reference (0048), or the message's (0062).
        public var reference: String
        /// Whether it is a group, else a message.
        public var isGroup: Bool
        public var action: Contrl.Action
        /// The error (0085), nil where none is said.
        public var code: Int?
    }

    /// The interchange control reference of what was sent (0020), by whom (S002) and to whom (S003).
    public var reference: String
    public var sender: EnvelopeParty?
    public var receiver: EnvelopeParty?
    public var action: Contrl.Action
    /// The error of the interchange (0085).
    public var code: Int?
    /// The groups and messages that are named, in their order.
    public var parts: [Part] = []

    /// Reads a CONTRL message, as a reader gives it or nested by its directory; nil when there is no UCI that says what
    /// becomes of which interchange. Names it does not know are passed over.
    public init?(_ message: Tree) {
        var answer: ContrlAnswer?
        for segment in message.segments {
            let fields = message.fields(of: segment)
            switch message.name(of: segment) {
            case "UCI": answer = ContrlAnswer(fields)
            case "UCF": Part(fields, isGroup: true).map { answer?.parts.append($0) }
            case "UCM": Part(fields, isGroup: false).map { answer?.parts.append($0) }
            default: break
            }
        }
        guard let answer else { return nil }
        self = answer
    }

    private init?(_ uci: SegmentView) {
        guard let reference = uci.text(1), let action = uci.action(4) else { return nil }
        self.reference = reference
        self.action = action
        sender = uci.party(2)
        receiver = uci.party(3)
        code = uci.number(5)
    }
}

extension ContrlAnswer.Part {
    /// What UCF or UCM says; nil when it names nothing, or no action.
    fileprivate init?(_ fields: SegmentView, isGroup: Bool) {
        guard let reference = fields.text(1), let action = fields.action(isGroup ? 4 : 3) else { return nil }
        self.init(
            reference: reference, isGroup: isGroup, action: action, code: fields.number(isGroup ? 5 : 4))
    }
}

extension SegmentView {
    fileprivate func action(_ element: Int) -> Contrl.Action? {
        number(element).flatMap { Contrl.Action(rawValue: $0) }
    }
}
