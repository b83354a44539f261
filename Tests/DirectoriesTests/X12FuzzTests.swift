import Diagnostics
import Directories
import ReadingSupport
import Syntax
import Testing

@Suite("Damaged X12")
struct X12FuzzTests {
    @Test("whatever segments come, nesting keeps every value and gives a sound tree")
    func damaged() throws {
        var generator = SeededGenerator(state: 12)
        let samples = try Corpus.x12.names.map { try Corpus.x12.bytes($0) }
        for _ in 0..<Damage.rounds(200) {
            let sample = samples[Int.random(in: 0..<samples.count, using: &generator)]
            for flat in flatX12(damage(sample, &generator)) {
                let nested = DirectoryLibrary.standard.nest(flat)
                #expect(nested.tree.fault == nil)
                #expect(FuzzTests.values(of: nested.tree) == FuzzTests.values(of: flat.tree))
            }
        }
    }

    /// Bytes behind the header changed, dropped and doubled; most often to separators and digits.
    private func damage(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        guard bytes.count > 240 else { return bytes }
        var bytes = bytes
        let marks = [
            bytes[120], bytes[180], UInt8(ascii: "*"), UInt8(ascii: "~"), UInt8(ascii: ">"), UInt8(ascii: "1"),
        ]
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            let at = Int.random(in: 200..<bytes.count - 20, using: &generator)
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: bytes[at] = marks[Int.random(in: 0..<marks.count, using: &generator)]
            case 1: bytes.removeSubrange(at..<at + Int.random(in: 1...9, using: &generator))
            default: bytes.insert(contentsOf: bytes[at - Int.random(in: 1...60, using: &generator)..<at], at: at)
            }
        }
        return bytes
    }
}
