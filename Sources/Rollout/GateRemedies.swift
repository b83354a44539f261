extension GateResult {
    /// What a person does about a gate that does not pass, with the command or the key of the configuration that mends it; nil for
    /// a gate that passes, and where nothing is to be done but to look at what it says.
    ///
    /// - Parameter milestone: the milestone whose gate it is.
    public func remedy(for milestone: String) -> String? {
        guard verdict != .pass else { return nil }
        switch gate {
        case _ where verdict == .inconclusive && [.failureRate, .shadowMismatch].contains(gate):
            return
                "let more documents go through, or ask for fewer with `gates: { minimumSample: … }` in the milestone's file, which is "
                + "approved again then"
        case .openFailures: return "retry, edit or discard each of `milepost documents list --status failed`"
        case .failureRate:
            return "see `milepost documents list --status failed`, mend the cause, then let more go through"
        case .shadowMismatch:
            return
                "see `milepost milestones shadow \(milestone)` for the fields; what may differ stands under "
                + "`shadow: { ignore: … }` in the milestone's file"
        case .backfill:
            return "see `milepost milestones shadow \(milestone)` for how far it is; it goes on by itself in shadow"
        case .copyLag:
            return verdict == .fail
                ? "see `milepost backends list` for what waits"
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
        case .checklist:
            return
                "have someone in its role sign each: `milepost milestones sign \(milestone) --item \"ITEM\"`, with a key that signs for "
                + "the role (`milepost keys create NAME --role viewer --signs ROLE`)"
        case .reconciliation, .reverseMapping: return nil
        }
    }
}
