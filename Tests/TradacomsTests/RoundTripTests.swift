import Diagnostics
import ReadingSupport
import Syntax
import Testing
import Tradacoms

@Suite("Writing and reading")
struct RoundTripTests {
    private func content(_ tree: Tree) -> [String] { tree.content(without: ["MHD", "MTR"]) }

    private func written(_ messages: [(tree: Tree, type: String, version: String)]) throws -> [UInt8] {
        var writer = try TradacomsWriter(TradacomsWriterTests.envelope, charset: .utf8)
        for message in messages { try writer.add(message.tree, type: message.type, version: message.version) }
        return try writer.finish()
    }

    @Test("a tree that is written and read is the same tree, and gives the same bytes again")
    func treeIdentity() throws {
        let alphabet = Array("ABYZabyz019 .,-()/='+:?!\"%&*;<>@Ä€".unicodeScalars)
        for seed in 0..<200 as Range<UInt64> {
            let trees = (0..<3).map { part in
                RandomMessage(
                    seed: seed * 3 + part, tags: ["CLO", "ORD", "OLD", "DNA", "DNB", "TYP"], alphabet: alphabet,
                    hasRepeats: false
                ).tree
            }
            let parts = zip(trees, ["ORDHDR", "ORDERS", "ORDTLR"]).map { (tree: $0, type: $1, version: "9") }
            let bytes = try written(parts)
            let reading = try Reading(bytes, charset: .utf8)
            #expect(reading.codes.isEmpty)
            #expect(reading.messages.map { content($0.tree) } == trees.map { content($0) }, "seed \(seed)")
            let again = reading.messages.map { (tree: $0.tree, type: $0.type, version: $0.version ?? "") }
            #expect(try written(again) == bytes)
        }
    }

    @Test("what any sample means, its copy means too", arguments: Corpus.tradacoms.names)
    func equivalent(_ name: String) throws {
        // What has a fault may hold what cannot be written, such as a tag of two letters.
        let messages = try Reading(try Corpus.tradacoms.bytes(name)).messages.filter(\.diagnostics.isEmpty)
        let copies = try Reading(
            try written(messages.map { (tree: $0.tree, type: $0.type, version: $0.version ?? "") }), charset: .utf8
        ).messages
        #expect(copies.count == messages.count)
        for (copy, message) in zip(copies, messages) {
            #expect(content(copy.tree) == content(message.tree))
        }
    }
}
