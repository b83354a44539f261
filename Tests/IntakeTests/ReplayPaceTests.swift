import Intake
import Testing

@Suite struct ReplayPaceTests {
    @Test("a rate is kept by small transactions and rests")
    func rate() {
        let pace = ReplayPace(rate: 20)
        #expect(pace.batch == 5 && pace.rest(behind: 5, worked: 0.05, isLive: false) == 0.2)
        #expect(ReplayPace(rate: 1).batch == 1 && ReplayPace(rate: 1).rest(behind: 1, worked: 2, isLive: false) == 0)
        #expect(ReplayPace(rate: nil).batch == ReplayPace.largestBatch)
    }

    @Test("while something comes in it rests nine times as long as it worked, a second at most")
    func live() {
        let pace = ReplayPace(rate: nil)
        #expect(pace.rest(behind: 50, worked: 0.02, isLive: false) == 0)
        #expect(abs(pace.rest(behind: 50, worked: 0.02, isLive: true) - 0.18) < 0.000_1)
        #expect(pace.rest(behind: 50, worked: 5, isLive: true) == 1)
    }

    @Test("a canary is good when all have arrived, and fails with the first that stops")
    func canary() {
        func item(_ status: DocumentStatus, code: String? = nil, refusal: String? = nil, open: Int = 0, failed: Int = 0)
            -> CanaryVerdict.Standing
        {
            .init(
                document: "d", status: status, code: code, refusal: refusal, failedCopies: failed, openCopies: open)
        }
        #expect(CanaryVerdict([item(.delivered), item(.discarded), item(.duplicate)]) == .good)
        #expect(CanaryVerdict([item(.delivered), item(.delivering)]) == .waiting(arrived: 1))
        #expect(CanaryVerdict([item(.delivered, open: 1)]) == .waiting(arrived: 0))
        #expect(
            CanaryVerdict([item(.delivering), item(.failed, code: "deliver.refused")])
                == .failed(document: "d", status: .failed, code: "deliver.refused"))
        #expect(
            CanaryVerdict([item(.delivered, failed: 1)])
                == .failed(document: "d", status: .failed, code: "deliver.copy-failed"))
        #expect(
            CanaryVerdict([item(.failed, code: "x", refusal: "intake.replay-open")])
                == .failed(document: "d", status: .failed, code: "intake.replay-open"))
    }
}
