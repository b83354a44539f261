import Gateway
import Store
import TestPeers
import Testing

@Suite(.serialized) struct HeartbeatTests {
    @Test("a node that others held for gone is back at its next heartbeat, and goes on", arguments: StoreKind.all)
    func back(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let node = try await eventually(240) { try await Self.nodes(of: test).first }
            try await test.database.write { _ = try $0.execute("delete from nodes") }
            let again = try await eventually(240) { try await Self.nodes(of: test).first }
            #expect(again.id == node.id)
            let later = try await eventually(240) {
                try await Self.nodes(of: test).first { $0.heartbeat > again.heartbeat }
            }
            #expect(later.id == node.id)
            #expect(try await test.submit(EDI.order("H-1")).documents?.first?.status == "delivered")
        }
    }

    private static func nodes(of test: TestGateway) async throws -> [NodeRow] {
        try await test.database.read { try $0.nodes() }
    }
}
