import Diagnostics
import Syntax

/// The elements of a segment: naming them, and checking that they are there, not too many, and right.
extension Nesting {
    /// Writes the elements of the segment behind its node.
    ///
    /// What moves with every element is held in copies, which stay in registers; ``count`` follows where something unusual
    /// is left to others.
    @inline(__always) mutating func fill(_ node: Int, end: Int) {
        let bodyIndex = Int(plan.nodes[node].body)
        let row = hasRepetition ? plan.bodies[bodyIndex].repeating : plan.bodies[bodyIndex].expanded
        // Repeats are counted, which is not usual.
        let usual = hasRepetition ? 0 : Int(row.count)
        elementPlaces = Int(row.count)
        let (input, places, copier) = (input, plan.places, NodeCopier(from: input, to: output))
        var seen: UInt64 = 0
        var index = segment &+ 1
        var target = count
        var hasSurplus = false
        while index < end {
            let number = Int(input[index].element)
            let place = Int(row.start) &+ number &- 1
            let start = target
            if number > usual || (places[place].body >= 0) != (input[index].kind == .composite) {
                count = target
                index = fillUnusual(row, index, &hasSurplus)
                target = count
                if number > row.count { continue }
            } else if places[place].body >= 0 {
                index = fillComposite(place, index, copier, &target)
            } else {
                copier.copy(index, to: target, name: places[place].name)
                target &+= 1
                check(place, index, 0)
                index &+= 1
            }
            if target > start, number < 64 { seen |= 1 &<< UInt64(number) }
        }
        count = target
        if plan.bodies[bodyIndex].isBound, sound[bodyIndex] != seen { checkBounds(bodyIndex, seen, node, nil) }
        let missing = row.mandatory & ~seen
        if missing != 0 { reportMissing(missing, row) }
    }

    /// Writes an element for which there is no place, one that may be repeated, a composite where one value belongs, or one
    /// value where a composite belongs. Returns the next node's index.
    private mutating func fillUnusual(_ row: NestPlan.Row, _ index: Int, _ hasSurplus: inout Bool) -> Int {
        let number = Int(input[index].element)
        guard number <= row.count else {
            if !hasSurplus { reportSurplus(index, allowed: Int(row.count)) }
            hasSurplus = true
            return copy(index)
        }
        let place = Int(row.start) &+ number &- 1
        if hasRepetition { countRepeat(index, allowed: Int(plan.nodes[Int(plan.places[place].node)].maximum)) }
        let isWhole = input[index].kind == .composite
        if plan.places[place].body < 0, isWhole { return flattenComposite(place, index) }
        let copier = NodeCopier(from: input, to: output)
        var target = count
        defer { count = target }
        if plan.places[place].body >= 0 { return fillComposite(place, index, copier, &target) }
        copier.copy(index, to: target, name: plan.places[place].name)
        target &+= 1
        check(place, index, 0)
        return index &+ 1
    }

    /// Writes a composite; an element that stands alone is its first component. Returns the next node's index.
    @inline(__always) private mutating func fillComposite(
        _ place: Int, _ index: Int, _ copier: NodeCopier, _ target: inout Int
    ) -> Int {
        let isWhole = input[index].kind == .composite
        let end = isWhole ? Int(input[index].end) : index &+ 1
        var next = isWhole ? index &+ 1 : index
        // A composite of nothing but separators is not there.
        guard next < end else { return end }
        let start = target
        copier.copy(index, to: start, name: plan.places[place].name)
        output[start].kind = .composite
        output[start].valueLength = 0
        target &+= 1
        let bodyIndex = Int(plan.places[place].body)
        compositeBody = bodyIndex
        let row = plan.bodies[bodyIndex].expanded
        let places = plan.places
        var seen: UInt64 = 0
        var hasSurplus = false
        while next < end {
            let number = max(1, Int(input[next].component))
            if number <= row.count {
                let part = Int(row.start) &+ number &- 1
                copier.copy(next, to: target, name: places[part].name)
                output[target].component = UInt8(truncatingIfNeeded: number)
                target &+= 1
                check(part, next, number)
                if number < 64 { seen |= 1 &<< UInt64(number) }
            } else {
                count = target
                if !hasSurplus { reportSurplusComponent(next, allowed: Int(row.count)) }
                hasSurplus = true
                _ = copy(next)
                target = count
            }
            next &+= 1
        }
        copier.end(start, at: target)
        if plan.bodies[bodyIndex].isBound, sound[bodyIndex] != seen {
            checkBounds(bodyIndex, seen, Int(plan.places[place].node), index)
        }
        let missing = row.mandatory & ~seen
        if missing != 0 { reportMissingComponents(missing, row, place, index) }
        return end
    }

    /// Writes a node as it is, under another name, ending behind itself.
    @inline(__always) mutating func put(_ index: Int, _ name: Name) {
        NodeCopier(from: input, to: output).copy(index, to: count, name: name)
        count &+= 1
    }

    /// Components where one value belongs: the first is the value, the others are kept below it by number.
    private mutating func flattenComposite(_ place: Int, _ index: Int) -> Int {
        let end = Int(input[index].end)
        guard index + 1 < end else { return end }
        // Of components that say nothing, the reader has told.
        if let surplus = (index + 1..<end).first(where: { input[$0].component > 1 }) {
            reportSurplusComponent(surplus, allowed: 1)
        }
        let start = count
        put(index, plan.places[place].name)
        output[start].kind = .element
        for next in index + 1..<end {
            if input[next].component == 1 {
                output[start].valueStart = input[next].valueStart
                output[start].valueLength = input[next].valueLength
            } else {
                _ = copy(next)
            }
        }
        output[start].end = UInt32(truncatingIfNeeded: count)
        return end
    }

    /// Keeps a node and what is below it as they are. Returns the next node's index.
    private mutating func copy(_ index: Int) -> Int {
        let end = max(index + 1, Int(input[index].end))
        let shift = count - index
        for next in index..<end {
            output[count] = input[next]
            output[count].end = UInt32(truncatingIfNeeded: Int(input[next].end) + shift)
            count &+= 1
        }
        return end
    }

    /// A repeat behind a separator that the directory does not allow is reported once, when it comes. What a directory
    /// lists one by one may be sent as repeats too.
    private mutating func countRepeat(_ index: Int, allowed: Int) {
        guard index > segment + 1 else { return }
        let number = input[index].element
        var previous = index
        var repeats = 1
        while previous > segment + 1 {
            previous -= 1
            if input[previous].element != number { break }
            if input[previous].component == 0 { repeats += 1 }
            if repeats > allowed + 1 { return }
        }
        if repeats == allowed + 1 {
            report(
                "directory.element-repeats", node: index, element: Int(number), facts: ["maximum": "\(allowed)"])
        }
    }

    private mutating func reportSurplus(_ index: Int, allowed: Int) {
        if told[ToldPlace(segment: Int(input[segment].ordinal), element: "\(input[index].element)")] == false { return }
        if isOnlyCounted("directory.too-many-elements", element: Int(input[index].element)) { return }
        report(
            "directory.too-many-elements", node: index, element: Int(input[index].element), value: text(index),
            facts: ["maximum": "\(allowed)"])
    }

    private mutating func reportSurplusComponent(_ index: Int, allowed: Int) {
        if isOnlyCounted("directory.too-many-components", element: Int(input[index].element)) { return }
        report(
            "directory.too-many-components", node: index, element: Int(input[index].element),
            component: Int(input[index].component), value: text(index), facts: ["maximum": "\(allowed)"])
    }

    private mutating func reportMissing(_ missing: UInt64, _ row: NestPlan.Row) {
        for number in 1..<64 where missing >> UInt64(number) & 1 == 1 {
            if isOnlyCounted("directory.element-missing", element: number) { continue }
            let node = Int(plan.places[Int(row.start) + number - 1].node)
            report(
                "directory.element-missing", node: segment, element: number, facts: ["element": describe(node, number)])
        }
    }

    private mutating func reportMissingComponents(
        _ missing: UInt64, _ row: NestPlan.Row, _ place: Int, _ index: Int
    ) {
        for number in 1..<64 where missing >> UInt64(number) & 1 == 1 {
            let element = Int(input[index].element)
            if reportSigned(index, number, Int(plan.places[Int(row.start) + number - 1].node)) { continue }
            if isOnlyCounted("directory.component-missing", element: element, component: number) { continue }
            let node = Int(plan.places[Int(row.start) + number - 1].node)
            let composite = Int(plan.places[place].node)
            report(
                "directory.component-missing", node: index, element: element, component: number,
                facts: ["element": describe(node, element, number), "composite": describe(composite, element)])
        }
    }

    /// A number with a plus before it: where the plus separates elements, it leaves the number's component empty and its digits
    /// in an element for which there is no place. Says so once; false where that is not so.
    private mutating func reportSigned(_ composite: Int, _ component: Int, _ node: Int) -> Bool {
        let next = Int(input[composite].end)
        let rule = Int(plan.nodes[node].rule)
        guard input[composite].kind == .composite, rule >= 0, plan.rules[rule].look == .number,
            next < Int(input[segment].end), input[next].kind == .element, Int(input[next].element) > elementPlaces,
            input[next].element == input[composite].element &+ 1, isLastComponent(component, of: composite)
        else { return false }
        let start = Int(input[next].valueStart)
        let digits = raw(next)
        guard values[start &- 1] == UInt8(ascii: "+"), !digits.isEmpty,
            digits.allSatisfy({ $0 &- 0x30 < 10 || $0 == 0x2E }),
            // A component separator stands before the plus.
            start &- 2 >= Int(input[composite].offset), values[start &- 2] &- 0x30 >= 10
        else { return false }
        let element = Int(input[composite].element)
        report(
            "directory.number-invalid", node: next, before: 1, element: element, component: component,
            value: "+" + (text(next) ?? ""), facts: ["element": describe(node, element, component), "mark": markName])
        signs += 1
        told[ToldPlace(segment: Int(input[segment].ordinal), element: "\(input[next].element)")] = false
        return true
    }

    /// Whether a component that is missing is the one behind the last that is there.
    private func isLastComponent(_ component: Int, of composite: Int) -> Bool {
        let last = Int(input[composite].end) - 1
        return last == composite || Int(input[last].component) == component - 1
    }

    /// A node of the shape by number and title, in X12 by place: `3035 (Party qualifier)`, `N101 (Entity Identifier Code)`.
    func describe(_ node: Int, _ element: Int, _ component: Int = 0) -> String {
        guard shape.notation == .positions else {
            let name = shape.name(of: node)
            return shape.titles[name].map { "\(name) (\($0))" } ?? name
        }
        let place = Self.place(input[segment].name.packedText ?? "", element)
        if component > 0 { return "\(place)-\(component < 10 ? "0" : "")\(component)" }
        return shape.titles[place].map { "\(place) (\($0))" } ?? place
    }

    /// A place as X12 writes it: `PO106`.
    static func place(_ tag: String, _ element: Int) -> String { "\(tag)\(element < 10 ? "0" : "")\(element)" }

    /// The value of a flat node as text.
    func text(_ index: Int) -> String? {
        let bytes = raw(index)
        return bytes.isEmpty ? nil : decoding.text(bytes)
    }

    func raw(_ index: Int) -> ArraySlice<UInt8> { tree.rawValue(of: index) }
}
