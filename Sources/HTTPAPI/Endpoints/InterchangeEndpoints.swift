import Diagnostics
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore

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
        ]
    }

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
        let wait = try query.integer("wait", in: 0...limits.longestWait) ?? 0
        let headers = try RequestHeaders(request)
        let submission = Submission(
            sender: try sender(caller, asked: query["sender"]), channel: "http", fileName: headers.fileName,
            contentType: headers.contentType, idempotencyKey: headers.idempotencyKey, bytes: [])
        let reception = try Reception(request, limits: limits, largest: limits.largestPayload)
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
        var text = JSONText()
        text.object { text in
            text.member("id", receipt.id)
            text.member("status", "accepted")
            text.member("repeated", receipt.repeated)
            text.key("links")
            text.object { text in
                text.member("self", link)
                text.member("raw", link + "/raw")
                text.member("documents", "/v1/documents?interchange=\(receipt.id)")
            }
        }
        return .json(bytes: text.bytes, status: .accepted, headers: [.location: link])
    }

    /// What became of the documents: 200 when all is said, 202 while something is still under way.
    static func outcome(_ view: InterchangeView, repeated: Bool) -> Response {
        let documents = view.documents ?? []
        let open: Set = ["accepted", "delivering"]
        let settled = view.status != "accepted" && documents.allSatisfy { !open.contains($0.status) }
        var text = JSONText(capacity: 1_024)
        text.object { text in
            text.member("id", view.id)
            text.member("status", view.status)
            text.member("repeated", repeated)
            text.key("documents")
            text.array { text in
                for document in documents { write(document, to: &text) }
            }
            text.key("diagnostics")
            text.array { text in
                for report in view.diagnostics { text.report(report) }
            }
            text.key("links")
            text.object { text in
                for (name, link) in view.links.sorted(by: { $0.key < $1.key }) { text.member(name, link) }
            }
        }
        return .json(
            bytes: text.bytes, status: settled ? .ok : .accepted, headers: [.location: "/v1/interchanges/\(view.id)"])
    }

    private static func write(_ document: DocumentView, to text: inout JSONText) {
        text.object { text in
            text.member("id", document.id)
            text.member("type", document.type)
            text.member("reference", document.reference)
            text.member("orderKey", document.orderKey)
            text.member("orderNumber", document.orderNumber)
            text.member("status", document.status)
            text.member("stage", document.stage)
            text.member("function", document.function)
            text.member("site", document.site)
            text.member("side", document.side)
            text.member("backend", document.backend)
            text.member("reason", document.reason)
            text.key("diagnostics")
            text.array { text in
                for report in document.diagnostics { text.report(report) }
            }
        }
    }
}
