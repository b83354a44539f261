public import Syntax

extension Acknowledging {
    /// Why an interchange is not answered.
    public enum Silence: Sendable, Hashable {
        /// Its syntax has no acknowledgements.
        case syntax(SyntaxName)
        /// It holds nothing but acknowledgements.
        case acknowledgement
        /// Its envelope lacks what an answer has to repeat, or has it in a form that no answer can have.
        case unnamed(UnnamedEnvelope)
        /// There is nothing to say by the profile: no TA1 is asked for, and there is no group to speak of.
        case notRequested

        /// The reason in a sentence.
        public var description: String {
            switch self {
            case .syntax(let name): "\(name.rawValue) has no acknowledgements."
            case .acknowledgement: "it holds nothing but acknowledgements, which are never acknowledged."
            case .unnamed(let envelope): "none can be made, because " + envelope.description
            case .notRequested: "it asks for no TA1, and has no functional group that a 997 could speak of."
            }
        }
    }

    /// Why ``acknowledgements(of:at:)`` gives none for an interchange.
    public static func silence(on report: InterchangeReport) -> Silence { obstacle(to: report) ?? .notRequested }

    /// What keeps an interchange from being acknowledged, whatever the profile says.
    static func obstacle(to report: InterchangeReport) -> Silence? {
        guard report.header.syntax == .edifact || report.header.syntax == .x12 else {
            return .syntax(report.header.syntax)
        }
        if isAcknowledgement(report) { return .acknowledgement }
        return UnnamedEnvelope(report.header).map { .unnamed($0) }
    }
}
