import Syntax

/// The fields of one scanned segment, by number.
struct SegmentView {
    let nodes: ArraySlice<Tree.Node>
    let window: [UInt8]
    let base: Int
    let decoding: ValueDecoding

    /// The bytes of a component as received; the first is also an element that stands alone.
    func raw(_ element: Int, _ component: Int = 1) -> ArraySlice<UInt8> {
        for node in nodes.dropFirst() where node.kind == .element && Int(node.element) == element {
            if Int(node.component) == component || (node.component == 0 && component == 1) {
                let start = base + Int(node.valueStart)
                return window[start..<start + Int(node.valueLength)]
            }
        }
        return []
    }

    /// The text of a component, nil when it is empty.
    func text(_ element: Int, _ component: Int = 1) -> String? {
        let bytes = raw(element, component)
        return bytes.isEmpty ? nil : decoding.text(bytes)
    }

    /// The bytes at a place, which are those of its first component where none is named.
    func raw(_ place: EnvelopeRules.Place) -> ArraySlice<UInt8> { raw(place.element, max(1, place.component)) }

    /// The text at a place, nil when it is empty.
    func text(_ place: EnvelopeRules.Place) -> String? { text(place.element, max(1, place.component)) }

    /// The party that an element names: identification, qualifier, address (S002, S003, S006, S007).
    func party(_ element: Int) -> EnvelopeParty? {
        text(element).map { EnvelopeParty($0, qualifier: text(element, 2), address: text(element, 3)) }
    }

    /// The number that a component says; nil when it is none.
    func number(_ element: Int, _ component: Int = 1) -> Int? {
        let bytes = raw(element, component)
        guard !bytes.isEmpty, bytes.count <= 9, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
