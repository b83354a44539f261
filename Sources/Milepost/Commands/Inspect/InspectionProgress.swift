import Foundation

/// The bar below what is printed while much is inspected: on a terminal only, and only once it takes a while.
final class InspectionProgress {
    private static let width = 30
    /// Nanoseconds before the bar is first shown, and between two of its states.
    private static let pause: UInt64 = 200_000_000

    private let total: Int
    private let terminal = Terminal.errors
    private let began = DispatchTime.now().uptimeNanoseconds
    private var shownAt = DispatchTime.now().uptimeNanoseconds
    private var isShown = false
    private var done = 0

    /// A bar for files; without the size of each (standard input) it shows how much was read so far.
    init(_ files: [String]) {
        let sizes = files.map { file -> Int? in
            // Without a name in UTF-8 the size stays unknown.
            let facts = file == "-" ? nil : try? FileManager.default.attributesOfItem(atPath: file)
            return (facts?[.size] as? NSNumber)?.intValue
        }
        total = sizes.contains(nil) ? 0 : sizes.compactMap { $0 }.reduce(0, +)
    }

    /// Notes that so many bytes more were read.
    func advance(by bytes: Int) {
        done += bytes
        guard terminal.isTerminal else { return }
        let now = DispatchTime.now().uptimeNanoseconds
        guard now - shownAt > Self.pause else { return }
        shownAt = now
        isShown = true
        terminal.write("\r\u{1B}[K" + line(seconds: Double(now - began) / 1e9))
    }

    /// Takes the bar away, for what is printed next.
    func clear() {
        guard isShown else { return }
        isShown = false
        terminal.write("\r\u{1B}[K")
    }

    private func line(seconds: Double) -> String {
        let rate = String(format: "%.0f MB/s", Double(done) / 1e6 / max(seconds, 1e-3))
        guard total > 0 else { return String(format: "%.1f MB, ", Double(done) / 1e6) + rate }
        let share = min(1, Double(done) / Double(total))
        let full = Int(share * Double(Self.width))
        let bar = String(repeating: "█", count: full) + String(repeating: "░", count: Self.width - full)
        return "\(bar) \(Int(share * 100)) %, \(rate)"
    }
}
