public import Diagnostics

extension RoutingSnapshot {
    /// What is wrong with the configuration as a whole: functions that need each other in a circle, milestones that
    /// overlap or name what does not exist, back ends that a move would need.
    public func check() -> DiagnosticList {
        var list = DiagnosticList()
        checkFunctions(&list)
        checkRules(&list)
        checkMilestones(&list)
        return list
    }

    private func checkFunctions(_ list: inout DiagnosticList) {
        let names = Set(functions.map(\.name))
        for function in functions {
            var mentioned = function.needs + function.informs
            if case .with(let other) = function.binds { mentioned.append(other) }
            for other in mentioned where !names.contains(other) {
                list.append(Diagnostic("route.function-unknown", value: other, facts: ["type": other]))
            }
            if reaches(function.name, from: function.needs, seen: [], by: \.needs) {
                list.append(Diagnostic("route.function-cycle", value: function.name))
            }
            if reaches(function.name, from: function.bindsWith, seen: [], by: \.bindsWith) {
                list.append(Diagnostic("route.binding-cycle", value: function.name))
            }
        }
    }

    private func reaches(
        _ target: String, from names: [String], seen: Set<String>, by next: (FunctionDefinition) -> [String]
    ) -> Bool {
        for name in names where !seen.contains(name) {
            if name == target { return true }
            let further = functions.first { $0.name == name }.map(next) ?? []
            if reaches(target, from: further, seen: seen.union([name]), by: next) { return true }
        }
        return false
    }

    private func checkAudience(of milestone: StagedMilestone, _ list: inout DiagnosticList) {
        let facts = ["milestone": milestone.name, "by": "the configuration"]
        switch milestone.pilot {
        case .deliveryParties(let percent) where !(0...100 ~= percent):
            list.append(Diagnostic("route.percent-range", value: String(percent), facts: facts))
        case .partners(let partners):
            for partner in partners where party(named: partner) == nil {
                list.append(Diagnostic("route.pilot-partner-unknown", value: partner, facts: facts))
            }
        default: break
        }
        if case .requestedDelivery(let day) = milestone.cut, LocalTime(day + "T00:00") == nil {
            list.append(Diagnostic("route.cut-day", value: day, facts: facts))
        }
    }

    private func checkRules(_ list: inout DiagnosticList) {
        for rule in siteRules {
            for (value, named) in rule.sites.sorted(by: { $0.key < $1.key }) {
                for name in named where site(named: name) == nil {
                    list.append(
                        Diagnostic("route.rule-site-unknown", value: name, facts: ["fact": rule.fact, "key": value]))
                }
            }
        }
    }

    private func checkMilestones(_ list: inout DiagnosticList) {
        var owners: [Cell: String] = [:]
        for milestone in milestones where !milestone.stage.isFinished {
            checkAudience(of: milestone, &list)
            for cell in milestone.cells {
                if let other = owners.updateValue(milestone.name, forKey: cell), other != milestone.name {
                    list.append(
                        Diagnostic(
                            "route.milestone-overlap", value: cell.description,
                            facts: ["first": other, "second": milestone.name]))
                }
                checkCell(cell, of: milestone.name, &list)
            }
        }
    }

    private func checkCell(_ cell: Cell, of milestone: String, _ list: inout DiagnosticList) {
        let facts = ["milestone": milestone, "cell": cell.description]
        if !functions.contains(where: { $0.name == cell.function }) {
            list.append(Diagnostic("route.milestone-function-unknown", value: cell.function, facts: facts))
        }
        guard let site = site(named: cell.site) else {
            list.append(Diagnostic("route.milestone-site-unknown", value: cell.site, facts: facts))
            return
        }
        for side in Side.allCases where site.backends[side] == nil {
            list.append(
                Diagnostic(
                    "route.milestone-backend-missing", value: cell.site,
                    facts: facts.merging(["side": side.rawValue]) { $1 }))
        }
    }
}

extension FunctionDefinition {
    /// The function that it binds with, if it binds with one.
    fileprivate var bindsWith: [String] {
        if case .with(let other) = binds { return [other] }
        return []
    }
}
