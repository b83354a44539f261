import Diagnostics
import Mapping
import Orders
import Testing

@Suite struct MessageFunctionTests {
    struct Expected: Sendable {
        let code: String
        let mapping: String
        let function: OrderFunction
        let effect: CanonicalDocument.Effect
    }

    private func read(_ message: String, _ code: String) throws -> ShippedMappings.Result {
        let segments = [
            "UNH+1+\(message):D:96A:UN:EAN008", "BGM+220+N-1\(code.isEmpty ? "" : "+" + code)", "DTM+137:20260921:102",
            "RFF+ON:O-1", "NAD+BY+5412345000013::9", "NAD+SU+4012345000009::9", "LIN+1", "UNS+S",
        ]
        let all = ["UNB+UNOC:3+A+B+260921:0930+1"] + segments + ["UNT+\(segments.count + 1)+1", "UNZ+1+1"]
        let results = try ShippedMappings.read(Array(all.map { $0 + "'" }.joined().utf8))
        return try #require(results.first)
    }

    @Test(
        "what an ORDERS does follows its function code",
        arguments: [
            Expected(code: "9", mapping: "edifact-orders", function: .original, effect: .birth),
            Expected(code: "", mapping: "edifact-orders", function: .original, effect: .birth),
            Expected(code: "7", mapping: "edifact-orders", function: .duplicate, effect: .birth),
            Expected(code: "6", mapping: "edifact-orders", function: .confirmationRequest, effect: .birth),
            Expected(code: "4", mapping: "edifact-orders", function: .change, effect: .change),
            Expected(code: "5", mapping: "edifact-orders", function: .replacement, effect: .change),
            Expected(code: "1", mapping: "edifact-orders-cancellation", function: .cancellation, effect: .cancellation),
        ])
    func orders(_ expected: Expected) throws {
        let result = try read("ORDERS", expected.code)
        #expect(result.mapping == expected.mapping)
        #expect(result.read.document.function == expected.function)
        #expect(result.read.document.effect == expected.effect)
        #expect(result.read.document.number == "N-1")
    }

    @Test(
        "an ORDCHG changes the order of its reference, or cancels it",
        arguments: [
            Expected(code: "4", mapping: "edifact-ordchg", function: .change, effect: .change),
            Expected(code: "", mapping: "edifact-ordchg", function: .change, effect: .change),
            Expected(code: "1", mapping: "edifact-ordchg-cancellation", function: .cancellation, effect: .cancellation),
        ])
    func changes(_ expected: Expected) throws {
        let result = try read("ORDCHG", expected.code)
        #expect(result.mapping == expected.mapping)
        #expect(result.read.document.function == expected.function)
        #expect(result.read.document.effect == expected.effect)
        #expect(result.read.document.number == "O-1")
    }

    @Test("a function that an order cannot have is an error and not taken for an original")
    func unknown() throws {
        let result = try read("ORDERS", "27")
        #expect(result.read.diagnostics.items.map(\.code) == ["mapping.code-unknown"])
        #expect(result.read.diagnostics.hasErrors)
    }
}
