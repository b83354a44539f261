/// The fields of one scanned segment of a segment syntax, by number.
public struct SegmentView {
    /// Those of the segment, its own first.
    public let nodes: ArraySlice<Tree.Node>
    private let window: [UInt8]
    private let base: Int
    private let decoding: ValueDecoding

    /// A view of a segment's nodes, the segment's own first, whose values count from `base` in the window.
    public init(nodes: ArraySlice<Tree.Node>, window: [UInt8], base: Int, decoding: ValueDecoding) {
        self.nodes = nodes
        self.window = window
        self.base = base
        self.decoding = decoding
    }

    /// The bytes of a component as received; the first is also an element that stands alone. Of a repeated element the
    /// first; empty where nothing stands.
    public func raw(_ element: Int, _ component: Int = 1) -> ArraySlice<UInt8> {
        place(element, component).map { window[$0] } ?? []
    }

    /// How many bytes a component has.
    public func length(_ element: Int, _ component: Int = 1) -> Int { place(element, component)?.count ?? 0 }

    /// Whether a component has no other bytes than blanks.
    public func isBlank(_ element: Int, _ component: Int = 1) -> Bool {
        guard let place = place(element, component) else { return true }
        for index in place where window[index] != 0x20 { return false }
        return true
    }

    /// Where a component's bytes stand in the window, nil when there is none.
    private func place(_ element: Int, _ component: Int) -> Range<Int>? {
        // Elements are numbered upwards. Nodes are not copied, since envelopes ask for many of their fields.
        var index = nodes.startIndex + 1
        while index < nodes.endIndex, Int(nodes[index].element) <= element {
            let isThere = nodes[index].kind == .element && Int(nodes[index].element) == element
            let number = Int(nodes[index].component)
            if isThere, number == component || (number == 0 && component == 1) {
                let start = base + Int(nodes[index].valueStart)
                return start..<start + Int(nodes[index].valueLength)
            }
            index += 1
        }
        return nil
    }

    /// The text of a component, nil when it is empty.
    public func text(_ element: Int, _ component: Int = 1) -> String? {
        let bytes = raw(element, component)
        return bytes.isEmpty ? nil : decoding.text(bytes)
    }

    /// The number that a component says in up to ten digits; nil when it is none.
    public func number(_ element: Int, _ component: Int = 1) -> Int? {
        let bytes = raw(element, component)
        guard !bytes.isEmpty, bytes.count <= 10, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
