import Diagnostics
import Foundation
import Gateway
import Rollout

/// What needs a person now, how orders flow, how the back ends do, what became of everything.
extension Console {
    /// How far back the flow looks, in minutes.
    private static let flowMinutes = 60

    var overviewRoutes: [PageRoute] {
        [
            .get("/") { visit in
                let caller = try visit.reader()
                var model: [String: Any] = ["isLive": true]
                let week = visit.now.addingTimeInterval(-6 * 86_400).formatted(.iso8601)
                let equation = try await visit.gateway.reports.equation(
                    from: Instant(text: week), caller: caller)
                model["equation"] = Self.equation(equation, visit)
                if !caller.isConfined {
                    let backends = try await visit.gateway.backends.list(caller: caller)
                    let needs = try await Self.needs(visit, backends, equation.total)
                    model["house"] =
                        [
                            "needs": needs, "hasNeeds": !needs.isEmpty,
                            "flow": FlowChart(
                                try await visit.gateway.reports.flow(minutes: Self.flowMinutes, caller: caller), visit
                            ).model,
                            "backends": backends.map { Self.backend($0, visit) },
                            "hasBackends": !backends.isEmpty,
                        ] as [String: Any]
                }
                return .page(ShownPage("overview", title: visit.texts("overview.title"), section: "overview", model))
            }
        ]
    }

    /// What goes on only when a person acts, the most urgent first: each with where to act.
    private static func needs(
        _ visit: Visit, _ backends: [BackendView], _ total: EquationView.Row
    ) async throws -> [[String: Any]] {
        let texts = visit.texts
        func need(_ tone: String, _ word: String, _ what: String, _ path: String, since: String? = nil) -> [String: Any]
        {
            var model: [String: Any] = ["tone": tone, "word": texts(word), "what": what, "path": path]
            if let since = visit.moment(since) { model["since"] = since }
            return model
        }
        var needs: [[String: Any]] = []
        for backend in backends where backend.breaker != "closed" {
            needs.append(
                need(
                    "bad", "need.down", texts.count("need.down.what", backend.waiting, ["backend": backend.name]),
                    "/documents?status=delivering", since: backend.breakerSince))
        }
        for backend in backends where backend.kind == "gone" {
            needs.append(
                need(
                    "bad", "need.gone", texts("need.gone.what", ["backend": backend.name]),
                    "/documents?status=delivering"))
        }
        for backend in backends where backend.unknown > 0 {
            needs.append(
                need(
                    "warn", "need.unknown",
                    texts.count("need.unknown.what", backend.unknown, ["backend": backend.name]),
                    "/documents?status=unknown"))
        }
        for state in ["open", "taken"] {
            var filter = ProblemDesk.Filter()
            filter.state = state
            let problems = try await visit.gateway.problems.list(
                filter, before: nil, limit: 20, caller: visit.reader())
            for problem in problems.filter({ $0.kind != "backend" && $0.standing > 0 })
                .sorted(by: { $0.standing > $1.standing }).prefix(6)
            {
                let who = [problem.sender, problem.backend].compactMap(\.self).joined(separator: " → ")
                let fault = Words.cut(problem.fault.message, 200)
                needs.append(
                    need(
                        state == "open" ? "bad" : "warn", state == "open" ? "need.open" : "need.taken",
                        texts.count("need.problem.what", problem.standing, ["who": who, "fault": fault]),
                        "/problems/\(problem.id)", since: problem.lastAt))
            }
        }
        if total.held > 0 {
            needs.append(
                need("warn", "need.held", texts.count("need.held.what", total.held), "/documents?status=held"))
        }
        return needs
    }

    private static func backend(_ view: BackendView, _ visit: Visit) -> [String: Any] {
        let texts = visit.texts
        let state = view.kind == "gone" ? "gone" : view.breaker
        var model: [String: Any] = [
            "name": view.name, "state": texts("breaker.\(state)"),
            "tone": state == "closed" ? "good" : state == "half-open" ? "warn" : "bad",
            "waiting": texts.number(view.waiting + view.sending), "failed": texts.number(view.failed),
            "unknown": texts.number(view.unknown), "kind": view.kind, "isFenced": view.fence != nil,
        ]
        if view.breaker != "closed", let since = visit.moment(view.breakerSince) { model["since"] = since }
        return model
    }

    /// Invariant 3 as figures: what was accepted in the last seven days, and what became of it.
    private static func equation(_ view: EquationView, _ visit: Visit) -> [String: Any] {
        let total = view.total
        let parts: [(String, Int, String)] = [
            ("delivered", total.delivered, "good"), ("in-flight", total.inFlight, ""), ("failed", total.failed, "bad"),
            ("held", total.held, "warn"), ("parked", total.parked, "warn"), ("duplicate", total.duplicate, ""),
            ("superseded", total.superseded, ""), ("discarded", total.discarded, ""),
        ]
        return [
            "accepted": visit.texts.number(total.accepted), "balances": view.balances, "isEmpty": total.accepted == 0,
            "parts": parts.filter { $0.1 > 0 || $0.0 == "delivered" || $0.0 == "failed" }.map { name, count, tone in
                [
                    "name": visit.texts("equation.\(name)"), "count": visit.texts.number(count),
                    "tone": count > 0 ? tone : "",
                ]
            },
        ]
    }
}
