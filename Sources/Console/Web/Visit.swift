import Diagnostics
import Digests
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import NIOCore

/// One request of a reader: who asks, in which language and zone, for what.
struct Visit: Sendable {
    let gateway: Gateway
    let texts: Texts
    let zone: TimeZone
    let now: Date
    let path: String
    let query: [String: String]
    let origin: String?
    /// Whether cookies go over TLS only.
    let isSecure: Bool
    /// The page that is shown, with its query.
    let here: String
    private let parameters: [String: String]
    private let cookies: [String: String]
    private let site: SiteOfOrigin
    private(set) var caller: Caller?
    private(set) var form: [String: String] = [:]

    /// The largest form, in bytes.
    static let largestForm = 4 << 20

    init(_ request: Request, _ context: some RemoteAddressRequestContext, console: Console) {
        gateway = console.inForce.current
        cookies = Self.cookies(of: request, isSecure: console.isSecure)
        texts = Texts.of(
            Language.chosen(cookie: cookies["milepost-language"], header: request.headers[.acceptLanguage]))
        zone =
            cookies["milepost-zone"].flatMap { Form.decode($0[...]) }.flatMap { TimeZone(identifier: $0) }
            ?? gateway.houseZone.flatMap { TimeZone(identifier: $0) } ?? .gmt
        now = Date()
        isSecure = console.isSecure
        path = request.uri.path
        here = Self.ownPath(request.uri.description) ?? "/"
        query = Form.fields(request.uri.query ?? "")
        origin = context.remoteAddress?.ipAddress
        parameters = Dictionary(
            context.parameters.map { (String($0.key), Form.decode($0.value, plusIsBlank: false) ?? "") },
            uniquingKeysWith: { first, _ in first })
        site = SiteOfOrigin(request)
    }

    private static func cookies(of request: Request, isSecure: Bool) -> [String: String] {
        var found: [String: String] = [:]
        for header in request.headers[values: .cookie] {
            for part in header.split(separator: ";") {
                let pair = part.split(separator: "=", maxSplits: 1)
                guard pair.count == 2 else { continue }
                var name = String(pair[0].drop { $0 == " " })
                // Behind TLS only cookies count that nobody could have set without it; the zone is the script's, and no secret.
                if isSecure, name != "milepost-zone" {
                    guard name.hasPrefix("__Host-") else { continue }
                    name.removeFirst("__Host-".count)
                }
                if found[name] == nil { found[name] = String(pair[1]) }
            }
        }
        return found
    }

    /// Finds out who asks.
    mutating func identify(isUse: Bool) async throws {
        guard let token else { return }
        caller = try await gateway.signIn.caller(of: token, isUse: isUse, origin: origin)
    }

    /// The session's token, of whoever may hold it.
    var token: String? { cookies["milepost-session"] }
    /// What the browser got when it signed in before.
    var browser: String? { cookies["milepost-browser"] }

    /// The caller, on pages that are for those who are signed in.
    func reader() throws -> Caller {
        guard let caller else { throw PageFault.unknown }
        return caller
    }

    /// What a form carries to show that it was made for this session; before anybody signed in, for this browser.
    var sign: String? {
        (caller == nil ? cookies["milepost-form"] : token).map(Self.sign)
    }

    static func sign(of secret: String) -> String { Digests.sha256Hex(Array("form:\(secret)".utf8)) }

    /// Reads the form, and refuses one that was not made for this session or comes from another site.
    mutating func readForm(_ request: Request, isOpen: Bool) async throws {
        guard site.isOwn else { throw PageFault.stale }
        let buffer: ByteBuffer
        do { buffer = try await request.body.collect(upTo: Self.largestForm) } catch { throw PageFault.tooLarge }
        form = Form.fields(String(decoding: buffer.readableBytesView, as: UTF8.self))
        guard let sign, Digests.equalInConstantTime(Array(sign.utf8), Array((form["sign"] ?? "").utf8)) else {
            throw PageFault.stale
        }
    }

    /// A part of the path.
    func parameter(_ name: String) throws -> String {
        guard let value = parameters[name], !value.isEmpty else { throw PageFault.unknown }
        return value
    }

    /// A field of the query that says something.
    func asked(_ name: String) -> String? {
        query[name].map { $0.trimmingCharacters(in: .whitespaces) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A field of the form that says something.
    func said(_ name: String) -> String? {
        form[name].flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
    }

    /// A field without which the form says nothing.
    func required(_ name: String) throws -> String {
        guard let value = said(name) else {
            throw GatewayError(.invalid, Diagnostic("console.form-incomplete", value: texts("field.\(name)")))
        }
        return value
    }

    /// Where the reader came from, as far as it is a page of ours.
    var back: String { Self.ownPath(form["back"] ?? query["back"]) ?? "/" }

    /// A path of this host; nil for anything that could lead elsewhere.
    static func ownPath(_ text: String?) -> String? {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.hasPrefix("/\\"),
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
        else { return nil }
        return text
    }

    /// To the sign-in, and back here behind it.
    func toSignIn() -> Response {
        let wanted = path == "/" ? "" : "?back=\(Form.encode(path))"
        return Response(status: .seeOther, headers: [.location: "/sign-in\(wanted)"])
    }
}

/// Where a form was sent from, as the browser says (Fetch Metadata; RFC 6454).
private struct SiteOfOrigin: Sendable {
    var isOwn: Bool

    init(_ request: Request) {
        let fetched = HTTPField.Name("sec-fetch-site").flatMap { request.headers[$0] }
        if let fetched {
            isOwn = fetched == "same-origin" || fetched == "none"
        } else if let origin = request.headers[.origin] {
            let host = request.head.authority ?? ""
            isOwn = origin == "http://\(host)" || origin == "https://\(host)"
        } else {
            isOwn = true
        }
    }
}
