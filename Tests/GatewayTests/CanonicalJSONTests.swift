import Diagnostics
import Gateway
import TestPeers
import Testing

/// Canonical JSON as partners send it, without a mapping.
@Suite(.serialized) struct CanonicalJSONTests {
    private static func order(_ number: String, _ more: String = "") -> String {
        "{\"document\":\"order\",\"number\":\"\(number)\",\"issued\":\"2026-09-21\",\"buyer\":{\"gln\":\"5412345000013\"},"
            + "\"deliveryParty\":{\"gln\":\"5412345000037\"},\"lines\":[{\"number\":\"1\",\"item\":{\"gtin\":\"4012345000016\"},"
            + "\"quantity\":{\"value\":\"5\"}\(more)}]}"
    }

    @Test("each document of an array is understood as it is, and fails alone", arguments: StoreKind.all)
    func array(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let text = "[\(Self.order("J-1")),\n\(Self.order("J-2", ",\"price\":1")),\n{\"number\":\"J-3\"}]"
            let documents = try await test.submit(text).documents ?? []
            #expect(documents.map(\.status) == ["delivered", "failed", "failed"])
            #expect(documents.first?.type == "order")
            let fault = try #require(documents.dropFirst().first?.diagnostics.first)
            #expect(fault.code == "orders.json-unknown-field" && fault.path == "lines[1].price")
            #expect(documents.last?.diagnostics.map(\.code) == ["json.document-unknown"])
            // One goes out alone, as its own bytes.
            #expect(test.legacy.effects.map(\.text) == [Self.order("J-1")])
        }
    }
}
