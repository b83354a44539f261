import Diagnostics
import Gateway
import HTTPTypes

/// Problems: failures of one cause, told once, with who works on them and how they went over time.
extension Console {
    private static let problemStates = ["open", "taken", "ignored", "resolved"]

    var problemRoutes: [PageRoute] {
        [
            .get("/problems") { visit in
                let caller = try visit.houseReader()
                var filter = ProblemDesk.Filter()
                let state = visit.asked("state").flatMap { Self.problemStates.contains($0) ? $0 : nil }
                filter.state = state
                filter.sender = visit.asked("sender")
                filter.backend = visit.asked("backend")
                let found = try await visit.gateway.problems.list(
                    filter, before: visit.asked("cursor"), limit: Self.pageLength + 1, caller: caller)
                let shown = found.prefix(Self.pageLength)
                let asked = ["state": state, "sender": filter.sender, "backend": filter.backend].compactMapValues(
                    \.self)
                var model: [String: Any] = [
                    "isLive": visit.asked("cursor") == nil, "rows": shown.map { Self.problemRow($0, visit) },
                    "isEmpty": shown.isEmpty, "isFiltered": !asked.isEmpty, "asked": asked,
                    "states": Self.problemStates.map {
                        ["value": $0, "name": visit.texts("problem.\($0)"), "isChosen": $0 == state]
                    },
                ]
                if found.count > Self.pageLength, let last = shown.last {
                    model["next"] = "/problems" + Form.query(asked.merging(["cursor": last.id]) { $1 })
                }
                return .page(
                    ShownPage("problems", title: visit.texts("problems.title"), section: "problems", model))
            },
            .get("/problems/{id}") { visit in
                let course = try await visit.gateway.problems.show(visit.parameter("id"), caller: visit.houseReader())
                return .page(Self.problem(course, visit))
            },
            .post("/problems/{id}/{action}", .replay) { visit in
                let (id, caller) = (try visit.parameter("id"), try visit.houseReader())
                guard let action = ProblemDesk.Action(rawValue: try visit.parameter("action")) else {
                    throw PageFault.unknown
                }
                do {
                    let owner = action == .assign ? try visit.required("owner") : nil
                    let reason = action == .ignore ? try visit.required("reason") : visit.said("reason")
                    _ = try await visit.gateway.problems.act(
                        action, on: id, owner: owner, reason: reason, caller: caller)
                } catch let error as GatewayError where error.kind != .notFound {
                    let course = try await visit.gateway.problems.show(id, caller: caller)
                    let fault = PageFault(error)
                    return .page(Self.problem(course, visit, fault: fault), status: fault.status)
                }
                return .see("/problems/\(Form.encode(id))?done=\(Self.done(action).rawValue)")
            },
        ]
    }

    private static func done(_ action: ProblemDesk.Action) -> Done {
        switch action {
        case .take: .taken
        case .assign: .assigned
        case .reopen: .reopened
        case .ignore: .ignored
        case .resolve: .resolved
        }
    }

    private static func problemRow(_ view: ProblemView, _ visit: Visit) -> [String: Any] {
        var model: [String: Any] = [
            "path": "/problems/\(view.id)", "what": Words.cut(view.fault.message, 200), "code": view.code,
            "who": who(view), "state": visit.texts("problem.\(view.state)"), "tone": Words.tone(ofStatus: view.state),
            "standing": visit.texts.number(view.standing), "failures": visit.texts.number(view.failures),
        ]
        model["owner"] = view.owner
        model["last"] = visit.moment(view.lastAt)
        return model
    }

    private static func who(_ view: ProblemView) -> String {
        [view.sender, view.backend].compactMap(\.self).joined(separator: " → ")
    }

    /// What can be done with it now: not all of it is legal at every moment, and the desk says why.
    private static func problemActions(_ view: ProblemView) -> [String] {
        switch view.state {
        case "open": ["take", "assign", "ignore"] + (view.standing == 0 ? ["resolve"] : [])
        case "taken": ["assign", "reopen", "ignore"] + (view.standing == 0 ? ["resolve"] : [])
        default: ["reopen"]
        }
    }

    private static func problem(_ course: ProblemCourse, _ visit: Visit, fault: PageFault? = nil) -> ShownPage {
        let (view, texts) = (course.problem, visit.texts)
        let actions = problemActions(view)
        var model: [String: Any] = [
            "isLive": fault == nil, "path": "/problems/\(view.id)", "id": view.id,
            "sentence": texts.count("problem.stands", view.standing, ["who": who(view)]),
            "state": texts("problem.\(view.state)"), "tone": Words.tone(ofStatus: view.state),
            "isDone": view.standing == 0, "cause": Words.fault(view.fault),
            "documents": "/documents?problem=\(view.id)", "hasDocuments": !course.documents.isEmpty,
            "counts": course.documents.map {
                [
                    "name": texts.name("status", $0.status), "count": texts.number($0.documents),
                    "tone": Words.tone(ofStatus: $0.status),
                ]
            },
            "take": actions.contains("take"), "assign": actions.contains("assign"),
            "ignore": actions.contains("ignore"), "reopen": actions.contains("reopen"),
            "resolve": actions.contains("resolve"), "isTaken": view.state == "taken",
            "failures": texts.number(view.failures), "chart": HourChart(course.hours, visit).model,
            "events": course.events.map { event in
                var words = [event.by, event.owner.map { "→ \($0)" }].compactMap(\.self).joined(separator: " ")
                if let reason = event.reason { words += ": \(Words.cut(reason, 1_000))" }
                return [
                    "time": visit.moment(event.at) as Any, "what": texts.name("course", event.what), "words": words,
                    "tone": event.what == "resolved" ? "good" : event.what == "opened" ? "bad" : "",
                ] as [String: Any]
            },
        ]
        model["business"] = Words.meaning(of: view.code, visit)
        model["owner"] = view.owner
        model["rule"] = view.rule.map { Words.cut($0, 300) }
        model["reason"] = view.reason.map { Words.cut($0, 1_000) }
        model["function"] = view.function
        model["site"] = view.site
        model["first"] = visit.moment(view.firstAt)
        model["last"] = visit.moment(view.lastAt)
        if let fault { model["fault"] = Words.fault(fault.report) }
        return ShownPage("problem", title: Words.cut(view.fault.message, 120), section: "problems", model)
    }
}

extension Visit {
    /// The caller, on pages of the house: they are not there for partners and back ends.
    func houseReader() throws -> Caller {
        let caller = try reader()
        guard !caller.isConfined else { throw PageFault.unknown }
        return caller
    }
}
