import Foundation

/// What a measurement took: processor time of this thread, which other programs disturb less, and time by the clock.
struct Taken {
    var processor = Double.infinity
    var wall = Double.infinity
    /// What the body counted: segments, tokens, orders.
    var count = 0
}

/// The seconds that a clock shows.
func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The best of some passes.
func best(of passes: Int, _ body: () throws -> Int) rethrows -> Taken {
    var taken = Taken()
    for _ in 0..<passes {
        let start = (seconds(CLOCK_THREAD_CPUTIME_ID), seconds(CLOCK_MONOTONIC))
        taken.count = try body()
        taken.processor = min(taken.processor, seconds(CLOCK_THREAD_CPUTIME_ID) - start.0)
        taken.wall = min(taken.wall, seconds(CLOCK_MONOTONIC) - start.1)
    }
    return taken
}

/// One line of the table, its fields behind tabs: what was measured, MB/s of processor time, MB/s by the clock, orders/s
/// of processor time, what was counted.
func show(_ name: String, _ taken: Taken, bytes: Int, orders: Int, unit: String) {
    let size = Double(bytes) / 1e6
    let fields = [
        name, "\(Int((size / taken.processor).rounded()))", "\(Int((size / taken.wall).rounded()))",
        "\(Int(Double(orders) / taken.processor))", "\(taken.count) \(unit)",
    ]
    print(fields.joined(separator: "\t"))
}
