import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Testing
import TestPeers

@Suite(.serialized) struct ClearingTests {
    @Test(
        "of an interchange sent as one, what is there is not sent again with what is not",
        arguments: StoreKind.all)
    func partOfBundle(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            let cleared = try await Self.unknownBundle(["N-1", "N-2", "N-3"], in: test, found: ["N-2"])
            #expect(cleared.delivered == ["N-2"] && cleared.retried.sorted() == ["N-1", "N-3"])
            try await Self.allDelivered(3, in: test)
            #expect(
                test.legacy.effects.map { Self.orders(in: $0.text) }.sorted { $0[0] < $1[0] } == [["N-1"], ["N-3"]])
        }
    }

    @Test("an interchange sent as one, nothing of which is there, goes again as one", arguments: StoreKind.all)
    func absentBundle(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            _ = try await Self.unknownBundle(["N-1", "N-2"], in: test, found: [], besides: "N-9")
            try await Self.allDelivered(3, in: test)
            #expect(test.legacy.effects.map { Self.orders(in: $0.text) } == [["N-1", "N-2"]])
        }
    }

    @Test("what is cleared after another part of its interchange goes alone, too", arguments: StoreKind.all)
    func laterPart(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            // The change stays unclear: its order's number says nothing about it.
            test.legacy.behave { _ in .closeUnread }
            let text = EDI.interchange([EDI.message("N-1"), EDI.changeMessage("N-1"), EDI.message("N-2")])
            try await test.submit(text)
            test.legacy.behave { _ in .accept }
            let clear = test.gateway.backends
            let first = try await clear.clear("legacy", numbers: ["N-1"], preview: false, caller: test.administrator)
            #expect(first.delivered == ["N-1"] && first.retried == ["N-2"] && first.unclear.count == 1)
            try await Self.allDelivered(2, in: test)
            let then = try await clear.clear(
                "legacy", numbers: [], preview: false, noneThere: true, caller: test.administrator)
            #expect(then.retried == ["N-1"])
            try await Self.allDelivered(3, in: test)
            #expect(test.legacy.effects.map { Self.orders(in: $0.text) } == [["N-2"], ["N-1"]])
        }
    }

    @Test("letter case, quotes, blanks and a byte order mark do not hide what is there", arguments: StoreKind.all)
    func written(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            try await Self.unknown(["UNK-1", "UNK-2", "UNK-3", "UNK-4"], in: test)
            let pasted = "\u{FEFF}unk-1\r\n\"UNK-2\";12\n  UNK-3 \n"
            let cleared = try await test.gateway.backends.clear(
                "legacy", numbers: [pasted], preview: false, caller: test.administrator)
            #expect(cleared.delivered.sorted() == ["UNK-1", "UNK-2", "UNK-3"])
            #expect(cleared.retried == ["UNK-4"] && cleared.unmatched.isEmpty)
            try await Self.allDelivered(4, in: test)
            #expect(test.legacy.effects.map { Self.orders(in: $0.text) } == [["UNK-4"]])
        }
    }

    @Test("what stands in another column is neither settled nor sent again", arguments: StoreKind.all)
    func columns(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            try await Self.unknown(["C-1", "C-2"], in: test)
            let cleared = try await test.gateway.backends.clear(
                "legacy", numbers: ["C-1,x\n4711,C-2\n"], preview: false, caller: test.administrator)
            #expect(cleared.delivered == ["C-1"] && cleared.retried.isEmpty && cleared.unmatched == ["4711"])
            #expect(cleared.unclear == ["C-2: northwind/C-2"])
        }
    }

    @Test("a list that names nothing unknown is refused unless the caller says so", arguments: StoreKind.all)
    func empty(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            try await Self.unknown(["M-1"], in: test)
            let clear = test.gateway.backends
            for numbers in [[], ["\u{0}\u{1}", "X-1"]] {
                let refusal = await #expect(throws: GatewayError.self) {
                    try await clear.clear("legacy", numbers: numbers, preview: false, caller: test.administrator)
                }
                #expect(refusal?.kind == .conflict && refusal?.diagnostic.code == "deliver.clearing-names-none")
                let preview = try await clear.clear(
                    "legacy", numbers: numbers, preview: true, caller: test.administrator)
                #expect(preview.retried == ["M-1"] && preview.refusal?.code == "deliver.clearing-names-none")
            }
            #expect(test.legacy.effects.isEmpty)
            let cleared = try await clear.clear(
                "legacy", numbers: [], preview: false, noneThere: true, caller: test.administrator)
            #expect(cleared.retried == ["M-1"])
            try await Self.allDelivered(1, in: test)
            let nothing = try await clear.clear("legacy", numbers: [], preview: false, caller: test.administrator)
            #expect(nothing.retried.isEmpty, "nothing is unknown, so nothing is sent again")
        }
    }

    @Test("a number that two buyers' orders have settles neither; an order key does", arguments: StoreKind.all)
    func namesakes(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            test.legacy.behave { _ in .closeUnread }
            try await test.submit(EDI.order("SAME-1"))
            try await test.submit(Self.ofOther(EDI.order("SAME-1")), sender: "other")
            test.legacy.behave { _ in .accept }
            let clear = test.gateway.backends
            let vague = try await clear.clear("legacy", numbers: ["SAME-1"], preview: false, caller: test.administrator)
            #expect(vague.unclear.sorted() == ["SAME-1: northwind/SAME-1", "SAME-1: other/SAME-1"])
            #expect(vague.delivered.isEmpty && vague.retried.isEmpty && vague.unmatched.isEmpty)
            let exact = try await clear.clear(
                "legacy", numbers: ["Northwind/same-1"], preview: false, caller: test.administrator)
            #expect(exact.delivered == ["SAME-1"] && exact.retried == ["SAME-1"])
            try await Self.allDelivered(2, in: test)
            #expect(test.legacy.effects.map { $0.headers["x-milepost-order-key"] } == ["other/SAME-1"])
        }
    }

    @Test("a number that the back end already has from another buyer settles nothing", arguments: StoreKind.all)
    func delivered(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            try await test.submit(Self.ofOther(EDI.order("SAME-2")), sender: "other")
            try await Self.unknown(["SAME-2"], in: test)
            let cleared = try await test.gateway.backends.clear(
                "legacy", numbers: ["same-2"], preview: false, caller: test.administrator)
            #expect(cleared.unclear == ["SAME-2: northwind/SAME-2"])
            #expect(cleared.delivered.isEmpty && cleared.retried.isEmpty)
        }
    }

    @Test(
        "a number of another buyer's imported order settles nothing, however its buyer writes numbers",
        arguments: StoreKind.all)
    func imported(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            // The other buyer's zeros do not count, so its order 0815 stands as other/815.
            try await test.restart { installation in
                installation.routing.parties[1].keyRule = OrderKeyRule(dropsLeadingZeros: true)
            }
            let imported = try await test.gateway.orders.importOpenOrders(
                Array("buyer,number,site\nother,0815,north\nother,SAME-3,north\n".utf8), side: .legacy, site: nil,
                sign: false, caller: test.administrator)
            #expect(imported.imported == 2)
            try await Self.unknown(["SAME-3", "0815", "N-1"], in: test)
            let cleared = try await test.gateway.backends.clear(
                "legacy", numbers: ["SAME-3", "0815", "N-1"], preview: true, caller: test.administrator)
            #expect(cleared.unclear.sorted() == ["0815: northwind/0815", "SAME-3: northwind/SAME-3"])
            #expect(cleared.delivered == ["N-1"] && cleared.retried.isEmpty)
            let exact = try await test.gateway.backends.clear(
                "legacy", numbers: ["northwind/SAME-3", "northwind/0815", "N-1"], preview: false,
                caller: test.administrator)
            #expect(exact.delivered.count == 3 && exact.unclear.isEmpty)
        }
    }

    @Test(
        "a number that fits only without zeros or blanks is asked back, and what it may mean is not sent",
        arguments: StoreKind.all)
    func nearly(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            try await Self.unknown(["0815", "PO7", "9", "10"], in: test)
            let clear = test.gateway.backends
            let list = ["815", "PO 7", "\"northwind / 009\"", "77"]
            let preview = try await clear.clear("legacy", numbers: list, preview: true, caller: test.administrator)
            #expect(
                preview.didYouMean == [
                    "815": ["northwind/0815"], "PO 7": ["northwind/PO7"], "northwind / 009": ["northwind/9"],
                ])
            #expect(preview.unmatched == ["77"] && preview.delivered.isEmpty && preview.retried == ["10"])
            #expect(preview.unclear.count == 3)
            let refusal = await #expect(throws: GatewayError.self) {
                try await clear.clear("legacy", numbers: list, preview: false, caller: test.administrator)
            }
            #expect(refusal?.diagnostic.code == "deliver.clearing-names-none")

            let cleared = try await clear.clear(
                "legacy", numbers: ["815", "0815", "PO 7", "10"], preview: false, ignoringUnmatched: true,
                caller: test.administrator)
            #expect(cleared.delivered.sorted() == ["0815", "10"] && cleared.retried == ["9"])
            #expect(cleared.didYouMean == ["PO 7": ["northwind/PO7"]])
            #expect(cleared.unclear == ["PO7: northwind/PO7"] && cleared.unmatched == ["815"])
            try await Self.allDelivered(3, in: test)
            #expect(test.legacy.effects.map { Self.orders(in: $0.text) } == [["9"]])
        }
    }

    @Test("a number in another form is asked back, and is not sent again", arguments: StoreKind.all)
    func otherForms(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            try await test.submit(EDI.order("OLD-1"))
            try await Self.unknown(["NT-1-A1", "NT-1-A2", "NT-1-A3"], in: test)
            let clear = test.gateway.backends
            // OLD-1 arrived before and is no stranger; the head of the column is no number.
            for form in ["NT–1–A2", "ＮＴ-1-A2", "NT-1 A2", "#NT-1-A2", "NT-1-A2.0", "somebody/NT-1-A2", "NT−1−A2"] {
                let list = ["number\nOLD-1\nNT-1-A1\n\(form)\n"]
                let preview = try await clear.clear("legacy", numbers: list, preview: true, caller: test.administrator)
                #expect(preview.didYouMean == [form: ["northwind/NT-1-A2"]], "\(form)")
                #expect(preview.delivered == ["NT-1-A1"] && preview.retried == ["NT-1-A3"], "\(form)")
                #expect(preview.unmatched == ["OLD-1"] && preview.refusal == nil, "\(form)")
            }
        }
    }

    @Test("a list most of which is unknown is refused where something would be sent again", arguments: StoreKind.all)
    func strange(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            try await Self.unknown(["NT-1", "NT-2"], in: test)
            let clear = test.gateway.backends
            let list = ["NT-1", "X-8", "X-9"]
            let preview = try await clear.clear("legacy", numbers: list, preview: true, caller: test.administrator)
            #expect(preview.refusal?.code == "deliver.clearing-unmatched" && preview.unmatched == ["X-8", "X-9"])
            let refusal = await #expect(throws: GatewayError.self) {
                try await clear.clear("legacy", numbers: list, preview: false, caller: test.administrator)
            }
            #expect(refusal?.kind == .conflict && refusal?.diagnostic.code == "deliver.clearing-unmatched")
            let cleared = try await clear.clear(
                "legacy", numbers: list, preview: false, ignoringUnmatched: true, caller: test.administrator)
            #expect(cleared.delivered == ["NT-1"] && cleared.retried == ["NT-2"])
        }
    }

    @Test("a list of orders says nothing of changes: they are not sent again for it", arguments: StoreKind.all)
    func changes(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            try await test.submit(EDI.order("CH-1"))
            test.legacy.behave { _ in .closeUnread }
            try await test.submit(EDI.change("CH-1", reference: 2))
            try await test.submit(EDI.order("CH-2", reference: 3))
            test.legacy.behave { _ in .accept }
            let clear = test.gateway.backends
            let partial = try await clear.clear(
                "legacy", numbers: ["CH-2"], preview: true, caller: test.administrator)
            #expect(partial.delivered == ["CH-2"] && partial.retried.isEmpty && partial.unclear.count == 1)
            let whole = try await clear.clear(
                "legacy", numbers: ["CH-2"], preview: true, noneThere: true, caller: test.administrator)
            #expect(whole.delivered == ["CH-2"] && whole.retried == ["CH-1"])
        }
    }

    // MARK: Steps

    /// Sends orders to a back end that closes without a word.
    private static func unknown(_ numbers: [String], in test: TestGateway) async throws {
        test.legacy.behave { _ in .closeUnread }
        for (index, number) in numbers.enumerated() {
            let outcome = try await test.submit(EDI.order(number, reference: index + 1))
            #expect(outcome.documents?.map(\.status) == ["unknown"])
        }
        test.legacy.behave { _ in .accept }
    }

    /// The message as the other buyer's.
    private static func ofOther(_ text: String) -> String {
        text.replacing("5412345000013", with: "4098765000027")
    }

    /// Sends orders as one interchange to a back end that closes without a word, then clears by what was found there.
    private static func unknownBundle(
        _ numbers: [String], in test: TestGateway, found: [String], besides other: String? = nil
    ) async throws -> ClearingView {
        test.legacy.behave { _ in .closeUnread }
        let outcome = try await test.submit(EDI.interchange(numbers.map { EDI.message($0) }))
        #expect(outcome.documents?.map(\.status) == numbers.map { _ in "unknown" })
        #expect(test.legacy.requests == 1, "the interchange goes as one")
        if let other { try await test.submit(EDI.order(other, reference: 2)) }
        test.legacy.behave { _ in .accept }
        return try await test.gateway.backends.clear(
            "legacy", numbers: found + (other.map { [$0] } ?? []), preview: false, caller: test.administrator)
    }

    private static func allDelivered(_ count: Int, in test: TestGateway) async throws {
        _ = try await eventually(240) { try await test.balances().delivered == count ? true : nil }
    }

    /// The orders that the messages of an interchange are about, in their order.
    static func orders(in text: String) -> [String] {
        text.split(separator: "'").compactMap { segment in
            if segment.hasPrefix("RFF+ON:") { return String(segment.dropFirst(7)) }
            guard segment.hasPrefix("BGM+220+") else { return nil }
            return segment.split(separator: "+").dropFirst(2).first.map(String.init)
        }
    }
}
