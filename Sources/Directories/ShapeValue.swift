/// What may stand as a value: its characters, its length, its codes.
public struct ShapeValue: Sendable {
    /// The kind of characters or the type of a value.
    public enum Content: String, Sendable, Hashable, CaseIterable {
        /// Letters and blanks, no digits (`a`).
        case alphabetic = "a"
        /// A number (`n`); its length counts neither sign nor decimal mark.
        case numeric = "n"
        /// Any character of the set (`an`).
        case alphanumeric = "an"
        case text
        case decimal
        case integer
        case boolean
        case date
        case time
        case dateTime = "datetime"
    }

    /// What the value is made of.
    public var content: Content
    /// The smallest length in characters.
    public var minimumLength: Int
    /// The greatest length in characters; `Int.max` when there is no bound.
    public var maximumLength: Int
    /// The codes that are allowed, nil when any value is.
    public var codes: CodeList?

    /// A rule for values.
    public init(
        _ content: Content, minimumLength: Int = 0, maximumLength: Int = .max, codes: CodeList? = nil
    ) {
        self.content = content
        self.minimumLength = minimumLength
        self.maximumLength = maximumLength
        self.codes = codes
    }

    /// A rule as directories write it: `an..35` up to 35 characters, `n3` exactly three; nil when it is none.
    public init?(representation text: String) {
        let letters = text.prefix { $0.isLetter }
        let length = text.dropFirst(letters.count)
        guard let content = Content(rawValue: String(letters)),
            let maximum = Int(length.hasPrefix("..") ? length.dropFirst(2) : length), maximum > 0
        else { return nil }
        self.init(content, minimumLength: length.hasPrefix("..") ? 1 : maximum, maximumLength: maximum)
    }

    /// The rule as directories write it: `an..35`, `n3`, `text`.
    public var representation: String {
        if maximumLength == .max { return content.rawValue }
        if minimumLength == maximumLength { return "\(content.rawValue)\(maximumLength)" }
        return "\(content.rawValue)..\(maximumLength)"
    }
}
