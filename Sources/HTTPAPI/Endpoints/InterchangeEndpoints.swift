import Diagnostics
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore
import Orders

/// Handing payloads in, and what became of them.
extension HTTPAPI {
    var interchangeEndpoints: [Endpoint] {
        [
            .post("/v1/interchanges", .submit, submit),
            .get("/v1/interchanges", .view) { request, context in
                let (filter, cursor, limit) = try listQuery(request)
                return try .json(
                    await gateway.documents.interchanges(
                        filter, cursor: cursor, limit: limit, caller: context.requireCaller()))
            },
            .get("/v1/interchanges/{id}", .view) { request, context in
                try .json(await gateway.documents.interchange(context.parameter("id"), caller: context.requireCaller()))
            },
            .get("/v1/interchanges/{id}/raw", .viewPayload) { request, context in
                try .download(
                    await gateway.documents.raw(context.parameter("id"), caller: context.requireCaller()))
            },
            .get("/v1/interchanges/{id}/acknowledgements", .viewPayload) { request, context in
                try .json(
                    await gateway.documents.acknowledgements(
                        context.parameter("id"), caller: context.requireCaller()))
            },
            .get("/v1/interchanges/{id}/acknowledgements/{number}", .viewPayload) { request, context in
                try .download(
                    await gateway.documents.acknowledgement(
                        context.parameter("number"), of: context.parameter("id"), caller: context.requireCaller()))
            },
            .post("/v1/interchanges/{id}/reprocess", .replay) { request, context in
                let wait = try wait(Query(request, allowed: ["wait"]))
                let body = try await json(ReasonBody.self, from: request, context)
                return try .json(
                    await gateway.interchanges.reprocess(
                        context.parameter("id"), reason: body.reason, waiting: .seconds(wait),
                        caller: context.requireCaller()))
            },
            .post("/v1/interchanges/{id}/discard", .replay) { request, context in
                let body = try await json(ReasonBody.self, from: request, context)
                guard let reason = body.reason, !reason.allSatisfy(\.isWhitespace) else { throw Self.reasonMissing }
                return try .json(
                    await gateway.interchanges.discard(
                        context.parameter("id"), reason: reason, caller: context.requireCaller()))
            },
        ]
    }

    /// For how many seconds a caller waits for the outcome.
    func wait(_ query: Query) throws -> Int { try query.integer("wait", in: 0...limits.longestWait) ?? 0 }

    /// The filter, place and size of a list.
    func listQuery(_ request: Request) throws -> (filter: SearchFilter, cursor: String?, limit: Int) {
        let query = try Query(request, allowed: SearchFilter.names + ["cursor", "limit"])
        var filter = SearchFilter()
        for name in SearchFilter.names {
            guard let value = query[name] else { continue }
            guard filter.set(name, to: value) else {
                throw Problem.parameter(name, value: value, expected: SearchFilter.expectation(of: name))
            }
        }
        return (filter, query["cursor"], try query.integer("limit", in: 1...500) ?? 50)
    }

    private func submit(_ request: Request, _ context: APIContext) async throws -> Response {
        let caller = try context.requireCaller()
        let query = try Query(request, allowed: ["wait", "sender"])
        let wait = try wait(query)
        let headers = try RequestHeaders(request)
        let submission = Submission(
            sender: try sender(caller, asked: query["sender"]), channel: "http", fileName: headers.fileName,
            contentType: headers.contentType, idempotencyKey: headers.idempotencyKey, bytes: [])
        return try await take(submission, request, context, waiting: wait)
    }

    /// Keeps a request's body as a submission, and waits for what becomes of it.
    func take(
        _ submission: Submission, _ request: Request, _ context: APIContext, waiting wait: Int
    ) async throws -> Response {
        let reception = try Reception(request, context, limits: limits, largest: limits.largestPayload)
        let receipt: Receipt
        do {
            let taken = try await reception.submit(submission, to: gateway.submissions)
            receipt = taken.receipt
            counters.accepted(bytes: taken.size, repeated: receipt.repeated)
        } catch {
            counters.abandoned()
            throw error
        }
        guard wait > 0 else { return Self.accepted(receipt) }
        let outcome = try await gateway.submissions.outcome(of: receipt.id, waiting: .seconds(wait))
        return Self.outcome(outcome, repeated: receipt.repeated)
    }

    /// A partner submits as itself; an administrator for a partner that it names.
    private func sender(_ caller: Caller, asked: String?) throws -> String {
        if let partner = caller.partner {
            guard asked == nil || asked == partner else {
                throw Problem(.forbidden, "api.sender-foreign", value: asked)
            }
            return partner
        }
        guard let asked else { throw Problem(.badRequest, "api.sender-missing") }
        return asked
    }

    /// The "yes" of a durable commit.
    static func accepted(_ receipt: Receipt) -> Response {
        let link = "/v1/interchanges/\(receipt.id)"
        let body = JSONValue.object([
            ("id", .string(receipt.id)), ("status", .string("accepted")), ("repeated", .bool(receipt.repeated)),
            (
                "links",
                .object([
                    ("self", .string(link)), ("raw", .string(link + "/raw")),
                    ("documents", .string("/v1/documents?interchange=\(receipt.id)")),
                    ("acknowledgements", .string(link + "/acknowledgements")),
                ])
            ),
        ])
        return .json(bytes: body.bytes, status: .accepted, headers: [.location: link])
    }

    /// What became of the documents: 200 when all is said, 202 while something is still under way.
    static func outcome(_ view: InterchangeView, repeated: Bool) -> Response {
        let documents = view.documents ?? []
        let open: Set = ["accepted", "delivering"]
        let settled =
            !["accepted", "processing"].contains(view.status) && documents.allSatisfy { !open.contains($0.status) }
        let links = view.links.sorted { $0.key < $1.key }.map { (key: $0.key, value: JSONValue.string($0.value)) }
        let body = JSONValue.object([
            ("id", .string(view.id)), ("status", .string(view.status)), ("repeated", .bool(repeated)),
            ("documents", .array(documents.map(json))),
            ("acknowledgements", .array((view.acknowledgements ?? []).map(json))),
            ("diagnostics", .array(view.diagnostics.map(\.json))), ("links", .object(links)),
        ])
        return .json(
            bytes: body.bytes, status: settled ? .ok : .accepted, headers: [.location: "/v1/interchanges/\(view.id)"])
    }

    private static func json(_ document: DocumentView) -> JSONValue {
        .object([
            ("id", .string(document.id)), ("type", .string(document.type)), ("reference", .text(document.reference)),
            ("orderKey", .text(document.orderKey)), ("orderNumber", .text(document.orderNumber)),
            ("status", .string(document.status)), ("stage", .text(document.stage)),
            ("function", .text(document.function)), ("site", .text(document.site)), ("side", .text(document.side)),
            ("backend", .text(document.backend)), ("reason", .text(document.reason)),
            ("waitsFor", document.waitsFor.map(json) ?? .null),
            ("diagnostics", .array(document.diagnostics.map(\.json))),
        ])
    }

    private static func json(_ acknowledgement: AcknowledgementView) -> JSONValue {
        let links = acknowledgement.links.sorted { $0.key < $1.key }.map {
            (key: $0.key, value: JSONValue.string($0.value))
        }
        return .object([
            ("number", .integer(acknowledgement.number)), ("kind", .string(acknowledgement.kind)),
            ("controlNumber", .string(acknowledgement.controlNumber)), ("answers", .string(acknowledgement.answers)),
            ("verdict", .string(acknowledgement.verdict)), ("mediaType", .string(acknowledgement.mediaType)),
            ("size", .integer(acknowledgement.size)), ("madeAt", .string(acknowledgement.madeAt)),
            ("sent", acknowledgement.sent.map(json) ?? .null), ("content", .text(acknowledgement.content)),
            ("links", .object(links)),
        ])
    }

    private static func json(_ sent: SentView) -> JSONValue {
        .object([
            ("controlNumber", .string(sent.controlNumber)), ("status", .string(sent.status)),
            ("errors", .array(sent.errors.map { .string($0) })), ("answeredAt", .text(sent.answeredAt)),
            ("answeredBy", .text(sent.answeredBy)),
        ])
    }

    private static func json(_ waiting: WaitingView) -> JSONValue {
        .object([
            ("document", .text(waiting.document)), ("interchange", .string(waiting.interchange)),
            ("status", .string(waiting.status)), ("code", .text(waiting.code)),
        ])
    }
}
