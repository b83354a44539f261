/// The name of a party in AS2-From and AS2-To (RFC 4130, 6.2).
public enum AS2Name {
    /// A name as a field's value says it, without its quotes; nil when it is no name: 1 to 128 printable ASCII characters.
    public static func read(_ value: String) -> String? {
        let name = MIMEValue.unquoted(value)
        return isName(name) ? name : nil
    }

    /// Whether a text may be a name.
    public static func isName(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    /// A name as a field's value: quoted where it holds a blank, a quote or a backslash.
    public static func written(_ name: String) -> String {
        guard name.contains(where: { $0 == " " || $0 == "\"" || $0 == "\\" }) else { return name }
        return "\"" + name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }
}
