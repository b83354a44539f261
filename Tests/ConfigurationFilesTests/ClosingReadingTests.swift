import ConfigurationFiles
import Foundation
import ReadingSupport
import Rollout
import Testing

/// When orders of a site count as closed.
@Suite struct ClosingReadingTests {
    private static func closing(_ sites: String) throws -> (rule: ClosingRule?, faults: [String]) {
        var company = Company()
        company.files["milepost.yaml"] = """
            backends:
              legacy: { folder: ./legacy, payload: canonical }
              new: { folder: ./new, payload: canonical }

            """ + sites
        company.files["partners/northwind.yaml"] = nil
        company.files["milestones/north-intake.yaml"] = nil
        let read = company.read()
        return (read.installation?.routing.sites.first?.closing, company.faults())
    }

    @Test("the README's example is right")
    func readme() throws {
        let text = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
        let rules = try #require(text.firstRange(of: "    closing:\n"))
        let start = try #require(text[..<rules.lowerBound].ranges(of: "sites:\n").last)
        let end = try #require(text[rules.lowerBound...].firstRange(of: "```"))
        let read = try Self.closing(String(text[start.lowerBound..<end.lowerBound]))
        #expect(read.faults == [])
        #expect(
            read.rule
                == ClosingRule(whenInvoiced: true, whenDespatched: true, whenBackendSaysSo: true, afterQuietDays: 60))
    }

    @Test("each rule is read by itself, and a back end's word counts unless it is said not to")
    func rules() throws {
        let site = "sites: { north: { timeZone: UTC, legacy: legacy, new: new, closing: "
        #expect(try Self.closing(site + "{ whenInvoiced: yes } } }").rule == ClosingRule(whenInvoiced: true))
        #expect(try Self.closing(site + "{ whenBackendSaysSo: no } } }").rule == ClosingRule(whenBackendSaysSo: false))
        #expect(try Self.closing(site + "{ whenBackendSaysSo: perhaps } } }").faults.count == 1)
    }
}
