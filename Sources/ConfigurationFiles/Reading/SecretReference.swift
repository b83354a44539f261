import Diagnostics
import Mapping

/// Where a secret is, as configuration names it.
public enum SecretReference: Sendable, Hashable, CustomStringConvertible {
    /// `${env:NAME}`.
    case environment(String)
    /// `${file:/path}`: the file's text without the line break at its end.
    case file(String)

    public var description: String {
        switch self {
        case .environment(let name): "${env:\(name)}"
        case .file(let path): "${file:\(path)}"
        }
    }
}

extension Draft {
    /// A text with its references to secrets filled in; nil with a fault noted when one is malformed or missing. No
    /// fault shows anything but the reference.
    mutating func secret(
        _ text: String, at position: Position, _ secrets: (SecretReference) -> String?
    ) -> Secret? {
        var result = ""
        var rest = Substring(text)
        var complete = true
        while let open = rest.firstRange(of: "${") {
            result += rest[..<open.lowerBound]
            rest = rest[open.upperBound...]
            guard let close = rest.firstIndex(of: "}"), let reference = Self.reference(rest[..<close]) else {
                report("configuration.secret-form", at: position)
                return nil
            }
            rest = rest[rest.index(after: close)...]
            if let value = secrets(located(reference)) {
                result += value
            } else {
                report("configuration.secret-missing", at: position, value: reference.description)
                complete = false
            }
        }
        return complete ? Secret(result + rest) : nil
    }

    private static func reference(_ inner: Substring) -> SecretReference? {
        if inner.hasPrefix("env:"), inner.count > 4 { return .environment(String(inner.dropFirst(4))) }
        if inner.hasPrefix("file:"), inner.count > 5 { return .file(String(inner.dropFirst(5))) }
        return nil
    }

    private func located(_ reference: SecretReference) -> SecretReference {
        if case .file(let path) = reference { .file(resolved(path)) } else { reference }
    }
}
