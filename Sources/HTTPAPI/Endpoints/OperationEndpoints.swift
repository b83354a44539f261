import Gateway
import HTTPTypes
import Hummingbird
import Orders

/// What operation asks: is it alive, is it ready, how much went through, what can it do; and the configuration read again.
extension HTTPAPI {
    var operationEndpoints: [Endpoint] {
        [
            .get("/healthz", nil) { _, _ in .text("ok\n", type: "text/plain; charset=utf-8") },
            .get("/readyz", nil) { _, _ in
                let missing = await gateway.readiness()
                let members = missing.sorted { $0.key < $1.key }
                let body = JSONValue.object([
                    ("ready", .bool(missing.isEmpty)),
                    ("missing", .object(members.map { (key: $0.key, value: .string($0.value)) })),
                ])
                return .json(
                    bytes: body.bytes, status: missing.isEmpty ? .ok : .serviceUnavailable,
                    headers: missing.isEmpty ? [:] : [.retryAfter: "5"])
            },
            .get("/metrics", nil) { _, _ in
                let ready = await gateway.readiness().isEmpty
                return .text(
                    counters.figures.prometheus(ready: ready), type: "text/plain; version=0.0.4; charset=utf-8")
            },
            .post("/v1/configuration/reload", .administer) { _, context in
                try .json(await reload(by: context.requireCaller()))
            },
            .get("/openapi.yaml", nil) { _, _ in
                .text(Self.openAPI, type: "application/yaml; charset=utf-8")
            },
        ]
    }

    /// The description of this interface, in OpenAPI 3.1.
    public static var openAPI: String { String(decoding: PackageResources.openapi_yaml, as: UTF8.self) }
}
