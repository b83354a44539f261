import ConfigurationFiles
import Diagnostics
import Intake
import Rollout
import Syntax
import Testing

@Suite("An installation read from files")
struct InstallationTests {
    @Test("a configuration without fault gives its sites, back ends, partners and milestones")
    func reads() throws {
        let reading = Company().read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let installation = try #require(reading.installation)
        #expect(installation.backends.map(\.name) == ["old", "fresh"])
        #expect(installation.backend(named: "old")?.kind == .folder(path: "./out/old"))
        #expect(installation.backend(named: "old")?.payload == .original)
        #expect(installation.backend(named: "fresh")?.abilities.honoursKey == true)
        #expect(installation.routing.sites.map(\.backends) == [[.legacy: "old", .new: "fresh"]])
        #expect(installation.routing.siteRules.map(\.sites) == [["5412345000037": ["north"]]])
        #expect(installation.routing.parties.map(\.id) == ["northwind"])
        #expect(installation.routing.functions == FunctionDefinition.defaults)
        #expect(
            installation.routing.milestones == [
                StagedMilestone(
                    name: "north-intake", cells: [Cell(function: "order-intake", site: "north")], stage: .planned,
                    since: nil)
            ])
        #expect(installation.milestones.map(\.name) == ["north-intake"])
    }

    @Test("an empty main file gives the defaults: SQLite beside it, this machine only")
    func defaults() throws {
        var company = Company()
        company.files = ["milepost.yaml": ""]
        let installation = try #require(company.read(folder: "/etc/milepost").installation)
        #expect(installation.store == .sqlite(folder: "/etc/milepost/milepost-data"))
        #expect(installation.listen == ListenAddress(host: "127.0.0.1", port: 8480))
        #expect(installation.listen.isLoopback)
        #expect(installation.limits == Limits(largestInterchange: 250_000_000, largestXML: 20_000_000))
        #expect(installation.routing.parkingHours == 72)
    }

    @Test("no file at all gives SQLite in ./milepost-data")
    func noFile() throws {
        let installation = try #require(ConfigurationFolder.read(nil, shippedMappings: ["a.yaml": [1]]).installation)
        #expect(installation.store == .sqlite(folder: "./milepost-data"))
        #expect(installation.mappings == ["a.yaml": [1]])
    }

    @Test("every key of a back end has its effect")
    func backend() throws {
        var company = Company()
        company.files["milepost.yaml", default: ""] += """

            folders:
              inbox: { path: in, partner: northwind, delete: yes, rejected: bad, settle: 500 ms }
            """
        company.files["milepost.yaml"] = company.files["milepost.yaml"]?.replacing(
            "honoursKey: yes",
            with: """
                honoursKey: yes
                    keyMemory: 2 d
                    settling: 5 min
                    concurrency: 9
                    ratePerSecond: 2.5
                    retry: { first: 1 s, factor: 3, longest: 2 min, deadline: 12 h }
                    breaker: { failures: 2, pause: 10 s, longestPause: 1 min }
                """
        ).replacing(
            "url: http://127.0.0.1:9/documents",
            with: """
                url: http://127.0.0.1:9/documents
                      headers: { X-House: harbour }
                      keyHeader: X-Key
                      connectTimeout: 1 s
                      timeout: 3 s
                      answers: { success: [200, 202], duplicate: [208], retry: [500-599] }
                """)
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let backend = try #require(reading.installation?.backend(named: "fresh"))
        #expect(
            backend.abilities == BackendAbilities(honoursKey: true, keyMemoryHours: 48, settlingSeconds: 300))
        #expect(backend.concurrency == 9)
        #expect(backend.ratePerSecond == 2.5)
        #expect(backend.retry == RetrySchedule(first: 1, factor: 3, longest: 120, deadlineHours: 12))
        #expect(backend.breaker == CircuitBreaker.Limits(failures: 2, pause: 10, longestPause: 60))
        guard case .http(let http) = backend.kind else {
            Issue.record("not an HTTP back end")
            return
        }
        #expect(http.headers == [.init("X-House", Secret("harbour"))])
        #expect(http.keyHeader == "X-Key")
        #expect(http.connectSeconds == 1)
        #expect(http.timeoutSeconds == 3)
        #expect(http.answers == AnswerRules(success: [200, 202], duplicate: [208], retry: Set(500...599)))
        #expect(
            reading.installation?.folders == [
                WatchedFolder(
                    name: "inbox", path: "in", partner: "northwind", accepted: .delete, rejected: "bad",
                    settleSeconds: 0.5)
            ])
    }

    @Test("a status declared a success is no reason to try again")
    func successBeatsRetry() throws {
        var company = Company()
        company.files["milepost.yaml"] = company.files["milepost.yaml"]?.replacing(
            "honoursKey: yes", with: "  answers: { success: [200, 404, 409] }\n    honoursKey: no")
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        guard case .http(let http) = reading.installation?.backend(named: "fresh")?.kind else {
            Issue.record("not an HTTP back end")
            return
        }
        #expect(http.answers.success == [200, 404, 409])
        #expect(http.answers.duplicate == [])
        #expect(!http.answers.retry.contains(404))
    }

    @Test("a partner's file gives its party in the register")
    func partner() throws {
        var company = Company()
        company.files["partners/northwind.yaml"] = """
            partner: northwind
            title: Northwind Stores
            kind: buyer
            identifiers:
              - { gln: 5412345000013, validFrom: 2026-03-01 }
              - { code: "1", usedBy: northwind }
              - { code: NW-7, scheme: duns }
            orderKey: { ignoreCase: yes, dropLeadingZeros: yes, prefixes: [PO-, BE-], includeSupplier: yes }
            sameKey: reject
            checkDigits: error
            faults: { orders.total-differs: error, mapping.code-unknown: warning, orders.quantity-negative: accept }
            charset: ISO-8859-1
            limits: { largestInterchange: 5 MB }
            stage: test
            """
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let partner = try #require(reading.installation?.partner("northwind"))
        #expect(
            partner.identifiers == [
                .init(PartyIdentifier(scheme: "GLN", value: "5412345000013"), validFrom: "2026-03-01"),
                .init(PartyIdentifier(scheme: PartyIdentifier.ownScheme, value: "1"), usedBy: "northwind"),
                .init(PartyIdentifier(scheme: "DUNS", value: "NW-7")),
            ])
        #expect(
            partner.orderKey
                == OrderKeyRule(
                    ignoresCase: true, dropsLeadingZeros: true, prefixes: ["PO-", "BE-"], includesSupplier: true))
        #expect(partner.sameKey == .reject)
        #expect(partner.checkDigits == .error)
        #expect(partner.faults["orders.total-differs"] == .error)
        #expect(partner.faults["mapping.code-unknown"] == .warning)
        #expect(partner.faults["orders.quantity-negative"] == .accept)
        #expect(partner.faults["mapping.date-invalid"] == nil)
        #expect(partner.charset == .latin1)
        #expect(partner.largestInterchange == 5_000_000)
        #expect(partner.stage == .test)
        #expect(reading.installation?.routing.parties == [partner.registered])
    }

    @Test("functions of one's own replace the usual ones")
    func functions() throws {
        var company = Company()
        company.files["milepost.yaml", default: ""] += """

            functions:
              order-intake: { documents: [order, order-change, order-cancellation], direction: in, binds: birth }
              answers: { documents: order-response, direction: out, needs: [order-intake], binds: with order-intake }
              despatch: { documents: [despatch-advice], direction: out, informs: order-intake, binds: first document }
            """
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        #expect(
            reading.installation?.routing.functions.map(\.binds) == [.birth, .with("order-intake"), .firstDocument])
        #expect(reading.installation?.routing.functions.map(\.inbound) == [true, false, false])
    }

    @Test("a house's mapping takes the place of the shipped one, by path or by name")
    func mappings() throws {
        var company = Company()
        company.shippedMappings = [
            "edifact-orders.yaml": "mapping: edifact-orders", "ubl-order.yaml": "mapping: ubl-order",
            "codes/unit.csv": "PCE,C62",
        ]
        company.files["mappings/edifact-orders.yaml"] = "mapping: edifact-orders\nincluded: no"
        company.files["mappings/house/ours.yaml"] = "mapping: ubl-order"
        company.files["milepost.yaml"] = company.files["milepost.yaml"]?.replacing(
            "payload: original", with: "payload: { mapping: ubl-order }")
        let reading = company.read()
        #expect(reading.diagnostics.items.map(\.inShort) == [])
        let mappings = try #require(reading.installation?.mappings)
        #expect(
            mappings.keys.sorted() == ["codes/unit.csv", "edifact-orders.yaml", "house/ours.yaml", "ubl-order.yaml"])
        #expect(mappings["edifact-orders.yaml"] == Array("mapping: edifact-orders\nincluded: no".utf8))
        #expect(reading.installation?.backend(named: "old")?.payload == .mapping(.init(mappings: ["ubl-order"])))
    }
}
