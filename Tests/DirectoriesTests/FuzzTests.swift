import Diagnostics
import Directories
import EDIFACT
import Syntax
import Testing

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

@Suite("Damaged messages")
struct FuzzTests {
    @Test("whatever segments come, nesting keeps every value and gives a sound tree")
    func damaged() throws {
        var generator = SeededGenerator(state: 96)
        let samples = try Corpus.names.map { try Corpus.bytes($0) }
        for _ in 0..<200 {
            let sample = samples[Int.random(in: 0..<samples.count, using: &generator)]
            let text = shuffled(sample, &generator)
            var reader = EDIFACTReader()
            let check: (ReaderEvent) -> Void = { event in
                guard case .message(let flat) = event else { return }
                let nested = DirectoryLibrary.standard.nest(flat)
                #expect(Self.fault(of: nested.tree) == nil)
                #expect(Self.values(of: nested.tree) == Self.values(of: flat.tree))
            }
            try reader.read(text[...], check)
            try reader.finish(check)
        }
    }

    /// Segments dropped, doubled and moved; separators strewn in.
    private func shuffled(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var segments = bytes.split(separator: UInt8(ascii: "'"), omittingEmptySubsequences: false).map { Array($0) }
        for _ in 0..<Int.random(in: 1...6, using: &generator) where segments.count > 6 {
            let from = Int.random(in: 3..<segments.count - 2, using: &generator)
            let to = Int.random(in: 3..<segments.count - 2, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: segments.remove(at: from)
            case 1: segments.insert(segments[from], at: to)
            case 2: segments.swapAt(from, to)
            default:
                let separators: [UInt8] = [0x2B, 0x3A, 0x2A, 0x3F]
                let at = Int.random(in: 0...segments[from].count, using: &generator)
                segments[from].insert(separators[Int.random(in: 0..<4, using: &generator)], at: at)
            }
        }
        return Array(segments.joined(separator: [UInt8(ascii: "'")]))
    }

    static func values(of tree: Tree) -> [ArraySlice<UInt8>] {
        tree.nodes.indices.map { tree.rawValue(of: $0) }.filter { !$0.isEmpty }
    }

    /// Every node ends behind itself and within its parent, and its value stands in the message's bytes.
    static func fault(of tree: Tree) -> String? {
        var open: [Int] = [tree.nodes.count]
        for (index, node) in tree.nodes.enumerated() {
            while let end = open.last, end <= index, open.count > 1 { open.removeLast() }
            guard let parent = open.last, Int(node.end) > index, Int(node.end) <= parent else {
                return "\(index) \(node)"
            }
            guard Int(node.valueStart) + Int(node.valueLength) <= tree.values.count else { return "\(index) \(node)" }
            open.append(Int(node.end))
        }
        return nil
    }
}
