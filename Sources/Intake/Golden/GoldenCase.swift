public import Diagnostics
public import Mapping
public import Orders

/// A message beside the mapping that reads it, with what is expected of it: the check of a mapping that runs anywhere.
///
/// In a folder of mappings it stands in `cases/MAPPING/`: the message (`CASE.edi`, `CASE.xml`, `CASE.txt`), the document
/// (`CASE.json`; a list where the payload holds several messages), what is wrong with the message (`CASE.faults`, lines of
/// code and place), the input that no rule reads (`CASE.unread`) and what does not survive being written and read again
/// (`CASE.lost`; both lines `path = value`). The last three are left out when there is nothing, and lines that start with
/// `#` say why.
public struct GoldenCase: Sendable {
    /// The case's name: `edifact-orders/eancom-d96a`.
    public var name: String
    /// The mapping that is to read the message.
    public var mapping: String
    public var message: [UInt8]
    /// What is expected.
    public var expected: GoldenOutcome?

    /// A case by its parts.
    public init(name: String, mapping: String, message: [UInt8], expected: GoldenOutcome?) {
        self.name = name
        self.mapping = mapping
        self.message = message
        self.expected = expected
    }
}

/// What comes of a message: its documents, and what is lost on the way in and on the way back.
public struct GoldenOutcome: Sendable, Hashable {
    /// The documents as JSON.
    public var documents: JSONValue
    /// What is wrong with the message, errors alone: code and place.
    public var faults: [String]
    /// Input that no rule reads, as lines `path = value`.
    public var unread: [String]
    /// What the documents do not say any more, or say newly, when they were written and read again; the envelope apart.
    public var lost: [String]

    /// An outcome by its parts.
    public init(documents: JSONValue, faults: [String] = [], unread: [String] = [], lost: [String] = []) {
        self.documents = documents
        self.faults = faults
        self.unread = unread
        self.lost = lost
    }
}

/// What became of a case.
public struct GoldenResult: Sendable {
    /// What came of the message.
    public var actual: GoldenOutcome
    /// What keeps the case from being good whatever is expected: no message, a foreign mapping, faults of writing.
    public var faults: [Diagnostic]
    /// Where it is not as expected; empty for a good case.
    public var differences: [GoldenDifference]
    /// Where the values came from: the rules that gave one, with an example of each.
    public var origins: [ValueOrigin]

    /// True when nothing is wrong, and everything is as expected.
    public var isGood: Bool { faults.isEmpty && differences.isEmpty }
}

/// A value that is not as expected.
public struct GoldenDifference: Sendable, Hashable {
    /// Which expectation: `json`, `faults`, `unread`, `lost`.
    public var kind: String
    /// The value's path.
    public var path: String
    /// What was expected there, nil for nothing.
    public var expected: String?
    /// What is there, nil for nothing.
    public var actual: String?
}
