import Foundation
import Mapping
import Orders
import Testing

/// One order of the benchmark's generator, in EDIFACT and in UBL.
@Suite struct CrossSyntaxTests {
    private func order(_ path: String) throws -> Order {
        let bytes = Array(try Data(contentsOf: ShippedMappings.folder.appending(path: "cases/\(path)")))
        guard case .order(let order)? = try ShippedMappings.read(bytes).first?.read.document else {
            throw NotAnOrder()
        }
        return order
    }

    private struct NotAnOrder: Error {}

    /// What both syntaxes say of a line in the same words.
    private func essentials(_ line: Line) -> [String?] {
        [
            line.number, line.item.gtin?.rawValue, line.item.buyerCode, line.item.supplierCode,
            line.quantity?.value?.canonicalText, line.prices.first?.value?.canonicalText, line.amount?.canonicalText,
            line.notes.first?.text, line.item.description ?? line.item.name,
        ]
    }

    @Test("an order says the same whether it came as EDIFACT or as UBL")
    func same() throws {
        let edifact = try order("edifact-orders/generated-d96a.edi")
        let ubl = try order("ubl-order/generated.xml")
        #expect(edifact.number == ubl.number)
        #expect(edifact.issued == ubl.issued)
        #expect(edifact.currency == ubl.currency)
        #expect(edifact.buyer.gln == ubl.buyer.gln)
        #expect(edifact.buyer.contacts.first?.email == ubl.buyer.contacts.first?.email)
        #expect(edifact.supplier.gln == ubl.supplier.gln)
        #expect(edifact.deliveryParty?.gln == ubl.deliveryParty?.gln)
        #expect(edifact.deliveryParty?.name == ubl.deliveryParty?.name)
        #expect(edifact.deliveryParty?.address == ubl.deliveryParty?.address)
        #expect(
            CanonicalDocument.order(edifact).requestedDelivery == CanonicalDocument.order(ubl).requestedDelivery)
        #expect(edifact.references.map(\.value) == ubl.references.map(\.value))
        #expect(edifact.totals?.payable == ubl.totals?.payable)
        #expect(edifact.lines.count == 4)
        #expect(edifact.lines.map(essentials) == ubl.lines.map(essentials))
    }
}
