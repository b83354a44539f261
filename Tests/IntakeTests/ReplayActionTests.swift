import Diagnostics
import Intake
import Testing

@Suite struct ReplayActionTests {
    @Test("what stopped can be replayed, what is done cannot")
    func states() {
        for status in DocumentStatus.allCases {
            for action in ReplayAction.allCases {
                let open: Set<DocumentStatus> =
                    switch action {
                    // Sent again is what went out.
                    case .resend: [.failed, .delivered]
                    case .sendAsNew: [.delivered]
                    // What has no owner is taken from nobody.
                    case .reroute: [.failed, .held, .delivering]
                    default: [.failed, .held, .parked, .delivering]
                    }
                let allowed = (try? action.check(status: status, backend: "as400", reason: "typo")) != nil
                #expect(allowed == open.contains(status), "\(action) of \(status)")
            }
        }
    }

    @Test("an unknown outcome is cleared first, naming the back end")
    func unknown() {
        #expect(throws: Diagnostic("intake.replay-open", facts: ["backend": "as400"])) {
            try ReplayAction.retry.check(status: .unknown, backend: "as400", reason: nil)
        }
    }

    @Test("only an interchange of which nothing could be read is reprocessed or discarded as a whole")
    func interchanges() {
        for status in ["accepted", "processing", "processed", "unreadable", "discarded"] {
            for action in ReplayAction.allCases {
                let allowed = (try? action.check(interchange: status, reason: "a PDF")) != nil
                #expect(allowed == (status == "unreadable" && [.reprocess, .discard].contains(action)))
            }
        }
        #expect(throws: Diagnostic("intake.reason-missing")) {
            try ReplayAction.discard.check(interchange: "unreadable", reason: " ")
        }
    }

    @Test("an edit, a discard and a resending need a reason")
    func reasons() {
        for action in [ReplayAction.edit, .discard, .resend, .reroute] {
            #expect(throws: Diagnostic("intake.reason-missing")) {
                try action.check(status: .failed, backend: nil, reason: "  ")
            }
        }
        #expect(throws: Never.self) { try ReplayAction.retry.check(status: .failed, backend: nil, reason: nil) }
    }
}
