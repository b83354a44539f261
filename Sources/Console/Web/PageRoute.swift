import Gateway
import HTTPTypes
import Hummingbird

/// One page or form.
struct PageRoute: Sendable {
    var method: HTTPRequest.Method
    var path: String
    /// The right without which it does not exist for a reader; nil for any.
    var right: Right?
    /// Whether it is there before anybody signed in.
    var isOpen = false
    var respond: @Sendable (Visit) async throws -> Answer

    static func get(
        _ path: String, _ right: Right? = .view, isOpen: Bool = false,
        _ respond: @escaping @Sendable (Visit) async throws -> Answer
    ) -> PageRoute {
        PageRoute(method: .get, path: path, right: right, isOpen: isOpen, respond: respond)
    }

    static func post(
        _ path: String, _ right: Right? = .view, isOpen: Bool = false,
        _ respond: @escaping @Sendable (Visit) async throws -> Answer
    ) -> PageRoute {
        PageRoute(method: .post, path: path, right: right, isOpen: isOpen, respond: respond)
    }
}

/// What a template shows.
struct ShownPage {
    var template: String
    var title: String
    var model: [String: Any]
    /// The part of the menu that it belongs to.
    var section: String?

    init(_ template: String, title: String, section: String? = nil, _ model: [String: Any] = [:]) {
        self.template = template
        self.title = title
        self.section = section
        self.model = model
    }
}

/// What comes of a visit.
enum Answer {
    case page(ShownPage, status: HTTPResponse.Status = .ok, cookies: [SetCookie] = [])
    /// After a form: the page to see, so that loading it again repeats nothing (303).
    case see(String, cookies: [SetCookie] = [])
}

/// A cookie to set; an empty value takes it away.
struct SetCookie: Sendable, Hashable {
    var name: String
    var value: String
    /// In seconds; nil until the browser ends.
    var age: Int?

    /// The header's value. All cookies are for the whole host, unseen by scripts, and not sent along with other sites' forms.
    func header(isSecure: Bool) -> String {
        var parts = ["\(isSecure ? "__Host-" : "")\(name)=\(value)", "Path=/", "HttpOnly", "SameSite=Lax"]
        if isSecure { parts.append("Secure") }
        if value.isEmpty { parts.append("Max-Age=0") } else if let age { parts.append("Max-Age=\(age)") }
        return parts.joined(separator: "; ")
    }
}
