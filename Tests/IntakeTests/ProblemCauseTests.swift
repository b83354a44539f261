import Diagnostics
import Testing

@testable import Intake

/// What failures fold by.
@Suite struct ProblemCauseTests {
    private static func cause(
        stage: String = "map", code: String = "orders.number-missing", backend: String? = "north",
        fault: Diagnostic? = nil, heard: String? = nil, _ kind: ProblemCause.Kind = .document
    ) -> ProblemCause {
        ProblemCause(
            kind, stage: stage, code: code, sender: "northwind", backend: backend, function: "intake", site: "north",
            fault: fault, heard: heard)
    }

    @Test("what somebody sent folds by sender and place, whichever line it is in")
    func places() {
        let first = Diagnostic(
            "orders.number-missing", at: Position(segment: 9, path: "lines[2].item.gtin"), value: "1")
        let second = Diagnostic(
            "orders.number-missing", at: Position(segment: 14, path: "lines[11].item.gtin"), value: "2")
        let one = Self.cause(fault: first)
        #expect(one == Self.cause(fault: second) && one.rule == "lines.item.gtin")
        #expect(one.sender == "northwind" && one.backend == nil)
        let element = Diagnostic("orders.number-missing", at: Position(segment: 3, tag: "LIN", element: "3.1"))
        #expect(Self.cause(fault: element).rule == "LIN.3.1")
        #expect(Self.cause(fault: nil).rule == nil)
    }

    @Test("a missing code is a cause of its own, and an amount that differs is not")
    func values() {
        func of(_ code: String, _ value: String) -> ProblemCause {
            Self.cause(stage: "write", code: code, fault: Diagnostic(Code(rawValue: code), value: value))
        }
        #expect(of("master.code-unknown", "4711") != of("master.code-unknown", "4712"))
        #expect(of("master.code-unknown", "4711").backend == "north")
        #expect(of("orders.total-differs", "1.00") == of("orders.total-differs", "2.00"))
    }

    @Test("what a back end says folds by its words, without what differs from one order to the next")
    func words() {
        func said(_ text: String) -> ProblemCause { Self.cause(stage: "deliver", code: "deliver.refused", heard: text) }
        let first = said(#"HTTP 422: {"error": "no item 4000862141404 in PO-2026-0001, line 2"}"#)
        #expect(first == said(#"HTTP 422: {"other":  "no item 4000862141411 in PO-2026-0002, line 11"}"#))
        #expect(first != said("HTTP 500"))
        #expect(first.sender == nil && first.backend == "north")
        #expect(said("HTTP 422: line 3: quantity 5 is too small").rule == "HTTP # line # quantity # is too small")
        #expect(said(String(repeating: "word ", count: 500)).rule?.count == 160)
    }

    @Test("what the house set waits as one, whoever sent it; causes differ by kind, function and site")
    func house() {
        #expect(Self.cause(stage: "route", code: "route.births-held").sender == nil)
        #expect(Self.cause(stage: "route", code: "route.site-unknown").sender == "northwind")
        let copy = Self.cause(stage: "deliver", code: "deliver.refused", .delivery)
        #expect(copy.text != Self.cause(stage: "deliver", code: "deliver.refused").text)
        #expect(copy.backend == "north" && copy.text.hasPrefix(copy.family))
    }
}
