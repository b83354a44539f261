import Diagnostics
import Syntax

/// Where things stand, and the lists that faults go into.
extension TradacomsReader {
    /// The position of a byte of the window.
    mutating func position(at index: Int) -> Position {
        Position(offset: windowOffset + index, line: lines.line(at: index, in: window))
    }

    /// The position of a segment, or of one of its elements (`2`, `2.1`).
    mutating func position(of segment: SplitSegment, element: String? = nil) -> Position {
        var offset = segment.start
        if let element {
            let parts = element.split(separator: ".").compactMap { UInt8($0) }
            let nodes = segment.nodes.filter { $0.element == parts.first }
            // Of a component that is not there, its composite's.
            let exact = parts.count > 1 ? nodes.first { $0.component == parts[1] } : nil
            if let node = exact ?? nodes.first { offset = segment.base + Int(node.offset) }
        }
        var position = position(at: offset)
        position.segment = message?.segments
        position.tag = segment.tag
        position.element = element
        return position
    }

    /// The position where a trailer that did not come should stand: before a segment that shows it, or at the end.
    mutating func missingPosition(of trailer: String, before index: Int) -> Position {
        // The line break behind the segment before belongs to that.
        let start = min(index, window.count)
        var position = position(at: window[start...].firstIndex { $0 > 0x20 } ?? window.count)
        position.tag = trailer
        return position
    }

    /// Notes a fault of the message that is open, else of the transmission, else of the one that comes.
    mutating func report(_ diagnostic: Diagnostic) {
        if message != nil {
            message?.diagnostics.append(diagnostic)
        } else if transmission != nil {
            transmission?.diagnostics.append(diagnostic)
        } else {
            pending.append(diagnostic)
        }
    }

    /// Whether one more fault would only be counted: then nobody needs its position, which takes time to find.
    var isListFull: Bool {
        let list = message?.diagnostics ?? transmission?.diagnostics ?? pending
        return list.items.count >= list.limit
    }

    /// How values are read in a charset.
    func decoding(_ charset: Charset) -> ValueDecoding {
        ValueDecoding(charset: charset, release: ServiceBytes.release)
    }
}
