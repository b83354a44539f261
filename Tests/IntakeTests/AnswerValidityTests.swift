import Diagnostics
import EDIFACT
import Intake
import ReadingSupport
import Rollout
import Syntax
import Testing
import X12

/// Every answer to every broken input is read again: nothing is wrong with it.
@Suite("Answers are valid themselves")
struct AnswerValidityTests {
    /// What is wrong with an answer; nil where there is none.
    private static func faults(ofAnswersTo text: String, _ profile: AcknowledgementProfile) throws -> [String] {
        var faults: [String] = []
        for report in try Answered.reports(Array(text.utf8)) {
            for answer in try Acknowledging(profile).acknowledgements(of: report, at: Instant(microseconds: 0)) {
                let bytes = answer.content.numbered(7, firstGroup: 3)
                for read in try Answered.reports(bytes) {
                    let errors =
                        read.errors + read.warnings + read.groups.flatMap(\.errors)
                        + read.groups.flatMap { $0.messages.flatMap(\.errors) }
                    faults += errors.map { "\($0.code.rawValue) in \(String(decoding: bytes, as: UTF8.self))" }
                }
            }
        }
        return faults
    }

    /// A text with each of its segments left out, doubled and cut short, and each element emptied, lengthened and spoiled.
    private static func broken(_ text: String, _ terminator: Character, _ element: Character) -> [String] {
        let segments = text.split(separator: terminator).map(String.init)
        func joined(_ changed: [String]) -> String { changed.map { $0 + String(terminator) }.joined() }
        var all: [String] = []
        for (index, segment) in segments.enumerated() {
            func replaced(_ new: [String]) -> String {
                joined(Array(segments[..<index]) + new + Array(segments[(index + 1)...]))
            }
            all += [replaced([]), replaced([segment, segment]), replaced([String(segment.prefix(3))])]
            let elements = segment.split(separator: element, omittingEmptySubsequences: false).map(String.init)
            // The elements of ISA have fixed lengths.
            let isFixed = elements[0] == "ISA"
            for place in elements.indices {
                let text = elements[place]
                let fixed = [" ", "\u{0}", "é", "-", "Z"].map { String(String(repeating: $0, count: text.count)) }
                let free = ["", text + "123456789012345678901234567890123456", "a\u{7}", "-", "\u{0}" + text, "é", " "]
                for value in isFixed ? fixed + [text.trimmingPrefix("0").description] : free {
                    var changed = elements
                    changed[place] = value
                    all.append(replaced([changed.joined(separator: String(element))]))
                }
            }
        }
        return all
    }

    private static let grouped = ContrlCodeTests.order
        .changing("UNH+", to: "UNG+ORDERS+A:14+B:14+260921:0930+G1+UN+D:96A'UNH+").changing(
            "UNZ+1", to: "UNE+1+G1'UNZ+1")

    @Test("to EDIFACT", arguments: [ContrlCodeTests.order, ContrlCodeTests.newer, grouped])
    func edifact(_ order: String) throws {
        let inputs = Self.broken(order, "'", "+")
        #expect(inputs.count > 150)
        for acceptance in AcknowledgementProfile.Acceptance.allCases {
            let profile = AcknowledgementProfile(when: .always, contrl: .both, acceptance: acceptance)
            for input in inputs { #expect(try Self.faults(ofAnswersTo: input, profile).isEmpty, "\(input)") }
        }
    }

    @Test(
        "to X12",
        arguments: [
            FunctionalCodeTests.order,
            FunctionalCodeTests.order.changing("*U*00401", to: "*^*00501").changing("004010", to: "005010"),
        ])
    func x12(_ order: String) throws {
        let inputs = Self.broken(order, "~", "*")
        #expect(inputs.count > 150)
        for profile in [
            AcknowledgementProfile(when: .always, confirmsEnvelopes: true),
            AcknowledgementProfile(when: .always, functional: .implementation, acceptance: .interchange),
        ] {
            for input in inputs { #expect(try Self.faults(ofAnswersTo: input, profile).isEmpty, "\(input)") }
        }
    }

    @Test("a 999 says its guide in GS08 as in ST03, in a version of ISA that has it", arguments: ["004010", "005010"])
    func implementation(_ version: String) throws {
        let text = FunctionalCodeTests.order.changing("004010", to: version)
        let report = try #require(try Answered.reports(Array(text.utf8)).first)
        let bytes = try Acknowledging(AcknowledgementProfile(functional: .implementation)).answer(
            to: report, number: 1, at: Instant(microseconds: 0))
        let answer = String(decoding: try #require(bytes), as: UTF8.self)
        #expect(answer.contains("*^*00501*"))
        #expect(answer.contains("*X*005010X231A1~ST*999*0001*005010X231A1~AK1*PO*101*\(version)~"), "\(answer)")
    }
}
