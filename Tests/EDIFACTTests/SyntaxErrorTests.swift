import Diagnostics
import ReadingSupport
import Syntax
import Testing

@testable import EDIFACT

@Suite("Faults in the words of CONTRL")
struct SyntaxErrorTests {
    /// Code 0085 and level of each fault that an order with one broken rule has; by place where they differ by place.
    static let expected: [(code: String, tag: String?, error: String)] = [
        ("edifact.foreign-text", nil, "33 UCI"), ("edifact.una-invalid", "UNA", "20 UCI"),
        ("edifact.una-missing", nil, "22 UCI"), ("edifact.una-decimal", "UNA", "19 UCI"),
        ("edifact.unb-missing", "UNH", "13 UCI"), ("edifact.unb-incomplete", "UNB", "13 UCI"),
        ("edifact.charset-unknown", "UNB", "2 UCI"), ("edifact.syntax-version", "UNB", "2 UCI"),
        ("edifact.unb-date", "UNB", "12 UCI"), ("edifact.request-unknown", "UNB", "14 UCI"),
        ("edifact.test-unknown", "UNB", "25 UCI"), ("edifact.envelope-length", "UNB", "39 UCI"),
        ("edifact.envelope-overflow", "UNB", "16 UCI"), ("edifact.envelope-overflow", "UNZ", "16 UCI"),
        ("edifact.envelope-dependency", "UNB", "18 UCI"), ("edifact.interchange-duplicate", "UNB", "26 UCI"),
        ("edifact.unt-incomplete", "UNT", "13 UCM"), ("edifact.une-incomplete", "UNE", "13 UCF"),
        ("edifact.unz-incomplete", "UNZ", "13 UCI"), ("edifact.envelope-overflow", "UNT", "16 UCM"),
        ("edifact.unz-missing", "UNZ", "13 UCI"), ("edifact.unz-count", "UNZ", "29 UCI"),
        ("edifact.unz-reference", "UNZ", "28 UCI"), ("edifact.ung-incomplete", "UNG", "13 UCF"),
        ("edifact.une-missing", "UNE", "13 UCF"), ("edifact.une-count", "UNE", "29 UCF"),
        ("edifact.une-reference", "UNE", "28 UCF"), ("edifact.group-duplicate", "UNG", "26 UCF"),
        ("edifact.group-type", "UNH", "31 UCF"), ("edifact.group-empty", "UNE", "32 UCF"),
        ("edifact.groups-mixed", "UNG", "30 UCI"), ("edifact.groups-mixed", "UNH", "30 UCI"),
        ("edifact.interchange-empty", "UNZ", "32 UCI"), ("edifact.trailer-unexpected", "UNT", "33 UCI"),
        ("edifact.trailer-unexpected", "UNZ", "33 UCI"), ("edifact.foreign-interchange", nil, "33 UCI"),
        ("edifact.una-misplaced", "UNA", "15 UCI"), ("edifact.character-invalid", "BGM", "21 UCS"),
        ("edifact.trailer-unexpected", "UNE", "33 UCI"), ("edifact.outside-message", "FTX", "33 UCI"),
        ("edifact.service-unsupported", "UNX", "15 UCI"), ("edifact.envelope-unsupported", "UNO", "18 UCI"),
        ("edifact.security-unchecked", "USH", "27 UCS"), ("edifact.unh-incomplete", "UNH", "13 UCM"),
        ("edifact.message-duplicate", "UNH", "26 UCM"), ("edifact.unt-missing", "UNT", "13 UCM"),
        ("edifact.unh-missing", "UNH", "13 UCM"),
        ("edifact.unt-count", "UNT", "29 UCM"), ("edifact.unt-reference", "UNT", "28 UCM"),
        ("edifact.terminator-missing", "UNZ", "18 UCI"), ("edifact.segment-empty", nil, "22 UCI"),
        ("edifact.segment-overflow", "BGM", "16 UCS"), ("edifact.tag-invalid", "D-M", "21 UCS"),
        ("edifact.tag-lower-case", "DTM", "21 UCS"), ("edifact.tag-lower-case", "UNH", "21 UCM"),
        ("edifact.tag-lower-case", "UNB", "21 UCI"), ("edifact.tag-lower-case", "UNZ", "21 UCI"),
        ("edifact.character-invalid", "UNB", "21 UCI"), ("edifact.character-invalid", "UNZ", "21 UCI"),
        ("edifact.character-invalid", "UNG", "21 UCF"), ("edifact.character-invalid", "UNH", "21 UCM"),
        ("edifact.character-invalid", "UNT", "21 UCM"),
        ("edifact.blank-before-tag", nil, "21 UCI"), ("edifact.explicit-nesting", "IMD", "34 UCS"),
        ("edifact.line-break", "IMD", "21 UCD"), ("edifact.character-invalid", "IMD", "21 UCD"),
        ("edifact.character-level", "IMD", "21 UCD"), ("edifact.trailing-separator", "NAD", "45 UCS"),
        ("edifact.trailing-separator", "UNZ", "45 UCI"),
    ]

    @Test("a fault is the code of 0085 at the level that the table says", arguments: Breach.all)
    func level(_ breach: Breach) throws {
        let diagnostic = try #require(try Reading(breach.change(order)).diagnostics.first)
        let error = SyntaxError(diagnostic).map { "\($0.value) \($0.level.rawValue)" }
        let isOutside = breach.code == "edifact.security-unchecked" && breach.segment == nil
        let row = Self.expected.first { $0.code == breach.code && $0.tag == breach.tag }
        #expect(error == (isOutside ? "27 UCI" : row?.error))
    }

    @Test("every fault of the table is raised by a broken rule, but for what takes megabytes or has no interchange")
    func complete() {
        let elsewhere: Set<Code> = ["edifact.message-too-large", "edifact.no-interchange"]
        let raised = Set(Breach.all.map { Code(rawValue: $0.code) })
        #expect(Set(SyntaxError.table.keys).subtracting(raised) == elsewhere)
        #expect(raised.subtracting(SyntaxError.table.keys) == ["edifact.byte-order-mark"])
    }

    @Test("every code of 0085 that bytes alone can raise has a fault that raises it")
    func codes() {
        let raised = Set(SyntaxError.table.values.map(\.value))
        // Of profiles and carriers: 7, 17, 23, 24, 41 to 43. Of directories: 35 to 38 and 40.
        let others: Set = [7, 17, 23, 24, 35, 36, 37, 38, 40, 41, 42, 43]
        let table = Set([2, 7] + Array(12...43) + Array(45...48))
        #expect(raised == table.subtracting(others))
    }

    @Test("the place of a fault becomes service segment, segment number, element and component")
    func place() throws {
        let count = try #require(
            SyntaxError(Diagnostic("edifact.unt-count", at: Position(segment: 9, tag: "UNT", element: "1"))))
        #expect(count.serviceSegment == "UNT" && count.segment == nil && count.element == 1 && count.component == nil)
        let character = try #require(
            SyntaxError(Diagnostic("edifact.character-invalid", at: Position(segment: 6, tag: "IMD", element: "3.4"))))
        #expect(character.serviceSegment == nil && character.segment == 6)
        #expect(character.element == 3 && character.component == 4)
        #expect(SyntaxError(Diagnostic("edifact.byte-order-mark")) == nil)
    }

    @Test("codes that came with version 4 are said in other words before it")
    func versions() {
        let fault = Diagnostic("edifact.charset-unknown", at: Position(tag: "UNB", element: "1.1"))
        #expect(SyntaxError(fault, version: 3)?.value == 2)
        #expect(SyntaxError(fault, version: 4)?.value == 46)
    }
}
