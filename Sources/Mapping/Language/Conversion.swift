import Diagnostics

/// How a text in a format becomes a canonical one, and back. What matters to writing alone is kept for it.
struct Conversion: Sendable {
    /// How a text's pieces are put together.
    enum TextJoin: String, Sendable, CaseIterable {
        /// A line a piece.
        case lines
        /// One text, wrapped at words.
        case flow
        /// One text, cut at full length.
        case chop
        /// A word a place, the last place taking the rest; where words are fewer than places, the last places have them.
        case words
    }

    /// What happens to a value that no code stands for.
    enum Otherwise: Hashable, Sendable {
        case error
        case pass
        case value(String)
        /// It is not written, and listed as that; read, it is an error like any other.
        case leave
    }

    /// Date patterns in order; nil when the value is no date.
    var dates: [DatePattern] = []
    /// True when `date:` stands in the rule.
    var isDate = false
    /// Where the code of the date's pattern stands, seen from the value's enclosing node.
    var by: MappingPath?
    /// `zone:` for formats that need one.
    var zone: String?
    /// Code tables, the first that knows a value wins.
    var codes: [CodeTable] = []
    var otherwise = Otherwise.error
    var text: TextJoin?
    /// Values that mean absence.
    var none: [String] = []
    var hasDecimalComma = false
    /// True where a format writes the factor of a percentage: 0.19 is 19 (`number: factor`).
    var isFactor = false
    /// The width that leading zeros fill.
    var zeros: Int?
    var prefix: String?
    var gtin: Int?
    var letterCase: String?
    var round: Int?
    var cut: Int?
    /// The pattern that a value must have to be written here.
    var fits: String?

    /// How many digits stand behind a decimal point that is not written, as the shape says it of the place (X12 N2).
    var impliedDecimals = 0
    /// True where the shape wants a day with its time, in one place (xsd:dateTime): a midnight without a zone is a day alone.
    var isDateTime = false

    /// True when a read text goes through as it is.
    var isPlain: Bool {
        !isDate && codes.isEmpty && none.isEmpty && !hasDecimalComma && zeros == nil && prefix == nil && gtin == nil
            && impliedDecimals == 0 && !isFactor
    }
}
