import Foundation
import Testing

/// `milepost inspect` on the syntaxes beside EDIFACT and XML.
@Suite struct InspectSyntaxTests {
    private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Corpus").path

    /// The only interchange of a sample, and its documents.
    private func inspect(_ sample: String) async throws -> (interchange: [String: Any], documents: [[String: Any]]) {
        let result = try await Program.run(["inspect", "--json", Self.corpus + "/" + sample])
        let interchanges = try #require(result.json["interchanges"] as? [[String: Any]])
        #expect(interchanges.count == 1)
        let interchange = try #require(interchanges.first)
        return (interchange, try #require(interchange["documents"] as? [[String: Any]]))
    }

    @Test("an X12 interchange has its ISA's version and parties, its documents the version of their group")
    func x12() async throws {
        let (interchange, documents) = try await inspect("x12/staedi__simple999.edi")
        #expect(interchange["syntax"] as? String == "X12" && interchange["version"] as? String == "00501")
        #expect(interchange["sender"] as? String == "123456789" && interchange["reference"] as? String == "000000286")
        #expect(documents.count == 1 && documents.first?["type"] as? String == "999")
        #expect(documents.first?["version"] as? String == "005010X231")
        #expect(documents.first?["segments"] as? Int == 16)
    }

    @Test("a fault of X12 has its code, its place and its fix")
    func x12Fault() async throws {
        let (interchange, documents) = try await inspect("x12/synthetic/bad_850_se_count.edi")
        #expect(interchange["valid"] as? Bool == false)
        let faults = try #require(documents.first?["diagnostics"] as? [[String: Any]])
        let fault = try #require(faults.first { $0["code"] as? String == "x12.se-count" })
        #expect(fault["line"] as? Int == 16 && fault["segment"] as? Int == 14 && fault["element"] as? String == "1")
        #expect(fault["value"] as? String == "19")
        for name in ["message", "rule", "fix"] { #expect((fault[name] as? String)?.isEmpty == false) }
    }

    @Test("a TRADACOMS transmission has its parties, and each message of its file is a document")
    func tradacoms() async throws {
        let (interchange, documents) = try await inspect("tradacoms/staedi__order.edi")
        #expect(interchange["syntax"] as? String == "TRADACOMS" && interchange["version"] as? String == "ANA:1")
        #expect(interchange["receiver"] as? String == "5010000000000" && interchange["valid"] as? Bool == true)
        let types = documents.compactMap { $0["type"] as? String }
        #expect(types == ["ORDHDR", "ORDERS", "ORDTLR"])
        let segments = documents.compactMap { $0["segments"] as? Int }
        #expect(segments == [6, 7, 3])
    }

    @Test("the tree names X12's elements by their place and in words, and says which group they came in")
    func x12Tree() async throws {
        let result = try await Program.run(["inspect", "--tree", Self.corpus + "/x12/synthetic/850_004010.edi"])
        #expect(result.status == 0)
        let lines = result.output.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        #expect(lines.contains { $0.hasPrefix("group PO 004010, ") })
        #expect(lines.contains { $0.hasPrefix("BEG03 Purchase order number: ") })
        #expect(lines.contains { $0.hasPrefix("N101 Entity identifier code: ") })
    }
}
