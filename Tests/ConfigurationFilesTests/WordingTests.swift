import ConfigurationFiles
import Diagnostics
import Foundation
import Testing

@Suite("The wording of configuration faults")
struct WordingTests {
    @Test("every code that is raised has its sentences, and no sentences stand unused")
    func complete() throws {
        var raised: Set<String> = []
        for part in ["Sources/ConfigurationFiles", "Sources/Milepost"] {
            let folder = URL(fileURLWithPath: Repository.path(part)).resolvingSymlinksInPath().path
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where name.hasSuffix(".swift") {
                let text = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
                for match in text.matches(of: /"(configuration\.[a-z0-9-]+)"/) { raised.insert(String(match.1)) }
            }
        }
        let worded = Set(Catalogue.english.entries.keys.map(\.rawValue).filter { $0.hasPrefix("configuration.") })
        #expect(raised.count > 30)
        #expect(raised.subtracting(worded) == [])
        #expect(worded.subtracting(raised) == [])
    }

    @Test("no brace is left open in the sentences of a fault")
    func filled() {
        var company = Company()
        company.files["milepost.yaml"] = """
            listen: x
            store: mysql://x
            node: a b
            parking: 1
            limits: { largestXML: 1 }
            functions: { a: { documents: [order, order], direction: in, needs: [z], binds: x } }
            backends:
              a: { folder: o, ratePerSecond: x, honoursKey: yes, retry: { factor: 0.5 } }
              b: { folder: o, payload: x }
              c: { http: { url: x, headers: { "a b": x, A: "${env:NONE}", B: "${" } } }
            sites:
              s: { timeZone: Europe/Bruxelles, legacy: zz }
              s t: { timeZone: UTC }
            siteRules: [{ fact: buyr.gln, sites: { 1: s, 5412345000014: s } }]
            folders: { f: { path: o, partner: p, rejected: r } }
            """
        company.files["milestones/x.yml"] = ""
        company.files["milestones/m.yaml"] = "milestone: m\ncells: [a, a@s, a@s]"
        company.files["partners/northwind.yaml"] = """
            partner: northwind
            testBackend: a
            identifiers: [{ code: 1 }, { gln: 5412345000013, validFrom: x }, { gln: 5412345000013 }]
            """
        let items = company.read().diagnostics.items
        #expect(items.count > 30)
        for item in items {
            let wording = Catalogue.english.wording(of: item)
            for sentence in [wording.message, wording.rule, wording.fix] {
                // Sentences may show a reference to a secret or a flow mapping, which have braces of their own.
                let plain = sentence.replacing(/\$\{[^}]*\}|\$\{|\{ [^}]*\}/, with: "")
                #expect(!plain.contains("{"), "\(item.inShort): \(sentence)")
                #expect(!sentence.isEmpty)
            }
        }
    }
}
