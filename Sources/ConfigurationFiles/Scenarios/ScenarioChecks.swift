public import Diagnostics
import Rollout

extension Scenario {
    /// What of an installation a scenario names that is not there: milestones, partners, back ends that are called.
    public func faults(in installation: Installation) -> DiagnosticList {
        let milestones = installation.milestones.map(\.name)
        let partners = installation.partners.map(\.id)
        let backends = installation.backends.filter(\.isCalled).map(\.name)
        var list = DiagnosticList()
        func require(_ names: some Sequence<String>, _ kind: String, among known: [String], at position: Position?) {
            for name in names.sorted() where !known.contains(name) {
                list.append(
                    Diagnostic(
                        "configuration.scenario-name", at: position, value: name,
                        facts: ["kind": kind, "known": known.isEmpty ? "none" : known.joined(separator: ", ")]))
            }
        }
        require(stages.keys, "milestone", among: milestones, at: nil)
        require(answers.keys, "back end", among: backends, at: nil)
        for step in steps {
            require(step.action.milestone, "milestone", among: milestones, at: step.position)
            if case .send(_, _, let partner) = step.action {
                require([partner], "partner", among: partners, at: step.position)
            }
            if case .importOrders(let open) = step.action {
                let sites = installation.routing.sites.map(\.name)
                require([open.site], "site", among: sites, at: step.position)
            }
            if case .answers(let replies) = step.action {
                require(replies.keys, "back end", among: backends, at: step.position)
            }
            require(step.expected.received.keys, "back end", among: backends, at: step.position)
            let named = Set(step.expected.milestones.keys).union(step.expected.compared.keys)
                .union(step.expected.gates.keys).union(step.expected.guards.keys)
            require(named, "milestone", among: milestones, at: step.position)
        }
        return list
    }
}

extension Scenario.Action {
    fileprivate var milestone: [String] {
        switch self {
        case .move(let name, _, _), .approve(let name), .sign(let name, _), .countersign(let name),
            .schedule(let name, _, _, _):
            [name]
        case .send, .importOrders, .retry, .discard, .transfer, .confirm, .enter, .close, .answers, .wait, .look: []
        }
    }
}

extension Backend {
    /// Whether it answers: a folder says nothing.
    fileprivate var isCalled: Bool { kind.answers != nil }
}
