import Diagnostics

/// Tolerated deviations that a sender makes again and again: the first of each kind is reported, with their number.
struct FaultTally: Sendable {
    private var found: [(first: Diagnostic, count: Int)] = []

    /// Counts one more; `first` is asked for only when it is the first of its code.
    mutating func note(_ code: Code, count: Int = 1, first: () -> Diagnostic) {
        if let known = found.firstIndex(where: { $0.first.code == code }) {
            found[known].count += count
        } else {
            found.append((first(), count))
        }
    }

    /// Whether nothing was counted.
    var isEmpty: Bool { found.isEmpty }

    /// Adds what another one counted.
    mutating func take(_ other: FaultTally) {
        for (first, count) in other.found { note(first.code, count: count) { first } }
    }

    /// Hands the reports to a list, each with the fact `count`.
    mutating func settle(in list: inout DiagnosticList) {
        for (first, count) in found {
            var report = first
            report.facts["count"] = "\(count)"
            list.append(report)
        }
        found = []
    }
}
