/// How a text that was wrapped at a width stands in its payload: the bytes without the line breaks that were put into it, and
/// where each of them stood.
///
/// It is made of runs, one for all lines that follow each other with the same kind of break. Offsets count from the payload's
/// first byte.
public struct LineFolding: Sendable, Hashable {
    /// Lines of one width that ended in the same kind of break, which was taken out.
    struct Run: Sendable, Hashable {
        /// Where its first byte stands without line breaks, and as received.
        var folded: Int
        var original: Int
        /// How many line feeds were taken out before it.
        var feeds: Int
        /// The bytes of a break; 0 where nothing was taken out yet.
        var breakLength = 0
        /// Whether there is a line feed in the break.
        var hasFeed = false
    }

    /// How long the lines are.
    let width: Int
    private(set) var runs: [Run]

    /// The folding of a payload from its first byte on.
    init(width: Int) {
        self.width = width
        runs = [Run(folded: 0, original: 0, feeds: 0)]
    }

    /// The run that lines are added to.
    var last: Run { runs[runs.count - 1] }

    /// Goes on with other breaks, or none, from a byte on.
    mutating func begin(_ run: Run) {
        if last.folded == run.folded { runs.removeLast() }
        runs.append(run)
    }

    /// Notes the kind of break of the last run.
    mutating func note(breakLength: Int, hasFeed: Bool) {
        runs[runs.count - 1].breakLength = breakLength
        runs[runs.count - 1].hasFeed = hasFeed
    }

    /// Where a byte stood that is the n-th without line breaks, and how many line feeds were taken out before it.
    public func original(of offset: Int) -> (offset: Int, feeds: Int) {
        let run = runs[runs.partitioningIndex { $0.folded > offset } - 1]
        let distance = offset - run.folded
        let breaks = run.breakLength > 0 ? distance / width : 0
        return (run.original + distance + breaks * run.breakLength, run.feeds + (run.hasFeed ? breaks : 0))
    }

    /// The number without line breaks of a byte of the payload.
    public func folded(of offset: Int) -> Int {
        let run = runs[runs.partitioningIndex { $0.original > offset } - 1]
        let distance = offset - run.original
        guard run.breakLength > 0 else { return run.folded + distance }
        let (line, column) = distance.quotientAndRemainder(dividingBy: width + run.breakLength)
        return run.folded + line * width + min(column, width)
    }

    /// A range of bytes as it stood; the break behind its last byte is no part of it.
    func original(of range: Range<Int>) -> Range<Int> {
        let start = original(of: range.lowerBound).offset
        return range.isEmpty ? start..<start : start..<original(of: range.upperBound - 1).offset + 1
    }
}

extension Array {
    /// The first index whose element fits, where all behind it fit, too.
    fileprivate func partitioningIndex(_ fits: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if fits(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
