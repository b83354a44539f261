import Diagnostics
import Foundation
import Testing

@testable import Gateway

@Suite("What codes mean for the business") struct CodeMeaningTests {
    /// Areas of codes that documents, deliveries and interchanges stop for.
    private static let areas = [
        "edifact", "x12", "tradacoms", "xml", "csv", "fixed", "flat", "idoc", "json", "soap", "syntax", "directory",
        "orders", "mapping", "master", "route", "intake", "deliver", "as2", "acknowledge", "watch", "answer", "receive",
    ]

    /// Codes of these areas that stop nothing: remarks on what was read all the same, faults of configuration and mapping files,
    /// and answers to what people ask for.
    private static let stopNothing: Set<Code> = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Tables/codes-that-stop-nothing.txt")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return Set(text.split(separator: "\n").map { Code(rawValue: String($0)) })
    }()

    private static var stopping: [Code] {
        Catalogue.english.entries.keys.filter { code in
            areas.contains(String(code.rawValue.prefix { $0 != "." })) && !stopNothing.contains(code)
        }.sorted { $0.rawValue < $1.rawValue }
    }

    @Test("every code that something stops for has a meaning of its own in each language, and roles that act")
    func complete() throws {
        #expect(Self.stopping.count > 400)
        for language in CodeMeaning.languages {
            var missing: [String] = []
            for code in Self.stopping {
                guard let meaning = CodeMeaning(of: code, language: language), meaning.language == language else {
                    missing.append(code.rawValue)
                    continue
                }
                let texts = [meaning.meaning, meaning.support, meaning.operations, meaning.partner]
                if texts.contains(where: { $0.isEmpty || !$0.hasSuffix(".") }) { missing.append(code.rawValue) }
            }
            #expect(missing.prefix(20) == [], "\(language)")
        }
    }

    @Test("what is said to stop nothing is a code, and has no meaning") func stopsNothing() {
        let strange = Self.stopNothing.filter {
            Catalogue.english.entries[$0] == nil || CodeMeaning(of: $0, language: "en") != nil
        }
        #expect(strange.map(\.rawValue).sorted().prefix(20) == [])
    }

    @Test("no meaning is left of a code that is gone, and Russian and Polish ones are not English")
    func translated() {
        var foreign: [String] = []
        for meaning in CodeMeaning.all(language: "ru") {
            let letters = meaning.meaning.unicodeScalars.filter { (0x400...0x4FF).contains($0.value) }.count
            if letters * 2 < meaning.meaning.count { foreign.append(meaning.code) }
        }
        let english = Dictionary(
            CodeMeaning.all(language: "en").map { ($0.code, $0.meaning) }, uniquingKeysWith: { first, _ in first })
        for meaning in CodeMeaning.all(language: "pl") where english[meaning.code] == meaning.meaning {
            foreign.append(meaning.code)
        }
        #expect(foreign.prefix(20) == [])
        #expect(Set(english.keys) == Set(Self.stopping.map(\.rawValue)))
    }

    @Test("a code that is written wrongly is told with the nearest one") func unknown() {
        #expect(throws: GatewayError.self) { try CodeMeaning.named("deliver.refuse", language: nil) }
        do throws(GatewayError) {
            _ = try CodeMeaning.named("deliver.refuse", language: nil)
        } catch {
            #expect(error.diagnostic.facts["nearest"] == "deliver.refused" && error.kind == .notFound)
        }
        do throws(GatewayError) {
            _ = try CodeMeaning.named("deliver.refused", language: "xx")
            Issue.record("a language that there is not was taken")
        } catch {
            #expect(error.diagnostic.code.rawValue == "api.language-unknown")
        }
    }
}
