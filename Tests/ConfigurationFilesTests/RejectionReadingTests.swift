import ConfigurationFiles
import Foundation
import ReadingSupport
import Rollout
import Testing

/// What becomes of documents behind a rejected one, as files say it.
@Suite struct RejectionReadingTests {
    private static func company(_ functions: String) -> Company {
        var company = Company()
        company.files["milepost.yaml", default: ""] += "\n" + functions
        return company
    }

    @Test("the README's example is right, and says what it says")
    func readme() throws {
        let text = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
        let start = try #require(text.firstRange(of: "functions:   "))
        let end = try #require(text[start.lowerBound...].firstRange(of: "```"))
        let example = String(text[start.lowerBound..<end.lowerBound])
        let company = Self.company(example)
        #expect(company.faults() == [])
        let functions = try #require(company.read().installation?.routing.functions)
        var policies = FunctionDefinition.defaults.map { $0 }
        policies[0].onRejection = .cascade
        policies[4].onRejection = .continue
        #expect(functions == policies)
        let wrong = Self.company(example.replacing("cascade", with: "cascad")).faults()
        #expect(wrong.count == 1 && wrong.first?.contains("yaml.not-choice cascad") == true)
    }

    @Test("hold, which is the default, leaves functions as they are") func hold() throws {
        let usual = try #require(Company().read().installation?.routing.functions)
        #expect(usual.allSatisfy { $0.onRejection == nil })
        let said = Self.company(
            """
            functions:
              order-intake: { documents: [order, order-change, order-cancellation], direction: in, binds: birth, onRejection: hold }
            """)
        let functions = try #require(said.read().installation?.routing.functions)
        #expect(functions == [FunctionDefinition.defaults[0]])
    }
}
