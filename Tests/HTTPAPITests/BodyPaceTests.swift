import NIOCore
import Testing

@testable import HTTPAPI

@Suite struct BodyPaceTests {
    private static func second(_ second: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(second) }

    @Test("a body that drips is given up after the grace, however lively it is")
    func drips() throws {
        var pace = BodyPace(limits: HTTPAPI.Limits())
        pace.begin()
        var second: Int64 = 0
        while second < 1_000 {
            let isWaiting = pace.wait(at: Self.second(second))
            #expect(isWaiting)
            let deadline = try #require(pace.deadline)
            guard deadline > Self.second(second + 5) else { break }
            second += 5
            pace.receive(1, at: Self.second(second))
        }
        #expect(second == 60)
    }

    @Test("a body that comes fast enough may take as long as it needs")
    func steady() throws {
        var pace = BodyPace(limits: HTTPAPI.Limits())
        pace.begin()
        for second in stride(from: Int64(0), to: 10_000, by: 10) {
            _ = pace.wait(at: Self.second(second))
            let deadline = try #require(pace.deadline)
            #expect(deadline > Self.second(second + 10))
            pace.receive(20_000, at: Self.second(second + 10))
        }
    }

    @Test("silence ends a body that was fast before")
    func silent() {
        var pace = BodyPace(limits: HTTPAPI.Limits())
        pace.begin()
        _ = pace.wait(at: Self.second(0))
        pace.receive(100_000_000, at: Self.second(1))
        _ = pace.wait(at: Self.second(2))
        #expect(pace.deadline == Self.second(32))
        #expect(pace.fault(at: Self.second(32)).seconds == 31)
    }

    @Test("the time in which the server takes nothing is not the client's")
    func slowServer() {
        var pace = BodyPace(limits: HTTPAPI.Limits())
        pace.begin()
        _ = pace.wait(at: Self.second(0))
        pace.receive(1, at: Self.second(0))
        #expect(pace.deadline == nil)
        _ = pace.wait(at: Self.second(5_000))
        #expect(pace.deadline == Self.second(5_030))
        pace.end()
        let isWaiting = pace.wait(at: Self.second(5_001))
        #expect(pace.deadline == nil && !isWaiting)
    }
}
