import Diagnostics
import Gateway
import HTTPTypes
import Hummingbird
import Intake

/// Cross references and master data.
extension HTTPAPI {
    private struct ReferenceBody: ActionBody {
        static let members = [
            "relation", "fromSystem", "from", "toSystem", "to", "item", "factor", "validFrom", "validTo",
        ]
        var relation: String?
        var fromSystem: String
        var from: String
        var toSystem: String
        var to: String
        var item: String?
        var factor: String?
        var validFrom: String?
        var validTo: String?

        var input: CrossReferenceInput {
            CrossReferenceInput(
                fromSystem: fromSystem, from: from, toSystem: toSystem, to: to, relation: relation, item: item,
                factor: factor, validFrom: validFrom, validTo: validTo)
        }
    }

    private struct DecisionBody: ActionBody {
        static let members = ["reason"]
        var reason: String?
    }

    private struct ReprocessBody: ActionBody {
        static let members = ["kind", "code", "documents", "all", "after", "reason"]
        var kind: String
        var code: String?
        var documents: [String]?
        var all: Bool?
        var after: String?
        var reason: String?
    }

    var masterEndpoints: [Endpoint] {
        [
            .get("/v1/master", .view) { request, context in
                let query = try Query(
                    request,
                    allowed: ["kind", "code", "system", "source", "conflicts", "history", "cursor", "limit"])
                var filter = CrossReferenceFilterView()
                filter.kind = try query["kind"].map(Self.masterKind)
                (filter.code, filter.system, filter.source) = (query["code"], query["system"], query["source"])
                (filter.conflicts, filter.history) = (try query.flag("conflicts"), try query.flag("history"))
                filter.after = query["cursor"]
                return try .json(
                    await gateway.master.list(
                        filter, limit: query.integer("limit", in: 1...500) ?? MasterDesk.page,
                        caller: ourCaller(context)))
            },
            .post("/v1/master/{kind}", .replay) { request, context in
                let kind = try Self.masterKind(context.parameter("kind"))
                let body = try await json(ReferenceBody.self, from: request, context)
                let view = try await gateway.master.add(body.input, kind, caller: ourCaller(context))
                return try Self.entry(
                    view, status: .created, headers: [.location: "/v1/master/entries/\(view.current.id)"])
            },
            .post("/v1/master/{kind}/import", .replay) { request, context in
                let kind = try Self.masterKind(context.parameter("kind"))
                let query = try Query(request, allowed: ["source", "from", "to", "complete"])
                guard let source = query["source"] else {
                    throw Problem.parameter("source", value: nil, expected: "the list's name")
                }
                let reception = try Reception(
                    request, context, limits: limits, largest: limits.largestPayload, tooLarge: "api.body-too-large")
                let bytes = try await reception.whole(upTo: limits.largestPayload)
                return try .json(
                    await gateway.master.importList(
                        bytes, kind, source: source, from: query["from"], to: query["to"],
                        isComplete: query.flag("complete"), caller: ourCaller(context)))
            },
            .get("/v1/master/entries/{id}", .view) { _, context in
                try Self.entry(await gateway.master.show(context.parameter("id"), caller: ourCaller(context)))
            },
            .put("/v1/master/entries/{id}", .replay) { request, context in
                let version = try Self.expectedVersion(request)
                let body = try await json(ReferenceBody.self, from: request, context)
                return try Self.entry(
                    await gateway.master.change(
                        context.parameter("id"), to: body.input, of: version, caller: ourCaller(context)))
            },
            .delete("/v1/master/entries/{id}", .replay) { request, context in
                let version = try Self.expectedVersion(request)
                let query = try Query(request, allowed: ["reason"])
                return try Self.entry(
                    await gateway.master.end(
                        context.parameter("id"), of: version, reason: query["reason"], caller: ourCaller(context)))
            },
            .post("/v1/master/entries/{id}/decide", .replay) { request, context in
                let body = try await json(DecisionBody.self, from: request, context)
                return try Self.entry(
                    await gateway.master.decide(
                        context.parameter("id"), reason: body.reason, caller: ourCaller(context)))
            },
            .get("/v1/master-sources", .view) { _, context in
                try await .json(gateway.master.sources(caller: ourCaller(context)))
            },
            .post("/v1/master-sources/{name}/read", .replay) { _, context in
                try await .json(
                    gateway.master.read(context.parameter("name"), caller: ourCaller(context)), status: .accepted)
            },
            .get("/v1/missing-codes", .view) { request, context in
                let query = try Query(request, allowed: ["kind", "code"])
                return try .json(
                    await gateway.master.missing(
                        kind: query["kind"].map(Self.masterKind), code: query["code"], caller: ourCaller(context)))
            },
            .post("/v1/missing-codes/reprocess", .replay) { request, context in
                let body = try await json(ReprocessBody.self, from: request, context)
                guard (body.all == true) == (body.documents == nil) else {
                    throw Problem.parameter("documents", value: nil, expected: "some documents, or \"all\": true")
                }
                return try .json(
                    await gateway.master.reprocess(
                        kind: Self.masterKind(body.kind), code: body.code, documents: body.documents,
                        after: body.after,
                        reason: body.reason, caller: ourCaller(context)))
            },
        ]
    }

    private static func masterKind(_ text: String) throws -> MasterKind {
        guard let kind = MasterKind(rawValue: text) else {
            throw Problem(.notFound, "master.kind-unknown", value: text)
        }
        return kind
    }

    /// An entry under the tag of its version (RFC 9110, 8.8.3).
    private static func entry(
        _ view: MasterEntryView, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        var headers = headers
        headers[.eTag] = "\"\(view.current.version)\""
        return try .json(view, status: status, headers: headers)
    }

    /// The version that `If-Match` names (RFC 9110, 13.1.1); nil for `*`. Without it a change is refused (RFC 6585, 3).
    private static func expectedVersion(_ request: Request) throws -> Int? {
        guard let text = request.headers[.ifMatch] else {
            throw Problem(
                .init(code: 428, reasonPhrase: "Precondition Required"), "api.if-match-missing")
        }
        if text == "*" { return nil }
        let isQuoted = text.count > 2 && text.hasPrefix("\"") && text.hasSuffix("\"")
        guard isQuoted, let version = Int(text.dropFirst().dropLast()) else {
            throw Problem.parameter("If-Match", value: text, expected: "the ETag of the entry as it was read, or *")
        }
        return version
    }
}
