import Foundation

extension String {
    /// The text with one part replaced, which must be there.
    public func changing(_ part: String, to other: String) -> String {
        precondition(contains(part), "\(part) is not in the text")
        return replacingOccurrences(of: part, with: other)
    }

    /// The text without the lines that start with one of these tags.
    public func without(_ tags: String...) -> String {
        split(separator: "\n").filter { line in !tags.contains { line.hasPrefix($0) } }.map { $0 + "\n" }.joined()
    }

    /// Some of its lines, counted from 1.
    public func lines(_ lines: ClosedRange<Int>) -> String {
        split(separator: "\n").enumerated().filter { lines.contains($0.offset + 1) }.map { $0.element + "\n" }.joined()
    }

    /// The text without some of its lines, counted from 1.
    public func without(_ lines: ClosedRange<Int>) -> String {
        split(separator: "\n").enumerated().filter { !lines.contains($0.offset + 1) }.map { $0.element + "\n" }.joined()
    }
}
