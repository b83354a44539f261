import Diagnostics
import Gateway
import Hummingbird

/// Finding documents, seeing what was received and understood, and setting right what failed.
extension HTTPAPI {
    /// What retry takes.
    struct RetryBody: ActionBody {
        static let members = ["reason", "anyway"]
        var reason: String?
        var anyway: Bool?
    }

    /// What reprocess and discard take, and a milestone's reverse.
    struct ReasonBody: ActionBody {
        static let members = ["reason"]
        var reason: String?
    }

    var documentEndpoints: [Endpoint] {
        [
            .get("/v1/documents", .view) { request, context in
                let (filter, cursor, limit) = try listQuery(request)
                return try .json(
                    await gateway.documents.documents(
                        filter, cursor: cursor, limit: limit, caller: context.requireCaller()))
            },
            .get("/v1/documents/{id}", .view) { _, context in
                try .json(await gateway.documents.document(context.parameter("id"), caller: context.requireCaller()))
            },
            .get("/v1/documents/{id}/canonical", .viewPayload) { _, context in
                .json(
                    bytes: try await gateway.documents.canonical(
                        context.parameter("id"), caller: context.requireCaller()))
            },
            .get("/v1/documents/{id}/original", .viewPayload) { _, context in
                try .download(
                    await gateway.documents.original(context.parameter("id"), caller: context.requireCaller()))
            },
            .get("/v1/documents/{id}/timeline", .view) { _, context in
                try .json(
                    Page(
                        items: await gateway.documents.timeline(
                            context.parameter("id"), caller: context.requireCaller()), next: nil))
            },
            .get("/v1/documents/{id}/origins", .viewPayload) { request, context in
                let query = try Query(request, allowed: ["field"])
                return try .json(
                    await gateway.origins.origins(
                        context.parameter("id"), field: query["field"], caller: context.requireCaller()))
            },
            .post("/v1/documents/{id}/retry", .replay) { request, context in
                let body = try await json(RetryBody.self, from: request, context)
                let anyway = body.anyway ?? false
                if anyway, (body.reason ?? "").allSatisfy(\.isWhitespace) { throw Self.reasonMissing }
                return try .json(
                    await gateway.replay.retry(
                        context.parameter("id"), reason: body.reason, anyway: anyway, caller: context.requireCaller()))
            },
            .post("/v1/documents/{id}/reprocess", .replay) { request, context in
                let body = try await json(ReasonBody.self, from: request, context)
                return try .json(
                    await gateway.replay.reprocess(
                        context.parameter("id"), reason: body.reason, caller: context.requireCaller()))
            },
            .post("/v1/documents/{id}/resend", .replay) { request, context in
                let body = try await json(ReasonBody.self, from: request, context)
                guard let reason = body.reason, !reason.allSatisfy(\.isWhitespace) else { throw Self.reasonMissing }
                return try .json(
                    await gateway.replay.resend(
                        context.parameter("id"), reason: reason, caller: context.requireCaller()))
            },
            .post("/v1/documents/{id}/send-as-new", .takeRisk) { request, context in
                let body = try await json(ReasonBody.self, from: request, context)
                guard let reason = body.reason, !reason.allSatisfy(\.isWhitespace) else { throw Self.reasonMissing }
                return try .json(
                    await gateway.replay.sendAsNew(
                        context.parameter("id"), reason: reason, caller: context.requireCaller()))
            },
            .post("/v1/documents/{id}/reroute", .takeRisk) { request, context in
                let query = try Query(request, allowed: ["preview"])
                let body = try await json(ReasonBody.self, from: request, context)
                let isPreview = try query.flag("preview")
                guard isPreview || body.reason?.allSatisfy(\.isWhitespace) == false else { throw Self.reasonMissing }
                return try .json(
                    await gateway.replay.reroute(
                        context.parameter("id"), reason: body.reason, isPreview: isPreview,
                        caller: context.requireCaller()))
            },
            .post("/v1/documents/{id}/edit", .replay, edit),
            .post("/v1/documents/{id}/discard", .replay) { request, context in
                let body = try await json(ReasonBody.self, from: request, context)
                guard let reason = body.reason, !reason.allSatisfy(\.isWhitespace) else { throw Self.reasonMissing }
                return try .json(
                    await gateway.replay.discard(
                        context.parameter("id"), reason: reason, caller: context.requireCaller()))
            },
        ]
    }

    static var reasonMissing: Problem {
        Problem(.unprocessableContent, "intake.reason-missing")
    }

    /// The body is the document's new bytes; the reason stands in the query.
    private func edit(_ request: Request, _ context: APIContext) async throws -> Response {
        let query = try Query(request, allowed: ["reason"])
        guard let reason = query["reason"], !reason.allSatisfy(\.isWhitespace) else { throw Self.reasonMissing }
        let reception = try Reception(request, context, limits: limits, largest: limits.largestPayload)
        let bytes = try await reception.whole(upTo: limits.largestPayload)
        guard !bytes.isEmpty else { throw Problem(.unprocessableContent, "intake.empty") }
        return try .json(
            await gateway.replay.edit(
                context.parameter("id"), bytes: bytes, reason: reason, caller: context.requireCaller()))
    }
}
