import Gateway
import Hummingbird

/// Reports.
extension HTTPAPI {
    var reportEndpoints: [Endpoint] {
        [
            .get("/v1/reports/equation", .view) { _, context in
                try .json(await gateway.reports.equation(caller: context.requireCaller()))
            }
        ]
    }
}
