import Gateway
import HTTPTypes
import Hummingbird

/// What codes mean for the business, and what each role does.
extension HTTPAPI {
    var codeEndpoints: [Endpoint] {
        [
            .get("/v1/codes", .view) { request, _ in
                let query = try Query(request, allowed: ["language"])
                let language = try CodeMeaning.known(query["language"])
                return try .json(Page(items: CodeMeaning.all(language: language), next: nil))
            },
            .get("/v1/codes/{code}", .view) { request, context in
                let query = try Query(request, allowed: ["language"])
                return try .json(CodeMeaning.named(context.parameter("code"), language: query["language"]))
            },
        ]
    }
}
