import Syntax

/// What a shape says about a name that a path uses.
public enum ShapeFinding: Sendable, Hashable {
    /// The nodes to step through, the last being the one named; more than one when a composite was left out.
    case found([Shape.Index])
    /// The name stands in several composites; these are the ways to write it in full (`C082/3039`).
    case ambiguous([String])
    /// There is no such name below the node; ``Shape/nearest(to:below:limit:)`` tells what there is.
    case unknown(name: String, below: Shape.Index)
}

extension Shape {
    /// Finds what a path's step means below a node: a child of that name, or an element of that name in exactly one of
    /// the node's composites.
    public func find(_ text: String, below node: Index) -> ShapeFinding {
        if let child = child(of: node, named: text) { return .found([child]) }
        // Places are counted in each composite anew, so that none can be left out.
        if notation == .positions { return .unknown(name: text, below: node) }
        var ways: [[Index]] = []
        for composite in nodes[node].children where nodes[composite].kind == .composite {
            if let component = child(of: composite, named: text) { ways.append([composite, component]) }
        }
        switch ways.count {
        case 1: return .found(ways[0])
        case 0: return .unknown(name: text, below: node)
        default: return .ambiguous(ways.map { $0.map(name(of:)).joined(separator: "/") })
        }
    }

    /// Finds what a whole path means, step by step; the first step that cannot be found decides.
    public func find(path: [String], below node: Index = 0) -> ShapeFinding {
        var indexes: [Index] = []
        for step in path {
            switch find(step, below: indexes.last ?? node) {
            case .found(let more): indexes += more
            case let failure: return failure
            }
        }
        return .found(indexes)
    }

    /// Whether an element may be named below a segment or group without its composite.
    public func isUnambiguous(_ element: String, below node: Index) -> Bool {
        if case .found = find(element, below: node) { return true }
        return false
    }

    /// At most `limit` names below a node that look most like a text, the nearest first.
    public func nearest(to text: String, below node: Index, limit: Int = 3) -> [String] {
        var candidates: [String] = []
        for child in nodes[node].children {
            candidates.append(name(of: child))
            // A place in a composite says nothing without it.
            if nodes[child].kind == .composite, notation == .dataElements {
                candidates += nodes[child].children.map(name(of:))
            }
        }
        return Self.nearest(to: text, among: candidates, limit: limit)
    }

    /// At most `limit` of some names that look most like a text, the nearest first; none of those that are far from it.
    static func nearest(to text: String, among candidates: [String], limit: Int = 3) -> [String] {
        var ranked: [(distance: Int, name: String)] = []
        for candidate in Set(candidates) {
            let distance = distance(text, candidate)
            if distance <= max(2, text.count / 2) { ranked.append((distance, candidate)) }
        }
        return ranked.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(limit).map(\.name)
    }

    /// How many letters have to change, come or go (Levenshtein), letter case apart.
    private static func distance(_ left: String, _ right: String) -> Int {
        let left = Array(left.lowercased().utf8.prefix(64))
        let right = Array(right.lowercased().utf8.prefix(64))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let change = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
