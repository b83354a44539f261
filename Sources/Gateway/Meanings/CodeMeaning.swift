public import Diagnostics
import Mapping

/// What a code means for the business, and what each role does about it, in one language.
///
/// Every code that a document, a delivery or an interchange can fail with has a sentence of its own; what roles do is said
/// for a family of codes. The wording of the fault itself, with its rule and fix, is ``Catalogue``'s, in English.
public struct CodeMeaning: Sendable, Codable, Hashable {
    public var code: String
    /// The language of what follows: en, ru or pl.
    public var language: String
    /// What it means for the business.
    public var meaning: String
    /// What support does.
    public var support: String
    /// What operations does.
    public var operations: String
    /// What the partner does.
    public var partner: String
    /// The fault in English, with names in braces for what differs from case to case; its rule, and how it is mended.
    public var fault: String
    public var rule: String
    public var fix: String

    /// The languages that meanings are written in.
    public static let languages = ["en", "ru", "pl"]

    /// The meaning of a code in a language; in English where there is none in that language, nil for a code that stops nothing.
    public init?(of code: Code, language: String) {
        let language = Self.languages.contains(language) ? language : "en"
        guard let texts = MeaningTexts.all[language], let meaning = texts[code.rawValue],
            let entry = Catalogue.english.entries[code]
        else { return nil }
        let family = CodeFamily(of: code.rawValue).rawValue
        self.code = code.rawValue
        self.language = language
        self.meaning = meaning
        support = texts["support.\(family)"] ?? ""
        operations = texts["operations.\(family)"] ?? ""
        partner = texts["partner.\(family)"] ?? ""
        fault = entry.message
        rule = entry.rule
        fix = entry.fix
    }

    /// The meanings of all codes that can stop something, by code.
    public static func all(language: String) -> [CodeMeaning] {
        Catalogue.english.entries.keys.sorted { $0.rawValue < $1.rawValue }.compactMap {
            CodeMeaning(of: $0, language: language)
        }
    }

    /// The meaning of a code as somebody wrote it.
    ///
    /// - Throws: ``GatewayError`` for a language that there is not, and for a code that stops nothing.
    public static func named(_ code: String, language: String?) throws(GatewayError) -> CodeMeaning {
        let language = try known(language)
        guard let meaning = CodeMeaning(of: Code(rawValue: code), language: language) else {
            let known = MeaningTexts.all["en"]?.keys.filter { Catalogue.english.entries[Code(rawValue: $0)] != nil }
            throw GatewayError(
                .notFound,
                Diagnostic(
                    "api.code-unknown", value: code,
                    facts: ["nearest": NearestName.to(code, among: known?.sorted() ?? []) ?? "none"]))
        }
        return meaning
    }

    /// A language that was asked for, English where none was.
    public static func known(_ language: String?) throws(GatewayError) -> String {
        guard let language else { return "en" }
        guard languages.contains(language) else {
            throw GatewayError(
                .invalid,
                Diagnostic(
                    "api.language-unknown", value: language, facts: ["known": languages.joined(separator: ", ")]))
        }
        return language
    }
}

/// The texts of all languages: lines of `key = text` in a file.
private enum MeaningTexts {
    static let all: [String: [String: String]] = [
        "en": read(PackageResources.meanings_en_txt), "ru": read(PackageResources.meanings_ru_txt),
        "pl": read(PackageResources.meanings_pl_txt),
    ]

    private static func read(_ file: [UInt8]) -> [String: String] {
        var texts: [String: String] = [:]
        for line in String(decoding: file, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
            guard let equals = line.firstRange(of: " = ") else { continue }
            texts[String(line[..<equals.lowerBound])] = String(line[equals.upperBound...])
        }
        return texts
    }
}
