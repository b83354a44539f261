import Syntax

/// One segment taken apart: its tag and the nodes of its elements.
struct SplitSegment: Sendable {
    /// The highest number that elements and components can have.
    static let highestNumber = 255
    private static let numbers: [Name] = [Name(number: 1)] + (1...highestNumber).map { Name(number: $0) }

    /// The tag as sent, at most four printable characters.
    private(set) var tag = ""
    /// Three capitals and `=` behind them.
    private(set) var hasRightTag = false
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
        let letters = bytes[..<tagEnd].filter { $0 != 0x0A && $0 != 0x0D }
        tag = String(decoding: letters.prefix(4).map { (0x21...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
        hasRightTag =
            letters.count == 3 && letters.allSatisfy { (0x41...0x5A).contains($0) } && tagEnd < bytes.endIndex
            && bytes[tagEnd] == ServiceBytes.tag
        var segment = node(.segment, at: start, length: 0, ordinal)
        segment.name = Name(packing: tag) ?? Name(number: 1)
        segment.valueStart = 0
        nodes.append(segment)
        if tagEnd < bytes.endIndex { addElements(bytes[(tagEnd + 1)...], ordinal) }
        nodes[0].end = UInt32(truncatingIfNeeded: nodes.count)
    }

    private mutating func addElements(_ bytes: ArraySlice<UInt8>, _ ordinal: Int) {
        var number = 0
        for element in Self.parts(of: bytes, by: ServiceBytes.element) {
            guard number < Self.highestNumber else {
                hasOverflow = true
                return
            }
            number += 1
            addElement(element, number, ordinal)
        }
    }

    private mutating func addElement(_ bytes: ArraySlice<UInt8>, _ number: Int, _ ordinal: Int) {
        let components = Self.parts(of: bytes, by: ServiceBytes.component)
        guard components.count > 1 else {
            if !bytes.isEmpty {
                nodes.append(node(.element, at: bytes.startIndex, length: bytes.count, ordinal, number))
            }
            return
        }
        let composite = nodes.count
        nodes.append(node(.composite, at: bytes.startIndex, length: 0, ordinal, number))
        if components.count > Self.highestNumber { hasOverflow = true }
        for (index, component) in components.prefix(Self.highestNumber).enumerated() where !component.isEmpty {
            nodes.append(
                node(.element, at: component.startIndex, length: component.count, ordinal, number, index + 1))
        }
        nodes[composite].end = UInt32(truncatingIfNeeded: nodes.count)
    }

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

    /// The parts between separators that are not released.
    private static func parts(of bytes: ArraySlice<UInt8>, by separator: UInt8) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        var isReleased = false
        for index in bytes.indices {
            if isReleased {
                isReleased = false
            } else if bytes[index] == ServiceBytes.release {
                isReleased = true
            } else if bytes[index] == separator {
                parts.append(bytes[start..<index])
                start = index + 1
            }
        }
        parts.append(bytes[start...])
        return parts
    }
}
