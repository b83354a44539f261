import Diagnostics
import Syntax
import Foundation
import Mapping
import Orders
import Testing
import XMLFormat

/// Documents that came in one syntax, written in the other.
@Suite struct CrossWritingTests {
    private func document(_ path: String) throws -> CanonicalDocument {
        let bytes = Array(try Data(contentsOf: ShippedMappings.folder.appending(path: "cases/\(path)")))
        return try #require(try ShippedMappings.read(bytes).first).read.document
    }

    private func mapping(_ name: String) throws -> CompiledMapping {
        try #require(ShippedMappings.loaded.library[name])
    }

    private func faults(_ written: WrittenDocument) -> [String] {
        written.diagnostics.items.map { "\($0.code) \($0.position?.path ?? "") \($0.value ?? "")" }
    }

    @Test(
        "a document that came as EDIFACT is written as UBL that its schema finds right",
        arguments: [
            ("edifact-orders/generated-d96a.edi", "ubl-order"), ("edifact-orders/eancom-d96a.edi", "ubl-order"),
            ("edifact-ordchg/eancom-d96a.edi", "ubl-order-change"),
            ("edifact-ordchg-cancellation/function-1-d01b.edi", "ubl-order-cancellation"),
        ])
    func toUBL(path: String, mapping name: String) throws {
        let order = try document(path)
        let (bytes, written) = try ShippedMappings.write(order, by: try mapping(name))
        #expect(faults(written) == [])
        var found: [String] = []
        var reader = XMLFormatReader()
        func take(_ event: ReaderEvent) {
            switch event {
            case .message(let message): found += message.diagnostics.items.map { "\($0.code) \($0.value ?? "")" }
            case .group: break
            case .end(let faults): found += faults.items.map { "\($0.code)" }
            case .interchange: break
            }
        }
        try reader.read(bytes[...], take)
        try reader.finish(take)
        #expect(found == [])
        let read = try #require(try ShippedMappings.read(bytes).first).read.document
        #expect(read.number == order.number)
        #expect(read.orderContent?.lines.map(\.number) == order.orderContent?.lines.map(\.number))
        #expect(read.orderContent?.lines.map(\.quantity?.value) == order.orderContent?.lines.map(\.quantity?.value))
        #expect(read.buyer.gln == order.buyer.gln)
    }

    /// What a system of SAP is told by settings: the customer's and its own number.
    private static let settings = ["sender": "0000100042", "recipient": "PRDCLNT100"]

    @Test(
        "ordinary orders are written in the formats of others without an error",
        arguments: [
            "ubl-order/generated.xml", "ubl-order/peppol-use-case-1.xml", "edifact-orders/generated-d96a.edi",
            "edifact-orders/eancom-d96a.edi", "e-com-order/original.xml", "gs1-order/order-3.4.xml",
        ],
        ["cxml-order", "kontur-order", "opentrans-order", "gs1-order", "commerceml-order", "idoc-orders05"])
    func everywhere(path: String, name: String) throws {
        // A party of these orders has no GLN, which Kontur.EDI and GS1 demand.
        if path.hasSuffix("peppol-use-case-1.xml"), name != "cxml-order" { return }
        let order = try document(path)
        let mapping = try mapping(name)
        let shape = try #require(ShippedMappings.shape(mapping.syntax, mapping.message, mapping.writtenVersion))
        let written = mapping.write(order, shape: shape, profile: Self.settings)
        #expect(written.diagnostics.items.filter { $0.severity == .error }.map { "\($0.code) \($0.value ?? "")" } == [])
    }

    @Test("in GS1 XML a message was made on a day at midnight where no time is known, and that is the day again")
    func dayAlone() throws {
        let order = try document("edifact-orders/eancom-d96a.edi")
        let (bytes, _) = try ShippedMappings.write(order, by: try mapping("gs1-order"))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("<creationDateTime>2026-09-21T00:00:00</creationDateTime>"))
        #expect(try #require(try ShippedMappings.read(bytes).first).read.document.issued == order.issued)
    }

    @Test("who buys is sent the bill in cXML where nobody else is named, a deadline is a period from the order's day")
    func toCXML() throws {
        let order = try document("ubl-order/generated.xml")
        let (bytes, _) = try ShippedMappings.write(order, by: try mapping("cxml-order"))
        let read = try #require(try ShippedMappings.read(bytes).first).read.document.orderContent
        #expect(read?.invoicee?.gln == order.buyer.gln)
        #expect(read?.lines.first?.item.description == order.orderContent?.lines.first?.item.name)
        let latest = try document("edifact-orders/eancom-d96a.edi")
        guard case .order(var content) = latest else { return }
        content.delivery = Delivery()
        content.delivery?.latest = BusinessTime(canonicalText: "2026-10-02")
        let (again, _) = try ShippedMappings.write(.order(content), by: try mapping("cxml-order"))
        let period = try #require(try ShippedMappings.read(again).first).read.document.orderContent?.delivery
        #expect(period?.earliest == content.issued)
        #expect(period?.latest?.canonicalText == "2026-10-02")
    }

    @Test("a GLN is no partner number of SAP: the setting says it, else the error says which setting")
    func toIDoc() throws {
        let order = try document("edifact-orders/eancom-d96a.edi")
        let mapping = try mapping("idoc-orders05")
        let shape = try #require(ShippedMappings.shape(.xml, mapping.message, nil))
        let fault = mapping.write(order, shape: shape).diagnostics.items.filter { $0.severity == .error }
        #expect(fault.map(\.code) == ["mapping.fill-unfit"])
        #expect(fault.first?.facts["setting"] == "sender")
        let tree = mapping.write(order, shape: shape, profile: Self.settings).tree
        let number = tree.nodes.indices.first { tree.name(of: $0) == "SNDPRN" }.flatMap { tree.text(of: $0) }
        #expect(number == "0000100042")
        guard case .order(var content) = order else { return }
        content.buyer.account = "100042"
        let own = mapping.write(.order(content), shape: shape).tree
        #expect(own.nodes.indices.first { own.name(of: $0) == "SNDPRN" }.flatMap { own.text(of: $0) } == "100042")
    }

    @Test("an order that came as UBL is written as EDIFACT that is read without a fault")
    func toEDIFACT() throws {
        guard case .order(var content) = try document("ubl-order/generated.xml") else { return }
        // SCC holds deliveries of a quantity; these have dates alone.
        for line in content.lines.indices { content.lines[line].deliveries = [] }
        let order = CanonicalDocument.order(content)
        let (bytes, written) = try ShippedMappings.write(order, by: try mapping("edifact-orders"))
        #expect(faults(written) == [])
        let read = try #require(try ShippedMappings.read(bytes).first).read
        #expect(read.diagnostics.items == [])
        #expect(read.document.number == order.number)
        #expect(
            read.document.orderContent?.lines.map(\.quantity?.value) == order.orderContent?.lines.map(\.quantity?.value)
        )
    }

    @Test("what EDIFACT has no room or no code for is an error each, and names the field")
    func narrow() throws {
        let order = try document("ubl-order/peppol-use-case-2.xml")
        let written = try mapping("edifact-orders").write(
            order, shape: try #require(ShippedMappings.shape(.edifact, "ORDERS", "D.96A")))
        #expect(
            faults(written) == [
                "mapping.too-long supplier.address.region Region West",
                "mapping.too-long lines[1].item.properties[1].name Color",
                "mapping.too-long lines[1].item.properties[2].name Size",
                "mapping.too-long lines[2].item.properties[1].name Color",
                "mapping.too-long lines[2].item.properties[2].name Size",
            ])
    }

    @Test("a document of another type is refused")
    func type() throws {
        let order = try document("ubl-order/generated.xml")
        let written = try mapping("edifact-ordchg").write(
            order, shape: try #require(ShippedMappings.shape(.edifact, "ORDCHG", "D.96A")))
        #expect(faults(written) == ["mapping.type-unwritable  order"])
    }
}
