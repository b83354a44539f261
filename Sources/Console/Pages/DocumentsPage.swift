import Diagnostics
import Gateway

/// Finding documents: every filter that the list has, in the address.
extension Console {
    static let pageLength = 50

    /// The statuses in the order in which people look for them.
    private static let statuses = [
        "failed", "held", "unknown", "parked", "delivering", "delivered", "duplicate", "superseded", "discarded",
        "accepted",
    ]

    var documentRoutes: [PageRoute] {
        [
            .get("/documents") { visit in
                let (filter, asked, faults) = Self.filter(visit)
                let caller = try visit.reader()
                let page =
                    try await faults.isEmpty
                    ? visit.gateway.documents.documents(
                        filter, cursor: visit.asked("cursor"), limit: Self.pageLength, caller: caller)
                    : Page(items: [], next: nil)
                var model: [String: Any] = [
                    "isLive": visit.asked("cursor") == nil, "rows": page.items.map { Self.row($0, visit) },
                    "isEmpty": page.items.isEmpty && faults.isEmpty, "isFiltered": !asked.isEmpty, "faults": faults,
                    "asked": asked, "house": !caller.isConfined,
                    "hasMore": asked.keys.contains { !["orderNumber", "sender", "status"].contains($0) },
                    "statuses": Self.statuses.map {
                        ["value": $0, "name": visit.texts("status.\($0)"), "isChosen": $0 == asked["status"]]
                    },
                ]
                if let next = page.next {
                    model["next"] = "/documents" + Form.query(asked.merging(["cursor": next]) { $1 })
                }
                if visit.asked("cursor") != nil { model["newest"] = "/documents" + Form.query(asked) }
                return .page(ShownPage("documents", title: visit.texts("documents.title"), section: "documents", model))
            }
        ] + oneDocumentRoutes
    }

    /// The filter of the address; what is no such thing is told, and nothing is listed.
    private static func filter(_ visit: Visit) -> (
        filter: SearchFilter, asked: [String: String], faults: [[String: Any]]
    ) {
        var filter = SearchFilter()
        var asked: [String: String] = [:]
        var faults: [[String: Any]] = []
        for name in SearchFilter.names {
            guard let value = visit.asked(name) else { continue }
            asked[name] = Words.cut(value, 500)
            if !filter.set(name, to: value) {
                let facts = ["name": name, "expected": SearchFilter.expectation(of: name)]
                faults.append(
                    Words.fault(DiagnosticReport(Diagnostic("api.parameter-invalid", value: value, facts: facts))))
            }
        }
        return (filter, asked, faults)
    }

    /// A document in a list.
    static func row(_ view: DocumentView, _ visit: Visit) -> [String: Any] {
        var model: [String: Any] = [
            "path": "/documents/\(view.id)", "type": type(of: view, visit),
            "status": visit.texts("status.\(view.status)"),
            "tone": Words.tone(ofStatus: view.status), "sender": view.sender, "isTest": view.test,
        ]
        model["number"] = (view.orderNumber ?? view.reference).map { Words.cut($0, 80) }
        model["side"] = view.side.map { ["code": $0, "name": visit.texts("side.\($0)")] }
        model["backend"] = view.backend == view.side ? nil : view.backend
        model["fault"] = view.diagnostics.first { $0.severity == "error" }.map { Words.cut($0.message, 160) }
        model["received"] = visit.moment(view.receivedAt)
        return model
    }

    /// What a document is, in the trade's words.
    static func type(of view: DocumentView, _ visit: Visit) -> String { visit.texts.name("type", view.type) }
}
