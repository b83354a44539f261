import ConfigurationFiles
import Diagnostics
import Gateway
import Mapping
import TestPeers
import Testing

/// Where the values of a stored document come from.
@Suite(.serialized) struct OriginTests {
    @Test("each value names its rule and its place in what was received", arguments: StoreKind.all)
    func values(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let order = try await test.submit(EDI.order("PO-1", reference: 1))
            let id = try #require(order.documents?.first?.id)
            let origins = try await test.gateway.origins.origins(id, field: nil, caller: test.administrator)
            #expect(origins.exact)
            #expect(origins.mapping == "edifact-orders")
            let number = try #require(origins.values.first { $0.field == "number" })
            #expect(number.value == "PO-1" && number.inputValue == "PO-1")
            #expect(number.rule.file == "edifact-orders.yaml" && number.rule.line != nil)
            #expect(number.input?.tag == "BGM" && number.input?.segment == 2)
            let line = try await test.gateway.origins.origins(id, field: "lines[1]", caller: test.administrator)
            #expect(!line.values.isEmpty)
            #expect(line.values.allSatisfy { $0.field.hasPrefix("lines[1].") })
        }
    }

    @Test("a document tells by the mapping of then, whatever that says today", arguments: StoreKind.all)
    func then(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let order = try await test.submit(EDI.order("PO-1", reference: 1))
            let id = try #require(order.documents?.first?.id)
            let before = try await test.gateway.origins.origins(id, field: nil, caller: test.administrator)
            var files = try TestGateway.shippedMappings()
            let text = String(decoding: files["edifact-orders.yaml"] ?? [], as: UTF8.self)
            files["edifact-orders.yaml"] = Array("# A line more.\n\(text)".utf8)
            let changed = files
            try await test.restart { $0.mappings = changed }
            let after = try await test.gateway.origins.origins(id, field: nil, caller: test.administrator)
            #expect(after == before)
            let later = try await test.submit(EDI.order("PO-2", reference: 2))
            let second = try #require(later.documents?.first?.id)
            let today = try await test.gateway.origins.origins(second, field: "number", caller: test.administrator)
            let line = try #require(before.values.first { $0.field == "number" }?.rule.line)
            #expect(today.values.first?.rule.line == line + 1)
            #expect(today.mappingHash != before.mappingHash)
        }
    }

    @Test(
        "another partner's document does not exist, and what was never mapped has no origins", arguments: StoreKind.all)
    func unknown(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let order = try await test.submit(EDI.order("PO-1", reference: 1))
            let id = try #require(order.documents?.first?.id)
            let stranger = Caller(name: "s", role: .partner, partner: "johnssons")
            await #expect(throws: GatewayError.self) {
                try await test.gateway.origins.origins(id, field: nil, caller: stranger)
            }
            let broken = try await test.submit(
                EDI.order("PO-2", reference: 2).replacing("UNT+", with: "XXX+"))
            let failed = try #require(broken.documents?.first?.id)
            await #expect(throws: GatewayError.self) {
                try await test.gateway.origins.origins(failed, field: nil, caller: test.administrator)
            }
        }
    }
}
