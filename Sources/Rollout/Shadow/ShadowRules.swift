/// What a milestone declares of comparing the answers of both sides.
public struct ShadowRules: Sendable, Hashable, Codable {
    /// A field that may differ, with the reason why.
    public struct Ignored: Sendable, Hashable, Codable {
        /// The field as differences name it, `lines[].reference`; what stands in it is ignored as well.
        public var field: String
        public var reason: String

        /// A field by its path, and why it may differ.
        public init(field: String, reason: String) {
            self.field = field
            self.reason = reason
        }
    }

    /// A list whose items are told apart by one of their members, not by their place.
    public struct KeyedList: Sendable, Hashable, Codable {
        /// The list as differences name it: `lines`, `lines[].packages`.
        public var list: String
        /// The member of each item: `number`.
        public var member: String

        /// A list by its path and the member that tells its items apart.
        public init(list: String, member: String) {
            self.list = list
            self.member = member
        }
    }

    /// By field.
    public var ignore: [Ignored]
    /// By list.
    public var keys: [KeyedList]

    /// Rules by their parts; without any everything counts, and items of lists are told apart by their places.
    public init(ignore: [Ignored] = [], keys: [KeyedList] = []) {
        self.ignore = ignore.sorted { $0.field < $1.field }
        self.keys = keys.sorted { $0.list < $1.list }
    }

    /// Whether a text is a field's path: members with dots between them, each perhaps a list (`[]`). What a comparison adds
    /// itself (`$outcome`) cannot be ignored.
    public static func isField(_ text: String) -> Bool {
        let steps = text.split(separator: ".", omittingEmptySubsequences: false)
        return text != AnswerPath.outcome.pattern
            && steps.allSatisfy { step in
                var name = step
                while name.hasSuffix("[]") { name.removeLast(2) }
                return !name.isEmpty && !name.contains { "[]".contains($0) || $0.isWhitespace }
            }
    }

    /// Why a field may differ; nil where it may not.
    func reason(of pattern: String) -> String? {
        ignore.first { rule in
            guard pattern.hasPrefix(rule.field) else { return false }
            let rest = pattern.dropFirst(rule.field.count)
            return rest.isEmpty || rest.hasPrefix(".") || rest.hasPrefix("[")
        }?.reason
    }

    /// The member that tells the items of a list apart; nil where it is their places.
    func key(of pattern: String) -> String? { keys.first { $0.list == pattern }?.member }
}
