import Diagnostics
import Directories
import EDIFACT
import Foundation
import Syntax
import Testing

@Suite("Nesting by a directory")
struct NestingTests {
    @Test("groups stand under their trigger's name with its elements, and lone elements get their composite")
    func outline() throws {
        let message = try #require(
            try Checked(order("NAD+BY+1::9\nCTA+OC+:ANNE\nLIN+1++2:EN\nPIA+1+A:SA+B:IN\nQTY+21:5\nPRI+AAA:2")).messages
                .first)
        #expect(message.diagnostics.items.isEmpty)
        let lines = message.tree.outline.split(separator: "\n").dropFirst(9)
        #expect(
            lines.joined(separator: "\n")
                == """
                  BGM
                    C002
                      1001 220
                    1004 PO-9
                    1225 9
                  DTM
                    C507
                      2005 137
                      2380 20260921
                      2379 102
                  NAD*
                    3035 BY
                    C082
                      3039 1
                      3055 9
                    CTA*
                      3139 OC
                      C056
                        3412 ANNE
                  LIN*
                    1082 1
                    C212
                      7140 2
                      7143 EN
                    PIA
                      4347 1
                      C212
                        7140 A
                        7143 SA
                      C212
                        7140 B
                        7143 IN
                    QTY
                      C186
                        6063 21
                        6060 5
                    PRI*
                      C509
                        5125 AAA
                        5118 2
                  UNS
                    0081 S
                  UNT
                    0074 11
                    0062 1
                """.split(separator: "\n").map { $0.dropFirst(0) }.joined(separator: "\n"))
    }

    @Test("where one tag opens two groups at a level they keep their group names")
    func groupNames() throws {
        let message = try #require(try Checked(order("ALC+A\nPCD+3:5\nLIN+1\nALC+C")).messages.first)
        let tree = message.tree
        let names = tree.children(of: 0).map { tree.name(of: $0) }
        #expect(names == ["UNH", "BGM", "DTM", "SG18", "LIN", "UNS", "UNT"])
        #expect(tree.outline.contains("\n    ALC*"))
    }

    @Test("positions of nested nodes are those of the payload")
    func positions() throws {
        let text = order("NAD+BY+1::9\nLIN+1++2:EN\nQTY+21:5")
        let tree = try #require(try Checked(text).messages.first).tree
        let quantity = try #require(tree.nodes.indices.first { tree.name(of: $0) == "6060" })
        let position = tree.position(of: quantity)
        #expect(position.segment == 6)
        #expect(position.tag == "QTY")
        #expect(position.element == "1.2")
        #expect(position.line == 7)
        #expect(Array(text.utf8)[try #require(position.offset)...].starts(with: Array("5'".utf8)))
    }

    @Test("repeats behind a separator are siblings of one name, where the directory allows them")
    func repetition() throws {
        let text = order("LIN+1\nPIA+5+A:SA*B:IN", directory: "D:01B", subset: "", syntax: "UNOC:4")
        let checked = try Checked(text)
        #expect(checked.codes.isEmpty)
        #expect(checked.messages.first?.tree.outline.components(separatedBy: "C212").count == 3)
    }

    @Test("unknown and misplaced segments stay under the group that is open, named by number")
    func strays() throws {
        let tree = try #require(try Checked(order("NAD+BY+1::9\nZZZ+A+B:C")).messages.first).tree
        #expect(tree.outline.contains("\n    ZZZ\n      01 A\n      02\n        01 B\n        02 C"))
    }

    @Test("components where one value belongs keep the first as the value and the rest below it")
    func surplus() throws {
        let tree = try #require(try Checked(order("LIN+1:X")).messages.first).tree
        #expect(tree.outline.contains("\n    1082 1\n      02 X"))
    }

    @Test("nesting changes neither the bytes nor how they are read")
    func sameBytes() throws {
        var reader = EDIFACTReader()
        try reader.read(Array(order("LIN+1").utf8)[...]) { event in
            guard case .message(let flat) = event else { return }
            let nested = DirectoryLibrary.standard.nest(flat)
            #expect(nested.tree.values == flat.tree.values)
            #expect(nested.tree.decoding == flat.tree.decoding)
            #expect(nested.tree.origin == flat.tree.origin)
        }
    }
}
