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
        /// Any characters, of X12 (`AN`).
        case string = "AN"
        /// A code or a qualifier of X12 (`ID`).
        case identifier = "ID"
        /// A number with a decimal point where it is needed, of X12 (`R`); its length counts neither sign nor point.
        case real = "R"
        /// A number whose decimal point is implied, of X12 (`N0` to `N9`); its length does not count the sign.
        case implied = "N"
        /// A date of X12 (`DT`): CCYYMMDD, before 004010 YYMMDD.
        case calendarDate = "DT"
        /// A time of day of X12 (`TM`): HHMM, HHMMSS, HHMMSSD or HHMMSSDD.
        case clockTime = "TM"
        /// Bytes of X12 (`B`).
        case binary = "B"
    }

    /// What the value is made of.
    public var content: Content
    /// The smallest length in characters.
    public var minimumLength: Int
    /// The greatest length in characters; `Int.max` when there is no bound.
    public var maximumLength: Int
    /// The codes that are allowed, nil when any value is.
    public var codes: CodeList?
    /// How many digits stand behind the implied decimal point of an ``Content/implied`` number.
    public var impliedDecimals = 0

    /// A rule for values.
    public init(
        _ content: Content, minimumLength: Int = 0, maximumLength: Int = .max, codes: CodeList? = nil
    ) {
        self.content = content
        self.minimumLength = minimumLength
        self.maximumLength = maximumLength
        self.codes = codes
    }

    /// A rule as directories write it: `an..35` up to 35 characters, `n3` exactly three, in X12 `AN2/3` two or three and
    /// `N21/15` up to fifteen with two implied decimals; nil when it is none.
    public init?(representation text: String) {
        if text.contains("/") { self.init(x12: text) } else { self.init(edifact: text) }
    }

    private init?(edifact text: String) {
        let letters = text.prefix { $0.isLetter }
        let length = text.dropFirst(letters.count)
        guard let content = Content(rawValue: String(letters)), !content.isOfX12,
            let maximum = Int(length.hasPrefix("..") ? length.dropFirst(2) : length), maximum > 0
        else { return nil }
        self.init(content, minimumLength: length.hasPrefix("..") ? 1 : maximum, maximumLength: maximum)
    }

    private init?(x12 text: String) {
        let letters = text.prefix { $0.isLetter }
        var lengths = text.dropFirst(letters.count)
        guard let content = Content(rawValue: String(letters)) else { return nil }
        let decimals = content == .implied ? lengths.popFirst()?.wholeNumberValue : 0
        let bounds = lengths.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
        guard let decimals, bounds.count == 2, let least = bounds[0], let greatest = bounds[1], least <= greatest
        else { return nil }
        self.init(content, minimumLength: least, maximumLength: greatest)
        impliedDecimals = decimals
    }

    /// The rule as directories write it: `an..35`, `n3`, `text`; `AN 2/3` in X12.
    public var representation: String {
        if content.isOfX12 {
            let name = content == .implied ? "N\(impliedDecimals)" : content.rawValue
            return maximumLength == .max ? name : "\(name) \(minimumLength)/\(maximumLength)"
        }
        if maximumLength == .max { return content.rawValue }
        if minimumLength == maximumLength { return "\(content.rawValue)\(maximumLength)" }
        return "\(content.rawValue)..\(maximumLength)"
    }
}

extension ShapeValue.Content {
    /// True for the types of X12.
    var isOfX12: Bool {
        switch self {
        case .string, .identifier, .real, .implied, .calendarDate, .clockTime, .binary: true
        default: false
        }
    }
}
