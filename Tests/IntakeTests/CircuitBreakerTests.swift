import Intake
import Rollout
import Testing

@Suite struct CircuitBreakerTests {
    let start = Instant(microseconds: 0)
    let down = DeliveryOutcome.failed(.init(detail: "connection refused"))
    let well = DeliveryOutcome.done(.init(status: 200, detail: "ok"))

    func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker(limits: .init(failures: 3, pause: 5, longestPause: 60))
        for _ in 0..<3 { breaker.record(down, now: start) }
        return breaker
    }

    @Test("failures in a row open it, and nothing goes until the pause is over")
    func opens() {
        var breaker = opened()
        #expect(breaker.allowance(wanted: 8, now: start.adding(seconds: 4.9)) == 0)
        #expect(breaker.allowance(wanted: 8, now: start.adding(seconds: 5)) == 1)
        #expect(breaker.allowance(wanted: 8, now: start.adding(seconds: 5)) == 0, "one probe at a time")
    }

    @Test("an answer about a document, good or bad, shows that the back end is well")
    func closes() {
        for outcome in [well, .refused(.init(status: 422, detail: "no such item"))] {
            var breaker = opened()
            _ = breaker.allowance(wanted: 1, now: start.adding(seconds: 5))
            breaker.record(outcome, now: start.adding(seconds: 6))
            #expect(breaker.state == .closed(failures: 0))
            #expect(breaker.allowance(wanted: 8, now: start.adding(seconds: 6)) == 8)
        }
    }

    @Test("a failed probe doubles the pause up to its limit")
    func doubles() {
        var breaker = opened()
        var now = start.adding(seconds: 5)
        for pause in [10.0, 20, 40, 60, 60] {
            #expect(breaker.allowance(wanted: 1, now: now) == 1)
            breaker.record(down, now: now)
            #expect(breaker.allowance(wanted: 1, now: now.adding(seconds: pause - 0.1)) == 0)
            now = now.adding(seconds: pause)
        }
    }

    @Test("a success in between starts the count anew")
    func resets() {
        var breaker = CircuitBreaker(limits: .init(failures: 3))
        for outcome in [down, down, well, down, down] { breaker.record(outcome, now: start) }
        #expect(breaker.allowance(wanted: 2, now: start) == 2)
    }

    @Test("a probe that found nothing to send can be asked for again")
    func returned() {
        var breaker = opened()
        let now = start.adding(seconds: 5)
        #expect(breaker.allowance(wanted: 1, now: now) == 1)
        breaker.returnProbe(now: now)
        #expect(breaker.allowance(wanted: 1, now: now) == 1)
    }
}
