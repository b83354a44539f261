import Intake
import Store
import Syntax

/// Gathers the interchanges that get their control numbers in one transaction, and draws all numbers at once.
struct Numbering {
    private var contents: [UnnumberedInterchange] = []
    private var starts: [ControlNumberPair: Int64] = [:]

    /// An interchange with its numbers.
    struct Numbered {
        var pair: ControlNumberPair
        var number: Int64
        /// The numbers of its groups, where it has any.
        var groups: ClosedRange<Int64>?
        var bytes: [UInt8]
    }

    /// Adds an interchange, whose number is `start` at least; its place in the answer of ``draw(in:)``.
    mutating func add(_ content: UnnumberedInterchange, from start: Int64 = 1) -> Int {
        if start > 1 {
            starts[content.pair] = start
            if content.groups > 0 { starts[content.groupPair] = start }
        }
        contents.append(content)
        return contents.count - 1
    }

    /// Draws the numbers, behind every other lock, and puts them in. Numbers of a pair count up in the order in which the
    /// interchanges were added; behind the largest one that the envelope holds they begin again with 1.
    func draw(in transaction: any Transaction) throws -> [Numbered] {
        guard !contents.isEmpty else { return [] }
        var counts: [ControlNumberPair: Int64] = [:]
        for content in contents {
            counts[content.pair, default: 0] += 1
            if content.groups > 0 { counts[content.groupPair, default: 0] += Int64(content.groups) }
        }
        var next = try transaction.drawControlNumbers(counts, from: starts)
        return contents.map { content in
            let drawn = next[content.pair] ?? 1
            let firstGroup = next[content.groupPair] ?? 1
            next[content.pair] = drawn + 1
            next[content.groupPair] = firstGroup + Int64(content.groups)
            let number = (drawn - 1) % content.largestNumber + 1
            return Numbered(
                pair: content.pair, number: number, groups: content.groupNumbers(from: firstGroup),
                bytes: content.numbered(number, firstGroup: firstGroup))
        }
    }
}

extension UnnumberedInterchange {
    /// The numbers of its groups as they are written.
    fileprivate func groupNumbers(from first: Int64) -> ClosedRange<Int64>? {
        guard groups > 0 else { return nil }
        let written = (first - 1) % 999_999_999 + 1
        return written...written + Int64(groups) - 1
    }

    /// Between whom its number counts.
    fileprivate var pair: ControlNumberPair {
        ControlNumberPair(syntax: syntax.rawValue, own: sender.name, partner: receiver.name)
    }

    /// Between whom the numbers of its groups count.
    fileprivate var groupPair: ControlNumberPair {
        ControlNumberPair(syntax: syntax.rawValue + " groups", own: sender.name, partner: receiver.name)
    }
}
