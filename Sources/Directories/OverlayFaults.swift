import Diagnostics
import Syntax

/// What is wrong with a change of an overlay, before it is applied.
extension OverlayDrawing {
    /// The segments that envelopes are made of.
    private static let serviceTags: Set<String> = ["UNH", "UNT", "ST", "SE"]

    /// Why a change names nothing.
    func pathFault(of change: Overlay.Change) -> Diagnostic {
        let value = change.path.joined(separator: "/")
        var facts = ["message": shape.name, "directory": shape.version]
        let isEverywhere = change.path.first == "*"
        let path = isEverywhere ? Array(change.path.dropFirst()) : change.path
        var finding = shape.find(path: path)
        if isEverywhere, let tag = path.first {
            guard let node = shape.nodes.firstIndex(where: { isInGroup($0) && shape.name(of: $0.tag) == tag }) else {
                let tags = shape.nodes.filter(isInGroup).map { shape.name(of: $0.tag) }
                return fault(
                    "directory.overlay-path", change, nil, value, facts, nearest: Shape.nearest(to: tag, among: tags))
            }
            finding = shape.find(path: Array(path.dropFirst()), below: node)
        }
        switch finding {
        case .ambiguous(let ways):
            facts["ways"] = ways.joined(separator: ", ")
            return fault("directory.overlay-ambiguous", change, nil, value, facts)
        case .unknown(let name, let node):
            return fault(
                "directory.overlay-path", change, nil, value, facts, nearest: shape.nearest(to: name, below: node))
        case .found:
            return fault("directory.overlay-path", change, nil, value, facts)
        }
    }

    /// Why a node cannot take a change; empty when it can.
    func obstacles(to change: Overlay.Change, at node: ShapeNode) -> [Diagnostic] {
        var found: [Diagnostic] = []
        if isMandatoryService(node, change), change.use.map({ $0 != .mandatory }) == true {
            found.append(fault("directory.overlay-service", change, .use, change.path.joined(separator: "/"), [:]))
        }
        if change.repeats != nil, !isInGroup(node) { found.append(untaken(.repeats, change)) }
        guard let index = node.value else {
            if change.length != nil { found.append(untaken(.length, change)) }
            if change.codes != nil { found.append(untaken(.codes, change)) }
            if !change.moreCodes.isEmpty { found.append(untaken(.moreCodes, change)) }
            return found
        }
        var value = values[index]
        if let length = change.length {
            value.minimumLength = length.lowerBound
            value.maximumLength = length.upperBound
        }
        for (part, codes) in [(Overlay.Change.Part.codes, change.codes ?? []), (.moreCodes, change.moreCodes)] {
            for code in codes where !value.couldHold(code) {
                let facts = ["representation": value.representation, "at": change.path.joined(separator: "/")]
                found.append(fault("directory.overlay-code", change, part, code, facts))
            }
        }
        if !change.moreCodes.isEmpty, change.codes == nil, value.codes == nil {
            found.append(fault("directory.overlay-open", change, .moreCodes, change.path.joined(separator: "/"), [:]))
        }
        return found
    }

    private func isMandatoryService(_ node: ShapeNode, _ change: Overlay.Change) -> Bool {
        node.isMandatory && change.path.first { $0 != "*" }.map(Self.serviceTags.contains) == true
    }

    private func untaken(_ part: Overlay.Change.Part, _ change: Overlay.Change) -> Diagnostic {
        fault(
            "directory.overlay-change", change, part, change.path.joined(separator: "/"),
            ["what": part.rawValue, "message": shape.name])
    }

    private func fault(
        _ code: Code, _ change: Overlay.Change, _ part: Overlay.Change.Part?, _ value: String,
        _ facts: [String: String], nearest: [String] = []
    ) -> Diagnostic {
        var facts = facts
        if !nearest.isEmpty { facts["nearest"] = nearest.joined(separator: ", ") }
        let position = part.flatMap { change.places[$0] } ?? change.position
        return Diagnostic(code, at: position, value: value, facts: facts)
    }
}

extension ShapeValue {
    /// Whether a code is of this kind and length.
    fileprivate func couldHold(_ code: String) -> Bool {
        let length = code.unicodeScalars.count
        guard length >= minimumLength, length <= maximumLength, !code.allSatisfy(\.isWhitespace) else { return false }
        switch content {
        case .numeric, .implied, .real: return code.utf8.allSatisfy { $0 &- 0x30 < 10 || "+-.,".utf8.contains($0) }
        case .alphabetic: return !code.utf8.contains { $0 &- 0x30 < 10 }
        default: return true
        }
    }
}
