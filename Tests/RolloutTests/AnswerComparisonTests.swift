import Orders
import Rollout
import Testing

/// The answers of both sides, field by field.
@Suite struct AnswerComparisonTests {
    private static func taken(_ json: String) throws -> SideAnswer {
        SideAnswer(.taken, .fields(try JSONValue.parse(Array(json.utf8))))
    }

    private static func compare(
        _ owner: String, _ other: String, _ rules: ShadowRules = ShadowRules()
    ) throws -> AnswerComparison {
        AnswerComparison(owner: try taken(owner), other: try taken(other), rules: rules)
    }

    private static func words(_ comparison: AnswerComparison) -> [String] {
        comparison.differences.map { "\($0.place): \($0.owner ?? "-") \($0.other ?? "-")" }
    }

    @Test("members in any order, numbers by their value and what is null or empty make no difference")
    func same() throws {
        let found = try Self.compare(
            #"{"a":1.50,"b":{"c":"x","d":null},"e":[],"f":true}"#, #"{"f":true,"b":{"c":"x"},"a":1.5,"g":{}}"#)
        #expect(found.fields == 4 && found.differing == 0 && found.differences.isEmpty)
        let whole = try Self.compare("1", "1.0")
        #expect(whole.differing == 0)
    }

    @Test("each field that differs is named with both values, also one that only one side has")
    func different() throws {
        let found = try Self.compare(
            #"{"a":"1","lines":[{"q":2},{"q":3}],"o":1}"#, #"{"a":1,"lines":[{"q":2},{"q":4},{"q":5}]}"#)
        #expect(
            Self.words(found)
                == [#"a: "1" 1"#, "lines[1].q: 3 4", "o: 1 -", "lines[2].q: - 5"])
        #expect(found.fields == 6 && found.differing == 4)
        #expect(found.differences.map(\.field) == ["a", "lines[].q", "o", "lines[].q"])
    }

    @Test("items that a member tells apart are compared with their own, wherever they stand")
    func keyed() throws {
        let rules = ShadowRules(keys: [.init(list: "lines", member: "n")])
        let (owner, other) = (#"{"lines":[{"n":1,"q":1},{"n":2,"q":2}]}"#, #"{"lines":[{"n":2,"q":2},{"q":1}]}"#)
        #expect(
            Self.words(try Self.compare(owner, other, rules))
                == ["lines[n=1].n: 1 -", "lines[n=1].q: 1 -", "lines[1].q: - 1"])
        // Two of one name are two.
        let twice = #"{"lines":[{"n":1,"q":1},{"n":1,"q":2}]}"#
        #expect(try Self.compare(twice, twice, rules).fields == 5)
    }

    @Test("what may differ does not count, with all that stands in it and nothing that is only called alike")
    func ignored() throws {
        let rules = ShadowRules(ignore: [
            .init(field: "ref", reason: "r"), .init(field: "lines[].x", reason: "r"),
        ])
        let found = try Self.compare(
            #"{"ref":{"a":1},"refs":1,"lines":[{"x":[1,2],"xy":1}]}"#,
            #"{"ref":2,"refs":2,"lines":[{"x":[1,3],"xy":2}]}"#,
            rules)
        #expect(Self.words(found) == ["refs: 1 2", "lines[0].xy: 1 2"])
        #expect(found.fields == 3 && found.ignored == 3)
    }

    @Test("a refusal differs in all that the other side says; two refusals agree, however they are worded")
    func refused() throws {
        let taken = try Self.taken(#"{"a":1,"b":2}"#)
        let refused = SideAnswer(.refused, .text("no such item"))
        let found = AnswerComparison(owner: taken, other: refused)
        #expect(found.fields == 3 && found.differing == 3)
        #expect(found.differences.first?.place == "$outcome")
        let both = AnswerComparison(owner: SideAnswer(.refused, .text("unknown item")), other: refused)
        #expect(both.fields == 1 && both.differing == 0)
    }

    @Test("texts are one field, silence is none, and of an answer to several documents only the outcome counts")
    func unstructured() throws {
        let (ok, fine) = (SideAnswer(.taken, .text("ok")), SideAnswer(.taken, .text("fine")))
        #expect(AnswerComparison(owner: ok, other: ok).fields == 2)
        #expect(Self.words(AnswerComparison(owner: ok, other: fine)) == [#"$text: "ok" "fine""#])
        let silent = SideAnswer(.taken, .nothing)
        #expect(AnswerComparison(owner: silent, other: silent).fields == 1)
        let one = AnswerComparison(owner: SideAnswer(.taken, .unsaid), other: try Self.taken(#"{"a":1}"#))
        #expect(one.fields == 1 && one.differing == 0)
    }

    @Test("a hundred differences are kept, and all are counted")
    func many() throws {
        let list = { (value: Int) in "[" + (0..<250).map { _ in "\(value)" }.joined(separator: ",") + "]" }
        let found = try Self.compare(list(1), list(2))
        #expect(found.differing == 250 && found.differences.count == AnswerComparison.mostDifferences)
    }

    @Test("a field that may differ is named by members and lists; whether a document was taken is none")
    func fields() {
        for field in ["a", "lines[].q", "a.b-c", "grid[][]"] { #expect(ShadowRules.isField(field), "\(field)") }
        for text in ["", "a..b", "lines[1].q", "a b", "[]", "$outcome"] {
            #expect(!ShadowRules.isField(text), "\(text)")
        }
    }
}
