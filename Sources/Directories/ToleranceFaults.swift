public import Diagnostics
import Syntax

extension Tolerance {
    /// The deviations that name tags which the message need not have.
    private static let ofOtherTags: Set<Code> = ["directory.segment-unknown", "directory.segment-foreign"]
    /// The deviations that name places behind those which the directory has.
    private static let ofOtherPlaces: Set<Code> = ["directory.too-many-elements", "directory.too-many-components"]

    /// Why this covers no deviation that a message could have, without a position; nil when it may cover one.
    ///
    /// `directory.tolerance-fault` where checking the message's syntax never finds the deviation,
    /// `directory.tolerance-place` for a segment, element or component that the message has not, and
    /// `directory.tolerance-level` for an element where the deviation is about whole segments.
    public func fault(in shape: Shape) -> Diagnostic? {
        guard isFound(in: shape) else { return fault("directory.tolerance-fault", code.rawValue, in: shape) }
        guard let tag else { return nil }
        let nodes = shape.nodes.filter { $0.kind != .element && $0.kind != .composite && shape.name(of: $0.tag) == tag }
        if Self.ofOtherTags.contains(code) {
            let isTag = (2...3).contains(tag.utf8.count) && tag.utf8.allSatisfy(Self.isTagCharacter)
            guard isTag else { return fault("directory.tolerance-place", tag, in: shape) }
        } else if nodes.isEmpty {
            let tags = shape.nodes.filter { $0.kind == .segment || $0.kind == .group }.map { shape.name(of: $0.tag) }
            return fault("directory.tolerance-place", tag, in: shape, nearest: Shape.nearest(to: tag, among: tags))
        }
        guard let element else { return nil }
        if isOfSegments { return fault("directory.tolerance-level", "\(tag)/\(element)", in: shape) }
        guard let numbers = Self.numbers(element) else {
            return fault("directory.tolerance-place", "\(tag)/\(element)", in: shape)
        }
        if Self.ofOtherPlaces.contains(code) || nodes.contains(where: { shape.has(numbers, in: $0) }) { return nil }
        return fault("directory.tolerance-place", "\(tag)/\(element)", in: shape)
    }

    private func isFound(in shape: Shape) -> Bool {
        if shape.notation == .dataElements { return ContrlFault.of(code) != nil }
        return X12Fault.of(code) != nil || code.rawValue.hasPrefix("directory.level-")
    }

    /// Whether the deviation is of whole segments in both syntaxes.
    private var isOfSegments: Bool {
        guard !Self.ofOtherPlaces.contains(code) else { return false }
        return ContrlFault.of(code)?.level == .segment || X12Fault.of(code)?.level == .segment
    }

    private static func isTagCharacter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x30...0x39).contains(byte)
    }

    /// `2` or `2.1`, counted from 1.
    private static func numbers(_ element: String) -> [Int]? {
        let numbers = element.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        return numbers.count <= 2 && numbers.allSatisfy { $0 > 0 } ? numbers : nil
    }

    private func fault(_ kind: Code, _ value: String, in shape: Shape, nearest: [String] = []) -> Diagnostic {
        var facts = ["message": shape.name, "directory": shape.version, "fault": code.rawValue]
        if !nearest.isEmpty { facts["nearest"] = nearest.joined(separator: ", ") }
        return Diagnostic(kind, value: value, facts: facts)
    }
}

extension Shape {
    /// Whether a segment has an element of this number, with a component of the second number where there is one.
    fileprivate func has(_ numbers: [Int], in segment: ShapeNode) -> Bool {
        guard let layout = segment.layout.map({ layouts[$0] }), let number = numbers.first else { return false }
        let slots = layout.expanded.count >= layout.repeating.count ? layout.expanded : layout.repeating
        guard number <= slots.count else { return false }
        guard numbers.count > 1 else { return true }
        let element = nodes[segment.children.lowerBound + slots[number - 1].child]
        guard element.kind == .composite, let parts = element.layout.map({ layouts[$0] }) else { return false }
        return numbers[1] <= max(parts.expanded.count, parts.repeating.count)
    }
}
