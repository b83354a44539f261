import Diagnostics
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore

/// The forms that answers have: a value as JSON, bytes for download, JSON read from a body.
extension Response {
    /// A value as JSON.
    static func json(
        _ value: some Encodable, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return json(bytes: Array(try encoder.encode(value)), status: status, headers: headers)
    }

    /// JSON that is written already.
    static func json(
        bytes: [UInt8], status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var fields = headers
        fields[.contentType] = "application/json"
        return Response(status: status, headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static func text(_ text: String, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    /// Bytes as they were received, sent piece by piece, to be kept and not to be shown by a browser.
    static func download(_ payload: StoredPayload) -> Response {
        var fields: HTTPFields = [.contentType: mediaType(payload.contentType)]
        let name = payload.fileName ?? "payload"
        fields[.contentDisposition] = "attachment; filename*=UTF-8''\(PercentEncoding.encode(name))"
        return Response(
            status: .ok, headers: fields,
            body: ResponseBody(contentLength: payload.size) { writer in
                var number = 0
                while let piece = try await payload.piece(number) {
                    try await writer.write(ByteBuffer(bytes: piece))
                    number += 1
                }
                try await writer.finish(nil)
            })
    }

    /// A received media type where it is well-formed; anything else is told as bytes.
    private static func mediaType(_ received: String?) -> String {
        guard let received, received.contains("/"), received.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            return "application/octet-stream"
        }
        return received
    }
}
