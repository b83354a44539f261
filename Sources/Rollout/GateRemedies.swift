extension GateResult {
    /// What a person does about a gate that does not pass, one action each, with the command or the key of the configuration that
    /// does it; empty for a gate that passes.
    ///
    /// - Parameter milestone: the milestone whose gate it is.
    public func remedies(for milestone: String) -> [String] {
        guard verdict != .pass else { return [] }
        switch gate {
        case .checklist:
            let items = about ?? ["ITEM"]
            return items.map {
                "have someone in its role say: `milepost milestones sign \(milestone) --item \"\($0)\"`"
            }
        case .reconciliation: return verify()
        default: return remedy(for: milestone).map { [$0] } ?? []
        }
    }

    private func verify() -> [String] {
        let sites = about ?? []
        guard verdict == .fail else {
            return sites.map {
                "`milepost integrations verify --site \($0)`, once it has orders that should be on both sides"
            }
        }
        return [
            "see what differs: `milepost integrations verify list`, then `… verify show RUN`",
            "send it again: `milepost integrations repair RUN`; what is too many, people take away there",
        ] + sites.map { "look once more: `milepost integrations verify --site \($0)`" }
    }

    private func remedy(for milestone: String) -> String? {
        switch gate {
        case _ where verdict == .inconclusive && [.failureRate, .shadowMismatch].contains(gate):
            return
                "let more documents go through, or ask for fewer with `gates: { minimumSample: … }` in the milestone's file, which is "
                + "approved again then"
        case .openFailures:
            return
                "settle each of `milepost documents list --status failed`, `--status held` and `--status unknown`: retry, edit or discard it"
        case .failureRate:
            return
                "see `milepost backends list` and `milepost documents list --status failed`, mend the cause, then let more go through: "
                + "attempts that were tried again count, since it came to this stage"
        case .shadowMismatch:
            return
                "see `milepost milestones shadow \(milestone)` for the fields; what may differ stands under "
                + "`shadow: { ignore: … }` in the milestone's file"
        case .backfill where verdict == .inconclusive:
            return
                "see `milepost milestones shadow \(milestone)` for how far it is; imported orders are loaded into new by its own means: "
                + "once they are, an approver overrides the gate and says so"
        case .backfill:
            return "see `milepost milestones shadow \(milestone)` for how far it is; it goes on by itself in shadow"
        case .copyLag:
            return verdict == .fail
                ? "see `milepost backends list` for what waits, and `milepost backends stuck NAME` for what it waits behind"
                : "let a back end take copies: `takes: [copies, standby]` under its name in milepost.yaml, then reload"
        case .otherMilestones: return "move those first: `milepost milestones list`"
        case .backendHealth: return "see `milepost backends list` and `milepost doctor`"
        case .numberRanges:
            return
                "write what each of the two back ends draws from, under its name in milepost.yaml, in ranges that do not meet: "
                + "`numbers: { despatch: { from: \"D000000\", to: \"D499999\" } }`, then reload"
        case .soak:
            guard let figure, let limit, let unit else { return nil }
            return "wait \((limit - figure).inWords) \(unit) more"
        case .reverseMapping:
            return verdict == .fail
                ? "name a mapping for each kind of document under `payload: { mapping: [...] }` of legacy's back end in milepost.yaml, or "
                    + "mend the one that fails (`milepost map --write DOCUMENT.json --mapping NAME` shows where), then reload"
                : "let a document of its cells go through: the newest are written for legacy on trial"
        case .checklist, .reconciliation: return nil
        }
    }
}
