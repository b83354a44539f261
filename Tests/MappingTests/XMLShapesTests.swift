import Diagnostics
import Directories
import Mapping
import Orders
import Syntax
import Testing
import XMLFormat

@Suite struct XMLShapesTests {
    static let shop = """
        shapes: shop
        version: Shop 1
        prefixes: { p: "urn:part" }
        documents:
          Order:
            root: ORDER
            namespace: [ "urn:shop", none ]
            each: [ BUY ]
            envelope: { sender: BUY/WHO, qualifier: "@kind", reference: BUY/@no }
            holds:
              BUY*: { "@no": text..5, WHO?: who, p:LINE+: line }
        parts:
          who: { .: text, "@kind?": [ gln, own ] }
          line: { QTY: decimal, NOTE*: text..10, line?: line }
        """

    private func load(_ files: [String: String]) -> (shapes: XMLShapes, diagnostics: DiagnosticList) {
        XMLShapes.load(files.mapValues { Array($0.utf8) })
    }

    private func faults(_ files: [String: String]) -> [String] {
        load(files).diagnostics.items.map { fault in
            let place = [fault.position?.file, "\(fault.position?.line ?? 0)", "\(fault.position?.column ?? 0)"]
            return place.compactMap(\.self).joined(separator: ":")
                + " \(fault.code) \(fault.value ?? "") \(fault.facts["nearest"] ?? "")"
        }
    }

    /// What is found in a document's bytes: codes with paths.
    private func read(
        _ text: String, by shapes: XMLShapes
    ) throws -> (messages: [Message], header: InterchangeHeader?, found: [[String]]) {
        var messages: [Message] = []
        var header: InterchangeHeader?
        var reader = XMLFormatReader(dialects: shapes.dialects)
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let found): header = found
            case .message(let message): messages.append(message)
            case .group: break
            case .end: break
            }
        }
        try reader.read(Array(text.utf8)[...], take)
        try reader.finish(take)
        let found = try messages.map { message in
            let document = try #require(shapes.documents[message.type])
            let deviations = document.shape.deviations(of: message.tree, isOrdered: document.isOrdered)
            return (message.diagnostics.items + deviations.items).map {
                "\($0.severity) \($0.code) \($0.position?.path ?? "") \($0.value ?? "")"
            }
        }
        return (messages, header, found)
    }

    @Test("a shape says what stands how often, in what, with which value")
    func shape() throws {
        let document = try #require(load(["shapes/shop.yaml": Self.shop]).shapes.documents["Order"])
        let shape = document.shape
        #expect(shape.name == "Order")
        #expect(shape.version == "Shop 1")
        guard case .found(let line) = shape.find(path: ["BUY", "p:LINE"]) else { return }
        #expect(shape.nodes[line[0]].minimum == 0)
        #expect(shape.nodes[line[0]].mayRepeat)
        #expect(shape.nodes[line[1]].isMandatory)
        #expect(shape.nodes[line[1]].mayRepeat)
        guard case .found(let quantity) = shape.find(path: ["BUY", "p:LINE", "line", "line", "QTY"]) else { return }
        #expect(shape.value(of: quantity[4])?.content == .decimal)
        guard case .found(let who) = shape.find(path: ["BUY", "WHO", "@kind"]) else { return }
        #expect(shape.value(of: who[1])?.content == .text)
        #expect(shape.nodes[who[2]].kind == .attribute)
        #expect(shape.value(of: who[2])?.codes?.codes == ["gln", "own"])
    }

    @Test("a document is recognised by root and any of its namespaces, and says who sent it")
    func recognised() throws {
        let shapes = load(["shapes/shop.yaml": Self.shop]).shapes
        let inner =
            #"<BUY no="1"><WHO kind="gln">4012345000009</WHO><q:LINE xmlns:q="urn:part"><QTY>1</QTY></q:LINE></BUY>"#
        for start in [#"<s:ORDER xmlns:s="urn:shop">"#, "<ORDER>"] {
            let content =
                start == "<ORDER>"
                ? inner
                : inner.replacing("<", with: "<s:").replacing("<s:/", with: "</s:")
                    .replacing("s:q:", with: "q:")
            let text = start + content + (start == "<ORDER>" ? "</ORDER>" : "</s:ORDER>")
            let (messages, header, found) = try read(text, by: shapes)
            #expect(messages.map(\.type) == ["Order"])
            #expect(messages.map(\.version) == ["Shop 1"])
            #expect(messages.map(\.reference) == ["1"])
            #expect(header?.sender == EnvelopeParty("4012345000009", qualifier: "gln"))
            #expect(found == [[]])
        }
        #expect(shapes.dialects.dialect(type: "Order")?.namespace == "urn:shop")
    }

    @Test("what is not as the shape has it is found at its place: unknown names are warnings")
    func deviations() throws {
        let shapes = load(["shapes/shop.yaml": Self.shop]).shapes
        let text = """
            <ORDER><BUY no="123456"><WHO kind="other">a</WHO><WHO>b</WHO><NEW>1</NEW>
            <q:LINE xmlns:q="urn:part"><QTY>1,5</QTY><NOTE>short</NOTE><NOTE>much longer</NOTE></q:LINE></BUY>
            <BUY><q:LINE xmlns:q="urn:part"/></BUY></ORDER>
            """
        #expect(
            try read(text, by: shapes).found == [
                [
                    "warning xml.value-unfit /ORDER/BUY/@no 123456",
                    "warning xml.code-unlisted /ORDER/BUY/WHO[1]/@kind other",
                    "error xml.element-repeated /ORDER/BUY/WHO[2] WHO",
                    "warning xml.element-unknown /ORDER/BUY/NEW NEW",
                    "warning xml.value-unfit /ORDER/BUY/p:LINE/QTY 1,5",
                    "warning xml.value-unfit /ORDER/BUY/p:LINE/NOTE[2] much longer",
                ],
                ["error xml.element-missing /ORDER/BUY BUY", "error xml.element-missing /ORDER/BUY/p:LINE p:LINE"],
            ])
    }

    @Test("files that are no XML have faults of their own names, and numbers with either mark")
    func flat() throws {
        let shapes = load(["shapes/shop.yaml": Self.shop]).shapes
        let text = """
            <ORDER><BUY no="123456"><NEW>1</NEW><q:LINE xmlns:q="urn:part"><QTY>1 234,5</QTY></q:LINE></BUY></ORDER>
            """
        let message = try #require(try read(text, by: shapes).messages.first)
        let shape = try #require(shapes.documents["Order"]).shape
        let found = shape.deviations(of: message.tree, isOrdered: false, isXML: false).items.map(\.code)
        #expect(found == ["flat.value-unfit", "flat.field-unknown"])
    }

    @Test("an error is not lost behind more warnings than are kept")
    func manyWarnings() throws {
        let shapes = load(["shapes/shop.yaml": Self.shop]).shapes
        let unknown = String(repeating: "<NEW/>", count: 500)
        let text = "<ORDER><BUY no=\"1\">\(unknown)<q:LINE xmlns:q=\"urn:part\"/></BUY></ORDER>"
        let message = try #require(try read(text, by: shapes).messages.first)
        let shape = try #require(shapes.documents["Order"]).shape
        let deviations = shape.deviations(of: message.tree, isOrdered: false)
        #expect(deviations.hasErrors)
        #expect(deviations.items.count == DiagnosticList.defaultLimit)
    }

    @Test("order matters only where the shape says so")
    func order() throws {
        let text = Self.shop.replacing("    each: [ BUY ]\n", with: "").replacing(
            "version:", with: "ordered: yes\nversion:")
        let swapped = #"<ORDER><BUY no="1"><q:LINE xmlns:q="urn:part"><QTY>1</QTY></q:LINE><WHO>a</WHO></BUY></ORDER>"#
        #expect(
            try read(swapped, by: load(["shapes/a.yaml": text]).shapes).found == [
                ["warning xml.element-order /ORDER/BUY/WHO WHO"]
            ])
        #expect(try read(swapped, by: load(["shapes/a.yaml": Self.shop]).shapes).found == [[]])
    }

    @Test("an extension adds, replaces and removes names of a family")
    func extending() throws {
        let own = """
            extends: shop
            documents: { Order: { holds: { EXTRA?: text } } }
            parts: { line: { NOTE?: text..80, PRICE?: decimal, line: none } }
            """
        let (shapes, diagnostics) = load(["shapes/shop.yaml": Self.shop, "shapes/own.yaml": own])
        #expect(diagnostics.items == [])
        let shape = try #require(shapes.documents["Order"]).shape
        guard case .found(let note) = shape.find(path: ["BUY", "p:LINE", "NOTE"]) else { return }
        #expect(!shape.nodes[note[2]].mayRepeat)
        #expect(shape.value(of: note[2])?.maximumLength == 80)
        #expect(shape.find(path: ["BUY", "p:LINE", "line"]) == .unknown(name: "line", below: note[1]))
        guard case .found = shape.find(path: ["EXTRA"]) else {
            Issue.record("EXTRA is not there")
            return
        }
        guard case .found = shape.find(path: ["BUY", "p:LINE", "PRICE"]) else {
            Issue.record("PRICE is not there")
            return
        }
    }

    @Test("every mistake of a shape file has its place and the nearest right name")
    func mistakes() {
        #expect(
            faults(["shapes/a.yaml": Self.shop.replacing("QTY: decimal", with: "QTY: desimal")]) == [
                "shapes/a.yaml:14:16 mapping.shape-type desimal decimal"
            ])
        #expect(
            faults(["shapes/a.yaml": Self.shop.replacing("BUY/WHO,", with: "BUY/WH,")]) == [
                "shapes/a.yaml:9:25 mapping.shape-path BUY/WH WHO"
            ])
        #expect(
            faults(["shapes/a.yaml": Self.shop.replacing("NOTE*", with: "NOTE**")]) == [
                "shapes/a.yaml:14:25 mapping.shape-name NOTE** "
            ])
        #expect(
            faults(["shapes/a.yaml": Self.shop.replacing("NOTE*", with: "QTY?")]) == [
                "shapes/a.yaml:14:25 yaml.duplicate-key QTY "
            ])
        #expect(
            faults(["shapes/a.yaml": Self.shop.replacing("holds:", with: "hold:")]) == [
                "shapes/a.yaml:6:5 yaml.missing-key  ", "shapes/a.yaml:10:5 yaml.unknown-key hold holds",
            ])
        #expect(faults(["shapes/a.yaml": "parts: {}"]) == ["shapes/a.yaml:1:1 yaml.missing-key  "])
        #expect(
            faults(["shapes/a.yaml": Self.shop, "shapes/b.yaml": "extends: shap"]) == [
                "shapes/b.yaml:1:10 mapping.shape-unknown-family shap shop"
            ])
        #expect(
            faults(["shapes/a.yaml": Self.shop, "shapes/b.yaml": Self.shop]) == [
                "shapes/b.yaml:1:9 mapping.shape-twice shop "
            ])
        let other = Self.shop.replacing("shapes: shop", with: "shapes: other").replacing("Order:", with: "Order2:")
        #expect(
            faults(["shapes/a.yaml": Self.shop, "shapes/b.yaml": other]) == [
                "shapes/a.yaml:1:1 mapping.shape-twice Order "
            ])
    }

    @Test("a mapping reads and writes a format that is only data, and its digest changes with the shape")
    func mapping() throws {
        let rules = """
            mapping: shop-order
            format: { syntax: XML, message: Order }
            document: { type: order, at: BUY }
            rules:
              number: { at: "@no", required: yes }
              buyer.ids[scheme=own].value: "WHO[@kind=own]"
              lines: { each: "p:LINE", number: { default: index }, quantity.value: QTY, notes: { each: NOTE, text: . } }
            """
        let files = ["shapes/shop.yaml": Self.shop, "shop.yaml": rules].mapValues { Array($0.utf8) }
        let (library, diagnostics) = MappingLibrary.load(files, verifiedBy: { _, _, _ in nil })
        #expect(diagnostics.items == [])
        let mapping = try #require(library["shop-order"])
        let document = try #require(library.shapes.documents["Order"])
        let text = """
            <ORDER><BUY no="7"><WHO kind="own">B-1</WHO><q:LINE xmlns:q="urn:part"><QTY>2.50</QTY></q:LINE></BUY></ORDER>
            """
        let input = try read(text, by: library.shapes)
        let read = mapping.read(
            try #require(input.messages.first).tree, shape: document.shape, header: try #require(input.header))
        #expect(read.diagnostics.items == [])
        #expect(read.document.number == "7")
        #expect(read.document.buyer.ids.first?.value == "B-1")
        let written = mapping.write(read.document, shape: document.shape)
        #expect(written.diagnostics.items == [])
        let bytes = try XMLFormatWriter.write(written.tree, as: try #require(document.dialects.first))
        #expect(
            String(decoding: bytes, as: UTF8.self) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <ORDER xmlns="urn:shop" xmlns:p="urn:part">
                  <BUY no="7">
                    <WHO kind="own">B-1</WHO>
                    <p:LINE>
                      <QTY>2.50</QTY>
                    </p:LINE>
                  </BUY>
                </ORDER>

                """)
        #expect(mapping.sources.map(\.path) == ["shapes/shop.yaml", "shop.yaml"])
    }
}
