import Diagnostics
import Hummingbird

/// The query of a request; asking for a name that the route does not know is refused, so that a typing error never reads
/// as "no filter". An empty value is refused too, so that `?sender=$UNSET` does not list everybody, and so is a name that
/// stands there twice.
struct Query {
    /// The names that mean `true` where they stand alone: `?sign`.
    private static let flags: Set = ["complete", "conflicts", "differing", "history", "noneThere", "preview", "sign"]

    private var values: [String: String] = [:]

    init(_ request: Request, allowed: [String]) throws {
        for part in (request.uri.query ?? "").split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = PercentEncoding.decode(pair[0], plusIsBlank: true) ?? String(pair[0])
            guard allowed.contains(name) else {
                throw Problem(
                    .badRequest, "api.parameter-unknown", value: name,
                    facts: ["known": allowed.isEmpty ? "none" : allowed.joined(separator: ", ")])
            }
            guard let value = PercentEncoding.decode(pair.count > 1 ? pair[1] : "", plusIsBlank: true) else {
                throw Problem.parameter(name, value: String(pair[1]), expected: "percent-encoded UTF-8")
            }
            if let first = values[name] {
                throw Problem.parameter(name, value: "\(first), \(value)", expected: "one value, said once")
            }
            guard !value.isEmpty || pair.count == 1 && Self.flags.contains(name) else {
                throw Problem.parameter(name, value: value, expected: "a text of one character or more")
            }
            try Problem.requireShort(value, name)
            try Problem.requirePlain(value, name, lines: name == "reason")
            values[name] = value
        }
    }

    /// A value, nil when it is not there.
    subscript(_ name: String) -> String? { values[name] }

    /// A whole number in a range.
    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw Problem.parameter(
                name, value: text, expected: "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// `true` or `false`; a name without a value counts as true.
    func flag(_ name: String) throws -> Bool {
        switch values[name] {
        case nil, "false", "0": return false
        case "", "true", "1": return true
        case let text: throw Problem.parameter(name, value: text, expected: "true or false")
        }
    }
}
