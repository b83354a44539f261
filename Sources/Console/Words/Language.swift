import Foundation

/// A language of the pages.
enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case russian = "ru"
    case polish = "pl"
    case spanish = "es"
    case dutch = "nl"

    /// What it calls itself.
    var ownName: String {
        switch self {
        case .english: "English"
        case .russian: "Русский"
        case .polish: "Polski"
        case .spanish: "Español"
        case .dutch: "Nederlands"
        }
    }

    /// Dates and numbers: day before month, 24 hours, in each of them.
    var locale: Locale {
        switch self {
        case .english: Locale(identifier: "en_GB")
        case .russian: Locale(identifier: "ru_RU")
        case .polish: Locale(identifier: "pl_PL")
        case .spanish: Locale(identifier: "es_ES")
        case .dutch: Locale(identifier: "nl_NL")
        }
    }

    /// The reader's choice, else the first of the browser's languages that there is (RFC 9110, 12.5.4), else English.
    static func chosen(cookie: String?, header: String?) -> Language {
        if let chosen = cookie.flatMap(Language.init(rawValue:)) { return chosen }
        var wanted: [(language: Language, weight: Double)] = []
        for part in (header ?? "").prefix(500).split(separator: ",") {
            let pieces = part.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let tag = pieces.first?.lowercased().split(separator: "-").first,
                let language = Language(rawValue: String(tag))
            else { continue }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if weight > 0 { wanted.append((language, weight)) }
        }
        // The first of the highest weight: `max` would take the last.
        return wanted.enumerated().max { ($0.element.weight, -$0.offset) < ($1.element.weight, -$1.offset) }?
            .element.language ?? .english
    }
}

/// A category of number for which a language has a form of its own (Unicode CLDR, plural rules of cardinals).
enum PluralCategory: String, CaseIterable, Sendable {
    case one, few, many, other
}

extension Language {
    /// The categories that whole numbers fall into.
    var pluralCategories: [PluralCategory] {
        switch self {
        case .english, .dutch: [.one, .other]
        case .spanish: [.one, .many, .other]
        case .russian, .polish: [.one, .few, .many]
        }
    }

    /// The category of a whole number.
    func category(of number: Int) -> PluralCategory {
        let n = number.magnitude
        switch self {
        case .english, .dutch: return n == 1 ? .one : .other
        case .spanish: return n == 1 ? .one : n != 0 && n % 1_000_000 == 0 ? .many : .other
        case .polish:
            if n == 1 { return .one }
            return (2...4).contains(n % 10) && !(12...14).contains(n % 100) ? .few : .many
        case .russian:
            if n % 10 == 1, n % 100 != 11 { return .one }
            return (2...4).contains(n % 10) && !(12...14).contains(n % 100) ? .few : .many
        }
    }
}
