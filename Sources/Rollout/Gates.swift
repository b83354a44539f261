extension GateKind {
    /// The gates that a milestone must pass on its way from one stage to the next one.
    public static func required(from stage: Stage) -> [GateKind] {
        switch stage {
        case .planned: [.otherMilestones, .backendHealth, .numberRanges, .checklist]
        case .shadow:
            [
                .openFailures, .shadowMismatch, .backfill, .copyLag, .backendHealth, .numberRanges, .reverseMapping,
                .checklist,
            ]
        case .pilot: [.openFailures, .failureRate, .copyLag, .reconciliation, .soak, .backendHealth, .checklist]
        case .live: [.openFailures, .failureRate, .copyLag, .reconciliation, .soak, .backendHealth]
        case .draining: [.openFailures, .reconciliation]
        case .complete, .cancelled: []
        }
    }
}

extension GateFigures {
    /// The gates of a milestone at its stage, each with its verdict.
    public func results(of definition: Milestone, at stage: Stage, now: Instant) -> [GateResult] {
        let limits = definition.gates ?? GateLimits()
        return GateKind.required(from: stage).map { gate in
            gate == .otherMilestones ? others(definition) : result(gate, limits, now)
        }
    }

    private func result(_ gate: GateKind, _ limits: GateLimits, _ now: Instant) -> GateResult {
        switch gate {
        case .openFailures: count(gate, openFailures, limits.openFailures, "failures that nobody has dealt with")
        case .shadowMismatch: mismatch(limits, now)
        case .copyLag: lag(limits)
        case .backfill: run(gate, backfill, limits, now, "open orders that new lacks")
        case .reconciliation: reconciled(limits, now)
        case .reverseMapping: run(gate, reverseMapping, limits, now, "documents that cannot be mapped back to legacy")
        case .otherMilestones: .none(gate, "no other milestone was named")
        case .backendHealth: healthy()
        case .numberRanges: disjoint()
        case .soak: soaked(limits, now)
        case .failureRate: rate(limits)
        case .checklist: signed()
        }
    }

    private func count(_ gate: GateKind, _ figure: Int?, _ limit: Int, _ what: String) -> GateResult {
        guard let figure else { return .none(gate, "\(what) could not be counted") }
        return .upTo(gate, Double(figure), Double(limit), "\(figure) \(what); \(limit) are allowed")
    }

    private func mismatch(_ limits: GateLimits, _ now: Instant) -> GateResult {
        guard let comparison, comparison.fields > 0 else { return .none(.shadowMismatch, "nothing was compared") }
        let share = Double(comparison.differing) / Double(comparison.fields) * 100
        let words = "\(share.inWords) % of \(comparison.fields) fields of \(comparison.documents) documents differ"
        if comparison.documents < limits.minimumSample {
            return .none(.shadowMismatch, "\(words); \(limits.minimumSample) documents are needed", share, in: "%")
        }
        if let old = stale(comparison.newest, limits, now) {
            return .none(.shadowMismatch, "\(words), the newest \(old)", share, in: "%")
        }
        return .upTo(
            .shadowMismatch, share, limits.shadowMismatch, in: "%",
            "\(words); \(limits.shadowMismatch.inWords) % are allowed")
    }

    private func lag(_ limits: GateLimits) -> GateResult {
        guard let copyLag else { return .none(.copyLag, "no copy runs") }
        let unit = DurationUnit(fitting: limits.copyLag)
        return .upTo(
            .copyLag, copyLag / unit.length, limits.copyLag / unit.length, in: unit.rawValue,
            "the oldest copy waits for \(unit.words(copyLag)); \(unit.words(limits.copyLag)) are allowed")
    }

    private func run(
        _ gate: GateKind, _ run: Run?, _ limits: GateLimits, _ now: Instant, _ what: String
    ) -> GateResult {
        guard let run else { return .none(gate, "it was never run") }
        guard run.looked > 0 else {
            return .none(
                gate, gate == .reverseMapping ? "there was no document to try" : "the last run looked at no order")
        }
        let words =
            run.faulty == 0
            ? "none of \(run.looked) are \(what)"
            : "\(run.faulty) of \(run.looked) are \(what)" + (run.example.map { ", for example: \($0)" } ?? "")
        if let old = stale(run.finished, limits, now) {
            return .none(gate, "\(words); the last run \(old)", Double(run.faulty))
        }
        if run.faulty == 0, run.unknown > 0 {
            return .none(
                gate,
                "\(words); of \(run.unknown) imported ones no document is here, and what new has of them is not known")
        }
        return .upTo(gate, Double(run.faulty), 0, words)
    }

    /// Every site counts: none may be missing, empty or old, and no order of any may differ.
    private func reconciled(_ limits: GateLimits, _ now: Instant) -> GateResult {
        guard let sites = reconciliation, !sites.isEmpty else { return .none(.reconciliation, "it was never run") }
        let faulty = sites.reduce(0) { $0 + ($1.run?.faulty ?? 0) }
        let unsaid = sites.compactMap { site in silence(of: site, limits, now).map { (site.site, $0) } }
        guard unsaid.isEmpty else {
            return .none(
                .reconciliation, unsaid.map(\.1).joined(separator: "; "), faulty == 0 ? nil : Double(faulty),
                about: unsaid.map(\.0))
        }
        let words = sites.map { site in
            "\(site.run?.faulty ?? 0) differences in \(site.run?.looked ?? 0) orders of \(site.site)"
        }
        var result = GateResult.upTo(.reconciliation, Double(faulty), 0, words.joined(separator: ", "))
        result.about = sites.filter { $0.run?.faulty != 0 }.map(\.site)
        return result
    }

    /// Why nothing can be said of a site; nil where something can.
    private func silence(of site: SiteRun, _ limits: GateLimits, _ now: Instant) -> String? {
        guard let run = site.run else {
            return site.failure.map { "the last verification of \(site.site) broke off: \($0)" }
                ?? "\(site.site) was never verified"
        }
        guard run.looked > 0 else {
            return "the last verification of \(site.site) saw no order that should be on both sides"
        }
        return stale(run.finished, limits, now).map { "the last verification of \(site.site) \($0)" }
    }

    /// How old something is, where it is older than it may be.
    private func stale(_ instant: Instant, _ limits: GateLimits, _ now: Instant) -> String? {
        let seconds = Double(now.microseconds - instant.microseconds) / 1e6
        let limit = limits.freshness * 3_600
        guard seconds > limit else { return nil }
        let unit = DurationUnit(fitting: limit)
        return "is \(unit.words(seconds)) old, \(unit.words(limit)) are allowed"
    }

    private func others(_ definition: Milestone) -> GateResult {
        let needed = definition.after ?? []
        if needed.isEmpty { return .upTo(.otherMilestones, 0, 0, "it waits for no other milestone") }
        guard let stages else { return .none(.otherMilestones, "the other milestones are not known") }
        let waiting = needed.filter { need in
            stages[need.milestone].map { $0 == .cancelled || $0 < need.stage } ?? true
        }
        let words = waiting.map { "\($0.milestone) is \(stages[$0.milestone]?.rawValue ?? "not known")" }
        return .upTo(
            .otherMilestones, Double(waiting.count), 0,
            waiting.isEmpty
                ? "what it waits for came first: \(needed.map(\.milestone).joined(separator: ", "))"
                : words.joined(separator: ", "))
    }

    private func healthy() -> GateResult {
        guard let health, !health.isEmpty else { return .none(.backendHealth, "no back end was asked") }
        let silent = health.filter { $0.answers == false }.map(\.backend)
        guard silent.isEmpty else {
            return .upTo(.backendHealth, Double(silent.count), 0, "no answer from \(silent.joined(separator: ", "))")
        }
        if let unknown = health.first(where: { $0.answers == nil }) {
            return .none(.backendHealth, "\(unknown.backend) was not asked")
        }
        return .upTo(.backendHealth, 0, 0, "\(health.count) back ends answer")
    }

    private func disjoint() -> GateResult {
        guard let ranges, Set(ranges.map(\.side)).count == 2 else {
            let unknown = Side.allCases.filter { side in ranges?.contains { $0.side == side } != true }
            return .none(
                .numberRanges,
                "the number ranges of \(unknown.map(\.rawValue).joined(separator: " and ")) are not known")
        }
        let shared = Set(ranges.filter { range in ranges.contains { $0.meets(range) } }.map(\.kind)).sorted()
        return .upTo(
            .numberRanges, Double(shared.count), 0,
            shared.isEmpty
                ? "the sides share no number" : "both sides could draw the same \(shared.joined(separator: ", "))")
    }

    private func soaked(_ limits: GateLimits, _ now: Instant) -> GateResult {
        guard let since else { return .none(.soak, "it is not known since when") }
        let seconds = Double(now.microseconds - since.microseconds) / 1e6
        let limit = limits.soak * 3_600
        let unit = DurationUnit(fitting: limit)
        return GateResult(
            gate: .soak, figure: seconds / unit.length, limit: limit / unit.length, unit: unit.rawValue,
            verdict: seconds >= limit ? .pass : .fail,
            explanation: "\(unit.words(seconds)) in this stage; \(unit.words(limit)) are asked for")
    }

    private func rate(_ limits: GateLimits) -> GateResult {
        guard let delivered, let failed, delivered + failed > 0 else {
            return .none(.failureRate, "nothing was delivered to new")
        }
        let share = Double(failed) / Double(delivered + failed) * 100
        let words = "\(share.inWords) % of \(delivered + failed) attempts to deliver failed"
        if delivered + failed < limits.minimumSample {
            return .none(.failureRate, "\(words); \(limits.minimumSample) are needed", share, in: "%")
        }
        return .upTo(
            .failureRate, share, limits.failureRate, in: "%",
            "\(words); \(limits.failureRate.inWords) % are allowed")
    }

    private func signed() -> GateResult {
        guard let checklist, !checklist.isEmpty else { return .none(.checklist, "there is no check list") }
        let open = checklist.filter { $0.signedBy == nil }
        let words = open.map { "\($0.name) (\($0.role))" }.joined(separator: ", ")
        var result = GateResult.upTo(
            .checklist, Double(open.count), 0,
            open.isEmpty ? "signed: all items, \(checklist.count)" : "not signed: \(words)")
        result.about = open.map(\.name)
        return result
    }
}

extension GateResult {
    /// What cannot be said, or rests on too little.
    fileprivate static func none(
        _ gate: GateKind, _ words: String, _ figure: Double? = nil, in unit: String? = nil, about: [String]? = nil
    ) -> GateResult {
        GateResult(
            gate: gate, figure: figure, limit: nil, unit: unit, verdict: .inconclusive, explanation: words, about: about
        )
    }

    /// What passes up to a limit.
    fileprivate static func upTo(
        _ gate: GateKind, _ figure: Double, _ limit: Double, in unit: String? = nil, _ words: String
    ) -> GateResult {
        GateResult(
            gate: gate, figure: figure, limit: limit, unit: unit, verdict: figure <= limit ? .pass : .fail,
            explanation: words)
    }
}

extension Double {
    /// A figure for people: two decimals at most, none where they are nothing.
    var inWords: String {
        guard isFinite, abs(self) < 1e15 else { return "\(self)" }
        let hundredths = Int64((self * 100).rounded())
        let whole = hundredths / 100
        let rest = abs(hundredths % 100)
        let sign = hundredths < 0 && whole == 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return "\(sign)\(whole)." + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)")
    }
}
