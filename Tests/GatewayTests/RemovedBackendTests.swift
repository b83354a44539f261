import ConfigurationFiles
import Diagnostics
import Gateway
import Rollout
import TestPeers
import Testing

@Suite(.serialized) struct RemovedBackendTests {
    @Test(
        "a back end that open orders name cannot leave the configuration, by any number of steps",
        arguments: StoreKind.all)
    func bound(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.submit(EDI.order("B-1"))
            test.beginStop()
            await test.loopsEnded()
            let refusal = await #expect(throws: GatewayError.self) { try await test.start(Self.rename) }
            #expect(refusal?.kind == .conflict && refusal?.diagnostic.code == "route.backend-removed")
            #expect(refusal?.diagnostic.value == "legacy")
            #expect(refusal?.diagnostic.facts == ["deliveries": "0", "orders": "1"])
            // First out of the sites, then out of the back ends.
            try await test.start { installation in
                Self.rename(&installation)
                installation.backends.append(Self.named("legacy", installation.backends[0]))
            }
            await #expect(throws: GatewayError.self) { try await test.start(Self.rename) }
        }
    }

    @Test("a back end that nothing names can leave", arguments: StoreKind.all)
    func free(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.beginStop()
            await test.loopsEnded()
            try await test.start(Self.rename)
        }
    }

    private static func rename(_ installation: inout Installation) {
        installation.backends = installation.backends.map { $0.name == "legacy" ? named("older", $0) : $0 }
        for index in installation.routing.sites.indices {
            installation.routing.sites[index].backends[.legacy] = "older"
        }
    }

    private static func named(_ name: String, _ backend: Backend) -> Backend {
        var backend = backend
        backend.name = name
        return backend
    }
}
