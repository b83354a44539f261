import Diagnostics
import Syntax

/// Where things stand, and the lists that faults go into.
extension X12Reader {
    /// The position of a byte of the window.
    mutating func position(at index: Int) -> Position {
        Position(offset: windowOffset + index, line: lines.line(at: index, in: window))
    }

    /// The position of the current segment, or of one of its elements by number.
    mutating func segmentPosition(tag: String?, element: Int? = nil) -> Position {
        let cursor = scanner.cursor
        var offset = cursor.segment
        if cursor.segmentNode > 0 {
            offset = cursor.base + Int(scanner.nodes[cursor.segmentNode].offset)
            if let element {
                let nodes = scanner.nodes[cursor.segmentNode..<cursor.count]
                if let node = nodes.first(where: { Int($0.element) == element }) {
                    offset = cursor.base + Int(node.offset)
                }
            }
        }
        var position = position(at: offset)
        position.segment = transaction == nil ? nil : cursor.ordinal
        position.tag = tag
        position.element = element.map(String.init)
        return position
    }

    /// The position where a trailer that did not come should stand: before the segment that shows it, or at the end.
    mutating func missingPosition(of trailer: String) -> Position {
        let cursor = scanner.cursor
        let isBetween = cursor.segmentNode < 0
        let index = isBetween ? cursor.segment : cursor.base + Int(scanner.nodes[cursor.segmentNode].offset)
        var position = position(at: min(index, window.count - (isTerminatorMade ? 1 : 0)))
        position.segment = transaction == nil ? nil : cursor.ordinal
        position.tag = trailer
        return position
    }

    /// The position of a byte by the node that it stands in.
    mutating func placePosition(at index: Int) -> Position {
        var position = position(at: index)
        let cursor = scanner.cursor
        let offset = UInt32(truncatingIfNeeded: max(0, index - cursor.base))
        var low = 1
        var high = cursor.count
        while low < high {
            let middle = (low + high) / 2
            if scanner.nodes[middle].offset <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 1 else { return position }
        let node = scanner.nodes[low - 1]
        if transaction != nil { position.segment = Int(node.ordinal) }
        if node.element > 0 {
            position.element = node.component > 0 ? "\(node.element).\(node.component)" : "\(node.element)"
        }
        var segment = low - 1
        while segment > 1, scanner.nodes[segment].kind != .segment { segment -= 1 }
        position.tag = scanner.nodes[segment].name.packedText
        return position
    }

    /// Notes a fault of the transaction set that is open, else of the interchange, else of the one that comes.
    mutating func report(_ diagnostic: Diagnostic) {
        if transaction != nil {
            transaction?.diagnostics.append(diagnostic)
        } else if envelope != nil {
            envelope?.diagnostics.append(diagnostic)
        } else {
            pending.append(diagnostic)
        }
    }

    /// Whether one more fault would only be counted: then nobody needs its position, which takes time to find.
    var isListFull: Bool {
        let list = transaction?.diagnostics ?? envelope?.diagnostics ?? pending
        return list.items.count >= list.limit
    }

    /// The fields of the segment that has just ended.
    var segment: SegmentView {
        let cursor = scanner.cursor
        return SegmentView(
            nodes: scanner.nodes[cursor.segmentNode..<cursor.count], window: window, base: cursor.base,
            decoding: decoding(charset ?? .latin1))
    }

    /// How values are read in a charset under the separators of the interchange.
    func decoding(_ charset: Charset) -> ValueDecoding {
        ValueDecoding(charset: charset, decimalMark: UInt8(ascii: "."), repetition: separators.repetition)
    }
}
