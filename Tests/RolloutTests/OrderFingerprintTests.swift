import Orders
import Testing

@testable import Rollout

@Suite struct OrderFingerprintTests {
    private static func json(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    private static func print(_ text: String, _ rules: ShadowRules = ShadowRules()) throws -> Int64 {
        OrderFingerprint(rules).of(try json(text))
    }

    private static let lines = ShadowRules(keys: [.init(list: "lines", member: "number")])

    @Test(
        "order of members, zeros of numbers and what says nothing make no other fingerprint",
        arguments: [
            (#"{"a":1,"b":"x"}"#, #"{"b":"x","a":1.0}"#), (#"{"a":1.50}"#, #"{"a":1.5}"#),
            (#"{"a":{"b":null},"c":[],"d":2}"#, #"{"d":2}"#),
            (#"{"lines":[{"number":"1","q":3},{"number":"2"}]}"#, #"{"lines":[{"number":"2"},{"q":3,"number":"1"}]}"#),
        ])
    func same(one: String, other: String) throws {
        #expect(try Self.print(one, Self.lines) == Self.print(other, Self.lines))
    }

    @Test(
        "another value, place, kind or number of values makes another one",
        arguments: [
            (#"{"a":1}"#, #"{"a":2}"#), (#"{"a":"0"}"#, #"{"a":"1"}"#), (#"{"a":1}"#, #"{"a":"1"}"#),
            (#"{"a":1}"#, #"{"b":1}"#), (#"{"a":true}"#, #"{"a":false}"#), (#"{"a":[1,2]}"#, #"{"a":[2,1]}"#),
            (#"{"a":[1,1]}"#, #"{"a":[1]}"#), (#"{"a":{"b":1}}"#, #"{"a":1}"#),
            (#"{"lines":[{"number":"1"},{"number":"1"}]}"#, #"{"lines":[{"number":"1"}]}"#),
            (#"{"a":"12345678"}"#, #"{"a":"12345679"}"#), (#"{"a":"123456789"}"#, #"{"a":"123456780"}"#),
        ])
    func other(one: String, other: String) throws {
        #expect(try Self.print(one, Self.lines) != Self.print(other, Self.lines))
    }

    @Test("what is ignored does not count, wherever it stands")
    func ignored() throws {
        let rules = ShadowRules(
            ignore: [.init(field: "lines[].price", reason: "r"), .init(field: "envelope", reason: "r")],
            keys: [.init(list: "lines", member: "number")])
        let one = try Self.print(#"{"envelope":{"a":1},"lines":[{"number":1,"price":{"v":1}}]}"#, rules)
        let other = try Self.print(#"{"envelope":{"a":2},"lines":[{"number":1,"price":{"v":2}}]}"#, rules)
        let different = try Self.print(#"{"lines":[{"number":2}]}"#, rules)
        let prices = try Self.print(#"{"lines":[{"number":1,"prices":3}]}"#, rules)
        #expect(one == other && one != different && one != prices)
    }

    @Test("it is the same exactly where a comparison finds nothing", arguments: 0..<40)
    func agrees(seed: Int) throws {
        var dice = Dice(seed: seed)
        let rules = ShadowRules(
            ignore: [.init(field: "b.c", reason: "r"), .init(field: "a[].b", reason: "r")],
            keys: [.init(list: "a", member: "c"), .init(list: "b.a", member: "a")])
        let fingerprint = OrderFingerprint(rules)
        var (equal, different) = (0, 0)
        for _ in 0..<200 {
            let one = Self.value(&dice, depth: 3)
            let other = dice.roll(3) == 0 ? Self.shuffled(one, &dice) : Self.value(&dice, depth: 3)
            let comparison = AnswerComparison(
                owner: SideAnswer(.taken, .fields(one)), other: SideAnswer(.taken, .fields(other)), rules: rules)
            let isSame = fingerprint.of(one) == fingerprint.of(other)
            #expect(isSame == (comparison.differing == 0), "\(comparison.differences)")
            if isSame { equal += 1 } else { different += 1 }
        }
        #expect(equal > 10 && different > 10)
    }

    private static func value(_ dice: inout Dice, depth: Int) -> JSONValue {
        let names = ["a", "b", "c"].filter { _ in dice.roll(3) > 0 }
        return .object(names.map { name in (name, member(&dice, depth: depth - 1)) })
    }

    private static func member(_ dice: inout Dice, depth: Int) -> JSONValue {
        switch depth > 0 ? dice.roll(7) : dice.roll(5) {
        case 0: .null
        case 1: .integer(dice.roll(2))
        case 2: .string(["0", "1"][dice.roll(2)])
        case 3: .number(["1.0", "0.50", "0.5"][dice.roll(3)])
        case 4: .bool(dice.roll(2) == 0)
        case 5: .array((0..<dice.roll(3)).map { _ in value(&dice, depth: depth) })
        default: value(&dice, depth: depth)
        }
    }

    private static func shuffled(_ value: JSONValue, _ dice: inout Dice) -> JSONValue {
        switch value {
        case .object(let members):
            .object(members.reversed().map { ($0.key, shuffled($0.value, &dice)) })
        case .array(let items): .array(items.map { shuffled($0, &dice) })
        default: value
        }
    }
}
