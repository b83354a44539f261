import HTTPTypes
import Diagnostics
import Gateway
import Intake

/// What a person can do with a document, each shown with what it does before it does it.
enum DocumentAction: String, CaseIterable {
    case retry, reprocess, edit, discard

    /// What the state of a document allows, by the rules that the desk itself keeps.
    static func legal(for view: DocumentView) -> [DocumentAction] {
        guard let status = DocumentStatus(rawValue: view.status) else { return [] }
        return allCases.filter { action in
            guard let replay = ReplayAction(rawValue: action.rawValue) else { return false }
            do throws(Diagnostic) {
                try replay.check(status: status, backend: view.backend, reason: "-")
                return true
            } catch {
                return false
            }
        }
    }

    var needsReason: Bool { self == .discard }

    func button(for view: DocumentView, _ visit: Visit) -> [String: Any] {
        [
            "name": visit.texts("action.\(rawValue)"), "path": "/documents/\(view.id)/\(rawValue)",
            "tone": self == .retry ? "main" : self == .discard ? "bad" : "",
        ]
    }
}

extension Console {
    /// Each action has a page that says what it will do, and a form there that does it.
    var actionRoutes: [PageRoute] {
        [DocumentAction.retry, .reprocess, .discard].flatMap { action in
            [
                .get("/documents/{id}/\(action.rawValue)", .replay) { visit in
                    let view = try await visit.gateway.documents.document(visit.parameter("id"), caller: visit.reader())
                    return try Self.asking(action, view, visit)
                },
                .post("/documents/{id}/\(action.rawValue)", .replay) { visit in
                    let (id, caller) = (try visit.parameter("id"), try visit.reader())
                    let reason = visit.said("reason")
                    do {
                        switch action {
                        case .retry: _ = try await visit.gateway.replay.retry(id, reason: reason, caller: caller)
                        case .reprocess:
                            _ = try await visit.gateway.replay.reprocess(id, reason: reason, caller: caller)
                        default:
                            _ = try await visit.gateway.replay.discard(
                                id, reason: visit.required("reason"), caller: caller)
                        }
                    } catch let error as GatewayError where error.kind != .notFound {
                        let view = try await visit.gateway.documents.document(id, caller: caller)
                        return try Self.asking(action, view, visit, fault: PageFault(error))
                    }
                    return .see("/documents/\(Form.encode(id))?done=\(action.done.rawValue)")
                },
            ]
        }
    }

    private static func asking(
        _ action: DocumentAction, _ view: DocumentView, _ visit: Visit, fault: PageFault? = nil
    ) throws -> Answer {
        let facts = [
            "what": title(of: view, visit), "backend": view.backend ?? visit.texts("means.no-backend"),
            "mapping": view.mapping ?? "–",
        ]
        let isAtBackend = view.stage == "deliver" && view.backend != nil
        let does = action == .retry ? (isAtBackend ? "retry.there" : "retry.here") : action.rawValue
        var model: [String: Any] = [
            "title": visit.texts("action.\(action.rawValue)"), "what": facts["what"] ?? "",
            "path": "/documents/\(view.id)/\(action.rawValue)", "document": "/documents/\(view.id)",
            "does": visit.texts("action.\(does).does", facts),
            "stays": visit.texts("action.\(action.rawValue).stays", facts),
            "needsReason": action.needsReason, "reason": visit.form["reason"] ?? "",
            "isLegal": DocumentAction.legal(for: view).contains(action), "isBad": action == .discard,
        ]
        if let fault { model["fault"] = Words.fault(fault.report) }
        return .page(
            ShownPage("action", title: visit.texts("action.\(action.rawValue)"), section: "documents", model),
            status: fault?.status ?? .ok)
    }
}

extension DocumentAction {
    /// What is told behind it.
    var done: Done {
        switch self {
        case .retry: .retried
        case .reprocess: .reprocessed
        case .edit: .edited
        case .discard: .discarded
        }
    }
}
