import Digests
import HTTPTypes
import Hummingbird
import NIOCore

/// A file that pages load: style, script, icon; in the binary. Its address changes with it, so that browsers keep it.
struct Asset: Sendable {
    var path: String
    var type: String
    var bytes: [UInt8]
    private var tag: String

    static let style = Asset("/console/console.css", "text/css; charset=utf-8", PackageResources.console_css)
    static let script = Asset("/console/console.js", "text/javascript; charset=utf-8", PackageResources.console_js)
    static let icon = Asset("/console/icon.svg", "image/svg+xml", PackageResources.icon_svg)
    static let all = [style, script, icon]

    private init(_ path: String, _ type: String, _ bytes: [UInt8]) {
        self.path = path
        self.type = type
        self.bytes = bytes
        tag = String(Digests.sha256Hex(bytes).prefix(16))
    }

    /// Where pages find it.
    var address: String { "\(path)?\(tag)" }

    func response(to request: Request) -> Response {
        let isNamed = request.uri.query == tag
        let headers: HTTPFields = [
            .contentType: type, .eTag: "\"\(tag)\"",
            .cacheControl: isNamed ? "public, max-age=31536000, immutable" : "no-cache",
        ]
        if request.headers[.ifNoneMatch] == "\"\(tag)\"" { return Response(status: .notModified, headers: headers) }
        return Response(
            status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
