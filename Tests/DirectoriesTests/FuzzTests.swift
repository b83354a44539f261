import Diagnostics
import Directories
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("Damaged messages")
struct FuzzTests {
    @Test("whatever segments come, nesting keeps every value and gives a sound tree")
    func damaged() throws {
        var generator = SeededGenerator(state: 96)
        let samples = try Corpus.edifact.names.map { try Corpus.edifact.bytes($0) }
        for _ in 0..<Damage.rounds(200) {
            let sample = samples[Int.random(in: 0..<samples.count, using: &generator)]
            let text = shuffled(sample, &generator)
            var reader = EDIFACTReader()
            let check: (ReaderEvent) -> Void = { event in
                guard case .message(let flat) = event else { return }
                let nested = DirectoryLibrary.standard.nest(flat)
                #expect(nested.tree.fault == nil)
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
}
