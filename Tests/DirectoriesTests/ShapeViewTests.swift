import Diagnostics
import Directories
import ReadingSupport
import Syntax
import Testing

@Suite("Shapes as mappings see them")
struct ShapeViewTests {
    private func message(_ body: String, _ type: String = "850", group: String = "PO") throws -> Message {
        try #require(CheckedX12(x12(body, type, group: group)).messages.first)
    }

    private func shape(_ type: String) throws -> Shape {
        try #require(DirectoryLibrary.standard.shape(message: type, directory: "004010"))
    }

    private func viewed(_ message: Message) throws -> Tree {
        try #require(try shape(message.type).view).tree(of: message.tree).tree
    }

    @Test("a qualifier and its value are a pair, its parts named by data element, at the places where they stood")
    func pairs() throws {
        let message = try message("BEG*00*SA*PO-1**20260921\nPO1*1*5*EA*2.5**UP*036000291452*VN*A-1\nCTT*1")
        let tree = try viewed(message)
        let line = try #require(tree.nodes.firstIndex { $0.name == Name(packing: "PO1") })
        let outline = tree.children(of: line).map { child in
            let parts = tree.children(of: child).map { "\(tree.name(of: $0))=\(tree.text(of: $0) ?? "")" }
            return tree.name(of: child) + " " + (tree.text(of: child) ?? parts.joined(separator: " "))
        }
        #expect(outline == ["01 1", "02 5", "03 EA", "04 2.5", "pair 235=UP 234=036000291452", "pair 235=VN 234=A-1"])
        let code = try #require(tree.nodes.indices.last { tree.name(of: $0) == "234" })
        #expect(tree.position(of: code).tag == "PO1")
        #expect(tree.position(of: code).element == "9")
    }

    @Test(
        "what was made a view of is what comes back",
        arguments: [
            "BEG*00*SA*PO-1**20260921\nPER*BD*ANN*EM*A@X.EXAMPLE*TE*1\nPO1*1*5*EA*2.5**UP*036000291452*VN*A-1\nCTT*1",
            "BEG*00*SA*PO-1**20260921\nPO1**5*EA***VN*A-1**X**Y\nSDQ*EA*92*17*2*18*3\nMAN*GM*1*2*CA*7\nCTT*1",
            "BEG*00*SA*PO-1**20260921\nPO1*1\nCTT*1\nXYZ*1*2",
        ])
    func inverse(body: String) throws {
        let message = try message(body)
        let view = try #require(try shape("850").view)
        let back = view.positions(of: view.tree(of: message.tree).tree)
        #expect(back.outline == message.tree.outline)
        #expect(back.nodes.map(\.end) == message.tree.nodes.map(\.end))
        #expect(back.nodes.map(\.element) == message.tree.nodes.map(\.element))
    }

    @Test("the corpus' orders, shipments and invoices come back from their views", arguments: Corpus.x12.names)
    func corpus(name: String) throws {
        for message in CheckedX12(try Corpus.x12.bytes(name)).messages {
            guard let version = message.version,
                let view = DirectoryLibrary.standard.shape(message: message.type, directory: version)?.view
            else { continue }
            let back = view.positions(of: view.tree(of: message.tree).tree)
            if view.links.isEmpty { #expect(back.outline == message.tree.outline) }
            #expect(back.nodes.count == message.tree.nodes.count)
        }
    }

    private func nearest(to path: [String], in shape: Shape) -> [String] {
        guard case .unknown(let name, let node) = shape.find(path: path) else { return [] }
        return shape.nearest(to: name, below: node)
    }

    @Test("paths name pairs by data element, and places by number only where they are")
    func paths() throws {
        let view = try #require(try shape("850").view).shape
        guard case .found = view.find(path: ["PO1", "pair", "235"]) else {
            Issue.record("no pair")
            return
        }
        #expect(nearest(to: ["PO1", "06"], in: view) == ["01", "02", "03"])
        guard case .found = view.find(path: ["REF", "04", "02"]) else {
            Issue.record("no component")
            return
        }
        #expect(nearest(to: ["REF", "05"], in: view) == ["01", "02", "03"])
        #expect(nearest(to: ["PO1", "pair", "233"], in: view) == ["234", "235"])
    }

    /// The text of a node's first child.
    private func firstText(of node: Tree.Index, in tree: Tree) -> String { tree.text(of: node + 1) ?? "" }

    private func levels(_ tree: Tree) -> [String] {
        tree.nodes.indices.filter { tree.nodes[$0].kind == .group && tree.name(of: $0) == "HL" }.map { level in
            let depth = tree.nodes[..<level].count { $0.kind == .group && Int($0.end) > level }
            return "\(depth):" + firstText(of: level, in: tree)
        }
    }

    @Test("a level that comes after its parent has ended stands in it all the same, and nothing is lost")
    func late() throws {
        let body =
            "BSN*00*D-1*20260921*0930\nHL*1**S\nHL*2*1*O\nPRF*A\nHL*3*1*O\nPRF*B\nHL*4*2*P\nHL*5*3*P\nHL*6*4*I\nCTT*6"
        let message = try message(body, "856", group: "SH")
        #expect(message.diagnostics.items.map(\.code).contains("directory.level-late"))
        let tree = try viewed(message)
        #expect(levels(tree) == ["0:1", "1:2", "2:4", "3:6", "1:3", "2:5"])
        #expect(tree.nodes.count == message.tree.nodes.count)
    }

    private func packages(_ segments: [String]) throws -> (tree: Tree, codes: [String], count: Int) {
        let body = ["UNH+1+DESADV:D:96A:UN", "BGM+351+D-1+9", "DTM+137:20260921:102"] + segments
        let all = ["UNB+UNOC:3+A+B+260921:0930+1"] + body + ["UNT+\(body.count + 1)+1", "UNZ+1+1"]
        let message = try #require(Checked(all.map { $0 + "'" }.joined()).messages.first)
        let shape = try #require(DirectoryLibrary.standard.shape(message: "DESADV", directory: "D.96A"))
        let (tree, diagnostics, _) = try #require(shape.view).tree(of: message.tree)
        let codes = diagnostics.items.map { "\($0.code) \($0.position?.tag ?? "") \($0.value ?? "")" }
        return (tree, codes, message.tree.nodes.count)
    }

    private func nesting(_ tree: Tree) -> [String] {
        tree.nodes.indices.filter { tree.name(of: $0) == "CPS" }.map { group in
            let depth = tree.nodes[..<group].count { $0.kind == .group && Int($0.end) > group }
            return "\(depth):" + firstText(of: group, in: tree)
        }
    }

    @Test("packages stand in the package that they name")
    func consignment() throws {
        let found = try packages(["CPS+1", "PAC+2++201", "CPS+2+1", "LIN+1", "CPS+3+1", "LIN+2", "CPS+4+3", "LIN+3"])
        #expect(nesting(found.tree) == ["0:1", "1:2", "1:3", "2:4"])
        #expect(found.codes == [])
        #expect(found.tree.nodes.count == found.count)
    }

    @Test("a package that names none before it, itself or a number twice is told of where it stands, and kept")
    func wrong() throws {
        let found = try packages(["CPS+1+2", "LIN+1", "CPS+2+2", "LIN+2", "CPS+3+9", "CPS+3+1", "LIN+3"])
        #expect(nesting(found.tree) == ["0:1", "1:3", "0:2", "0:3"])
        #expect(
            found.codes == [
                "directory.link-parent CPS 2", "directory.link-parent CPS 2", "directory.link-parent CPS 9",
                "directory.link-repeated CPS 3",
            ])
        #expect(found.tree.nodes.count == found.count)
    }

    private func lines(_ tree: Tree) -> [String] {
        tree.nodes.indices.filter { tree.name(of: $0) == "LIN" && tree.nodes[$0].kind == .group }.map { group in
            let depth = tree.nodes[..<group].count { $0.kind == .group && Int($0.end) > group }
            return "\(depth):" + firstText(of: group, in: tree)
        }
    }

    @Test("lines stand in the line that they name, among those of their package alone; numbers may repeat")
    func subLines() throws {
        let found = try packages([
            "CPS+1", "LIN+1", "LIN+2+++1:1", "LIN+3+++1:2", "LIN+1", "CPS+2", "LIN+1", "QTY+12:3", "LIN+4+++1:1",
            "LIN+5+++1:3",
        ])
        #expect(lines(found.tree) == ["1:1", "2:2", "3:3", "1:1", "1:1", "2:4", "1:5"])
        #expect(found.codes == ["directory.link-parent LIN 3"])
        #expect(found.tree.nodes.count == found.count)
    }

    @Test("a directory whose LIN has no place for another line's number is seen as it is")
    func withoutSubLines() throws {
        let old = try #require(DirectoryLibrary.standard.shape(message: "ORDERS", directory: "D.93A"))
        #expect(old.view?.links.isEmpty != false)
        let new = try #require(DirectoryLibrary.standard.shape(message: "ORDERS", directory: "D.96A"))
        #expect(new.view?.links.map(\.number) == ["1082"])
    }

    @Test("ten thousand packages in a row do not nest without bound, and take no more than linear time")
    func deep() throws {
        let segments = ["CPS+1"] + (2...10_000).map { "CPS+\($0)+\($0 - 1)" }
        let found = try packages(segments)
        #expect(found.codes.count > 0)
        #expect(found.codes.allSatisfy { $0.hasPrefix("directory.link-deep CPS") })
        #expect(found.tree.nodes.count == found.count)
    }
}
