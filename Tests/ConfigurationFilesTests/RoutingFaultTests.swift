import ConfigurationFiles
import Diagnostics
import Testing

@Suite("Faults of partners, functions and milestones")
struct RoutingFaultTests {
    @Test(
        "an identifier that is none is refused where it stands",
        arguments: [
            ("gln: 5412345000014", "1:44 configuration.gln-check-digit 5412345000014"),
            ("gln: 541234500001", "1:44 configuration.gln-form 541234500001"),
            ("code: 1", "1:37 configuration.identifier-form"),
            ("gln: 5412345000013, code: 1, scheme: X", "1:37 configuration.identifier-form"),
            ("gln: 5412345000013, validFrom: 2026-02-29", "1:70 configuration.day-form 2026-02-29"),
            ("gln: 5412345000013, validFrom: 1.3.2026", "1:70 configuration.day-form 1.3.2026"),
            ("code: 1, usedBy: north", "1:56 configuration.unknown-name north"),
        ])
    func identifier(text: String, fault: String) {
        let partner = "{ partner: northwind, identifiers: [{ " + text + " }] }"
        #expect(Company.faults(partner: partner) == ["partners/northwind.yaml:" + fault])
    }

    @Test("a wrong check digit is answered with the right one")
    func rightCheckDigit() {
        var company = Company()
        company.files["partners/northwind.yaml"] = "partner: northwind\nidentifiers: [{ gln: 5412345000014 }]"
        #expect(company.read().diagnostics.items.map { $0.facts["right"] } == ["3"])
    }

    @Test("a GLN may change hands, but has one owner on any day")
    func overlap() {
        var company = Company()
        company.files["partners/other.yaml"] = """
            partner: other
            identifiers:
              - { gln: 5412345000013, validFrom: 2026-10-01 }
            """
        #expect(company.faults() == [])
        company.files["partners/third.yaml"] = """
            partner: third
            identifiers:
              - { gln: 5412345000013, validFrom: 2026-10-01 }
              - gln: 5412345000013
            """
        let items = company.read().diagnostics.items
        #expect(
            items.map(\.inShort) == [
                "partners/third.yaml:3:5 configuration.identifier-overlap 5412345000013",
                "partners/third.yaml:4:5 configuration.identifier-overlap 5412345000013",
            ])
        #expect(items.map { $0.facts["first"] } == ["other", "northwind"])
    }

    @Test("two senders may use one code of their own, each for another party")
    func ownCodes() {
        var company = Company()
        company.files["partners/northwind.yaml", default: ""] += "\n  - { code: \"1\", usedBy: northwind }"
        company.files["partners/other.yaml"] = "partner: other\nidentifiers: [{ code: \"1\", usedBy: other }]"
        #expect(company.faults() == [])
        company.files["partners/other.yaml"] = "partner: other\nidentifiers: [{ code: \"1\", usedBy: northwind }]"
        #expect(company.faults() == ["partners/other.yaml:2:15 configuration.identifier-overlap 1"])
    }

    private let intake =
        "functions:\n"
        + "  a: { documents: [order, order-change, order-cancellation], direction: in, binds: birth }\n"

    @Test("functions that need each other in a circle are refused, each at its name")
    func cycle() {
        #expect(
            Company.faults(
                main: intake
                    + "  b: { documents: [x], direction: out, needs: [c], binds: first document }\n"
                    + "  c: { documents: [y], direction: out, needs: [b], binds: first document }\n") == [
                    "milepost.yaml:3:3 route.function-cycle b", "milepost.yaml:4:3 route.function-cycle c",
                ])
    }

    @Test("functions must name functions, and take each kind of document once")
    func functions() {
        #expect(
            Company.faults(
                main: intake
                    + "  b: { documents: [order], direction: out, needs: [d, a], informs: [e], binds: with f }\n"
                    + "  c: { documents: [z], direction: up, binds: death }\n") == [
                    "milepost.yaml:3:8 configuration.document-twice order",
                    "milepost.yaml:3:52 configuration.unknown-name d",
                    "milepost.yaml:3:69 configuration.unknown-name e",
                    "milepost.yaml:3:80 configuration.unknown-name f",
                    "milepost.yaml:4:35 yaml.not-choice up",
                    "milepost.yaml:4:46 configuration.binds-form death",
                ])
        #expect(
            Company.faults(main: "functions: { a: { documents: [order, order-change], direction: in, binds: birth } }")
                == ["milepost.yaml:1:12 configuration.document-unhandled order-cancellation"])
    }

    @Test("milestones name cells, each in one milestone, between two back ends")
    func milestones() {
        var company = Company()
        company.files["milepost.yaml"] = company.files["milepost.yaml"]?.replacing(
            "new: fresh }", with: "new: fresh }\n  south: { timeZone: UTC, legacy: fresh }")
        company.files["milestones/second.yaml"] = """
            milestone: second
            cells: [order-intake@north, despatch@south, despatch@south, north, ordr-intake@north]
            """
        company.files["milestones/third.yaml"] = "milestone: third\ncells: []"
        company.files["milestones/fourth.yaml"] = "milestone: fourth"
        #expect(
            company.faults() == [
                "milestones/fourth.yaml:1:1 yaml.missing-key",
                "milestones/second.yaml:2:9 route.milestone-overlap order-intake@north",
                "milestones/second.yaml:2:29 route.milestone-backend-missing south",
                "milestones/second.yaml:2:45 configuration.cell-twice despatch@south",
                "milestones/second.yaml:2:61 configuration.cell-form north",
                "milestones/second.yaml:2:68 configuration.unknown-name ordr-intake",
                "milestones/third.yaml:2:1 configuration.no-cells",
            ])
    }
}
