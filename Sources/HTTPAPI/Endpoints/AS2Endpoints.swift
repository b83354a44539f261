import Gateway
import HTTPTypes
import Hummingbird
import NIOCore

/// The door of AS2 (RFC 4130): names, certificates and signatures say who sends, so no key is asked for.
extension HTTPAPI {
    var as2Endpoints: [Endpoint] {
        [
            .post("/as2", nil, receive),
            .get("/v1/interchanges/{id}/as2", .viewPayload) { request, context in
                try .download(
                    await gateway.documents.as2Message(context.parameter("id"), caller: context.requireCaller()))
            },
            .get("/v1/interchanges/{id}/as2/receipt", .viewPayload) { request, context in
                try .download(
                    await gateway.documents.as2Receipt(context.parameter("id"), caller: context.requireCaller()))
            },
        ]
    }

    private func receive(_ request: Request, _ context: APIContext) async throws -> Response {
        let desk = gateway.as2
        let declared = request.headers[.contentLength].flatMap { Int($0) }
        let reception = try Reception(request, context, limits: limits, largest: desk.largest)
        return try await desk.withRoom(for: declared ?? desk.largest) {
            let fields = request.headers.map { (name: $0.name.rawName, value: $0.value) }
            let body = try await reception.whole(upTo: desk.largest)
            let answer: AS2Answer
            do {
                answer = try await desk.receive(AS2Request(fields: fields, body: body))
            } catch {
                counters.abandoned()
                throw error
            }
            if let (receipt, size) = answer.accepted { counters.accepted(bytes: size, repeated: receipt.repeated) }
            var headers = HTTPFields()
            for field in answer.fields {
                if let name = HTTPField.Name(field.name) { headers.append(HTTPField(name: name, value: field.value)) }
            }
            return Response(
                status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        }
    }
}
