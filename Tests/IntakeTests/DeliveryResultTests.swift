import Intake
import Rollout
import Testing

@Suite struct DeliveryResultTests {
    let start = Instant(microseconds: 1_000_000)
    let answer = DeliveryOutcome.Answer(detail: "closed without an answer")

    func result(
        _ outcome: DeliveryOutcome, abilities: BackendAbilities, attempts: Int = 1, after seconds: Double = 1
    ) -> DeliveryResult {
        .after(
            outcome, attempts: attempts, firstAttempt: start, now: start.adding(seconds: seconds),
            abilities: abilities, schedule: RetrySchedule(first: 2, factor: 2, longest: 300, deadlineHours: 1),
            random: 1)
    }

    @Test("an outcome that nobody knows is never retried where the key is not honoured")
    func unknown() {
        #expect(result(.unknown(answer), abilities: .init()).state == .unknown)
        #expect(result(.unknown(answer), abilities: .init(honoursKey: true)).state == .waiting)
    }

    @Test("past the back end's memory of keys an unknown outcome stays unknown")
    func memory() {
        let abilities = BackendAbilities(honoursKey: true, keyMemoryHours: 0.5)
        #expect(result(.unknown(answer), abilities: abilities, after: 1_799).state == .waiting)
        #expect(result(.unknown(answer), abilities: abilities, after: 1_801).state == .unknown)
    }

    @Test("a refusal fails at once, a failure waits and grows, the deadline ends it")
    func retry() {
        #expect(result(.refused(answer), abilities: .init()).state == .failed)
        let first = result(.failed(answer), abilities: .init(), attempts: 1)
        #expect(first.state == .waiting)
        #expect(first.dueAt == start.adding(seconds: 3))
        let fourth = result(.failed(answer), abilities: .init(), attempts: 4)
        #expect(fourth.dueAt == start.adding(seconds: 17))
        #expect(result(.failed(answer), abilities: .init(), after: 3_600).state == .failed)
    }

    @Test("a back end's Retry-After is honoured up to an hour")
    func retryAfter() {
        let asked = DeliveryOutcome.failed(.init(status: 503, detail: "busy", retryAfter: 120))
        #expect(result(asked, abilities: .init()).dueAt == start.adding(seconds: 121))
        let absurd = DeliveryOutcome.failed(.init(status: 503, detail: "busy", retryAfter: 1e9))
        #expect(result(absurd, abilities: .init()).dueAt == start.adding(seconds: 3_601))
    }

    @Test("statuses about the back end do not fail the document", arguments: [401, 403, 404, 405, 429, 500, 503, 302])
    func backendFaults(status: Int) {
        guard case .failed = AnswerRules().outcome(status: status, detail: "", retryAfter: nil) else {
            Issue.record("\(status)")
            return
        }
    }

    @Test("statuses about the content refuse it, a conflict says that it is there")
    func content() {
        guard case .refused = AnswerRules().outcome(status: 422, detail: "", retryAfter: nil) else {
            Issue.record("422")
            return
        }
        guard case .done = AnswerRules().outcome(status: 409, detail: "", retryAfter: nil) else {
            Issue.record("409")
            return
        }
    }

    @Test("waits never exceed the longest, however many attempts")
    func longest() {
        let schedule = RetrySchedule(first: 2, factor: 2, longest: 300)
        for attempts in [1, 9, 60, 10_000] {
            #expect(schedule.wait(afterAttempts: attempts, asked: nil, random: 1) <= 300)
            #expect(schedule.wait(afterAttempts: attempts, asked: nil, random: 0) > 0)
        }
    }
}
