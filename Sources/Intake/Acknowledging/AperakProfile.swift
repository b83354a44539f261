public import EDIFACT

/// What a partner's profile says about APERAK: the answer of the application, which knows what became of a message behind
/// its syntax. It holds for EDIFACT; X12's application advice (824) is not written.
public struct AperakProfile: Sendable, Hashable {
    /// When a message is answered.
    public enum Occasion: String, Sendable, Hashable, Codable, CaseIterable {
        case never
        /// When it is refused.
        case errors
        /// Whatever becomes of it.
        case always
    }

    /// The directory that the answer follows.
    public typealias Release = Aperak.Release

    public var when: Occasion
    public var release: Release
    /// The values that the partner wants for faults (ERC 9321).
    public var errors: Aperak.ErrorList

    /// A profile; by default nothing is answered, and if it were, then by D.96A with the one value `999`.
    public init(
        when: Occasion = .never, release: Release = .d96A, errors: Aperak.ErrorList = Aperak.ErrorList()
    ) {
        self.when = when
        self.release = release
        self.errors = errors
    }

    /// Says what the partner wants for faults.
    /// - Parameters:
    ///   - values: the values of 9321 by the codes of faults (`directory.code-unknown`), or by their areas (`directory`).
    ///   - other: the value of every other fault; nil for `999`.
    ///   - list: which list they are of (1131).
    ///   - agency: who keeps the list (3055).
    /// - Returns: The texts that do not fit their elements: 9321 holds one to eight characters, 1131 and 3055 one to three.
    ///   With any of them nothing is changed.
    public mutating func nameErrors(
        by values: [String: String], other: String? = nil, list: String? = nil, agency: String? = nil
    ) -> [String] {
        func fits(_ text: String, _ longest: Int) -> Bool {
            (1...longest).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        }
        let unfit =
            (values.values + [other].compactMap(\.self)).filter { !fits($0, 8) }.sorted()
            + [list, agency].compactMap(\.self).filter { !fits($0, 3) }
        guard unfit.isEmpty else { return unfit }
        errors = Aperak.ErrorList(values: values, other: other ?? errors.other, list: list, agency: agency)
        return []
    }
}
