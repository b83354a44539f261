import Foundation
import Testing

@testable import Console

@Suite("The texts of the pages") struct TextsTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/Console")

    /// The keys of a language, those that count by their stems.
    private static func stems(_ language: Language) -> Set<String> {
        Set(Texts.of(language).all.keys.map { String($0.prefix { $0 != "#" }) })
    }

    @Test("every language has every text, and says it", arguments: Language.allCases)
    func complete(language: Language) {
        let missing = Self.stems(.english).symmetricDifference(Self.stems(language))
        #expect(missing.sorted() == [])
        let empty = Texts.of(language).all.filter { $0.value.allSatisfy(\.isWhitespace) }.keys.sorted()
        #expect(empty == [])
    }

    @Test("what counts has a form for each category of number of its language", arguments: Language.allCases)
    func plurals(language: Language) {
        let categories = Set(language.pluralCategories.map(\.rawValue))
        var found: [String: Set<String>] = [:]
        for key in Texts.of(language).all.keys {
            let parts = key.split(separator: "#").map(String.init)
            if parts.count == 2 { found[parts[0], default: []].insert(parts[1]) }
        }
        #expect(!found.isEmpty)
        for (stem, forms) in found { #expect(forms == categories, "\(stem)") }
    }

    @Test("a text sets in the same facts in every language", arguments: Language.allCases)
    func facts(language: Language) {
        func names(_ text: String) -> Set<Substring> {
            Set(
                text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().map { $0.prefix { $0 != "}" } }
            )
        }
        let english = Texts.of(.english).all
        for (key, text) in Texts.of(language).all {
            let stem = key.prefix { $0 != "#" }
            let own = english[key] ?? english["\(stem)#other"] ?? ""
            #expect(names(text) == names(own), "\(key)")
        }
    }

    @Test("every text that pages and sources name is there, and every text that is there is named")
    func used() throws {
        let there = Self.stems(.english)
        var named = Set(Templates.sources.values.flatMap { Templates.keys(in: String(decoding: $0, as: UTF8.self)) })
        let files = try #require(FileManager.default.enumerator(atPath: Self.root.path)).compactMap { $0 as? String }
        var groups: Set<String> = []
        for file in files where file.hasSuffix(".swift") {
            let text = try String(contentsOf: Self.root.appendingPathComponent(file), encoding: .utf8)
            for piece in text.split(separator: "\"").map(String.init) where there.contains(piece) {
                named.insert(piece)
            }
            // `texts("status.\(…)` and `texts.name("event", …)` name a group.
            for match in text.matches(of: /texts(?:\.count)?\("([a-z.-]+)\.\\\(/) { groups.insert(String(match.1)) }
            if text.contains("all[\"event.") { groups.insert("event") }
            for match in text.matches(of: /texts\.name\("([a-z-]+)"/) { groups.insert(String(match.1)) }
            for match in text.matches(of: /texts(?:\.count)?\("([a-zA-Z.-]+)"/) { named.insert(String(match.1)) }
        }
        #expect(named.subtracting(there).sorted() == [])
        let unused = there.subtracting(named).filter { key in !groups.contains { key.hasPrefix($0 + ".") } }
        #expect(unused.sorted() == [])
    }

    @Test("numbers fall into the categories of CLDR")
    func categories() {
        func of(_ language: Language, _ numbers: Int...) -> [PluralCategory] {
            numbers.map { language.category(of: $0) }
        }
        #expect(of(.english, 0, 1, 2) == [.other, .one, .other])
        #expect(of(.dutch, 1, 21) == [.one, .other])
        #expect(of(.spanish, 1, 2, 1_000_000) == [.one, .other, .many])
        #expect(of(.polish, 1, 2, 5, 12, 21, 22, 112) == [.one, .few, .many, .many, .many, .few, .many])
        #expect(of(.russian, 1, 2, 5, 11, 21, 22, 112) == [.one, .few, .many, .many, .one, .few, .many])
    }

    @Test("the language is the reader's choice, else the browser's best, else English")
    func choice() {
        #expect(Language.chosen(cookie: "pl", header: "nl") == .polish)
        #expect(Language.chosen(cookie: "xx", header: "de, nl;q=0.7, ru;q=0.9") == .russian)
        #expect(Language.chosen(cookie: nil, header: "es-MX,es;q=0.9,en;q=0.8") == .spanish)
        #expect(Language.chosen(cookie: nil, header: "pl,nl") == .polish)
        #expect(Language.chosen(cookie: nil, header: "de;q=1, en;q=0, nl;q=0.1") == .dutch)
        #expect(Language.chosen(cookie: nil, header: nil) == .english)
        #expect(Language.chosen(cookie: nil, header: ";;q=,,") == .english)
    }

    @Test("numbers are written as the language writes them")
    func numbers() {
        #expect(Texts.of(.english).count("ago.days", 1_234) == "1,234 days ago")
        #expect(Texts.of(.dutch).count("ago.days", 12_345) == "12.345 dagen geleden")
        #expect(Texts.of(.russian).count("ago.days", 22) == "22 дня назад")
    }
}
