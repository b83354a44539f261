public import Syntax

/// What ISA and IEA of a written interchange say (X12.5, 3.3).
///
/// Nothing here is drawn from a clock or a counter, so that writing the same twice gives the same bytes.
public struct X12Envelope: Sendable, Hashable {
    /// Who sends (ISA05, ISA06): a qualifier of two characters and at most fifteen.
    public var sender: EnvelopeParty
    /// Whom it is for (ISA07, ISA08).
    public var receiver: EnvelopeParty
    /// ISA13: nine digits.
    public var controlNumber: String
    /// ISA09, `YYMMDD`.
    public var date: String
    /// ISA10, `HHMM`.
    public var time: String
    /// ISA12: `00401`.
    public var version: String
    /// ISA01 and ISA02: a qualifier and at most ten characters.
    public var authorization: EnvelopeParty
    /// ISA03 and ISA04: a qualifier and at most ten characters.
    public var security: EnvelopeParty
    /// ISA14: true to ask for a TA1.
    public var requestsAcknowledgment: Bool
    /// ISA15: `P` for production, `T` for test, `I` for information.
    public var usage: String

    /// An envelope by its parts; without authorization and security unless told otherwise.
    public init(
        sender: EnvelopeParty, receiver: EnvelopeParty, controlNumber: String, date: String, time: String,
        version: String = "00401", authorization: EnvelopeParty = EnvelopeParty("", qualifier: "00"),
        security: EnvelopeParty = EnvelopeParty("", qualifier: "00"), requestsAcknowledgment: Bool = false,
        usage: String = "P"
    ) {
        self.sender = sender
        self.receiver = receiver
        self.controlNumber = controlNumber
        self.date = date
        self.time = time
        self.version = version
        self.authorization = authorization
        self.security = security
        self.requestsAcknowledgment = requestsAcknowledgment
        self.usage = usage
    }

    /// Whether there is a control version (ISA12): `00401`.
    public static func isControlVersion(_ version: String) -> Bool { X12Reader.controlVersions.contains(version) }

    /// The elements of ISA but for ISA11 and ISA16: number, text, how many characters it may have, and how many it takes.
    var fields: [(element: Int, text: String, length: ClosedRange<Int>, width: Int)] {
        [
            (1, authorization.qualifier ?? "", 2...2, 2), (2, authorization.identification, 0...10, 10),
            (3, security.qualifier ?? "", 2...2, 2), (4, security.identification, 0...10, 10),
            (5, sender.qualifier ?? "", 2...2, 2), (6, sender.identification, 1...15, 15),
            (7, receiver.qualifier ?? "", 2...2, 2), (8, receiver.identification, 1...15, 15), (9, date, 6...6, 6),
            (10, time, 4...4, 4), (12, version, 5...5, 5), (13, controlNumber, 9...9, 9),
            (14, requestsAcknowledgment ? "1" : "0", 1...1, 1), (15, usage, 1...1, 1),
        ]
    }
}

/// What GS and GE of a written group say (X12.22).
public struct FunctionalGroup: Sendable, Hashable {
    /// GS01: `PO`.
    public var identifier: String
    /// GS02 and GS03: application codes of two to fifteen characters.
    public var sender: String
    public var receiver: String
    /// GS04, `CCYYMMDD`; `YYMMDD` before 004010.
    public var date: String
    /// GS05, `HHMM` to `HHMMSSDD`.
    public var time: String
    /// GS06: one to nine digits.
    public var controlNumber: String
    /// GS07: `X` for X12.
    public var agency: String
    /// GS08: `004010`.
    public var version: String

    /// A group by its parts.
    public init(
        identifier: String, sender: String, receiver: String, date: String, time: String, controlNumber: String,
        agency: String = "X", version: String = "004010"
    ) {
        self.identifier = identifier
        self.sender = sender
        self.receiver = receiver
        self.date = date
        self.time = time
        self.controlNumber = controlNumber
        self.agency = agency
        self.version = version
    }

    var fields: [(element: Int, text: String, length: ClosedRange<Int>)] {
        [
            (1, identifier, 2...2), (2, sender, 1...15), (3, receiver, 1...15), (4, date, 6...8), (5, time, 4...8),
            (6, controlNumber, 1...9), (7, agency, 1...2), (8, version, 1...12),
        ]
    }
}

/// What ST and SE of a written transaction set say.
public struct TransactionHeader: Sendable, Hashable {
    /// ST01: `850`.
    public var identifier: String
    /// ST02: four to nine letters or digits.
    public var controlNumber: String
    /// ST03, from 004050 on: the implementation convention.
    public var convention: String?

    /// A header by its parts.
    public init(identifier: String, controlNumber: String, convention: String? = nil) {
        self.identifier = identifier
        self.controlNumber = controlNumber
        self.convention = convention
    }

    var fields: [(element: Int, text: String, length: ClosedRange<Int>)] {
        [(1, identifier, 3...3), (2, controlNumber, 4...9), (3, convention ?? "", 0...35)]
    }
}
