import Orders
import Testing

@Suite struct DifferenceTests {
    private func line(_ number: String, _ quantity: Int) -> Line {
        var line = Line()
        line.number = number
        line.quantity = Quantity()
        line.quantity?.value = ExactDecimal(quantity)
        return line
    }

    @Test("lines are held against the line of the same number, wherever it stands")
    func lines() {
        var left = Order()
        left.lines = [line("1", 5), line("2", 6)]
        var right = Order()
        right.lines = [line("2", 7), line("1", 5), line("3", 1)]
        right.currency = "EUR"
        #expect(
            differences(left, right) == [
                Difference(path: "currency", left: nil, right: "EUR"),
                Difference(path: "lines[number=2].quantity.value", left: "6", right: "7"),
                Difference(path: "lines[number=3].number", left: nil, right: "3"),
                Difference(path: "lines[number=3].quantity.value", left: nil, right: "1"),
            ])
    }

    @Test("lines without unique numbers are held against the line in the same place")
    func places() {
        var left = Order()
        left.lines = [line("1", 5), line("1", 6)]
        var right = left
        right.lines[1].quantity?.value = ExactDecimal(7)
        #expect(differences(left, right) == [Difference(path: "lines[2].quantity.value", left: "6", right: "7")])
        right.lines.removeLast()
        #expect(differences(left, right).map(\.path) == ["lines[2].number", "lines[2].quantity.value"])
    }

    @Test("a record without differences in its values, but with any, is named itself")
    func emptyRecord() {
        var left = Order()
        left.lines = [Line()]
        #expect(differences(left, Order()) == [Difference(path: "lines[1]", left: "(empty)", right: nil)])
    }

    @Test("documents of two types differ in their type alone")
    func types() {
        #expect(
            differences(CanonicalDocument(type: .order), CanonicalDocument(type: .orderChange)) == [
                Difference(path: "document", left: "order", right: "order-change")
            ])
    }

    @Test("a document has no differences from itself and the same number in both directions", arguments: 1..<10)
    func symmetry(_ seed: UInt64) {
        var random = RandomRecord(generator: SeededGenerator(seed: seed), density: 20)
        let left = random.make(Order.self, depth: 2)
        let right = random.make(Order.self, depth: 2)
        #expect(differences(left, left).isEmpty)
        let there = differences(left, right)
        let back = differences(right, left)
        #expect(!there.isEmpty)
        #expect(Set(there) == Set(back.map { Difference(path: $0.path, left: $0.right, right: $0.left) }))
    }
}
