import Foundation

/// The bar below what is printed while much is inspected.
final class InspectionProgress {
    private let total: Int
    private let line = ProgressLine()
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
        line.show(text)
    }

    /// Takes the bar away, for what is printed next.
    func clear() { line.clear() }

    private func text(seconds: Double) -> String {
        let rate = String(format: "%.0f MB/s", Double(done) / 1e6 / max(seconds, 1e-3))
        guard total > 0 else { return String(format: "%.1f MB, ", Double(done) / 1e6) + rate }
        return "\(ProgressLine.bar(done, of: total)), \(rate)"
    }
}
