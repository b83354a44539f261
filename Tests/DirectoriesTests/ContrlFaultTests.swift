import Diagnostics
import Directories
import Testing

@Suite("What CONTRL says of a fault")
struct ContrlFaultTests {
    static let answers = [
        "directory.message-unknown": "UCM 14", "directory.segment-missing": "UCS 13",
        "directory.group-missing": "UCS 13",
        "directory.segment-unknown": "UCS 15", "directory.segment-foreign": "UCS 15",
        "directory.segment-misplaced": "UCS 15", "directory.segment-repeats": "UCS 35",
        "directory.group-repeats": "UCS 36", "directory.element-missing": "UCD 13",
        "directory.component-missing": "UCD 13", "directory.too-many-elements": "UCS 16",
        "directory.too-many-components": "UCD 16", "directory.element-repeats": "UCD 35",
        "directory.code-unknown": "UCD 12", "directory.decimal-invalid": "UCD 19",
        "directory.number-invalid": "UCD 37", "directory.type-alphabetic": "UCD 37",
        "directory.number-leading-digit": "UCD 38", "directory.too-long": "UCD 39", "directory.too-short": "UCD 40",
        "directory.condition-missing": "UCD 48", "directory.condition-excluded": "UCD 48",
    ]

    @Test("a breach has its level and value of 0085", arguments: BreachTests.breaches)
    func breach(_ breach: Breach) {
        let fault = ContrlFault.of(.init(rawValue: breach.code))
        #expect(fault.map { "\($0.level.rawValue) \($0.code)" } == Self.answers[breach.code])
    }

    @Test("every value that the table gives is raised by a breach")
    func complete() {
        // The tests of single breaches raise three more; what only an overlay leaves out is raised by its own tests.
        let alone: Set = ["directory.group-missing", "directory.too-short", "directory.type-alphabetic"]
        let raised = Set(BreachTests.breaches.map(\.code)).union(alone)
        let missing = Set(ContrlFault.table.keys.map(\.rawValue)).subtracting(raised)
        #expect(missing == ["directory.segment-unused", "directory.element-unused"])
        #expect(Set(Self.answers.keys).isSubset(of: raised))
    }
}
