import Gateway
import Hummingbird

/// Reports.
extension HTTPAPI {
    var reportEndpoints: [Endpoint] {
        [
            .get("/v1/reports/equation", .view) { request, context in
                let window = try Self.window(request)
                return try .json(
                    await gateway.reports.equation(
                        from: window.from, to: window.to, caller: context.requireCaller()))
            },
            .get("/v1/reports/straight-through", .view) { request, context in
                let window = try Self.window(request)
                return try .json(
                    await gateway.reports.straightThrough(
                        from: window.from, to: window.to, caller: context.requireCaller()))
            },
        ]
    }

    /// The days that a report is asked for.
    private static func window(_ request: Request) throws -> SearchFilter {
        let query = try Query(request, allowed: ["from", "to"])
        var window = SearchFilter()
        for name in ["from", "to"] {
            guard let value = query[name], !window.set(name, to: value) else { continue }
            throw Problem.parameter(name, value: value, expected: SearchFilter.expectation(of: name))
        }
        return window
    }
}
