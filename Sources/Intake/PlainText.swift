/// What a text that people and machines hand over may hold: no control characters, since no store, log or screen keeps
/// them faithfully, and PostgreSQL and C end a text at NUL.
public enum PlainText {
    /// The first character that does not belong in a text, as `U+0000`; nil when there is none.
    ///
    /// - Parameter lines: whether tabs and line ends belong in it, as in a reason.
    public static func forbidden(in text: String, lines: Bool = false) -> String? {
        for byte in text.utf8 where byte < 0x20 || byte == 0x7F {
            if lines, byte == 0x09 || byte == 0x0A || byte == 0x0D { continue }
            let digits = String(byte, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return nil
    }
}
