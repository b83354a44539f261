import Diagnostics
import Syntax

/// The hierarchical levels of X12 (HL: its number, its parent's number, its kind, whether there are levels below it).
///
/// A level stands below the one that HL02 names. Levels come parents first, each with all that is below it before its next
/// sibling; a level whose parent has ended already stays at the top and is reported.
extension Nesting {
    /// Where the level goes that the segment opens: the open level that HL02 names, or the place of the first levels.
    mutating func placeLevel(end: Int) -> (level: Int, child: Int)? {
        guard let top = topLevel() else { return place(hierarchy) }
        guard let parent = element(2, end: end) else { return top }
        var level = depth - 1
        while level > top.level {
            if isLevel(level, parent), let child = childLevel(of: level) {
                frames[level].hasLevels = true
                return (level, child)
            }
            level -= 1
        }
        if levels.contains(Array(raw(parent))) {
            report("directory.level-late", .warning, node: parent, element: 2, value: text(parent))
        } else {
            report("directory.level-parent", node: parent, element: 2, value: text(parent))
        }
        return top
    }

    /// Notes the number of the level that was opened last, once its frame is there.
    mutating func openLevel(end: Int) {
        if let number = element(1, end: end) {
            frames[depth].opener = segment
            frames[depth].levelStart = input[number].valueStart
            frames[depth].levelLength = input[number].valueLength
            if !levels.insert(Array(raw(number))).inserted {
                report("directory.level-repeated", node: number, element: 1, value: text(number))
            }
        }
        if let below = element(4, end: end), let byte = raw(below).first { frames[depth].announced = byte }
    }

    /// HL04 says whether levels follow below this one: 1 for some, 0 for none. Reported where it stands, when the level ends.
    mutating func checkAnnounced(_ frame: Frame) {
        guard frame.announced == UInt8(ascii: frame.hasLevels ? "0" : "1") else { return }
        let current = segment
        segment = frame.opener
        report(
            "directory.level-children", .warning, node: segment, element: 4,
            value: String(Unicode.Scalar(frame.announced)), facts: ["level": decoding.text(number(frame))])
        segment = current
    }

    /// The frame and child of the shape where the outermost levels stand, nil before the first.
    private func topLevel() -> (level: Int, child: Int)? {
        for level in 0..<depth {
            let position = frames[level].position
            if position < frames[level].end, plan.openers[position] == hierarchy { return (level, position) }
        }
        return nil
    }

    /// The flat node of an element of the segment, nil when it is empty.
    private func element(_ number: Int, end: Int) -> Int? {
        var index = segment + 1
        while index < end {
            if Int(input[index].element) == number { return input[index].valueLength > 0 ? index : nil }
            index += 1
        }
        return nil
    }

    private func isLevel(_ level: Int, _ parent: Int) -> Bool {
        frames[level].levelLength > 0 && number(frames[level]).elementsEqual(raw(parent))
    }

    private func number(_ frame: Frame) -> ArraySlice<UInt8> {
        let start = Int(frame.levelStart)
        return tree.values[start..<start + Int(frame.levelLength)]
    }

    private func childLevel(of level: Int) -> Int? {
        var child = frames[level].position
        while child < frames[level].end {
            if plan.openers[child] == hierarchy { return child }
            child += 1
        }
        return nil
    }
}
