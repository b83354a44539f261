import Foundation

/// The texts of one language: lines of `key = text` in a file, with `{name}` for what is set in. A text that counts has a line for
/// each category of number: `key#one = …`.
struct Texts: Sendable {
    let language: Language
    /// The texts by key, as they stand in the file.
    let all: [String: String]

    private static let loaded: [Language: Texts] = [
        .english: Texts(.english, PackageResources.en_txt), .russian: Texts(.russian, PackageResources.ru_txt),
        .polish: Texts(.polish, PackageResources.pl_txt), .spanish: Texts(.spanish, PackageResources.es_txt),
        .dutch: Texts(.dutch, PackageResources.nl_txt),
    ]

    /// The texts of a language.
    static func of(_ language: Language) -> Texts {
        guard let texts = loaded[language] else { preconditionFailure("no texts in \(language)") }
        return texts
    }

    private init(_ language: Language, _ file: [UInt8]) {
        self.language = language
        var all: [String: String] = [:]
        for line in String(decoding: file, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            guard let equals = line.firstRange(of: " = ") else { continue }
            all[String(line[..<equals.lowerBound])] = String(line[equals.upperBound...])
        }
        self.all = all
    }

    /// A text, with its facts set in.
    func callAsFunction(_ key: String, _ facts: [String: String] = [:]) -> String {
        facts.reduce(into: all[key] ?? key) { $0 = $0.replacing("{\($1.key)}", with: $1.value) }
    }

    /// A text that there may be none of: a code of the store's that has no words yet stands for itself.
    func name(_ group: String, _ code: String) -> String { all["\(group).\(code)"] ?? code }

    /// What happened, by its kind: a text of its own, or the purpose of a delivery and its state.
    func event(_ kind: String) -> String {
        if let own = all["event.\(kind)"] { return own }
        let parts = kind.split(separator: ".").map(String.init)
        guard parts.count == 2, let purpose = all["purpose.\(parts[0])"], let state = all["delivery.\(parts[1])"] else {
            return kind
        }
        return "\(purpose): \(state)"
    }

    /// A text that counts: `{count}` is the number as the language writes it.
    func count(_ key: String, _ number: Int, _ facts: [String: String] = [:]) -> String {
        let category = language.category(of: number)
        return self("\(key)#\(category.rawValue)", facts.merging(["count": self.number(number)]) { $1 })
    }

    /// A whole number as the language writes it.
    func number(_ number: Int) -> String { number.formatted(.number.locale(language.locale)) }
}
