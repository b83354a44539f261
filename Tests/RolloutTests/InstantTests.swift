import Foundation
import Rollout
import Testing

@Suite struct InstantTests {
    @Test("ISO 8601 agrees with Foundation over four centuries")
    func agrees() {
        let formatter = ISO8601DateFormatter()
        formatter.timeZone = TimeZone(identifier: "UTC")
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let seconds = Int64.random(in: -6_000_000_000...9_000_000_000, using: &generator)
            let ours = Instant(microseconds: seconds * 1_000_000 + 42).iso8601
            let theirs = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(ours == theirs.dropLast() + ".000042Z")
        }
    }

    @Test("a day in words")
    func words() { #expect(Instant(microseconds: 1_794_441_600_000_000).dayInWords == "12 Nov 2026") }
}
