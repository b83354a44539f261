import Diagnostics
import Digests
import Gateway
import HTTPTypes

/// Signing in and out, and the language of the pages.
extension Console {
    var signInRoutes: [PageRoute] {
        [
            .get("/sign-in", nil, isOpen: true) { visit in
                visit.caller == nil ? Self.signIn(visit, name: "", fault: nil) : .see(visit.back)
            },
            .post("/sign-in", nil, isOpen: true) { visit in
                let name = visit.form["name"] ?? ""
                do {
                    let opened = try await visit.gateway.signIn.signIn(
                        name: name, password: visit.form["password"] ?? "", browser: visit.browser,
                        origin: visit.origin)
                    return .see(
                        visit.back,
                        cookies: [
                            SetCookie(name: "milepost-session", value: opened.token),
                            SetCookie(name: "milepost-browser", value: opened.browser, age: 31_536_000),
                            SetCookie(name: "milepost-form", value: ""),
                        ])
                } catch let error as GatewayError {
                    return Self.signIn(visit, name: name, fault: PageFault(error))
                }
            },
            .post("/sign-out", nil) { visit in
                if let token = visit.token { try await visit.gateway.signIn.signOut(token, caller: visit.reader()) }
                return .see("/sign-in", cookies: [SetCookie(name: "milepost-session", value: "")])
            },
            .get("/language/{code}", nil, isOpen: true) { visit in
                guard let language = Language(rawValue: try visit.parameter("code")) else { throw PageFault.unknown }
                return .see(
                    visit.back,
                    cookies: [SetCookie(name: "milepost-language", value: language.rawValue, age: 31_536_000)])
            },
        ]
    }

    /// The form, with a sign that this browser alone has, so that no other site signs anybody in.
    private static func signIn(_ visit: Visit, name: String, fault: PageFault?) -> Answer {
        let secret = Hexadecimal.string(Digests.randomBytes(32))
        var model: [String: Any] = [
            "name": Words.cut(name, 64), "back": visit.back, "formSign": Visit.sign(of: secret),
        ]
        if let fault {
            model["fault"] = visit.texts.name("sign-in", fault.report.code)
            if fault.report.code == "api.sign-in-waits" { model["fault"] = fault.report.message }
        }
        return .page(
            ShownPage("signin", title: visit.texts("sign-in.title"), model), status: fault?.status ?? .ok,
            cookies: [SetCookie(name: "milepost-form", value: secret, age: 7_200)])
    }
}
