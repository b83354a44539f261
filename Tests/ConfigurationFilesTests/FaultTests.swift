import ConfigurationFiles
import Diagnostics
import EDIFACT
import Intake
import Syntax
import Testing

@Suite("Faults of a configuration")
struct FaultTests {
    @Test("all faults of all files come at once, the main file first, by line")
    func allAtOnce() {
        var company = Company()
        company.files["milepost.yaml", default: ""] += "\nlisen: 127.0.0.1:80\nparking: 72"
        company.files["partners/northwind.yaml", default: ""] += "\nkind: byer"
        company.files["milestones/north-intake.yaml", default: ""] += "\n  - despatch@nroth"
        #expect(
            company.faults() == [
                "milepost.yaml:13:1 yaml.unknown-key lisen",
                "milepost.yaml:14:10 configuration.duration-form 72",
                "milestones/north-intake.yaml:4:14 configuration.unknown-name nroth",
                "partners/northwind.yaml:4:7 yaml.not-choice byer",
            ])
        #expect(company.read().installation == nil)
    }

    @Test("what is no way to acknowledge is refused with its place and what would be one")
    func acknowledgements() throws {
        var company = Company()
        company.files["partners/northwind.yaml", default: ""] += """

            acknowledgements:
              when: sometimes
              contrl: full
              x12: [997, 999]
              acceptance: half
              identity: { id: "a party with a name that is far too long", qualifier: "14" }
              answer: yes
            """
        #expect(
            company.faults() == [
                "partners/northwind.yaml:5:9 yaml.not-choice sometimes",
                "partners/northwind.yaml:7:8 configuration.acknowledgement-forms 997, 999",
                "partners/northwind.yaml:8:15 yaml.not-choice half",
                "partners/northwind.yaml:9:13 configuration.acknowledgement-identity a party with a name that is far too long",
                "partners/northwind.yaml:10:3 yaml.unknown-key answer",
            ])
        let x12 = try #require(
            company.read().diagnostics.items.first { $0.code == "configuration.acknowledgement-forms" })
        #expect(Catalogue.english.wording(of: x12).fix.contains("x12: [TA1, 997]"))
    }

    @Test("an identity has no character that separates in X12", arguments: ["*", ">", "^", "~"])
    func separators(_ character: String) {
        var company = Company()
        company.files["partners/northwind.yaml", default: ""] +=
            "\nacknowledgements: { identity: { id: \"ACME\(character)1\" } }"
        #expect(
            company.faults() == [
                "partners/northwind.yaml:4:31 configuration.acknowledgement-identity ACME\(character)1"
            ])
    }

    @Test("how a partner is acknowledged is read from its file")
    func acknowledgementProfile() throws {
        var company = Company()
        company.files["partners/northwind.yaml", default: ""] +=
            "\nacknowledgements: { when: requested, contrl: both, x12: [TA1, 999], acceptance: group,"
            + " identity: { id: 4098765000010, qualifier: \"14\" }, recipients: [{ id: ACME }], duplicates: accept }"
        let profile = try #require(company.read().installation?.partners.first { $0.id == "northwind" })
            .acknowledgements
        var expected = AcknowledgementProfile(
            when: .requested, contrl: .both, acceptance: .group,
            identity: EnvelopeParty("4098765000010", qualifier: "14"), duplicates: .accept)
        expected.recipients = [EnvelopeParty("ACME")]
        let isForm = expected.answerX12(by: [.interchange, .implementation])
        #expect(isForm && profile == expected)
    }

    @Test("what no APERAK can say is refused with its place")
    func aperak() throws {
        var company = Company()
        company.files["partners/northwind.yaml", default: ""] += """

            acknowledgements:
              aperak:
                when: requested
                release: D.97B
                errors: { directory.code-unknwon: 12, mapping: 123456789 }
                errorList: { code: 4711 }
            """
        #expect(
            company.faults() == [
                "partners/northwind.yaml:6:11 yaml.not-choice requested",
                "partners/northwind.yaml:7:14 yaml.not-choice D.97B",
                "partners/northwind.yaml:8:5 configuration.aperak-value 123456789",
                "partners/northwind.yaml:8:5 configuration.aperak-value 4711",
                "partners/northwind.yaml:8:15 configuration.aperak-fault directory.code-unknwon",
            ])
    }

    @Test("what the application tells a partner is read from its file")
    func aperakProfile() throws {
        var company = Company()
        company.files["partners/northwind.yaml", default: ""] +=
            "\nacknowledgements: { aperak: { when: errors, release: D.01B, errors: { mapping: 12 }, otherErrors: 13,"
            + " errorList: { code: 105, agency: 9 } } }"
        let profile = try #require(company.read().installation?.partners.first { $0.id == "northwind" })
            .acknowledgements.aperak
        var expected = AperakProfile(
            when: .errors, release: AperakProfile.Release(rawValue: "D.01B") ?? profile.release)
        let unfit = expected.nameErrors(by: ["mapping": "12"], other: "13", list: "105", agency: "9")
        #expect(unfit == [] && profile == expected && profile.release.rawValue == "D.01B")
    }

    @Test("a file that is no YAML does not hide the faults of the others")
    func brokenFile() {
        var company = Company()
        company.files["partners/northwind.yaml"] = "partner: [northwind"
        company.files["milepost.yaml", default: ""] += "\nparking: soon"
        #expect(
            company.faults().map { $0.prefix { $0 != " " } } == ["milepost.yaml:13:10", "partners/northwind.yaml:2:1"])
    }

    @Test("a repeated key is one fault where it stands again; the rest is read, and nothing is made up")
    func repeatedKey() {
        var company = Company()
        company.files["milepost.yaml", default: ""] +=
            "\nbackends:\n  old: { folder: ./x, payload: original }\nparking: soon\nparking: 1 h"
        #expect(
            company.faults() == [
                "milepost.yaml:13:1 yaml.duplicate-key backends",
                "milepost.yaml:15:10 configuration.duration-form soon",
                "milepost.yaml:16:1 yaml.duplicate-key parking",
            ])
    }

    @Test("a repeated key inside a mapping and inside a list's item is found, too")
    func repeatedInside() {
        var company = Company()
        company.files["milepost.yaml"] = company.files["milepost.yaml"]?
            .replacing("    honoursKey: yes", with: "    honoursKey: yes\n    honoursKey: no")
            .replacing("      5412345000037: north", with: "      5412345000037: north\n    fact: partner")
        #expect(
            company.faults() == [
                "milepost.yaml:7:5 yaml.duplicate-key honoursKey", "milepost.yaml:14:5 yaml.duplicate-key fact",
            ])
    }

    @Test("a main file that cannot be read makes up no faults of the other files")
    func unreadMain() {
        var company = Company()
        company.files["milepost.yaml"] = "sites: { a: {}, a: {} }\n"
        #expect(company.faults().map { $0.split(separator: " ")[1] } == ["yaml.duplicate-key"])
    }

    @Test("where no name is near, none is suggested")
    func nothingNear() {
        let facts = ["kind": "site", "nearest": "none", "known": "north"]
        let report = DiagnosticReport(Diagnostic("configuration.unknown-name", value: "x", facts: facts))
        #expect(report.fix == "Define it or correct the name.")
    }

    @Test("positions name files by the configuration's folder")
    func folder() {
        var company = Company()
        company.files["milepost.yaml", default: ""] += "\nparking: soon"
        #expect(
            company.read(folder: "deploy/example").diagnostics.items.map(\.inShort) == [
                "deploy/example/milepost.yaml:13:10 configuration.duration-form soon"
            ])
    }

    @Test("a missing main file is one fault")
    func missingMain() {
        var company = Company()
        company.files["milepost.yaml"] = nil
        #expect(company.faults() == ["milepost.yaml configuration.file-missing milepost.yaml"])
    }

    @Test("a file that does not end in .yaml is passed by with a warning")
    func ignoredFile() {
        var company = Company()
        company.files["partners/late.yml"] = "partner: late"
        #expect(company.faults() == ["partners/late.yml configuration.file-ignored partners/late.yml"])
        #expect(company.read().installation != nil)
    }

    @Test(
        "a value of the wrong form is refused where it stands",
        arguments: [
            ("listen: 8480", "1:9 configuration.listen-form 8480"),
            ("listen: ::1:8480", "1:9 configuration.listen-form ::1:8480"),
            ("listen: localhost:70000", "1:9 configuration.listen-form localhost:70000"),
            ("listen: a b:80", "1:9 configuration.listen-form a b:80"),
            ("store: mysql://x", "1:8 configuration.store-form"),
            ("store: sqlite:./data", "1:8 configuration.store-form"),
            ("node: my node", "1:7 configuration.name-form my node"),
            ("parking: -1 h", "1:10 configuration.duration-form -1 h"),
            ("parking: 999999999 d", "1:10 configuration.duration-form 999999999 d"),
            ("limits: { largestXML: 20 MiB }", "1:23 configuration.size-form 20 MiB"),
            ("limits: { largestXML: 1e9 GB }", "1:23 configuration.size-form 1e9 GB"),
            ("limits: { largestXML: 999999999999999 GB }", "1:23 configuration.size-form 999999999999999 GB"),
            ("limits: 20 MB", "1:9 yaml.wrong-kind"),
            ("sites: [north]", "1:8 yaml.wrong-kind"),
            ("siteRules: [{ fact: partner }]", "1:13 yaml.missing-key"),
            ("siteRules: [{ fact: deliverParty.gln, sites: {} }]", "1:21 configuration.fact-unknown deliverParty.gln"),
            ("siteRules: [{ fact: number.x, sites: {} }]", "1:21 configuration.fact-unknown number.x"),
            (
                "siteRules: [{ fact: buyer.gln, sites: { 5412345000014: n } }]",
                "1:41 configuration.gln-check-digit 5412345000014"
            ),
            ("siteRules: [{ fact: buyer.gln, sites: { 54123: n } }]", "1:41 configuration.gln-form 54123"),
        ])
    func form(main: String, fault: String) {
        #expect(Company.faults(main: main).first == "milepost.yaml:" + fault)
    }

    @Test(
        "a fact of an order, of one of its lists or of an extension may decide the site",
        arguments: [
            "partner", "supplier.gln", "parties[role=warehouse].gln", "lines.item.gtin", "extensions.warehouse",
        ])
    func facts(fact: String) {
        #expect(Company.faults(main: "siteRules: [{ fact: \"\(fact)\", sites: {} }]") == [])
    }

    @Test("names that nothing has are refused with the nearest right one")
    func names() throws {
        var company = Company()
        company.files["milepost.yaml"] = company.files["milepost.yaml"]?
            .replacing("new: fresh", with: "new: frehs").replacing("0037: north", with: "0037: noth")
        company.files["partners/northwind.yaml", default: ""] += "\ntestBackend: sandbox\nformat: Own ordrs"
        company.files["mappings/shapes/own.yaml"] = """
            shapes: own
            documents: { Own orders: { json: yes, holds: { number: text, row+: { item: text } } }, Other: { holds: { a: text } } }
            """
        let reading = company.read()
        #expect(
            reading.diagnostics.items.map(\.inShort) == [
                "milepost.yaml:8:57 configuration.unknown-name frehs",
                "milepost.yaml:12:22 configuration.unknown-name noth",
                "partners/northwind.yaml:4:14 configuration.unknown-name sandbox",
                "partners/northwind.yaml:5:9 configuration.unknown-name Own ordrs",
            ])
        #expect(reading.diagnostics.items.map { $0.facts["nearest"] } == ["fresh", "north", "none", "Own orders"])
        let wording = Catalogue.english.wording(of: try #require(reading.diagnostics.items.first))
        #expect(wording.message == "There is no back end `frehs`.")
        #expect(wording.fix == "Define it or correct the name; the nearest is `fresh`.")
    }

    @Test("a name stands for one thing")
    func duplicates() {
        var company = Company()
        company.files["partners/other.yaml"] = "partner: northwind"
        let items = company.read().diagnostics.items
        #expect(items.map(\.inShort) == ["partners/other.yaml:1:10 configuration.duplicate-name northwind"])
        #expect(items.first?.facts["first"] == "partners/northwind.yaml:1:10")
    }

    @Test("a site without the back ends that its orders need is refused")
    func siteBackends() {
        #expect(
            Company.faults(main: "backends: { b: { folder: o } }\nsites: { n: { timeZone: UTC, new: b } }") == [
                "milepost.yaml:2:13 configuration.site-backend-missing n",
                "milepost.yaml:2:13 configuration.site-backend-missing n",
            ])
        #expect(
            Company.faults(
                main: "backends: { b: { folder: o } }\n"
                    + "sites: { n: { timeZone: UTC, new: b, side: new, unknownKey: new } }") == [])
    }

    @Test("a time zone is one of the IANA database")
    func timeZone() {
        var company = Company()
        company.files["milepost.yaml"] = company.files["milepost.yaml"]?.replacing("Brussels", with: "Bruxelles")
        let items = company.read().diagnostics.items
        #expect(items.map(\.inShort) == ["milepost.yaml:8:22 configuration.time-zone Europe/Bruxelles"])
        #expect(items.first?.facts["nearest"] == "Europe/Brussels")
    }
}
