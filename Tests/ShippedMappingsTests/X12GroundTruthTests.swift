import Diagnostics
import Foundation
import Mapping
import Orders
import Testing

/// Orders of the benchmark's generator (seed 7) in X12, and what the generator says that they are.
@Suite struct X12GroundTruthTests {
    /// An order as the generator says it.
    struct Truth: Decodable {
        struct Party: Decodable {
            var gln: String
            var name: String
            var street: String?
            var city: String?
            var region: String?
            var postcode: String?
            var country: String?
        }

        struct Line: Decodable {
            var line: Int
            var gtin: String
            var buyer_item: String
            var supplier_item: String
            var description: String
            var quantity: Int
            /// The unit in EDIFACT, X12 and UBL.
            var unit: [String]
            var price: String
            var delivery: String?
            var note: String?
            var promo: String?
        }

        var number: String
        var date: String
        var delivery: String
        var currency: String
        var contract: String
        var note: String?
        var contact: String
        var email: String
        var buyer: Party
        var supplier: Party
        var deliver_to: Party
        var lines: [Line]
        var total: String
        var units: Int
    }

    /// The generator writes blanks for what could separate.
    private func plain(_ text: String) -> String {
        String(text.map { "*~>^|".contains($0) ? " " : $0 })
    }

    private func order(_ truth: Truth) -> Order {
        var order = Order()
        order.number = truth.number
        order.issued = BusinessTime(canonicalText: truth.date)
        order.type = .standard
        order.currency = truth.currency
        order.buyer = party(truth.buyer)
        order.buyer.contacts = [Contact()]
        order.buyer.contacts[0].function = "BD"
        order.buyer.contacts[0].name = plain(truth.contact)
        order.buyer.contacts[0].email = truth.email
        order.supplier = party(truth.supplier)
        order.deliveryParty = party(truth.deliver_to)
        order.delivery = delivery(truth.delivery)
        order.references = [reference(.contract, truth.contract)]
        order.notes = notes(truth.note)
        order.lines = truth.lines.map(line)
        var totals = Totals()
        totals.payable = ExactDecimal(canonicalText: truth.total)
        totals.quantity = ExactDecimal(canonicalText: String(truth.units))
        order.totals = totals
        return order
    }

    private func party(_ truth: Truth.Party) -> Party {
        var party = Party()
        party.gln = GLN(rawValue: truth.gln)
        party.name = plain(truth.name)
        guard let street = truth.street else { return party }
        var address = Address()
        address.street = plain(street)
        address.city = truth.city
        address.region = truth.region.map { String($0.prefix(2)) }
        address.postcode = truth.postcode
        address.country = truth.country
        party.address = address
        return party
    }

    private func line(_ truth: Truth.Line) -> Line {
        // What X12 calls a unit, in UN/ECE Recommendation 20.
        let units = ["EA": "EA", "CT": "CT", "KG": "KGM", "PL": "PF"]
        var line = Line()
        line.number = String(truth.line)
        line.item.gtin = GTIN(rawValue: String(truth.gtin.dropFirst()))
        line.item.buyerCode = truth.buyer_item
        line.item.supplierCode = plain(truth.supplier_item)
        line.item.description = plain(truth.description)
        var quantity = Quantity()
        quantity.value = ExactDecimal(canonicalText: String(truth.quantity))
        quantity.unit = units[truth.unit[1]]
        line.quantity = quantity
        var price = Price()
        price.type = .net
        price.value = ExactDecimal(canonicalText: truth.price)
        line.prices = [price]
        line.delivery = truth.delivery.flatMap(delivery)
        line.references = truth.promo.map { [reference("promotion", $0)] } ?? []
        line.notes = notes(truth.note)
        return line
    }

    private func delivery(_ day: String) -> Delivery? {
        var delivery = Delivery()
        delivery.requested = BusinessTime(canonicalText: day)
        return delivery
    }

    private func reference(_ kind: ReferenceKind, _ value: String) -> Reference {
        var reference = Reference()
        reference.kind = kind
        reference.value = value
        return reference
    }

    private func notes(_ text: String?) -> [Note] {
        guard let text else { return [] }
        var note = Note()
        note.text = plain(text)
        return [note]
    }

    @Test("every field of a generated order is what the generator says, nothing else is, and nothing is left unread")
    func same() throws {
        let truths = try ShippedMappings.file("Generated/orders.json").split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Truth.self, from: Data($0))
        }
        let results = try ShippedMappings.read(try ShippedMappings.file("Generated/orders.x12"))
        #expect(truths.count == 30)
        #expect(results.count == truths.count)
        for (truth, result) in zip(truths, results) {
            #expect(result.mapping == "x12-850")
            #expect(result.read.diagnostics.items == [])
            #expect(result.read.unread == [])
            guard case .order(var found) = result.read.document else {
                Issue.record("no order")
                continue
            }
            found.envelope = nil
            #expect(found == order(truth))
        }
    }
}
