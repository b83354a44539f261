import Diagnostics
import Syntax
import Testing
import X12

/// A small generator of random numbers that a seed repeats (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Damages bytes at a few places: changed, dropped, doubled, moved, separators and envelopes strewn in.
func damage(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    let service = Array("*~>^:|ISAGETsia01U\n\r\t \u{0}".utf8) + [0xFF, 0x80, 0x7F]
    let pieces = ["ISA*00*", "GS*PO*", "ST*850*1~", "SE*1*", "GE*1*1~", "IEA*1*", "TA1*1~", "~\r\n"].map {
        Array($0.utf8)
    }
    for _ in 0..<Int.random(in: 1...8, using: &generator) where bytes.count > 2 {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, at + Int.random(in: 1...20, using: &generator))
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(at..<end)
        case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
        case 3: bytes.insert(service[Int.random(in: 0..<service.count, using: &generator)], at: at)
        case 4: bytes.removeLast(min(bytes.count - 1, Int.random(in: 1...40, using: &generator)))
        case 5: bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &generator)], at: at)
        case 6: bytes.insert(contentsOf: bytes.prefix(Int.random(in: 1...200, using: &generator)), at: at)
        default: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0..<bytes.count, using: &generator))
        }
    }
    return bytes
}

@Suite("Damaged interchanges")
struct FuzzTests {
    @Test("whatever is damaged, events keep their order and trees their form")
    func damaged() throws {
        var generator = SeededGenerator(state: 20_260_921)
        let samples = try Corpus.names.map { try Corpus.bytes($0) }
        for _ in 0..<200 {
            let sample = samples[Int.random(in: 0..<samples.count, using: &generator)]
            let bytes = damage(sample, &generator)
            let reading = try Reading(bytes)
            #expect(reading.headers.count == reading.ends.count)
            var last = 0
            for message in reading.messages {
                #expect(message.range.lowerBound >= last && message.range.upperBound <= bytes.count)
                last = message.range.upperBound
                let fault = fault(of: message.tree)
                #expect(fault == nil, "\(String(decoding: bytes, as: UTF8.self))")
            }
            let piece = Int.random(in: 1...40, using: &generator)
            #expect(try Reading(bytes, piece: piece).log == reading.log, "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    /// Every node ends behind itself and within its parent, and its value stands in the message's bytes.
    private func fault(of tree: Tree) -> String? {
        var open: [Int] = [tree.nodes.count]
        for (index, node) in tree.nodes.enumerated() {
            while let end = open.last, end <= index, open.count > 1 { open.removeLast() }
            guard let parent = open.last, Int(node.end) > index, Int(node.end) <= parent else {
                return "end of \(index): \(node)"
            }
            guard Int(node.valueStart) + Int(node.valueLength) <= tree.values.count else {
                return "value of \(index): \(node)"
            }
            open.append(Int(node.end))
        }
        return nil
    }
}
