import Diagnostics
import Syntax
import Testing

@Suite("The path of a node")
struct TreePathTests {
    @Test("a path numbers namesakes and leaves the number out for a single one")
    func paths() {
        var names = NameTable()
        let (line, identifier) = (names.intern("cac:OrderLine"), names.intern("cbc:ID"))
        let (scheme, root) = (names.intern("@schemeID"), names.intern("Order"))
        var builder = TreeBuilder(names: names, root: root)
        builder.leaf(identifier, .element, value: 0..<0, offset: 0, ordinal: 1)
        for _ in 0..<2 {
            builder.open(line, .element, offset: 0, ordinal: 1)
            builder.open(identifier, .element, offset: 0, ordinal: 1)
            builder.leaf(scheme, .attribute, value: 0..<0, offset: 0, ordinal: 1)
            builder.close()
            builder.close()
        }
        let tree = builder.finish(values: [], decoding: ValueDecoding(charset: .utf8), origin: Position())
        #expect(
            tree.nodes.indices.map { tree.path(of: $0) } == [
                "/Order", "/Order/cbc:ID", "/Order/cac:OrderLine[1]", "/Order/cac:OrderLine[1]/cbc:ID",
                "/Order/cac:OrderLine[1]/cbc:ID/@schemeID", "/Order/cac:OrderLine[2]", "/Order/cac:OrderLine[2]/cbc:ID",
                "/Order/cac:OrderLine[2]/cbc:ID/@schemeID",
            ])
        #expect(tree.nodes.indices.allSatisfy { tree.node(at: tree.path(of: $0)) == $0 })
        #expect(tree.node(at: "/Order/cac:OrderLine/cbc:ID") == 3)
        for path in [
            "", "/", "Order", "/order", "/Order/cac:OrderLine[3]", "/Order/cbc:ID[0]", "/Order/cbc:ID[x]", "/Order/",
        ] {
            #expect(tree.node(at: path) == nil, "\(path)")
        }
    }
}
