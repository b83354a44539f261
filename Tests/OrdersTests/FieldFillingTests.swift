import Orders
import Testing

/// Filling fields by name, as mappings do.
@Suite struct FieldFillingTests {
    private func withAddress<R: Record>(of record: inout R, _ body: (UnsafeMutableRawPointer) -> Void) {
        withUnsafeMutablePointer(to: &record) { body(UnsafeMutableRawPointer($0)) }
    }

    private func scalar(_ type: RecordType, _ field: String) -> ScalarFilling? {
        switch type.filling(field) {
        case .scalar(let filling), .scalars(let filling): filling
        default: nil
        }
    }

    private func record(_ type: RecordType, _ field: String) -> RecordFilling? {
        switch type.filling(field) {
        case .record(let filling), .list(let filling): filling
        default: nil
        }
    }

    @Test("a value is set from its canonical text, and a text that is none leaves the field as it is")
    func scalars() throws {
        let type = RecordType(Order.self)
        let number = try #require(scalar(type, "number"))
        let issued = try #require(scalar(type, "issued"))
        var order = Order()
        var results: [Bool] = []
        withAddress(of: &order) {
            results = [number.set($0, "77"), issued.set($0, "2026-09-21"), issued.set($0, "soon")]
        }
        #expect(results == [true, true, false])
        #expect(order.number == "77")
        #expect(order.issued?.canonicalText == "2026-09-21")
    }

    @Test("a list of values grows by one each time")
    func scalarLists() throws {
        let serials = try #require(scalar(RecordType(Item.self), "serials"))
        var item = Item()
        withAddress(of: &item) { for text in ["a", "b"] { _ = serials.set($0, text) } }
        #expect(item.serials == ["a", "b"])
    }

    @Test("a record is kept when its body says so, in a list behind the others")
    func records() throws {
        let type = RecordType(Order.self)
        let lines = try #require(record(type, "lines"))
        let delivery = try #require(record(type, "delivery"))
        let number = try #require(scalar(lines.type(), "number"))
        var order = Order()
        var results: [Bool] = []
        withAddress(of: &order) { order in
            lines.reserve(order, 3)
            for text in ["1", "2", "3"] {
                results.append(
                    lines.add(order) { line in
                        _ = number.set(line, text)
                        return text != "2"
                    })
            }
            results.append(delivery.add(order) { _ in false })
        }
        #expect(results == [true, false, true, false])
        #expect(order.lines.map(\.number) == ["1", "3"])
        #expect(order.delivery == nil)
    }

    @Test("a record is changed where it is, and made where there is none")
    func changes() throws {
        let validity = try #require(record(RecordType(Order.self), "validity"))
        let from = try #require(scalar(validity.type(), "from"))
        let until = try #require(scalar(validity.type(), "until"))
        var order = Order()
        withAddress(of: &order) { order in
            validity.change(order) { _ = from.set($0, "2026-01-01") }
            validity.change(order) { _ = until.set($0, "2026-12-31") }
        }
        #expect(order.validity?.from?.canonicalText == "2026-01-01")
        #expect(order.validity?.until?.canonicalText == "2026-12-31")
    }

    @Test("copies are records of their own")
    func copies() throws {
        let type = RecordType(Party.self)
        let name = try #require(scalar(type, "name"))
        var party = Party()
        party.name = "Northwind"
        var equal: [Bool] = []
        withAddress(of: &party) { party in
            type.withCopy(party) { copy in
                equal.append(type.areEqual(party, copy))
                _ = name.set(copy, "Karlsen")
                equal.append(type.areEqual(party, copy))
                type.withCopy(party) { other in
                    type.assign(other, copy)
                    equal.append(type.areEqual(other, copy))
                }
            }
        }
        #expect(equal == [true, false, true])
        #expect(party.name == "Northwind")
    }

    @Test("every field of every record is filled by its name")
    func names() {
        let type = RecordType(Order.self)
        #expect(type.name == "Order")
        #expect(type.fieldNames().contains("lines"))
        var unknown: [String] = []
        for name in type.fieldNames() { if case nil = type.filling(name) { unknown.append(name) } }
        #expect(unknown == [])
        #expect(scalar(type, "colour") == nil)
    }
}
