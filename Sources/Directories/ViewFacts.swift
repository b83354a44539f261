public import Syntax

/// What mappings see of a format that its tables do not say: elements that stand side by side, groups that name each other.
struct ViewFacts: Sendable {
    /// Elements of a segment that are repeats of a few side by side.
    struct Run: Sendable {
        /// One of them.
        struct Part: Sendable {
            /// Its data element.
            var name: Name
            var isOptional: Bool
        }

        /// The place of the first element and of the last, from 1.
        var places: ClosedRange<Int>
        var parts: [Part]
    }

    /// By the tags of their segments.
    var runs: [Name: Run] = [:]
    var links: [Name: ShapeLink] = [:]

    static let none = ViewFacts()

    /// True when a segment or group of this tag looks otherwise to mappings.
    func concern(_ node: ShapeNode) -> Bool {
        guard node.kind == .segment || node.kind == .group, !node.children.isEmpty else { return false }
        return runs[node.tag] != nil || (node.kind == .group && links[node.tag] != nil)
    }
}

extension ViewFacts {
    /// The facts of one syntax, `X12` or `EDIFACT`, from the lines of `views.txt`, which says how they are written.
    init(_ bytes: [UInt8], syntax: String) {
        for line in bytes.split(separator: UInt8(ascii: "\n")) where line.first != UInt8(ascii: "#") {
            let parts = line.split(separator: 9).map { String(decoding: $0, as: UTF8.self) }
            guard parts.count >= 5, parts[0] == syntax, let tag = Name(packing: parts[2]) else { continue }
            switch parts[1] {
            case "pairs": runs[tag] = Run(parts)
            case "link":
                links[tag] = ShapeLink(
                    tag: tag, number: parts[3], parent: parts[4], children: parts.count > 5 ? parts[5] : nil)
            case "lines": links[tag] = ShapeLink(tag: tag, number: parts[3], parent: parts[4], isNumbered: false)
            default: break
            }
        }
    }
}

extension ViewFacts.Run {
    fileprivate init?(_ fields: [String]) {
        guard fields.count == 6, let first = Int(fields[3]), let last = Int(fields[4]), 0 < first, first < last else {
            return nil
        }
        places = first...last
        parts = fields[5].split(separator: " ").compactMap { text in
            let isOptional = text.hasSuffix("?")
            return Name(packing: isOptional ? text.dropLast() : text).map { Part(name: $0, isOptional: isOptional) }
        }
        if parts.isEmpty { return nil }
    }

    /// How many repeats there are of the elements side by side.
    var count: Int { places.count / parts.count }
}

/// How groups of one tag say which of them stands in which: each has a number and may name another's (HL of X12, CPS and LIN
/// of EDIFACT).
public struct ShapeLink: Sendable, Hashable {
    /// The tag of the groups' first segment.
    public var tag: Name
    /// The element that holds the group's own number.
    public var number: String
    /// The element that holds the number of the group that it stands in, a component behind its composite (`C829/1082`);
    /// nothing for the outermost.
    public var parent: String
    /// The element that is 1 where others stand in the group and 0 where none does; nil where the format has none.
    public var children: String?
    /// True where the numbers are there for nothing else. Those of lines mean something by themselves: documents say them,
    /// and whether they may repeat is no question of the format.
    public var isNumbered = true

    /// The names that lead to ``parent``.
    public var parentSteps: [String] { parent.split(separator: "/").map(String.init) }

    /// True where the first segment of a group has a place for the number of another one; LIN of D.93A has none.
    func isPossible(in group: ShapeNode, of shape: Shape) -> Bool {
        let elements = Set(shape.nodes[group.children].map { shape.name(of: $0.name) })
        return parentSteps.first.map { elements.contains($0) } ?? false
    }
}
