import Syntax

/// Segments that are filled as one before them was.
extension Nesting {
    private static let stride = MemoryLayout<Tree.Node>.stride

    /// Writes the elements of the segment behind its node by a pattern; false when none fits.
    mutating func fillAsBefore(_ node: Int, end: Int) -> Bool {
        var next = patterns.first(of: node)
        // Patterns are few, and most differ in the number of nodes. A hostile message gets no further than this.
        var rest = 8
        while next >= 0, rest > 0 {
            let pattern = patterns.patterns + next
            if Int(pattern.pointee.flatCount) == end &- segment &- 1, write(pattern) { return true }
            next = Int(pattern.pointee.next)
            rest &-= 1
        }
        return false
    }

    /// Writes the nodes of a segment, a word at a time, and looks at their values; false when the nodes are not those of the
    /// pattern, and then nothing counts that was written. In bounds, since the segment has as many nodes as the pattern, and
    /// there is room for two for each.
    @inline(__always) private mutating func write(_ pattern: UnsafePointer<SegmentPatterns.Pattern>) -> Bool {
        let quick = quick
        var source = UnsafeRawPointer(input.baseAddress.unsafelyUnwrapped + (segment &+ 1))
        var target = UnsafeMutableRawPointer(output.baseAddress.unsafelyUnwrapped + count)
        var end = UInt64(truncatingIfNeeded: count &+ 1) &<< 32
        let first = UnsafePointer(patterns.steps + Int(pattern.pointee.firstStep))
        let limit = first + Int(pattern.pointee.stepCount)
        var step = first
        var isRight = true
        while step < limit {
            guard source.loadUnaligned(fromByteOffset: 24, as: UInt32.self) == step.pointee.flatMarks else {
                return false
            }
            let places = source.loadUnaligned(fromByteOffset: 8, as: SIMD2<UInt64>.self) & step.pointee.mask
            target.storeBytes(of: step.pointee.name &+ end, as: UInt64.self)
            target.storeBytes(of: places, toByteOffset: 8, as: SIMD2<UInt64>.self)
            target.storeBytes(of: step.pointee.marks, toByteOffset: 24, as: UInt32.self)
            if !isValueRight(source, step, quick) { isRight = false }
            source += Int(step.pointee.advance)
            target += Self.stride
            end &+= 1 &<< 32
            step += 1
        }
        count &+= Int(pattern.pointee.stepCount)
        if !isRight { lookClosely(first, limit) }
        return true
    }

    @inline(__always) private func isValueRight(
        _ node: UnsafeRawPointer, _ step: UnsafePointer<SegmentPatterns.Step>, _ quick: QuickCheck
    ) -> Bool {
        quick.isRight(
            at: node.loadUnaligned(fromByteOffset: 8, as: UInt32.self),
            length: node.loadUnaligned(fromByteOffset: 12, as: UInt32.self), step.pointee.limits)
    }

    /// Looks closely at the values of the segment that are not clearly right.
    private mutating func lookClosely(
        _ first: UnsafePointer<SegmentPatterns.Step>, _ limit: UnsafePointer<SegmentPatterns.Step>
    ) {
        var index = segment + 1
        var step = first
        while step < limit {
            let (start, length) = (input[index].valueStart, input[index].valueLength)
            if !quick.isRight(at: start, length: length, step.pointee.limits) {
                if step.pointee.body >= 0 { compositeBody = Int(step.pointee.body) }
                checkSlowly(Int(step.pointee.place), index, Int(step.pointee.marks &>> 16 & 0xFF))
            }
            if step.pointee.advance > 0 { index += 1 }
            step += 1
        }
    }

    /// Keeps how the segment was filled, whose nodes stand behind `start`, if nothing is odd about it.
    mutating func keepPattern(_ node: Int, from start: Int, end: Int) {
        let body = plan.bodies[Int(plan.nodes[node].body)]
        let row = hasRepetition ? body.repeating : body.expanded
        var steps: [SegmentPatterns.Step] = []
        var inner = -1
        for index in segment + 1..<end {
            let flat = input[index]
            let inComposite = flat.component > 0
            let start = inComposite ? (inner < 0 ? -1 : Int(plan.bodies[inner].expanded.start)) : Int(row.start)
            guard start >= 0 else { return }
            let place = start + Int(inComposite ? flat.component : flat.element) - 1
            guard plan.places.indices.contains(place) else { return }
            if !inComposite { inner = Int(plan.places[place].body) }
            steps.append(step(place, flat.kind, flat, body: inComposite ? inner : -1))
            if !inComposite, inner >= 0, flat.kind != .composite {
                // A value where a composite belongs is its first component.
                steps[steps.count - 1] = step(place, .composite, flat, body: -1)
                steps[steps.count - 1].advance = 0
                var part = step(Int(plan.bodies[inner].expanded.start), .element, flat, body: inner)
                part.marks = Self.marks(.element, flat.element, 1)
                steps.append(part)
            }
        }
        guard steps.count == count - start - 1 else { return }
        for (index, written) in output[start + 1..<count].enumerated() {
            steps[index].name |= UInt64(Int(written.end) - (start + 1 + index) - 1) << 32
            let isSame =
                written.name.rawValue == UInt32(truncatingIfNeeded: steps[index].name)
                && Self.marks(written.kind, written.element, written.component) == steps[index].marks
            guard isSame else { return }
        }
        patterns.add(node, flatCount: end - segment - 1, steps: steps)
    }

    private func step(_ place: Int, _ kind: Tree.Kind, _ flat: Tree.Node, body: Int) -> SegmentPatterns.Step {
        SegmentPatterns.Step(
            mask: [kind == .composite ? 0xFFFF_FFFF : .max, .max], name: UInt64(plan.places[place].name.rawValue),
            flatMarks: Self.marks(flat.kind, flat.element, flat.component),
            marks: Self.marks(kind, flat.element, flat.component), limits: plan.places[place].limits,
            place: Int32(place), body: Int32(body), advance: Int32(Self.stride))
    }

    /// Kind and numbers as a node has them in its last word.
    private static func marks(_ kind: Tree.Kind, _ element: UInt8, _ component: UInt8) -> UInt32 {
        UInt32(kind.rawValue) | UInt32(element) << 8 | UInt32(component) << 16
    }
}
