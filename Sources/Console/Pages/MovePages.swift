import Gateway
import HTTPTypes
import Rollout

/// Moving a milestone: the plan in view, then the move, which names the plan that was seen.
extension Console {
    var moveRoutes: [PageRoute] {
        [
            .get("/milestones/{name}/plan") { visit in
                let name = try visit.parameter("name")
                return .page(try await Self.plan(name, visit.asked("to"), visit.asked("policy"), visit))
            },
            .post("/milestones/{name}/move") { visit in
                let (name, caller) = (try visit.parameter("name"), try visit.houseReader())
                let (to, policy) = (visit.said("to"), visit.said("policy"))
                guard let target = to.flatMap(Stage.init(rawValue:)) else { throw PageFault.unknown }
                do {
                    let view = try await visit.gateway.milestones.show(name, caller: caller)
                    let present = Stage(rawValue: view.stage) ?? .planned
                    let wish: MoveWish =
                        Self.isBehind(target, present)
                        ? .reverse(to: target, policy: policy.flatMap(ReversePolicy.init(rawValue:)))
                        : .advance(to: target)
                    let overrides = GateKind.allCases.reduce(into: [GateKind: String]()) { all, gate in
                        all[gate] = visit.said("override-\(gate.rawValue)")
                    }
                    _ = try await visit.gateway.milestones.move(
                        name,
                        MoveForm(
                            wish, reason: visit.required("reason"), plan: visit.said("plan"),
                            typedName: visit.said("typed"),
                            breaksGlass: visit.form["glass"] == "yes", overrides: overrides), caller: caller)
                } catch let error as GatewayError where error.kind != .notFound {
                    let fault = PageFault(error)
                    return .page(try await Self.plan(name, to, policy, visit, fault: fault), status: fault.status)
                }
                return .see("/milestones/\(Form.encode(name))?done=\(Done.moved.rawValue)")
            },
        ]
    }

    private static func isBehind(_ target: Stage, _ present: Stage) -> Bool {
        let order = Stage.forward
        return (order.firstIndex(of: target) ?? 0) < (order.firstIndex(of: present) ?? 0)
    }

    private static func plan(
        _ name: String, _ to: String?, _ policy: String?, _ visit: Visit, fault: PageFault? = nil
    ) async throws -> ShownPage {
        let caller = try visit.houseReader()
        let target = try to.map { text in
            guard let stage = Stage(rawValue: text) else { throw PageFault.unknown }
            return stage
        }
        let reverse = policy.flatMap(ReversePolicy.init(rawValue:))
        let plan = try await visit.gateway.milestones.plan(name, to: target, policy: reverse, caller: caller)
        let texts = visit.texts
        let isBack = plan.action == "reverse"
        let path = "/milestones/\(Form.encode(name))"
        func figure(_ value: Double?, _ unit: String?) -> String {
            guard let value else { return "" }
            let digits = value == value.rounded() ? texts.number(Int(value)) : "\((value * 10).rounded() / 10)"
            return unit.map { "\(digits) \($0)" } ?? digits
        }
        var model: [String: Any] = [
            "path": path, "name": name, "to": plan.asked, "version": plan.version, "isBack": isBack,
            "from": texts("stage.\(plan.from)"), "toName": texts("stage.\(plan.asked)"),
            "mayMove": [.operations, .administrator].contains(caller.role) || caller.role == .support && isBack,
            "mayOverride": [.approver, .administrator].contains(caller.role),
            "isDuty": caller.role == .support || caller.role == .administrator,
            "reason": visit.form["reason"] ?? "", "typed": plan.asked == Stage.draining.rawValue,
            "gates": plan.gates.map { gate in
                [
                    "name": texts.name("gate", gate.gate), "code": gate.gate,
                    "verdict": texts("verdict.\(gate.verdict)"),
                    "tone": gate.verdict == "pass" ? "good" : gate.verdict == "fail" ? "bad" : "warn",
                    "figure": figure(gate.figure, gate.unit), "limit": figure(gate.limit, gate.unit),
                    "explanation": Words.cut(gate.explanation, 1_000), "isOpen": gate.verdict != "pass",
                    "remedies": (gate.remedies ?? []).map { ["words": $0] },
                ] as [String: Any]
            },
            "hasGates": !plan.gates.isEmpty, "isStopped": plan.gates.contains { $0.verdict != "pass" },
            "births": plan.births.map {
                [
                    "cell": $0.cell, "moving": texts.number($0.moving), "births": texts.number($0.births),
                    "to": texts.name("side", $0.to),
                ]
            },
            "hasBirths": !plan.births.isEmpty,
            "orders": plan.openOrders.map {
                [
                    "cell": $0.cell, "side": $0.side, "sideName": texts.name("side", $0.side),
                    "orders": texts.number($0.orders),
                ]
            },
            "hasOrders": !plan.openOrders.isEmpty,
            "starts": plan.starts.map { ["flow": $0.flow, "because": $0.because.joined(separator: "; ")] },
            "stops": plan.stops.map { ["flow": $0.flow, "because": $0.because.joined(separator: "; ")] },
            "changesCopies": !plan.starts.isEmpty || !plan.stops.isEmpty,
            "warnings": plan.warnings.map { Words.fault($0) },
            "policies": ReversePolicy.allCases.map {
                [
                    "code": $0.rawValue, "name": texts("policy.\($0.rawValue)"),
                    "isChosen": $0.rawValue == (plan.reverse?.policy ?? policy),
                ] as [String: Any]
            },
        ]
        if let refusal = plan.refusal { model["refusal"] = Words.fault(refusal) }
        if let reverse = plan.reverse {
            model["reverse"] = [
                "orders": texts.count("milestone.reverse.orders", reverse.orders),
                "transfers": reverse.transfers.map { texts.number($0) } ?? "",
            ]
            model["policy"] = reverse.policy
        }
        if let fault { model["fault"] = Words.fault(fault.report) }
        return ShownPage(
            "plan", title: "\(name): \(texts("stage.\(plan.from)")) → \(texts("stage.\(plan.asked)"))",
            section: "milestones", model)
    }
}
