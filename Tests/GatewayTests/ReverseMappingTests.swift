import ConfigurationFiles
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// Whether what new would own could be mapped back to legacy.
@Suite(.serialized) struct ReverseMappingTests {
    private static func gate(_ test: TestGateway) async throws -> MilestonePlanView.Gate? {
        let plan = try await test.gateway.milestones.plan(
            "north-intake", .advance(to: .pilot), caller: test.administrator)
        return plan.gates.first { $0.gate == "reverse-mapping" }
    }

    @Test(
        "the newest documents are written on trial where legacy takes what a mapping writes", arguments: StoreKind.all)
    func written(kind: StoreKind) async throws {
        var options = TestGateway.Options()
        options.legacyPayload = .mapping(
            .init(mappings: ["ubl-order", "ubl-order-change", "ubl-order-cancellation"], settings: ["currency": "EUR"]))
        try await TestGateway.with(kind, options) { test in
            try await test.restart { $0.backends[1].abilities.takes = [.shadow] }
            try await test.advance(to: .shadow)
            #expect(try await Self.gate(test)?.verdict == "inconclusive")
            for number in 1...3 { try await test.submit(EDI.order("M-\(number)", reference: number)) }
            let gate = try await Self.gate(test)
            #expect(gate?.verdict == "pass" && gate?.explanation.hasPrefix("none of 3") == true)
            // What came before a mapping was changed may not be writable by today's.
            try await test.database.write { transaction in
                let broken = Array(#"{"document":"order","number":""}"#.utf8)
                try transaction.execute(
                    "update payloads set canonical = $1 where document_id = (select document_id from payloads order by document_id desc limit 1)",
                    [.bytes(broken)])
            }
            let failing = try await Self.gate(test)
            #expect(failing?.verdict == "fail" && failing?.figure == 1)
        }
    }

    @Test("a legacy that takes the bytes as received has nothing mapped back", arguments: StoreKind.all)
    func original(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { $0.backends[1].abilities.takes = [.shadow] }
            try await test.advance(to: .shadow)
            #expect(try await Self.gate(test) == nil)
        }
    }
}
