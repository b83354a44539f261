import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Mustache
import NIOCore

/// Turns answers into HTML: the page's template within the frame, all values escaped by Mustache.
struct PageWriter: Sendable {
    private let libraries: [Language: MustacheLibrary]

    init() {
        libraries = Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0, Templates.library(of: $0)) })
    }

    func write(_ answer: Answer, of visit: Visit) throws -> Response {
        let isSecure = visit.isSecure
        switch answer {
        case .see(let path, let cookies):
            var response = Response(status: .seeOther, headers: [.location: path])
            for cookie in cookies { response.headers.append(cookie.field(isSecure: isSecure)) }
            return response
        case .page(let page, let status, let cookies):
            var response = Response(
                status: status, headers: Self.headers,
                body: ResponseBody(byteBuffer: ByteBuffer(string: try html(of: page, visit))))
            response.headers[.contentLanguage] = visit.texts.language.rawValue
            for cookie in cookies { response.headers.append(cookie.field(isSecure: isSecure)) }
            return response
        }
    }

    /// Nothing but what comes from here is run, shown, asked or framed.
    private static let headers: HTTPFields = [
        .contentType: "text/html; charset=utf-8",
        .contentSecurityPolicy:
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        .cacheControl: "no-store", .referrerPolicy: "same-origin", .vary: "Accept-Language, Cookie",
    ]

    private func html(of page: ShownPage, _ visit: Visit) throws -> String {
        guard let library = libraries[visit.texts.language] else { throw PageFault.unknown }
        var model = page.model
        model["sign"] = visit.sign
        model["here"] = visit.here
        model["may"] = Self.rights(of: visit.caller)
        guard let content = library.render(model, withTemplate: page.template) else { throw PageFault.unknown }
        let frame: [String: Any?] = [
            "title": page.title, "content": content, "language": visit.texts.language.rawValue, "sign": visit.sign,
            "here": visit.here, "css": Asset.style.address, "js": Asset.script.address, "icon": Asset.icon.address,
            "user": visit.caller.map { ["name": $0.name, "role": visit.texts("role.\($0.role.rawValue)")] },
            "menu": visit.caller.map { Menu.items(for: $0, section: page.section, visit.texts) } ?? [],
            "languages": Language.allCases.map {
                [
                    "code": $0.rawValue, "name": $0.ownName, "isChosen": $0 == visit.texts.language,
                    "back": Form.encode(visit.here),
                ] as [String: Any]
            },
            "done": visit.query["done"].flatMap { Done(rawValue: $0) }.map { visit.texts("done.\($0.rawValue)") },
            "zone": visit.zone.identifier, "isLive": page.model["isLive"],
        ]
        guard let text = library.render(frame.compactMapValues { $0 }, withTemplate: "frame") else {
            throw PageFault.unknown
        }
        return text
    }

    /// What the reader may do, by name: what it may not is not shown.
    private static func rights(of caller: Caller?) -> [String: Bool] {
        guard let caller else { return [:] }
        return [
            "replay": caller.may(.replay), "viewPayload": caller.may(.viewPayload),
            "move": caller.may(.moveMilestones), "administer": caller.may(.administer),
            "house": !caller.isConfined,
        ]
    }
}

/// What a form did, told on the page behind it.
enum Done: String, CaseIterable {
    case retried, reprocessed, discarded, edited
    case taken, assigned, ignored, reopened, resolved
    case approved, signed, paused, resumed, moved
    case made, changed, disabled, enabled, revoked
}

extension SetCookie {
    func field(isSecure: Bool) -> HTTPField { HTTPField(name: .setCookie, value: header(isSecure: isSecure)) }
}

extension HTTPField.Name {
    /// Set by the page's script when it asks for fresh parts.
    static let live = HTTPField.Name("x-milepost-live") ?? .accept
    static let referrerPolicy = HTTPField.Name("referrer-policy") ?? .accept
}
