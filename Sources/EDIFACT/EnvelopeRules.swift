import Diagnostics

/// What a service segment of the envelope must hold and may hold (ISO 9735:1988, annex B; ISO 9735-1:2002, annex C).
struct EnvelopeRules: Sendable {
    /// An element or component by its numbers.
    struct Place: Sendable {
        var element: Int
        var component: Int

        init(_ element: Int, _ component: Int = 0) {
            self.element = element
            self.component = component
        }

        /// `5`, `2.1`.
        var name: String { component > 0 ? "\(element).\(component)" : "\(element)" }
    }

    let tag: String
    /// The code of a mandatory element that is missing.
    let incomplete: Code
    /// How many components each element may have; 1 for one that is no composite.
    let components: [Int]
    /// What must be there, and how much it weighs when it is not.
    let mandatory: [(place: Place, severity: Severity)]
    /// The longest values, in characters.
    let longest: [(place: Place, length: Int)]
    /// A component that needs another one beside it.
    let dependent: [(place: Place, needs: Place)]

    /// The rules of a segment in a version of the syntax; versions 1 to 3 have the same.
    static func rules(_ tag: String, isVersion4: Bool) -> EnvelopeRules? {
        switch tag {
        case "UNB": isVersion4 ? header4 : header3
        case "UNG": isVersion4 ? group4 : group3
        case "UNE": groupTrailer
        case "UNT": messageTrailer
        case "UNZ": trailer
        default: nil
        }
    }

    private static let headerMandatory: [(place: Place, severity: Severity)] = [
        (Place(1, 1), .warning), (Place(1, 2), .warning), (Place(2, 1), .error), (Place(3, 1), .error),
        (Place(4, 1), .warning), (Place(4, 2), .warning), (Place(5), .error),
    ]
    private static let headerLongest: [(place: Place, length: Int)] = [
        (Place(2, 1), 35), (Place(2, 2), 4), (Place(3, 1), 35), (Place(3, 2), 4), (Place(5), 14), (Place(7), 14),
    ]
    private static let header3 = EnvelopeRules(
        tag: "UNB", incomplete: "edifact.unb-incomplete", components: [2, 3, 3, 2, 1, 2, 1, 1, 1, 1, 1],
        mandatory: headerMandatory, longest: headerLongest, dependent: [])
    private static let header4 = EnvelopeRules(
        tag: "UNB", incomplete: "edifact.unb-incomplete", components: [5, 4, 4, 2, 1, 2, 1, 1, 1, 1, 1],
        mandatory: headerMandatory, longest: headerLongest,
        dependent: [(Place(2, 4), Place(2, 3)), (Place(3, 4), Place(3, 3))])
    private static let group3 = EnvelopeRules(
        tag: "UNG", incomplete: "edifact.ung-incomplete", components: [1, 2, 2, 2, 1, 1, 3, 1],
        mandatory: [
            (Place(1), .warning), (Place(2, 1), .warning), (Place(3, 1), .warning), (Place(4, 1), .warning),
            (Place(4, 2), .warning), (Place(5), .error), (Place(6), .warning), (Place(7, 1), .warning),
            (Place(7, 2), .warning),
        ],
        longest: [(Place(1), 6), (Place(2, 1), 35), (Place(3, 1), 35), (Place(5), 14)], dependent: [])
    private static let group4 = EnvelopeRules(
        tag: "UNG", incomplete: "edifact.ung-incomplete", components: [1, 2, 2, 2, 1, 1, 3, 1],
        mandatory: [(Place(5), .error)], longest: group3.longest, dependent: [])
    private static let groupTrailer = EnvelopeRules(
        tag: "UNE", incomplete: "edifact.une-incomplete", components: [1, 1], mandatory: [], longest: [], dependent: [])
    private static let trailer = EnvelopeRules(
        tag: "UNZ", incomplete: "edifact.unz-incomplete", components: [1, 1], mandatory: [], longest: [], dependent: [])
    private static let messageTrailer = EnvelopeRules(
        tag: "UNT", incomplete: "edifact.unt-incomplete", components: [1, 1], mandatory: [], longest: [], dependent: [])
}
