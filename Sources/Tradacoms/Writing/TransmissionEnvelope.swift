/// What STX of a written transmission says (TRADACOMS, section C).
///
/// Nothing here is drawn from a clock or a counter, so that writing the same twice gives the same bytes.
public struct TransmissionEnvelope: Sendable, Hashable {
    /// A party of a transmission: by code, by name, or both.
    public struct Party: Sendable, Hashable {
        /// At most 14 characters.
        public var code: String
        /// At most 35 characters.
        public var name: String

        /// A party by code and name.
        public init(code: String, name: String = "") {
            self.code = code
            self.name = name
        }
    }

    public var sender: Party
    public var receiver: Party
    /// STX 4.1, `YYMMDD`.
    public var date: String
    /// STX 4.2, `HHMMSS`; empty for none.
    public var time: String
    /// The sender's reference (SNRF), at most 14 characters.
    public var reference: String
    /// The receiver's reference or password (RCRF).
    public var receiverReference: String
    /// The application reference (APRF), such as `ORDHDR`.
    public var application: String
    /// The priority (PRCD): `A` urgent, `B` normal, `C` low.
    public var priority: String

    /// An envelope by its parts.
    public init(
        sender: Party, receiver: Party, date: String, time: String = "", reference: String,
        receiverReference: String = "", application: String = "", priority: String = ""
    ) {
        self.sender = sender
        self.receiver = receiver
        self.date = date
        self.time = time
        self.reference = reference
        self.receiverReference = receiverReference
        self.application = application
        self.priority = priority
    }

    /// The places and how many characters they take.
    var fields: [(element: String, text: String, length: ClosedRange<Int>)] {
        [
            ("2.1", sender.code, sender.name.isEmpty ? 1...14 : 0...14), ("2.2", sender.name, 0...35),
            ("3.1", receiver.code, receiver.name.isEmpty ? 1...14 : 0...14), ("3.2", receiver.name, 0...35),
            ("4.1", date, 6...6), ("4.2", time, time.isEmpty ? 0...0 : 6...6), ("5", reference, 1...14),
            ("6", receiverReference, 0...14), ("7", application, 0...14), ("8", priority, 0...1),
        ]
    }

    /// The elements of STX.
    var elements: [[String]] {
        [
            ["ANA", "1"], [sender.code, sender.name], [receiver.code, receiver.name], [date, time], [reference],
            [receiverReference], [application], [priority],
        ]
    }
}
