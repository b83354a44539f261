import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import TestPeers
import Testing

/// Despatch advices of back ends that say little: what the partner needs comes from its order.
@Suite struct CompletedAdviceTests {
    private static let forms: [CanonicalDocument.DocumentType: Outbound.Form] = [
        .despatchAdvice: .asSent
    ]

    private static func keyed(_ key: String) -> Extension {
        var own = Extension()
        (own.name, own.value) = ("orderKey", key)
        return own
    }

    private static func advice(_ key: String, line: String? = nil, item: String? = nil) -> String {
        var (advice, despatched, quantity) = (DespatchAdvice(), DespatchLine(), Quantity())
        (advice.number, advice.issued) = ("D-1", BusinessTime(canonicalText: "2026-09-30"))
        quantity.value = ExactDecimal(48)
        (despatched.number, despatched.quantity, despatched.item.supplierCode) = ("1", quantity, item)
        if let line {
            var reference = OrderReference()
            reference.line = line
            despatched.order = reference
        }
        (advice.lines, advice.extensions) = ([despatched], [keyed(key)])
        return String(decoding: CanonicalDocument.despatchAdvice(advice).jsonBytes, as: UTF8.self)
    }

    @Test("what names only the order's key gets its number, its parties and its lines", arguments: StoreKind.all)
    func completed(kind: StoreKind) async throws {
        try await OutboundTests.with(kind, documents: Self.forms) { test, partner in
            try await test.submit(EDI.order("A-1"))
            let advice = try await OutboundTests.handOver(Self.advice("northwind/A-1"), key: "1", to: test)
            #expect(advice.status == "delivered" && advice.diagnostics.isEmpty, "\(advice)")
            let sent = try #require(partner.effects.first).text
            for part in [
                "BGM+351+D-1+9'", "RFF+ON:A-1", "NAD+BY+5412345000013::9'", "NAD+SU+4098765000010::9'",
                "LIN+1++4000862141404:EN'",
            ] {
                #expect(sent.contains(part), "\(part) is not in \(sent)")
            }
        }
    }

    @Test("a line that the order does not have is told, and stays as it is", arguments: StoreKind.all)
    func unknownLine(kind: StoreKind) async throws {
        try await OutboundTests.with(kind, documents: Self.forms) { test, partner in
            try await test.submit(EDI.order("A-1"))
            let advice = try await OutboundTests.handOver(
                Self.advice("northwind/A-1", line: "99", item: "S-1"), key: "1", to: test)
            #expect(advice.status == "delivered" && advice.diagnostics.map(\.code) == ["answer.line-unknown"])
            let sent = try #require(partner.effects.first).text
            #expect(sent.contains("RFF+ON:A-1") && sent.contains("S-1:SA") && !sent.contains("4000862141404"))
        }
    }
}
