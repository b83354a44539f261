public import Orders

/// What one side answered to a document.
public struct SideAnswer: Sendable, Hashable {
    /// Whether it took the document.
    public enum Outcome: String, Sendable, Hashable, Codable {
        case taken
        case refused
    }

    /// What it said.
    public enum Content: Sendable, Hashable {
        case nothing
        case fields(JSONValue)
        /// Something that has no fields.
        case text(String)
        /// What it said of this document alone is not known: it answered several at once, or that it had it already.
        case unsaid
    }

    public var outcome: Outcome
    /// Of no account for a refusal, which is worded freely.
    public var content: Content

    /// An answer by its parts.
    public init(_ outcome: Outcome, _ content: Content) {
        self.outcome = outcome
        self.content = content
    }
}

/// The place of a value in an answer.
struct AnswerPath: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case member(String)
        /// An item of a list, by its place or by what tells it apart.
        case item(String)
    }

    var steps: [Step]

    static let outcome = AnswerPath(steps: [.member("$outcome")])
    static let text = AnswerPath(steps: [.member("$text")])

    func appending(_ step: Step) -> AnswerPath { AnswerPath(steps: steps + [step]) }

    /// `lines[2].quantity`.
    var description: String { words { "[\($0)]" } }
    /// `lines[].quantity`.
    var pattern: String { words { _ in "[]" } }

    private func words(_ item: (String) -> String) -> String {
        steps.reduce(into: "") { text, step in
            switch step {
            case .member(let name): text += text.isEmpty ? name : ".\(name)"
            case .item(let name): text += item(name)
            }
        }
    }
}

/// A value without parts, as JSON writes it. Numbers are equal by their value: `1.50` is `1.5`.
struct AnswerValue: Sendable, Hashable {
    /// As it came.
    var text: String
    /// What values are equal by.
    private(set) var comparable: String

    init?(_ value: JSONValue) {
        switch value {
        case .null, .array, .object: return nil
        case .bool, .string:
            text = String(decoding: value.bytes, as: UTF8.self)
            comparable = text
        case .integer(let number):
            text = String(number)
            comparable = text
        case .number(let written):
            text = written
            comparable = ExactDecimal(canonicalText: written).map(\.plainest) ?? written
        }
    }

    static func == (left: AnswerValue, right: AnswerValue) -> Bool { left.comparable == right.comparable }
    func hash(into hasher: inout Hasher) { hasher.combine(comparable) }
}

extension ExactDecimal {
    /// Without zeros that say nothing.
    fileprivate var plainest: String {
        var text = description
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text == "-0" ? "0" : text
    }
}
