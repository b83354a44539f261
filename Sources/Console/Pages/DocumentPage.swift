import Diagnostics
import Gateway
import Intake

/// One document: what it means first, then what is wrong and what can be done, then the facts.
extension Console {
    var oneDocumentRoutes: [PageRoute] {
        [
            .get("/documents/{id}") { visit in
                let view = try await visit.gateway.documents.document(visit.parameter("id"), caller: visit.reader())
                return .page(
                    ShownPage(
                        "document", title: Self.title(of: view, visit), section: "documents",
                        try await Self.model(of: view, visit)))
            },
            .get("/documents/{id}/original", .viewPayload) { visit in
                let caller = try visit.reader()
                let view = try await visit.gateway.documents.document(visit.parameter("id"), caller: caller)
                let message = try await visit.gateway.edits.message(view.id, caller: caller)
                return .page(
                    ShownPage(
                        "original", title: Self.title(of: view, visit), section: "documents",
                        await Self.original(view, message, visit)))
            },
        ] + actionRoutes + editRoutes
    }

    static func title(of view: DocumentView, _ visit: Visit) -> String {
        "\(type(of: view, visit)) \(Words.cut(view.orderNumber ?? view.reference ?? "", 80))"
    }

    private static func model(of view: DocumentView, _ visit: Visit) async throws -> [String: Any] {
        let caller = try visit.reader()
        let events = try await visit.gateway.documents.timeline(view.id, caller: caller)
        var model: [String: Any] = [
            "isLive": true, "id": view.id, "path": "/documents/\(view.id)", "title": title(of: view, visit),
            "status": visit.texts("status.\(view.status)"), "tone": Words.tone(ofStatus: view.status),
            "means": Meaning(view, visit).model,
            "faults": view.diagnostics.filter { $0.severity == "error" }.prefix(20).map { Words.fault($0) },
            "warnings": view.diagnostics.filter { $0.severity != "error" }.prefix(20).map { Words.fault($0) },
            "hasWarnings": view.diagnostics.contains { $0.severity != "error" },
            "actions": caller.may(.replay) ? DocumentAction.legal(for: view).map { $0.button(for: view, visit) } : [],
            "facts": facts(of: view, visit),
            "events": events.map { event in
                [
                    "time": visit.moment(event.at) as Any,
                    "what": visit.texts.event(event.kind), "words": Words.cut(event.words, 1_000),
                    "tone": tone(ofEvent: event.kind),
                ] as [String: Any]
            },
            "deliveries": (view.deliveries ?? []).map { delivery($0, visit) },
            "hasDeliveries": !(view.deliveries ?? []).isEmpty,
        ]
        if ["failed", "held", "unknown", "parked"].contains(view.status) {
            let fault = view.diagnostics.first { $0.severity == "error" }
            model["business"] = Words.meaning(of: fault?.code, visit)
        }
        if let waits = view.waitsFor, let document = waits.document {
            model["waitsFor"] = [
                "path": "/documents/\(document)", "status": visit.texts.name("status", waits.status),
            ]
        }
        return model
    }

    private static func facts(of view: DocumentView, _ visit: Visit) -> [[String: Any]] {
        var facts: [[String: Any]] = []
        func add(_ name: String, _ value: String?, copies: Bool = false, path: String? = nil) {
            guard let value, !value.isEmpty else { return }
            var fact: [String: Any] = ["name": visit.texts("fact.\(name)"), "value": Words.cut(value, 400)]
            if copies { fact["copies"] = true }
            if let path { fact["link"] = path }
            facts.append(fact)
        }
        add("id", view.id, copies: true)
        add("sender", view.sender)
        add("orderNumber", view.orderNumber, copies: true)
        add("orderKey", view.orderKey, copies: true, path: view.orderKey.map { "/orders?key=\(Form.encode($0))" })
        add("reference", view.reference, copies: true)
        add("format", view.format)
        add("mapping", view.mapping)
        add("function", view.function)
        add("site", view.site)
        add("side", view.side.map { visit.texts("side.\($0)") })
        add("backend", view.backend)
        add("reason", view.reason)
        add(
            "interchange", view.interchange, copies: true,
            path: "/documents?interchange=\(Form.encode(view.interchange))")
        add("version", view.payloadVersion > 1 ? visit.texts.number(view.payloadVersion) : nil)
        return facts
    }

    private static func delivery(_ view: DeliveryView, _ visit: Visit) -> [String: Any] {
        [
            "backend": view.backend, "purpose": visit.texts.name("purpose", view.purpose),
            "state": visit.texts.name("delivery", view.state), "tone": Words.tone(ofStatus: view.state),
            "key": view.idempotencyKey,
            "due": view.state == "waiting" ? visit.moment(view.dueAt) as Any : false,
            "hasAttempts": !view.attempts.isEmpty,
            "attempts": view.attempts.map { attempt in
                [
                    "number": visit.texts.number(attempt.number), "began": visit.moment(attempt.beganAt) as Any,
                    "outcome": visit.texts.name("outcome", attempt.outcome ?? "under-way"),
                    "tone": Words.tone(ofStatus: attempt.outcome ?? ""),
                    "status": attempt.status.map(String.init) ?? "",
                    "detail": Words.cut(attempt.detail ?? "", 2_000),
                ] as [String: Any]
            },
        ]
    }

    private static func tone(ofEvent kind: String) -> String {
        if kind.hasSuffix(".done") || kind.hasSuffix(".delivered") || kind.hasSuffix(".accepted") { return "good" }
        if kind.hasSuffix(".failed") || kind.hasSuffix(".refused") { return "bad" }
        return kind.hasSuffix(".unknown") || kind.hasSuffix(".held") ? "warn" : ""
    }
}

/// What became of a document, in the words of the business: where its order is, or is not, and what is to be done.
struct Meaning {
    let model: [String: Any]

    init(_ view: DocumentView, _ visit: Visit) {
        let texts = visit.texts
        let what = Console.title(of: view, visit)
        var facts = ["what": what, "backend": view.backend ?? texts("means.no-backend"), "sender": view.sender]
        facts["side"] = view.side.map { texts("side.\($0)") } ?? ""
        let isAtBackend = view.stage == "deliver" && view.backend != nil
        let key =
            switch view.status {
            case "failed": isAtBackend ? "failed.there" : "failed.here"
            case "delivered": view.backend == nil ? "delivered.nowhere" : "delivered"
            case "delivering": view.waitsFor == nil ? "delivering" : "waiting"
            default: view.status
            }
        var model: [String: Any] = [
            "sentence": texts("means.\(key)", facts), "next": texts("means.\(key).next", facts),
        ]
        let tone = Words.tone(ofStatus: view.status)
        model["tone"] = tone == "calm" ? "" : tone
        self.model = model
    }
}
