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
