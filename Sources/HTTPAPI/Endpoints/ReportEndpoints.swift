import Gateway
import Hummingbird

/// Reports.
extension HTTPAPI {
    var reportEndpoints: [Endpoint] {
        [
            .get("/v1/reports/equation", .view) { request, context in
                let query = try Query(request, allowed: ["from", "to"])
                var window = SearchFilter()
                for name in ["from", "to"] {
                    guard let value = query[name], !window.set(name, to: value) else { continue }
                    throw Problem.parameter(name, value: value, expected: SearchFilter.expectation(of: name))
                }
                return try .json(
                    await gateway.reports.equation(
                        from: window.from, to: window.to, caller: context.requireCaller()))
            }
        ]
    }
}
