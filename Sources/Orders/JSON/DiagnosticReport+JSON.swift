public import Diagnostics

extension JSONValue {
    /// A text, or null.
    public static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
    /// A whole number, or null.
    public static func count(_ count: Int?) -> JSONValue { count.map(JSONValue.integer) ?? .null }
}

extension DiagnosticReport {
    /// The report as answers and `--json` show it: every key is there, null where nothing is known; file and column only
    /// where there is one.
    public var json: JSONValue {
        var members: [(key: String, value: JSONValue)] = [("code", .string(code)), ("severity", .string(severity))]
        if let file { members.append(("file", .string(file))) }
        members += [("offset", .count(offset)), ("line", .count(line))]
        if let column { members.append(("column", .integer(column))) }
        members += [
            ("segment", .count(segment)), ("tag", .text(tag)), ("element", .text(element)), ("path", .text(path)),
            ("value", .text(value)), ("message", .string(message)), ("rule", .string(rule)), ("fix", .string(fix)),
        ]
        return .object(members)
    }
}
