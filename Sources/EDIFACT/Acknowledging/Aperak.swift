public import Diagnostics
public import Syntax

/// APERAK: what an application says of a message that CONTRL found nothing wrong with, or that it cannot process
/// (UN/EDIFACT APERAK, D.96A and D.01B). The same value is written and read.
///
///     let aperak = Aperak(of: report, document: "PO-2026-0001", number: "AP-1", date: "202609211015", errors: partnersList)
///     try writer.add(aperak, reference: "1")
public struct Aperak: Sendable, Hashable {
    /// What becomes of the message.
    public enum Verdict: Sendable, Hashable {
        case accepted
        case rejected
    }

    /// The directory that a written message follows.
    public enum Release: String, Sendable, Hashable, Codable, CaseIterable {
        case d96A = "D.96A"
        case d01B = "D.01B"
    }

    /// What is spoken of (RFF).
    public struct Reference: Sendable, Hashable {
        /// What kind of reference it is (1153): `ACW` the message before, `ON` the buyer's order number, `LI` a line.
        public var qualifier: String
        /// Which it is (1154), nil where only its kind is said.
        public var number: String?

        /// A reference by its kind and number.
        public init(_ qualifier: String, _ number: String?) {
            self.qualifier = qualifier
            self.number = number
        }
    }

    /// One error (ERC with its FTX and RFF).
    public struct ApplicationError: Sendable, Hashable {
        /// A value of the list that sender and receiver agreed on (9321), one to eight characters.
        public var value: String
        /// Which list it is of (1131), and who keeps the list (3055).
        public var list: String?
        public var agency: String?
        /// What is wrong, in words (FTX `AAO`).
        public var text: String?
        /// What in the message is wrong, such as a line.
        public var reference: Reference?

        /// An error by its parts.
        public init(
            value: String, list: String? = nil, agency: String? = nil, text: String? = nil, reference: Reference? = nil
        ) {
            self.value = value
            self.list = list
            self.agency = agency
            self.text = text
            self.reference = reference
        }
    }

    /// The number of the APERAK itself (1004).
    public var number: String?
    /// When it was made: `CCYYMMDD` or `CCYYMMDDHHMM` (DTM 137).
    public var date: String?
    /// What becomes of the message; nil where what was read does not say it.
    public var verdict: Verdict?
    /// The message that it speaks of, as it is named before the errors.
    public var references: [Reference]
    /// Who issues it, and whom it is for (NAD `MS`, `MR`).
    public var issuer: EnvelopeParty?
    public var recipient: EnvelopeParty?
    public var errors: [ApplicationError]

    /// An APERAK by its parts.
    public init(
        number: String?, date: String?, verdict: Verdict?, references: [Reference], issuer: EnvelopeParty? = nil,
        recipient: EnvelopeParty? = nil, errors: [ApplicationError] = []
    ) {
        self.number = number
        self.date = date
        self.verdict = verdict
        self.references = references
        self.issuer = issuer
        self.recipient = recipient
        self.errors = errors
    }
}

extension Aperak {
    /// The values of ERC 9321 that a partner wants for faults: nothing but an agreement settles them.
    public struct ErrorList: Sendable, Hashable, Codable {
        /// The value by the code of a fault (`directory.code-unknown`), or by its area (`directory`).
        public var values: [String: String]
        /// The value of every other fault.
        public var other: String
        /// Which list it is (1131), and who keeps it (3055): `9` GS1, `ZZZ` agreed between the two.
        public var list: String?
        public var agency: String?

        /// A list of values; by default one of a single value, `999`, as senders use who agreed on none.
        public init(
            values: [String: String] = [:], other: String = "999", list: String? = nil, agency: String? = nil
        ) {
            self.values = values
            self.other = other
            self.list = list
            self.agency = agency
        }

        /// The value for a fault: its own, else its area's, else the one for all others.
        public func value(of code: Code) -> String {
            let area = code.rawValue.prefix { $0 != "." }
            return values[code.rawValue] ?? values[String(area)] ?? other
        }
    }
}
