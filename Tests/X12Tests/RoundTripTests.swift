import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

@Suite("Writing and reading")
struct RoundTripTests {
    /// Separators that no text has, since X12 has no way to write one as data.
    private static let separators = Separators(element: 0x1D, component: 0x1F, repetition: 0x1E, terminator: 0x1C)

    private func content(_ tree: Tree) -> [String] { tree.content(without: ["ST", "SE"]) }

    /// A message under an envelope of version 00501, in UTF-8.
    private func written(_ tree: Tree, type: String = "850", separators: Separators) throws -> [UInt8] {
        var envelope = X12WriterTests.envelope
        envelope.version = "00501"
        var writer = try X12Writer(envelope, separators: separators, charset: .utf8)
        try writer.openGroup(X12WriterTests.group("PO", version: "005010"))
        try writer.add(tree, as: TransactionHeader(identifier: type, controlNumber: "0001"))
        return try writer.finish()
    }

    @Test("a tree that is written and read is the same tree, and gives the same bytes again")
    func treeIdentity() throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abc .,-/()'+?:&Ä€".unicodeScalars)
        let usual = Separators(element: 0x2A, component: 0x3E, repetition: 0x5E, terminator: 0x7E)
        for seed in 0..<200 as Range<UInt64> {
            let tree = RandomMessage(
                seed: seed, tags: ["BEG", "N1", "PO1", "REF", "S5A", "Z9"], alphabet: alphabet, hasRepeats: true
            ).tree
            let separators = seed % 2 == 0 ? usual : Self.separators
            let bytes = try written(tree, separators: separators)
            let reading = try Reading(bytes, charset: .utf8)
            #expect(reading.codes.isEmpty)
            let read = try #require(reading.messages.first).tree
            #expect(content(read) == content(tree), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
            #expect(try written(read, separators: separators) == bytes)
        }
    }

    @Test("what any sample means, its copy means too", arguments: Corpus.x12.names)
    func equivalent(_ name: String) throws {
        for message in try Reading(try Corpus.x12.bytes(name)).messages
        where message.diagnostics.items.isEmpty && message.type != "TA1" {
            let bytes = try written(message.tree, type: message.type, separators: Self.separators)
            let copy = try #require(try Reading(bytes, charset: .utf8).messages.first)
            #expect(content(copy.tree) == content(message.tree))
        }
    }
}
