import Diagnostics
import Mapping
import Rollout

extension Draft {
    /// One file of `milestones/`.
    mutating func readMilestone(_ node: YAMLNode) {
        var reader = YAMLReader(node)
        let place = reader.optional("milestone")?.position ?? node.position
        let name = reader.requiredText("milestone")
        var milestone = Milestone(name: name ?? "", cells: [], title: reader.text("title"))
        milestone.author = reader.text("author")
        if reader.required("cells") != nil {
            milestone.cells = reader.list("cells").compactMap { readCell($0, of: name ?? "", &reader) }
            if reader.optional("cells")?.items?.isEmpty == true {
                reader.report(Diagnostic("configuration.no-cells", at: reader.position(of: "cells")))
            }
        }
        milestone.pilot = readPilot(&reader)
        milestone.cut = readCut(&reader)
        milestone.legacyReadyUntil = instant("legacyReadyUntil", &reader)
        if let until = milestone.legacyReadyUntil { checkReadiness(until, cut: milestone.cut, reader) }
        milestone.reversePolicy = readPolicy(&reader)
        milestone.after = readDependencies(&reader)
        milestone.gates = readGates(&reader)
        milestone.guards = readGuards(&reader)
        milestone.checklist = readChecklist(&reader)
        milestone.shadow = comparisonRules("shadow", &reader)
        finish(reader)
        guard let name, define(.milestone, name, at: place) else { return }
        installation.milestones.append(milestone)
        installation.routing.milestones.append(StagedMilestone(milestone, stage: .planned, since: nil))
    }

    private mutating func readCell(_ node: YAMLNode, of milestone: String, _ reader: inout YAMLReader) -> Cell? {
        guard let text = reader.text(of: node) else { return nil }
        guard let cell = Cell(text) else {
            report("configuration.cell-form", at: node.position, value: text)
            return nil
        }
        guard cellPlaces[milestone]?[cell] == nil else {
            report("configuration.cell-twice", at: node.position, value: text, facts: ["milestone": milestone])
            return nil
        }
        mention(.function, cell.function, at: node.position)
        mention(.site, cell.site, at: node.position(ofCharacter: cell.function.count + 1))
        cellPlaces[milestone, default: [:]][cell] = node.position
        return cell
    }

    /// `pilot: { partners: [northwind] }`, or `pilot: { deliveryParties: 10 }` in percent.
    private mutating func readPilot(_ reader: inout YAMLReader) -> PilotAudience? {
        guard var pilot = reader.nested("pilot") else { return nil }
        let partners = pilot.texts("partners")
        if let node = pilot.optional("partners") {
            let places = node.items?.filter { $0.text != nil }.map(\.position) ?? [node.position]
            for (partner, place) in zip(partners, places) { mention(.partner, partner, at: place) }
        }
        let percent = pilot.integer("deliveryParties", in: 0...100)
        let named = (pilot.optional("partners") == nil ? 0 : 1) + (pilot.optional("deliveryParties") == nil ? 0 : 1)
        if named != 1 { pilot.report(Diagnostic("configuration.pilot-form", at: pilot.position)) }
        reader.take(pilot)
        guard named == 1 else { return nil }
        return percent.map { .deliveryParties(percent: $0) } ?? .partners(partners)
    }

    /// `cut: arrival`, or the first requested delivery that is taken: `cut: 2026-12-01`.
    private func readCut(_ reader: inout YAMLReader) -> Cut? {
        guard let node = reader.optional("cut"), let text = reader.text(of: node) else { return nil }
        if text == "arrival" { return .arrival }
        if CalendarDay.isDay(text) { return .requestedDelivery(from: text) }
        reader.report(Diagnostic("configuration.day-form", at: node.position, value: text, facts: ["key": "cut"]))
        return nil
    }

    /// Warns of a legacy that is ready no more, or no more when the cut begins: a reverse would have nowhere to go.
    private mutating func checkReadiness(_ until: Instant, cut: Cut?, _ reader: YAMLReader) {
        let place = reader.position(of: "legacyReadyUntil")
        if let now, until <= now {
            diagnostics.append(
                Diagnostic("configuration.readiness-over", .warning, at: place, value: until.iso8601))
        }
        if case .requestedDelivery(let day) = cut, until.day < day {
            diagnostics.append(
                Diagnostic(
                    "configuration.readiness-before-cut", .warning, at: place, value: until.iso8601,
                    facts: ["cut": day]))
        }
    }

    /// `reverse: hand-back`: what becomes of the orders that new owns.
    private func readPolicy(_ reader: inout YAMLReader) -> ReversePolicy? {
        guard let node = reader.optional("reverse"), let text = reader.text(of: node) else { return nil }
        if let policy = ReversePolicy(rawValue: text) { return policy }
        reader.reportNotChoice(
            text, at: node.position, key: "reverse", known: ReversePolicy.allCases.map(\.rawValue))
        return nil
    }

    /// `after: { north-intake: live }`: the milestones that must have come to a stage first.
    private mutating func readDependencies(_ reader: inout YAMLReader) -> [MilestoneDependency]? {
        let entries = reader.entries("after")
        guard !entries.isEmpty else { return nil }
        return entries.compactMap { entry in
            guard let text = reader.text(of: entry.value) else { return nil }
            guard let stage = Stage(rawValue: text), Stage.forward.dropFirst().contains(stage) else {
                let known = Stage.forward.dropFirst().map(\.rawValue)
                reader.reportNotChoice(text, at: entry.value.position, key: entry.key.text, known: known)
                return nil
            }
            return MilestoneDependency(milestone: entry.key.text, stage: stage)
        }
    }

    /// `gates: { soak: 48 h, failureRate: 1 }`; what is not said has its usual limit.
    private func readGates(_ reader: inout YAMLReader) -> GateLimits? {
        guard var own = reader.nested("gates") else { return nil }
        var limits = GateLimits()
        if let count = own.integer("openFailures", in: 0...1_000_000) { limits.openFailures = count }
        if let percent = own.percent("shadowMismatch") { limits.shadowMismatch = percent }
        if let count = own.integer("minimumSample", in: 1...1_000_000) { limits.minimumSample = count }
        if let seconds = own.seconds("freshness") { limits.freshness = seconds / 3_600 }
        if let seconds = own.seconds("copyLag") { limits.copyLag = seconds }
        if let seconds = own.seconds("soak") { limits.soak = seconds / 3_600 }
        if let percent = own.percent("failureRate") { limits.failureRate = percent }
        reader.take(own)
        return limits
    }

    /// `guards: { failure-rate: { above: 5, sample: 20, then: hold-births } }`.
    private func readGuards(_ reader: inout YAMLReader) -> [GuardRule]? {
        let entries = reader.entries("guards")
        guard !entries.isEmpty else { return nil }
        return entries.compactMap { entry in
            guard let kind = GuardKind(rawValue: entry.key.text) else {
                let known = GuardKind.allCases.map(\.rawValue)
                reader.reportNotChoice(entry.key.text, at: entry.key.position, key: "guards", known: known)
                return nil
            }
            var own = YAMLReader(entry.value)
            _ = own.required("above")
            let limit = kind.isShare ? own.percent("above") : own.figure("above")
            let sample = own.integer("sample", in: 1...1_000_000) ?? 1
            let consequence: GuardConsequence = own.choice("then") ?? .holdBirths
            reader.take(own)
            return limit.map { GuardRule(kind: kind, limit: $0, minimumSample: sample, consequence: consequence) }
        }
    }

    /// `shadow: { ignore: { reference: each side draws its own }, keys: { lines: number } }`: how the answers of both sides are
    /// compared. A site's `verify` says the same of the orders that they list.
    func comparisonRules(_ name: String, _ reader: inout YAMLReader) -> ShadowRules? {
        guard var own = reader.nested(name) else { return nil }
        func texts(_ key: String) -> [(field: String, text: String)] {
            own.entries(key).compactMap { entry in
                guard let text = own.text(of: entry.value) else { return nil }
                guard ShadowRules.isField(entry.key.text) else {
                    own.report(
                        Diagnostic(
                            "configuration.field-form", at: entry.key.position, value: entry.key.text,
                            facts: ["key": key]))
                    return nil
                }
                return (entry.key.text, text)
            }
        }
        let rules = ShadowRules(
            ignore: texts("ignore").map { .init(field: $0.field, reason: $0.text) },
            keys: texts("keys").map { .init(list: $0.field, member: $0.text) })
        reader.take(own)
        return rules
    }

    /// `checklist: { key users are trained: key-user }`: what is signed, and the role that signs it.
    private func readChecklist(_ reader: inout YAMLReader) -> [ChecklistItem]? {
        let entries = reader.entries("checklist")
        guard !entries.isEmpty else { return nil }
        return entries.compactMap { entry in
            guard entry.key.text.contains(where: { !$0.isWhitespace }) else {
                reader.report(Diagnostic("configuration.item-empty", at: entry.key.position))
                return nil
            }
            guard let text = reader.text(of: entry.value) else { return nil }
            guard let role = SigningRole(rawValue: text) else {
                reader.reportNotChoice(
                    text, at: entry.value.position, key: entry.key.text, known: SigningRole.allCases.map(\.rawValue))
                return nil
            }
            return ChecklistItem(name: entry.key.text, role: role.rawValue)
        }
    }
}

extension Draft {
    /// A moment with its zone, as ISO 8601 writes it: `2027-01-31T18:00:00Z`.
    func instant(_ key: String, _ reader: inout YAMLReader) -> Instant? {
        guard let node = reader.optional(key), let text = reader.text(of: node) else { return nil }
        if let instant = SystemZones.instant(text) { return instant }
        reader.report(Diagnostic("configuration.moment-form", at: node.position, value: text, facts: ["key": key]))
        return nil
    }

    /// One item of `freezes`.
    mutating func readFreeze(_ node: YAMLNode) {
        var reader = YAMLReader(node)
        let name = reader.requiredText("name")
        let kind: FreezeWindow.Kind = reader.choice("kind") ?? .deny
        _ = (reader.required("from"), reader.required("until"))
        let (from, until) = (instant("from", &reader), instant("until", &reader))
        let sites = reader.texts("sites")
        if let list = reader.optional("sites") {
            let places = list.items?.filter { $0.text != nil }.map(\.position) ?? [list.position]
            for (site, place) in zip(sites, places) { mention(.site, site, at: place) }
        }
        if let from, let until, until <= from {
            reader.report(
                Diagnostic(
                    "configuration.freeze-ends-first", at: reader.position(of: "until"), value: until.iso8601,
                    facts: ["from": from.iso8601]))
        }
        finish(reader)
        guard let name, let from, let until, from < until else { return }
        installation.freezes.append(
            FreezeWindow(name: name, kind: kind, from: from, until: until, sites: sites.isEmpty ? nil : sites))
    }
}
