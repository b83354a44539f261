import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

/// Trees of random segments, written and read again.
@Suite("Tree, bytes, tree")
struct RoundTripTests {
    /// The values of a tree with their places, segment by segment, without those of ST and SE.
    private func describe(_ tree: Tree) -> [String] {
        var lines: [String] = []
        for segment in tree.children(of: 0) where !["ST", "SE"].contains(tree.name(of: segment)) {
            lines.append(tree.name(of: segment))
            for index in segment + 1..<Int(tree.nodes[segment].end) {
                let node = tree.nodes[index]
                lines.append("\(node.kind) \(node.element).\(node.component) \(tree.text(of: index) ?? "")")
            }
        }
        return lines
    }

    private struct RandomTree {
        var generator: SeededGenerator
        var values: [UInt8] = []
        var builder = TreeBuilder(root: Name(number: 1))

        private mutating func text() -> Range<Int> {
            let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abc .,-/()'+?:&Ä€".unicodeScalars)
            let start = values.count
            for _ in 0..<Int.random(in: 1...12, using: &generator) {
                let scalar = alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
                values += String(scalar).utf8
            }
            return start..<values.count
        }

        private mutating func element(_ number: Int, _ ordinal: Int) {
            if Int.random(in: 0..<4, using: &generator) > 0 {
                return builder.leaf(
                    Name(number: number), .element, value: text(), offset: 0, ordinal: ordinal, element: number)
            }
            builder.open(Name(number: number), .composite, offset: 0, ordinal: ordinal, element: number)
            // The last component stands, and is not the first: else it would be read as an element.
            let count = Int.random(in: 2...4, using: &generator)
            for component in 1...count where component == count || Bool.random(using: &generator) {
                builder.leaf(
                    Name(number: component), .element, value: text(), offset: 0, ordinal: ordinal, element: number,
                    component: component)
            }
            builder.close()
        }

        mutating func make() -> Tree {
            let tags = ["BEG", "N1", "PO1", "REF", "S5A", "Z9"]
            for ordinal in 2..<Int.random(in: 3...12, using: &generator) {
                let tag = tags[Int.random(in: 0..<tags.count, using: &generator)]
                builder.open(Name(packing: tag) ?? Name(number: 1), .segment, offset: 0, ordinal: ordinal)
                for number in 1...Int.random(in: 1...20, using: &generator) where Bool.random(using: &generator) {
                    for _ in 0..<Int.random(in: 1...3, using: &generator) { element(number, ordinal) }
                }
                builder.close()
            }
            return builder.finish(
                values: values, decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0, line: 1))
        }
    }

    @Test("a random tree is the same after writing and reading")
    func random() throws {
        var envelope = X12WriterTests.envelope
        envelope.version = "00501"
        let separators = Separators(element: 0x2A, component: 0x1F, repetition: 0x5E, terminator: 0x7E)
        for seed in 0..<100 as Range<UInt64> {
            var random = RandomTree(generator: SeededGenerator(state: seed))
            let tree = random.make()
            var writer = try X12Writer(envelope, separators: separators, charset: .utf8)
            try writer.openGroup(X12WriterTests.group("PO", version: "005010"))
            try writer.add(tree, as: TransactionHeader(identifier: "850", controlNumber: "0001"))
            let bytes = try writer.finish()
            let reading = try Reading(bytes, charset: .utf8)
            #expect(reading.codes.isEmpty)
            let read = try #require(reading.messages.first).tree
            #expect(describe(read) == describe(tree), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
