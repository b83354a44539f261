import Diagnostics
import Gateway
import Rollout
import Store
import TestPeers
import Testing

/// Listings that lie, stop and come back, nodes that end, orders that are on their way: what a run makes of bad days.
@Suite(.serialized) struct VerificationFailureTests {
    private typealias Company = VerificationTests.Company
    private typealias Query = [String: [String]]

    private struct Rubbish: Sendable {
        var code: String
        var answer: @Sendable (Query) -> RecordingBackend.Behaviour?

        init(_ code: String, _ answer: @escaping @Sendable (Query) -> RecordingBackend.Behaviour?) {
            (self.code, self.answer) = (code, answer)
        }

        init(_ code: String, _ text: String) { self.init(code) { _ in .tell(200, text) } }
    }

    private static let moment = OrderBook.moment(Clock.system.now().microseconds - 60_000_000)

    private static func item(_ id: String, _ changed: String = moment) -> String {
        #"{"key":"northwind/R","id":"\#(id)","changed":"\#(changed)","order":{"number":"R"}}"#
    }

    private static let rubbish: [Rubbish] = [
        Rubbish("verify.listing-json", "what orders?"),
        Rubbish("verify.listing-form", #"{"orders":1}"#),
        Rubbish("verify.listing-form", #"{"orders":[{"id":7}]}"#),
        Rubbish("verify.listing-form", #"{"orders":[\#(item("1", "yesterday"))]}"#),
        Rubbish(
            "verify.listing-form", #"{"orders":[{"id":"1","changed":"2026-11-12T08:30:00Z","order":[]}]}"#),
        Rubbish("verify.listing-outside", #"{"orders":[\#(item("1", "2001-11-12T08:30:00Z"))]}"#),
        Rubbish("verify.listing-twice", #"{"orders":[\#(item("1")),\#(item("1"))]}"#),
        Rubbish("verify.listing-many", #"{"orders":[\#(item("1")),\#(item("2")),\#(item("3"))]}"#),
        Rubbish("verify.listing-circle", #"{"orders":[],"next":"a"}"#),
        Rubbish("verify.listing-circle") { query in
            let next = ["": "a", "a": "b", "b": "c", "c": "a"][query["after"]?.first ?? ""] ?? "a"
            return .tell(200, #"{"orders":[],"next":"\#(next)"}"#)
        },
        Rubbish("verify.listing-endless") { query in
            .tell(200, #"{"orders":[],"next":"\#((Int(query["after"]?.first ?? "0") ?? 0) + 1)"}"#)
        },
        Rubbish("verify.listing-refused") { _ in .tell(404, "{}") },
        Rubbish("verify.listing-large", String(repeating: " ", count: 17 << 20)),
        Rubbish("verify.listing-unasked") { query in
            query["from"] == nil
                ? .tell(200, #"{"orders":[\#(item("other"))]}"#) : .tell(200, #"{"orders":[\#(item("1"))]}"#)
        },
    ]

    @Test("each kind of rubbish ends a run with a fault of its own", arguments: StoreKind.all)
    func rubbish(kind: StoreKind) async throws {
        try await VerificationTests.with(kind, page: 2) { company in
            for rubbish in Self.rubbish {
                company.legacy.answer(rubbish.answer)
                let view = try await company.verify()
                #expect(view.state == "failed" && view.fault?.code.description == rubbish.code, "\(rubbish.code)")
                #expect(view.fault?.message.contains("{") == false)
            }
            company.legacy.answer(nil)
            #expect(try await company.verify().state == "done")
        }
    }

    @Test(
        "a back end that is down half way is asked again where it stopped, until its deadline", arguments: StoreKind.all
    )
    func down(kind: StoreKind) async throws {
        try await VerificationTests.with(kind, page: 10) { company in
            company.legacy.fill(40)
            company.new.fill(30)
            company.legacy.answer { $0["after"] == ["20"] ? .tell(503, "{}") : nil }
            let run = try await company.begin()
            let waiting = try await eventually(60) {
                let view = try await company.show(run.id)
                return view.note?.contains("HTTP 503") == true && view.listings[1].isDone ? view : nil
            }
            #expect(waiting.listings[0].orders == 20 && waiting.phase == "listing")
            company.legacy.answer(nil)
            let view = try await company.ended(run.id)
            #expect(view.state == "done" && view.listings.map(\.orders) == [40, 30] && view.extra == 70)
            let pages = company.legacy.listings.filter { $0["from"] != nil }
            #expect(pages.filter { $0["after"] == nil }.count == 1)
            #expect(pages.filter { $0["after"] == ["10"] }.count == 1)

            company.legacy.answer { _ in .tell(503, "{}") }
            let silent = try await company.begin()
            _ = try await eventually(60) { try await company.show(silent.id).note }
            company.test.advance(seconds: 2 * 3_600)
            let failed = try await company.ended(silent.id)
            #expect(failed.state == "failed" && failed.fault?.code.description == "verify.listing-silent")
        }
    }

    @Test("a run whose node is killed goes on where it was, on whichever node", arguments: StoreKind.all)
    func killed(kind: StoreKind) async throws {
        try await VerificationTests.with(kind, page: 10) { company in
            let test = company.test
            company.legacy.fill(40)
            company.legacy.answer { $0["after"] == ["20"] ? .tell(503, "{}") : nil }
            let run = try await company.begin()
            _ = try await eventually(60) { try await company.show(run.id).listings[0].orders == 20 ? true : nil }
            try await test.restart { VerificationTests.change(&$0, test, page: 10) }
            // A node that says no more than that it has the run.
            test.beginStop()
            await test.loopsEnded()
            let now = Clock.system.now().microseconds
            let id = try #require(UniqueID(run.id))
            let claimed = try await test.database.write { transaction in
                try transaction.claimVerification(
                    node: UniqueID(at: now), until: now + 180_000_000, at: now + 60_000_000)
            }
            #expect(claimed?.id == id)
            company.legacy.answer(nil)
            try await test.withSecondNode({ VerificationTests.change(&$0, test, page: 10) }) { second in
                let view = try await eventually(60) {
                    let view = try await second.verifications.show(run.id, caller: test.administrator)
                    return view.state == "running" ? nil : view
                }
                #expect(view.state == "done" && view.extra == 40)
            }
            let first = company.legacy.listings.filter { $0["from"] != nil && $0["after"] == nil }
            #expect(first.count == 1)
        }
    }

    @Test(
        "what is on its way is looked at again, and no difference; a move counts from then on", arguments: StoreKind.all
    )
    func underway(kind: StoreKind) async throws {
        try await VerificationTests.with(kind) { company in
            company.legacy.take(false)
            for number in 1...2 { try await company.test.submit(EDI.order("V-\(number)", reference: number)) }
            let run = try await company.begin()
            let waiting = try await Self.settling(run, company, orders: 2)
            #expect(waiting.missing == 0)
            company.legacy.take(true)
            let view = try await company.ended(run.id)
            #expect(view.alike == 2 && view.missing == 0 && view.underway == 0)

            company.legacy.take(false)
            try await company.test.submit(EDI.order("V-3", reference: 3))
            let late = try await company.begin()
            _ = try await Self.settling(late, company, orders: 1)
            company.test.advance(seconds: 200)
            let tired = try await company.ended(late.id)
            #expect(tired.underway == 1 && tired.missing == 0 && tired.alike == 2)
            #expect(try await company.findings(late.id).map(\.kind) == ["underway"])

            let moved = try await company.begin()
            _ = try await Self.settling(moved, company, orders: 1)
            try await company.test.goBack()
            let behind = try await company.ended(moved.id)
            #expect(behind.state == "done" && behind.underway == 0 && behind.missing == 0)
            company.legacy.take(true)
            try await company.holding(3)
        }
    }

    private static func settling(
        _ run: VerificationView, _ company: Company, orders: Int
    ) async throws -> VerificationView {
        try await eventually(60) {
            let view = try await company.show(run.id)
            return view.phase == "settling" && view.note != nil && view.unsettled == orders ? view : nil
        }
    }

    @Test("nothing is sent to a fenced back end, nor behind what failed there", arguments: StoreKind.all)
    func fenced(kind: StoreKind) async throws {
        try await VerificationTests.with(kind) { company in
            try await company.bring(1...2)
            company.legacy.change { $0 = [] }
            let view = try await company.verify()
            #expect(view.missing == 2 && view.compared == 2)
            let now = Clock.system.now().microseconds
            let fence = FenceRow(id: UniqueID(at: now), backend: "legacy", madeBy: "t", reason: "dead", madeAt: now)
            try await company.test.database.write { try $0.insertFence(fence) }
            let repair = try await company.repair(view.id)
            #expect(
                repair.orders == 0
                    && repair.skipped.map(\.reason) == Array(repeating: "legacy stands behind a fence", count: 2))
        }
    }
}
