import Gateway
import HTTPTypes
import Rollout

/// Milestones: which function of which site is with whom, and one milestone with its stage, its check list and its history.
extension Console {
    var milestoneRoutes: [PageRoute] {
        [
            .get("/milestones") { visit in
                let caller = try visit.houseReader()
                let all = try await visit.gateway.milestones.list(caller: caller)
                let integrations = try await visit.gateway.integrations.list(caller: caller)
                return .page(
                    ShownPage(
                        "milestones", title: visit.texts("milestones.title"), section: "milestones",
                        [
                            "isLive": true, "isEmpty": all.isEmpty, "map": Self.map(all, visit),
                            "rows": all.map { view in
                                [
                                    "path": "/milestones/\(Form.encode(view.name))", "name": view.name,
                                    "title": view.title ?? "", "stage": visit.texts("stage.\(view.stage)"),
                                    "code": view.stage, "cells": view.cells.joined(separator: ", "),
                                    "isPaused": view.isPaused, "since": visit.moment(view.since) as Any,
                                ] as [String: Any]
                            },
                            "integrations": integrations.map { Self.integration($0, visit) },
                            "hasIntegrations": !integrations.isEmpty,
                        ]))
            },
            .get("/milestones/{name}") { visit in
                let view = try await visit.gateway.milestones.show(visit.parameter("name"), caller: visit.houseReader())
                return .page(Self.milestone(view, visit))
            },
            .post("/milestones/{name}/approve", .moveMilestones) { visit in
                try await Self.change(visit, .approved) { name, caller in
                    _ = try await visit.gateway.milestones.approve(name, seen: visit.said("definition"), caller: caller)
                }
            },
            .post("/milestones/{name}/sign") { visit in
                try await Self.change(visit, .signed) { name, caller in
                    _ = try await visit.gateway.milestones.sign(
                        name, item: visit.required("item"), note: visit.said("note"), caller: caller)
                }
            },
            .post("/milestones/{name}/pause") { visit in
                try await Self.change(visit, .paused) { name, caller in
                    _ = try await visit.gateway.milestones.move(
                        name, MoveForm(.pause, reason: visit.said("reason")), caller: caller)
                }
            },
            .post("/milestones/{name}/resume") { visit in
                try await Self.change(visit, .resumed) { name, caller in
                    _ = try await visit.gateway.milestones.move(
                        name, MoveForm(.resume, reason: visit.said("reason")), caller: caller)
                }
            },
        ] + moveRoutes
    }

    /// Does something with a milestone; a no is told on the milestone's page.
    private static func change(
        _ visit: Visit, _ done: Done, _ body: (String, Caller) async throws -> Void
    ) async throws -> Answer {
        let (name, caller) = (try visit.parameter("name"), try visit.houseReader())
        do {
            try await body(name, caller)
        } catch let error as GatewayError where error.kind != .notFound {
            let fault = PageFault(error)
            let view = try await visit.gateway.milestones.show(name, caller: caller)
            return .page(milestone(view, visit, fault: fault), status: fault.status)
        }
        return .see("/milestones/\(Form.encode(name))?done=\(done.rawValue)")
    }

    /// Sites down, functions across: the stage of the milestone that moves each cell.
    private static func map(_ all: [MilestoneView], _ visit: Visit) -> [String: Any] {
        var cells: [String: [String: MilestoneView]] = [:]
        var functions: [String] = []
        for view in all where view.stage != Stage.cancelled.rawValue {
            for cell in view.cells {
                let parts = cell.split(separator: "@", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { continue }
                if !functions.contains(parts[0]) { functions.append(parts[0]) }
                cells[parts[1], default: [:]][parts[0]] = view
            }
        }
        return [
            "functions": functions.map { ["name": $0] },
            "sites": cells.keys.sorted().map { site in
                [
                    "name": site,
                    "cells": functions.map { function -> [String: Any] in
                        guard let view = cells[site]?[function] else { return ["isEmpty": true] }
                        return [
                            "isEmpty": false, "code": view.stage, "stage": visit.texts("stage.\(view.stage)"),
                            "path": "/milestones/\(Form.encode(view.name))", "milestone": view.name,
                        ]
                    },
                ] as [String: Any]
            },
        ]
    }

    private static func integration(_ view: IntegrationView, _ visit: Visit) -> [String: Any] {
        [
            "cell": view.cell, "from": view.fromSide, "fromName": visit.texts("side.\(view.fromSide)"),
            "to": view.toSide, "toName": visit.texts("side.\(view.toSide)"),
            "purpose": visit.texts.name("purpose", view.purpose), "orders": visit.texts.number(view.openOrders),
            "isTaken": view.isTaken, "because": view.because.map { ["words": $0] },
        ]
    }

    /// The stages of the way forward: which are behind, which is now, which is next.
    private static func bar(_ stage: String, _ visit: Visit) -> [[String: Any]] {
        let now = Stage.forward.firstIndex { $0.rawValue == stage } ?? -1
        return Stage.forward.enumerated().map { index, item in
            [
                "name": visit.texts("stage.\(item.rawValue)"), "code": item.rawValue, "isNow": index == now,
                "isPast": index < now,
            ]
        }
    }

    private static func milestone(_ view: MilestoneView, _ visit: Visit, fault: PageFault? = nil) -> ShownPage {
        let texts = visit.texts
        let caller = visit.caller
        let path = "/milestones/\(Form.encode(view.name))"
        let moves = [.operations, .administrator].contains(caller?.role)
        let isOnDuty = moves || caller?.role == .support
        let position = Stage.forward.firstIndex { $0.rawValue == view.stage } ?? 0
        var model: [String: Any] = [
            "isLive": fault == nil, "path": path, "name": view.name, "title": view.title ?? view.name,
            "bar": bar(view.stage, visit),
            "stage": texts("stage.\(view.stage)"), "code": view.stage, "isPaused": view.isPaused,
            "cells": view.cells.map { ["name": $0] },
            "canApprove": [.approver, .administrator].contains(caller?.role) && view.approvedBy == nil
                && view.definition != nil,
            "isUnapproved": view.approvedBy == nil,
            "canPause": isOnDuty && !view.isPaused && !view.next.isEmpty, "canResume": moves && view.isPaused,
            "moves": isOnDuty
                ? view.next.filter { $0 != Stage.cancelled.rawValue }.compactMap { target -> [String: Any]? in
                    guard let index = Stage.forward.firstIndex(where: { $0.rawValue == target }) else { return nil }
                    let isBack = index < position
                    guard moves || isBack else { return nil }
                    return [
                        "name": texts(
                            isBack ? "milestone.reverse" : "milestone.advance", ["stage": texts("stage.\(target)")]),
                        "path": "\(path)/plan?to=\(target)", "isBack": isBack,
                        "isMain": !isBack && view.approvedBy != nil,
                    ]
                } : [],
            "checklist": (view.checklist ?? []).map { item in
                let role = SigningRole(rawValue: item.role)
                return [
                    "item": item.name, "role": item.role, "signedBy": item.signedBy ?? "",
                    "isSigned": item.signedBy != nil,
                    "canSign": item.signedBy == nil && role.map { caller?.signingRoles.contains($0) == true } == true,
                ] as [String: Any]
            },
            "hasChecklist": !(view.checklist ?? []).isEmpty,
            "guards": (view.guards ?? []).map {
                [
                    "name": $0.guard, "limit": "\(texts.number(Int($0.limit))) \($0.unit)",
                    "consequence": $0.consequence,
                    "tripped": $0.tripped ?? "", "isTripped": $0.tripped != nil,
                ] as [String: Any]
            },
            "hasGuards": !(view.guards ?? []).isEmpty,
            "history": view.history.reversed().map { move in
                [
                    "time": visit.moment(move.at) as Any,
                    "what": "\(texts("stage.\(move.from)")) → \(texts("stage.\(move.to)"))",
                    "by": move.actor, "reason": Words.cut(move.reason ?? "", 1_000), "details": move.details ?? "",
                    "overrides": (move.overrides ?? []).map { "\($0.gate): \($0.reason)" }.joined(separator: "; "),
                ] as [String: Any]
            },
            "hasHistory": !view.history.isEmpty,
        ]
        model["definition"] = view.definition
        model["author"] = view.author
        model["approvedBy"] = view.approvedBy
        model["pilot"] = view.pilot
        model["cut"] = view.cut
        model["since"] = visit.moment(view.since)
        if let fault { model["fault"] = Words.fault(fault.report) }
        return ShownPage("milestone", title: view.title ?? view.name, section: "milestones", model)
    }
}
