import ReadingSupport
import Syntax
import Testing

@testable @_spi(Benchmarks) import EDIFACT

@Suite("The scanner's parts")
struct ScannerTests {
    @Test("words are laid out as nodes are")
    func layout() {
        #expect(MemoryLayout<Tree.Node>.stride == 28)
        var nodes = [Tree.Node](repeating: SegmentScanner.emptyNode, count: 3)
        nodes.withUnsafeMutableBufferPointer { buffer in
            let writer = NodeWriter(buffer)
            let place = NodeWriter.place(start: 0x1_0203, ordinal: 0x4_0506)
            writer.write(.element, at: 1, 0x3031_3233, place, 0x7_0809, element: 255, component: 254)
            writer.end(2, at: 0xA_0B0C)
        }
        let node = nodes[1]
        #expect(node.name.rawValue == 0x3031_3233 && node.end == 2)
        #expect(node.valueStart == 0x1_0203 && node.offset == 0x1_0203 && node.valueLength == 0x7_0809)
        #expect(node.ordinal == 0x4_0506 && node.kind == .element && node.element == 255 && node.component == 254)
        #expect(nodes[2].end == 0xA_0B0C && nodes[2].valueStart == 0 && nodes[0].end == 0)
    }

    @Test("blocks find what a look at each byte finds", arguments: [0, 1, 63, 64, 65, 1_000] as [Int])
    func count(_ length: Int) {
        var generator = SeededGenerator(state: UInt64(length))
        var service = ServiceCharacters.standard
        service.repetition = UInt8(ascii: "*")
        for _ in 0..<50 {
            let alphabet = Array("'+:?*AZ ~\n\u{0}\u{1F}".utf8) + [0x80, 0xA7, 0xFF]
            let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
            var (segments, tokens, isReleased) = (0, 0, false)
            for byte in bytes {
                if isReleased || byte == 0x3F {
                    isReleased = !isReleased
                    continue
                }
                segments += byte == 0x27 ? 1 : 0
                tokens += [0x27, 0x2B, 0x3A, 0x2A].contains(byte) ? 1 : 0
            }
            let found = bytes.withUnsafeBytes { SeparatorCount($0, service: service) }
            #expect(found.segments == segments && found.tokens == tokens)
        }
    }

    @Test("numbers end at 255, and what lies behind them is said to be left out")
    func overflow() throws {
        for separator in ["+", ":"] {
            let text = order.changing("BGM+220", to: "BGM+220" + String(repeating: separator + "X", count: 400))
            let reading = try Reading(text)
            #expect(reading.codes == ["edifact.segment-overflow"])
            let tree = try #require(reading.messages.first).tree
            #expect(tree.nodes.allSatisfy { Int($0.end) <= tree.nodes.count })
            let next = try #require(tree.children(of: 0).dropFirst(2).first { _ in true })
            #expect(tree.name(of: next) == "DTM")
        }
    }
}
