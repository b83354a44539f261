public import Diagnostics
public import Syntax

extension Shape {
    /// What is wrong with a message of segments, its envelope left out, by what binds elements and components to each other:
    /// `directory.condition-missing`, `directory.condition-excluded`, at the segment, element and component.
    public func brokenConditions(of tree: Tree) -> [Diagnostic] {
        guard !plan.bonds.isEmpty else { return [] }
        let message = Message(
            type: name, version: version, reference: nil, segments: 0, range: 0..<0, tree: tree,
            diagnostics: DiagnosticList())
        return nest(message).diagnostics.items.filter {
            $0.code == "directory.condition-missing" || $0.code == "directory.condition-excluded"
        }
    }
}

extension Condition {
    /// The places that it calls for when these are filled and it does not hold.
    public func missing(besides filled: Set<Int>) -> [Int] {
        let seen = filled.filter { $0 < 64 }.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
        guard let bond = NestDrawing.bond(self, index: 0), case .missing(let places) = bond.fault(seen) else {
            return []
        }
        return (1..<64).filter { places >> UInt64($0) & 1 == 1 }
    }
}

/// What must or must not stand together in a segment or composite, and what must not stand there at all.
extension Nesting {
    /// Holds the places that are filled (bit n: the place n) against what binds them; `composite` is the flat node of the
    /// composite that they are in, nil for a segment.
    mutating func checkBounds(_ body: Int, _ seen: UInt64, _ node: Int, _ composite: Int?) {
        let unused = seen & plan.bodies[body].unused
        if unused != 0 { reportUnused(unused, composite) }
        var isSound = unused == 0
        for index in plan.bodies[body].bonds {
            let bond = plan.bonds[Int(index)]
            switch bond.fault(seen) {
            case .none: break
            case .missing(let places):
                isSound = false
                reportBond("directory.condition-missing", bond, node, composite, at: places)
            case .excluded(let places):
                isSound = false
                reportBond("directory.condition-excluded", bond, node, composite, at: places)
            }
        }
        if isSound { sound[body] = seen }
    }

    /// Reports places that are filled although nothing may stand there.
    private mutating func reportUnused(_ places: UInt64, _ composite: Int?) {
        for number in 1..<64 where places >> UInt64(number) & 1 == 1 {
            let element = composite.map { Int(input[$0].element) } ?? number
            report(
                "directory.element-unused", node: composite ?? segment, element: element,
                component: composite == nil ? 0 : number, facts: ["message": shape.name])
        }
    }

    private mutating func reportBond(
        _ code: Code, _ bond: NestPlan.Bond, _ node: Int, _ composite: Int?, at places: UInt64
    ) {
        guard !isOnlyCounted(code), let layout = shape.nodes[node].layout else { return }
        let condition = shape.layouts[layout].conditions[Int(bond.index)]
        let number = places.trailingZeroBitCount
        let element = composite.map { Int(input[$0].element) } ?? number
        let tag = input[segment].name.packedText ?? ""
        report(
            code, node: composite ?? segment, element: element, component: composite == nil ? 0 : number,
            facts: [
                "condition": condition.text, "segment": tag,
                "places": condition.places.map { Self.place(composite == nil ? tag : "", $0) }.joined(separator: ", "),
            ])
    }
}

extension NestPlan.Bond {
    /// How a condition is broken: the places that should be filled, or that should not.
    enum Fault {
        case none
        case missing(UInt64)
        case excluded(UInt64)
    }

    /// What is wrong when these places are filled.
    func fault(_ seen: UInt64) -> Fault {
        let all = first | others
        let filled = seen & all
        switch kind {
        case .paired: return filled == 0 || filled == all ? .none : .missing(all & ~filled)
        case .required: return filled == 0 ? .missing(all) : .none
        case .exclusive: return filled.nonzeroBitCount > 1 ? .excluded(Self.behindFirst(filled)) : .none
        case .conditional:
            let missing = others & ~seen
            return seen & first != 0 && missing != 0 ? .missing(missing) : .none
        case .list: return seen & first != 0 && seen & others == 0 ? .missing(others) : .none
        case .without: return seen & first != 0 && seen & others != 0 ? .excluded(seen & others) : .none
        case .single:
            if filled == 0 { return .missing(all) }
            return filled.nonzeroBitCount > 1 ? .excluded(Self.behindFirst(filled)) : .none
        }
    }

    private static func behindFirst(_ places: UInt64) -> UInt64 { places & (places - 1) }
}
