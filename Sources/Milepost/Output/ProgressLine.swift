import Foundation

/// The line below what is printed while something takes long: on a terminal only, and only once it takes a while.
final class ProgressLine {
    private static let width = 30
    /// Nanoseconds before the line is first shown, and between two of its states.
    private static let pause: UInt64 = 200_000_000

    private let terminal: Terminal
    private let began = DispatchTime.now().uptimeNanoseconds
    private var shownAt = DispatchTime.now().uptimeNanoseconds
    private var isShown = false

    init(on terminal: Terminal = .errors) { self.terminal = terminal }

    /// Shows a state, told the seconds since the beginning; left out where the last one is too young.
    func show(_ text: (_ seconds: Double) -> String) {
        guard terminal.isTerminal else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        guard now - shownAt > Self.pause else { return }
        shownAt = now
        isShown = true
        terminal.write("\r\u{1B}[K" + text(Double(now - began) / 1e9))
    }

    /// Takes the line away, for what is printed next.
    func clear() {
        guard isShown else { return }
        isShown = false
        terminal.write("\r\u{1B}[K")
    }

    /// A bar with the percentage behind it.
    static func bar(_ done: Int, of total: Int) -> String {
        let share = min(1, Double(done) / Double(max(total, 1)))
        let full = Int(share * Double(width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
        return "\(bar) \(Int(share * 100)) %"
    }
}
