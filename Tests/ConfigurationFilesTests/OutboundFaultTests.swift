import ConfigurationFiles
import Diagnostics
import Intake
import Orders
import Testing

@Suite("The key outbound of a partner")
struct OutboundFaultTests {
    @Test(
        "a way to a partner that is not described rightly is refused where it is wrong",
        arguments: [
            ("{ documents: { order-response: as-sent } }", "1:33 configuration.backend-kind northwind"),
            (
                "{ http: { url: http://x }, documents: { order-response: as-sent } }",
                "1:33 configuration.honours-key-missing northwind"
            ),
            ("{ folder: o }", "1:33 configuration.outbound-empty northwind"),
            ("{ folder: o, documents: { order: as-sent } }", "1:59 yaml.not-choice order"),
            ("{ folder: o, documents: { invoice: asis } }", "1:68 configuration.outbound-form asis"),
            ("{ folder: o, documents: { invoice: { mapping: none } } }", "1:79 configuration.unknown-name none"),
            ("{ folder: o, documents: { invoice: as-sent }, takes: copies }", "1:79 yaml.unknown-key takes"),
        ])
    func faults(text: String, fault: String) {
        let faults = Company.faults(partner: "{ partner: northwind, outbound: " + text + " }")
        #expect(faults == ["partners/northwind.yaml:" + fault], "\(faults)")
    }

    @Test("a way to a partner is a channel with what goes it")
    func reads() throws {
        var company = Company()
        company.files["partners/northwind.yaml"] = """
            partner: northwind
            outbound:
              http: { url: "https://edi.example/in", headers: { Authorization: "${env:TOKEN}" } }
              honoursKey: yes
              concurrency: 2
              documents:
                order-response: as-sent
                despatch-advice: { mapping: edifact-desadv, version: D.96A, sender: { id: "1", qualifier: "14" } }
            """
        company.shippedMappings["edifact-desadv.yaml"] = "mapping: edifact-desadv"
        company.secrets[.environment("TOKEN")] = "t"
        let reading = company.read()
        let partner = try #require(reading.installation?.partners.first, "\(reading.diagnostics.items.map(\.inShort))")
        let outbound = try #require(partner.outbound)
        #expect(outbound.channel.name == "partner:northwind" && outbound.channel.payload == .written)
        #expect(outbound.channel.concurrency == 2 && outbound.channel.abilities.honoursKey)
        #expect(outbound.documents[.orderResponse] == .asSent && outbound.documents[.invoice] == nil)
        guard case .mapping(let payload) = outbound.documents[.despatchAdvice] else {
            Issue.record("no mapping")
            return
        }
        #expect(payload.mappings == ["edifact-desadv"] && payload.envelope.version == "D.96A")
    }
}
