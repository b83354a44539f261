import Intake
import Testing

/// What the errors of a database mean for a delivery.
@Suite("Errors of PostgreSQL back ends")
struct SQLStateRulesTests {
    private func word(_ rules: SQLStateRules, _ state: String, _ constraint: String? = nil) -> String {
        switch rules.outcome(state: state, constraint: constraint, detail: state) {
        case .done: "done"
        case .refused: "refused"
        case .failed: "failed"
        case .unknown: "unknown"
        }
    }

    @Test(
        "a state means what its class says",
        arguments: [
            ("08006", "failed"), ("08007", "unknown"), ("22003", "refused"), ("22P02", "refused"), ("23502", "refused"),
            ("23505", "refused"), ("25006", "failed"), ("40001", "failed"), ("40P01", "failed"), ("40003", "unknown"),
            ("42P01", "refused"), ("42501", "refused"), ("53300", "failed"), ("55P03", "failed"), ("57014", "failed"),
            ("57P01", "failed"), ("57P03", "failed"), ("58030", "failed"), ("P0001", "refused"), ("XX000", "failed"),
        ])
    func classes(state: String, word: String) {
        #expect(self.word(SQLStateRules(), state) == word)
    }

    @Test("the key\u{2019}s own constraint says that the document is there, another one refuses it")
    func key() {
        let rules = SQLStateRules(keyConstraint: "inbox_key")
        #expect(word(rules, "23505", "inbox_key") == "done")
        #expect(word(rules, "23505", "inbox_number") == "refused")
        #expect(word(rules, "23514", "inbox_key") == "refused")
    }

    @Test("what a back end declares goes before what classes say")
    func declared() {
        let rules = SQLStateRules(duplicate: ["P0002"], retry: ["P0001", "22003"])
        #expect(word(rules, "P0002") == "done" && word(rules, "P0001") == "failed" && word(rules, "22003") == "failed")
        #expect(word(rules, "P0003") == "refused")
    }

    @Test("an SQLSTATE is five digits and capitals")
    func form() {
        #expect(SQLStateRules.isState("40P01") && SQLStateRules.isState("ZZ000"))
        #expect(!SQLStateRules.isState("4001") && !SQLStateRules.isState("p0001") && !SQLStateRules.isState("40P 1"))
    }
}
