import Syntax

/// One segment taken apart: its tag and the nodes of its elements.
struct SplitSegment: Sendable {
    /// The highest number that elements and components can have.
    static let highestNumber = 255
    private static let numbers: [Name] = [Name(number: 1)] + (1...highestNumber).map { Name(number: $0) }

    private static let serviceTags = ["STX", "END", "BAT", "EOB", "MHD", "MTR"].compactMap { Name(packing: $0) }

    /// The tag as sent, at most four printable characters.
    private(set) var tag = ""
    /// Three capitals and `=` behind them.
    private(set) var hasRightTag = false
    /// The tag was sent in lower case, and was read as the capitals that it means.
    private(set) var hasLowerCase = false
    /// Where the tag starts in the window.
    let start: Int
    /// One past its last byte, which is where its terminator stands if it was sent.
    let end: Int
    /// The index of the window that offsets count from.
    let base: Int
    /// The segment's node and those of its elements; their `end` counts from the first.
    private(set) var nodes: [Tree.Node] = []
    /// There were more elements or components than a node can number.
    private(set) var hasOverflow = false

    /// Takes the bytes from the first that is no blank to the terminator apart.
    init(_ bytes: ArraySlice<UInt8>, base: Int, ordinal: Int) {
        start = bytes.startIndex
        end = bytes.endIndex
        self.base = base
        let tagEnd = bytes.firstIndex(where: ServiceBytes.all.contains) ?? bytes.endIndex
        let sent = bytes[..<tagEnd].filter { $0 != 0x0A && $0 != 0x0D }
        let upper = sent.map { (0x61...0x7A).contains($0) ? $0 - 0x20 : $0 }
        let isWord = upper.count == 3 && upper.allSatisfy { (0x41...0x5A).contains($0) }
        let letters = isWord ? upper : sent
        hasLowerCase = letters != sent
        tag = String(decoding: letters.prefix(4).map { (0x21...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
        hasRightTag =
            isWord && tagEnd < bytes.endIndex && bytes[tagEnd] == ServiceBytes.tag
        nodes.reserveCapacity(16)
        var segment = node(.segment, at: start, length: 0, ordinal)
        segment.name = Name(packing: tag) ?? Name(number: 1)
        segment.valueStart = 0
        nodes.append(segment)
        if tagEnd < bytes.endIndex { addElements(bytes[(tagEnd + 1)...], ordinal) }
        nodes[0].end = UInt32(truncatingIfNeeded: nodes.count)
    }

    /// Walks over the elements once: `+` and the end close an element, `:` a component.
    private mutating func addElements(_ bytes: ArraySlice<UInt8>, _ ordinal: Int) {
        var place = Place(start: bytes.startIndex)
        var isReleased = false
        bytes.withUnsafeBufferPointer { buffer in
            for offset in buffer.indices {
                let byte = buffer[offset]
                let index = bytes.startIndex + offset
                if isReleased {
                    isReleased = false
                } else if byte == ServiceBytes.release {
                    isReleased = true
                } else if byte == ServiceBytes.component {
                    endComponent(at: index, &place, ordinal)
                } else if byte == ServiceBytes.element {
                    endElement(at: index, &place, ordinal)
                }
            }
        }
        endElement(at: bytes.endIndex, &place, ordinal)
        hasOverflow = place.element > Self.highestNumber + 1 || place.hasOverflow
    }

    /// Where the walk over the elements is.
    private struct Place {
        /// Where the element or component starts.
        var start: Int
        var element = 1
        /// The components before this one.
        var component = 0
        /// The node of the open composite.
        var composite: Int?
        /// An element had too many components.
        var hasOverflow = false
    }

    private mutating func endComponent(at index: Int, _ place: inout Place, _ ordinal: Int) {
        guard place.element <= Self.highestNumber else { return }
        if place.composite == nil {
            place.composite = nodes.count
            nodes.append(node(.composite, at: place.start, length: 0, ordinal, place.element))
        }
        if place.component < Self.highestNumber {
            place.component += 1
            if index > place.start {
                nodes.append(
                    node(
                        .element, at: place.start, length: index - place.start, ordinal, place.element, place.component)
                )
            }
        } else {
            place.hasOverflow = true
        }
        place.start = index + 1
    }

    private mutating func endElement(at index: Int, _ place: inout Place, _ ordinal: Int) {
        if let composite = place.composite {
            endComponent(at: index, &place, ordinal)
            nodes[composite].end = UInt32(truncatingIfNeeded: nodes.count)
        } else if index > place.start, place.element <= Self.highestNumber {
            nodes.append(node(.element, at: place.start, length: index - place.start, ordinal, place.element))
        }
        place.composite = nil
        place.component = 0
        place.element += 1
        place.start = index + 1
    }

    /// Whether the envelope is followed by this segment.
    var isService: Bool { hasRightTag && Self.serviceTags.contains(nodes[0].name) }

    private func node(
        _ kind: Tree.Kind, at index: Int, length: Int, _ ordinal: Int, _ element: Int = 0, _ component: Int = 0
    ) -> Tree.Node {
        let offset = UInt32(truncatingIfNeeded: index - base)
        return Tree.Node(
            name: Self.numbers[component > 0 ? component : element], end: UInt32(truncatingIfNeeded: nodes.count + 1),
            valueStart: offset, valueLength: UInt32(truncatingIfNeeded: length), offset: offset,
            ordinal: UInt32(truncatingIfNeeded: ordinal), kind: kind, element: UInt8(truncatingIfNeeded: element),
            component: UInt8(truncatingIfNeeded: component))
    }
}
