import Gateway
import HTTPTypes
import Hummingbird

/// Mappings that are rehearsed on stored documents, looked at, and then put in force.
extension HTTPAPI {
    private struct WindowBody: ActionBody {
        static let members = ["from", "to"]
        var from: String?
        var to: String?
    }

    private struct ConfirmBody: ActionBody {
        static let members = ["reason"]
        var reason: String?
    }

    private struct PublishBody: ActionBody {
        static let members = ["rehearsed"]
        var rehearsed: String?
    }

    var mappingEndpoints: [Endpoint] {
        [
            .post("/v1/mappings/rehearsals", .replay) { request, context in
                let caller = try ourCaller(context)
                let body = try await json(WindowBody.self, from: request, context)
                // Times read as they do where lists are narrowed by them.
                var window = SearchFilter()
                for (name, text) in [("from", body.from), ("to", body.to)] {
                    guard let text, !window.set(name, to: text) else { continue }
                    throw Problem.parameter(name, value: text, expected: SearchFilter.expectation(of: name))
                }
                return try .json(
                    await inForce.rehearseMappings(from: window.from, to: window.to, caller: caller), status: .created)
            },
            .get("/v1/mappings/rehearsals/{id}", .viewPayload) { _, context in
                try .json(
                    await inForce.mappingRehearsal(context.parameter("id"), caller: ourCaller(context)))
            },
            .post("/v1/mappings/rehearsals/{id}/confirm", .takeRisk) { request, context in
                let body = try await json(ConfirmBody.self, from: request, context)
                return try .json(
                    await inForce.confirmMappings(
                        context.parameter("id"), reason: body.reason, caller: ourCaller(context)))
            },
            .post("/v1/mappings/publish", .administer) { request, context in
                let body = try await json(PublishBody.self, from: request, context)
                guard let id = body.rehearsed else {
                    throw Problem.parameter("rehearsed", value: "", expected: "the id of a rehearsal")
                }
                return try .json(await inForce.publishMappings(rehearsed: id, caller: ourCaller(context)))
            },
        ]
    }
}
