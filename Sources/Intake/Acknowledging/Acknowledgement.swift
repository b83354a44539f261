public import Syntax

/// What is answered to an interchange, ready but for its control numbers.
public struct Acknowledgement: Sendable, Hashable {
    /// What it says of the interchange as a whole.
    public enum Verdict: String, Sendable, Hashable, Codable, CaseIterable {
        /// It has come; nothing is said of its content.
        case received
        case accepted
        /// Some of its groups or messages are refused.
        case partial = "accepted-in-part"
        case refused
    }

    /// The kind of those that the application gives, message by message.
    public static let application = "APERAK"

    /// `CONTRL`, `TA1`, `997`, `999`, both of X12 (`TA1+997`), or `APERAK`.
    public var kind: String
    public var verdict: Verdict
    /// The control reference of the interchange that it answers.
    public var answers: String
    public var content: UnnumberedInterchange

    /// The media type of its bytes (RFC 1767).
    public var mediaType: String {
        content.syntax == .edifact ? "application/EDIFACT" : "application/EDI-X12"
    }

    /// The control number as the envelope writes it.
    public func controlNumber(_ number: Int64) -> String { Self.controlNumber(number, in: content.syntax) }

    /// A control number as the envelopes of a syntax write it.
    public static func controlNumber(_ number: Int64, in syntax: SyntaxName) -> String {
        let digits = String(number)
        guard syntax == .x12 else { return digits }
        return String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits
    }
}
