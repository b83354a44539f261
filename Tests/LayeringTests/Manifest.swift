import Foundation

/// The targets of `Package.swift` and what each declares to depend on, read from its text: asking the package manager
/// would build the manifest once more in every run of the tests.
struct Manifest {
    /// What each target depends on, by the target's name: other targets and products.
    var dependencies: [String: Set<String>] = [:]

    /// A manifest by its text.
    init(_ text: String) {
        var rest = Substring(text)
        while let call = rest.firstMatch(of: /(?:\.executableTarget|\btarget)\(\s*(?:name:\s*)?"([A-Za-z0-9]+)"\s*,/) {
            let body = Self.untilClosing(rest[call.range.upperBound...])
            dependencies[String(call.1)] = Self.names(in: body)
            rest = rest[call.range.upperBound...]
        }
    }

    /// The text up to the parenthesis that closes the call.
    private static func untilClosing(_ text: Substring) -> Substring {
        var depth = 1
        for index in text.indices {
            if text[index] == "(" { depth += 1 } else if text[index] == ")" { depth -= 1 }
            if depth == 0 { return text[..<index] }
        }
        return text
    }

    /// The names in the list of dependencies, the first list of the call.
    private static func names(in call: Substring) -> Set<String> {
        guard let open = call.firstIndex(of: "[") else { return [] }
        var depth = 0
        var end = call.endIndex
        for index in call[open...].indices {
            if call[index] == "[" { depth += 1 } else if call[index] == "]" { depth -= 1 }
            if depth == 0 {
                end = index
                break
            }
        }
        let list = call[open..<end]
        let products = list.matches(of: /\.product\(name: "([A-Za-z0-9]+)"/).map { String($0.1) }
        let targets = list.replacing(/\.product\([^)]*\)/, with: "").matches(of: /"([A-Za-z0-9]+)"/)
            .map { String($0.1) }
        return Set(products + targets)
    }
}
