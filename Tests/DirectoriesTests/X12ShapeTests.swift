import Diagnostics
import Directories
import Foundation
import Syntax
import Testing

@Suite("The tables of X12")
struct X12ShapeTests {
    let library = DirectoryLibrary.standard

    @Test("all transaction sets have shapes whose parts are all defined")
    func everyShape() throws {
        #expect(library.x12Versions == ["004010", "005010"])
        let common = ["810", "850", "855", "856", "860", "861", "865", "997", "TA1"]
        #expect(library.messages(in: "004010").sorted() == common)
        #expect(library.messages(in: "005010").sorted() == (common + ["999"]).sorted())
        for version in library.x12Versions {
            for message in library.messages(in: version) {
                let shape = try #require(library.shape(message: message, directory: version))
                #expect(shape.notation == .positions)
                let empty = shape.nodes.indices.dropFirst().filter { index in
                    let node = shape.nodes[index]
                    return node.kind == .element ? node.value == nil : node.children.isEmpty
                }
                #expect(empty.map { shape.name(of: $0) } == [], "\(message) \(version)")
            }
        }
    }

    @Test("loops stand under their first segment's name with its elements, which are named by place")
    func loops() throws {
        let text = x12("BEG*00*SA*PO-1**20260921\nN1*BY*ACME*92*17\nN4*TOWN\nPO1*1*5*EA*2.5\nPID*F****NUTS\nCTT*1")
        let message = try #require(CheckedX12(text).messages.first)
        #expect(message.diagnostics.items.isEmpty)
        let lines = message.tree.outline.split(separator: "\n").dropFirst(4)
        #expect(
            lines.joined(separator: "\n")
                == """
                  BEG
                    01 00
                    02 SA
                    03 PO-1
                    05 20260921
                  N1*
                    01 BY
                    02 ACME
                    03 92
                    04 17
                    N4
                      01 TOWN
                  PO1*
                    01 1
                    02 5
                    03 EA
                    04 2.5
                    PID*
                      01 F
                      05 NUTS
                  CTT*
                    01 1
                  SE
                    01 8
                    02 0001
                """)
    }

    @Test("hierarchical levels stand in each other as HL02 says")
    func levels() throws {
        let body = """
            BSN*00*DES-1*20260921*0930
            HL*1**S*1
            HL*2*1*O*1
            PRF*PO-1
            HL*3*2*P*1
            MAN*GM*1
            HL*4*3*I*0
            LIN**UP*1
            HL*5*1*O*0
            PRF*PO-2
            CTT*5
            """
        let message = try #require(CheckedX12(x12(body, "856", group: "SH")).messages.first)
        #expect(message.diagnostics.items.isEmpty)
        let tree = message.tree
        func levels(below node: Tree.Index) -> [String] {
            tree.children(of: node).filter { tree.name(of: $0) == "HL" }.map { level in
                let first = tree.children(of: level).first { tree.name(of: $0) == "01" }
                let number = first.flatMap { tree.text(of: $0) } ?? "?"
                let inner = levels(below: level)
                return inner.isEmpty ? number : "\(number)(\(inner.joined(separator: " ")))"
            }
        }
        #expect(levels(below: tree.root) == ["1(2(3(4)) 5)"])
    }

    @Test("levels that name each other without end are read like any others")
    func hostileLevels() throws {
        let deep = (1...500).map { "HL*\($0)*\($0 - 1)*I" }.joined(separator: "\n")
        let message = try #require(
            CheckedX12(x12("BSN*00*DES-1*20260921*0930\nHL*0**S\n" + deep, "856", group: "SH")).messages.first)
        #expect(message.diagnostics.items.contains { $0.code == "directory.segment-misplaced" })
        let itself = try #require(
            CheckedX12(x12("BSN*00*DES-1*20260921*0930\nHL*1*1*S", "856", group: "SH")).messages.first)
        #expect(itself.diagnostics.items.map(\.code) == [])
    }

    @Test("a representation of X12 reads as it is written")
    func representations() {
        for text in ["AN 2/3", "ID 2/2", "R 1/15", "N0 1/9", "N2 1/15", "DT 8/8", "TM 4/8", "B 1/99"] {
            #expect(ShapeValue(representation: text.filter { $0 != " " })?.representation == text)
        }
        for text in ["AN3/2", "N/2", "AN2", "XX1/2", "N907", "AN1/2/3", "/"] {
            #expect(ShapeValue(representation: text) == nil)
        }
    }

    @Test("a condition reads as it is written, and nothing else is one")
    func conditions() {
        for text in ["P0304", "R020305", "E0412", "C0302", "L07030506", "S0107", "N0102"] {
            #expect(Condition(text)?.text == text)
        }
        for text in ["", "P", "P03", "P030", "X0304", "P03O4"] {
            #expect(Condition(text) == nil)
        }
    }
}
