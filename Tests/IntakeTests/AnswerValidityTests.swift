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
    /// Where an answer of X12 repeats an invalid value on purpose, since a code says that just this value is invalid: TA105
    /// 018, 014 and 015; AK905 6; AK502 6 and 7.
    private static let repeated: Set<String> = ["TA1 1", "TA1 2", "TA1 3", "AK1 1", "AK1 2", "AK2 1", "AK2 2"]

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
                    faults += errors.filter { !isRepeated($0) }.map {
                        "\($0.code.rawValue) in \(String(decoding: bytes, as: UTF8.self))"
                    }
                }
            }
        }
        return faults
    }

    private static func isRepeated(_ found: Diagnostic) -> Bool {
        repeated.contains("\(found.position?.tag ?? "") \(found.position?.element ?? "")")
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
            guard elements[0] != "ISA" else { continue }
            for place in elements.indices {
                for value in ["", elements[place] + "123456789012345678901234567890123456", "a\u{7}", "-"] {
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
