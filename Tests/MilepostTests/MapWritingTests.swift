import Foundation
import Testing

@Suite struct MapWritingTests {
    /// The canonical document of a sample, in a file.
    private func document(_ sample: String) async throws -> String {
        let result = try await Program.run(["map", Program.samples + "/" + sample])
        #expect(result.status == 0)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("document-\(UUID()).json").path
        try Data(result.output.utf8).write(to: URL(fileURLWithPath: file))
        return file
    }

    @Test("map --write prints the message, twice the same, and lists what no rule wrote on standard error")
    func message() async throws {
        let file = try await document("01-order-north.edi")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let result = try await Program.run(["map", "--write", file, "--mapping", "edifact-orders"])
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("UNA:+.? 'UNB+UNOC:3+5412345000013:14+"))
        #expect(result.output.contains("UNH+1+ORDERS:D:96A:UN'BGM+220+"))
        let again = try await Program.run(["map", "--write", file, "--mapping", "edifact-orders"])
        #expect(again.output == result.output)
    }

    @Test("map --write --json has the message, its type, what no rule wrote and what was found")
    func json() async throws {
        let file = try await document("01-order-north.edi")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let result = try await Program.run(["map", "--write", "--json", file, "--mapping", "ubl-order"])
        #expect(result.status == 0)
        #expect(Set(result.json.keys) == ["message", "contentType", "unwritten", "diagnostics"])
        #expect(result.json["contentType"] as? String == "application/xml")
        let message = try #require(result.json["message"] as? String)
        #expect(message.contains("<cac:BuyerCustomerParty>"))
        let wrong = try await Program.run(["map", "--write", "--json", file, "--mapping", "ubl-order-change"])
        #expect(wrong.status == 1)
        let fault = try #require((wrong.json["diagnostics"] as? [[String: Any]])?.first)
        #expect(fault["code"] as? String == "deliver.mapping-missing")
    }

    @Test("map --write takes settings, and an error names the one that is missing")
    func settings() async throws {
        let file = try await document("01-order-north.edi")
        defer { try? FileManager.default.removeItem(atPath: file) }
        let words = ["map", "--write", file, "--mapping", "idoc-orders05"]
        let without = try await Program.run(words)
        #expect(without.status == 1)
        #expect(without.errors.contains("as `sender`"))
        let with = try await Program.run(words + ["--setting", "sender=0000100042", "--setting", "senderType=LI"])
        #expect(with.status == 0)
        #expect(with.output.contains("<SNDPRN>0000100042</SNDPRN>"))
        #expect(with.output.contains("<SNDPRT>LI</SNDPRT>"))
        #expect(try await Program.run(words + ["--setting", "sender"]).status == 2)
    }

    @Test("a date stands with the reference that it belongs to, and without a zone where the format has none")
    func dateOfReference() async throws {
        let order = "{\"number\":\"PO-1\",\"issued\":\"2026-11-20T10:00+01:00\"}"
        let parties = "\"buyer\":{\"gln\":\"5412345000013\"},\"supplier\":{\"gln\":\"4098765000010\"}"
        let line =
            "{\"number\":\"1\",\"order\":\(order),\"item\":{\"gtin\":\"4000862141404\"},"
            + "\"quantity\":{\"value\":\"5\",\"unit\":\"H87\"}}"
        for (mapping, reference) in [
            ("edifact-desadv", "RFF+ON:PO-1'DTM+171:202611201000:203'"), ("x12-856", "PRF*PO-1***20261120~"),
        ] {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent("document-\(UUID()).json").path
            defer { try? FileManager.default.removeItem(atPath: file) }
            let document =
                "{\"document\":\"despatch-advice\",\"number\":\"D-1\",\"issued\":\"2026-11-24T02:15:30Z\",\"order\":\(order),"
                + "\(parties),\"lines\":[\(line)]}"
            try Data(document.utf8).write(to: URL(fileURLWithPath: file))
            let result = try await Program.run(["map", "--write", file, "--mapping", mapping])
            #expect(result.status == 0 && result.output.contains(reference), "\(result.output)\(result.errors)")
            #expect(!result.output.contains("RFF+ON'") && !result.errors.contains("error"), "\(result.output)")
        }
    }

    @Test("check says what a back end's mappings leave out")
    func check() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("check-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let text = """
            backends:
              out: { folder: ./out, payload: { mapping: [edifact-orders, edifact-ordchg] } }
            sites:
              a: { timeZone: UTC, legacy: out, new: out }
            siteRules: [{ fact: deliveryParty.gln, sites: { 5412345000037: a } }]
            """
        try text.write(toFile: folder + "/milepost.yaml", atomically: true, encoding: .utf8)
        let result = try await Program.run(["check", "--json", "--config", folder + "/milepost.yaml"])
        let found = (result.json["diagnostics"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
        #expect(found.contains("deliver.mapping-uncovered"))
        #expect(!found.contains("mapping.mandatory-unmapped"))
        #expect(result.status == 2)
    }
}
