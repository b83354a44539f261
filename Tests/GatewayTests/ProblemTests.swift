import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Rollout
import Store
import TestPeers
import Testing

/// Failures fold into problems, which tell their story from the first failure to the last success.
@Suite(.serialized) struct ProblemTests {
    private static func problems(
        _ test: TestGateway, _ state: String? = nil, by caller: Caller? = nil
    ) async throws -> [ProblemView] {
        var filter = ProblemDesk.Filter()
        filter.state = state
        return try await test.gateway.problems.list(
            filter, before: nil, limit: 100, caller: caller ?? test.administrator)
    }

    /// The one problem, once as many stand in it.
    private static func problem(_ test: TestGateway, standing: Int) async throws -> ProblemView {
        try await eventually(60) {
            let all = try await problems(test)
            return all.count == 1 && all[0].standing == standing ? all[0] : nil
        }
    }

    @Test(
        "what one back end refuses for one reason is one problem, which is taken, mended, resolved by itself, and comes back",
        arguments: StoreKind.all)
    func story(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(422) }
            var documents: [String] = []
            for number in 1...5 {
                let answer = try await test.submit(EDI.order("A-\(number)", reference: number))
                documents += answer.documents?.map(\.id) ?? []
            }
            let found = try await Self.problem(test, standing: 5)
            #expect(found.failures == 5 && found.code == "deliver.refused" && found.state == "open")
            #expect(found.backend == "legacy" && found.sender == nil && found.stage == "deliver")
            #expect(found.rule?.hasPrefix("HTTP #") == true && documents.contains(found.newest ?? ""))
            var filter = SearchFilter()
            filter.problem = found.id
            let listed = try await test.gateway.documents.documents(
                filter, cursor: nil, limit: 10, caller: test.administrator)
            #expect(Set(listed.items.map(\.id)) == Set(documents))

            let desk = test.gateway.problems
            let ann = Caller(name: "ann", role: .support)
            let bob = Caller(name: "bob", role: .support)
            let taken = try await desk.act(.take, on: found.id, reason: nil, caller: ann)
            #expect(taken.problem.state == "taken" && taken.problem.owner == "ann")
            let late = await faultCode { _ = try await desk.act(.take, on: found.id, reason: nil, caller: bob) }
            #expect(late == "problem.taken")
            let early = await faultCode { _ = try await desk.act(.resolve, on: found.id, reason: "x", caller: ann) }
            #expect(early == "problem.stands")
            let odd = await faultCode {
                _ = try await desk.act(.assign, on: found.id, owner: " ", reason: nil, caller: ann)
            }
            #expect(odd == "problem.owner-form")

            test.legacy.behave { _ in .accept }
            for document in documents {
                _ = try await test.gateway.replay.retry(document, reason: "mended", caller: ann)
            }
            let mended = try await Self.problem(test, standing: 0)
            #expect(mended.id == found.id && mended.failures == 5 && mended.state == "taken")
            test.advance(seconds: 90)
            let resolved = try await eventually(60) { try await Self.problems(test, "resolved").first }
            #expect(resolved.id == found.id && resolved.resolvedAt != nil)
            let none = try await Self.problems(test)
            #expect(none.isEmpty)
            let course = try await desk.show(found.id, caller: ann)
            #expect(course.documents.map(\.status) == ["delivered"] && course.documents.map(\.documents) == [5])
            #expect(course.hours.map(\.failed).reduce(0, +) == 5 && course.hours.map(\.settled).reduce(0, +) == 5)
            #expect(course.events.map(\.what) == ["opened", "taken", "resolved"])
            #expect(course.standing.isEmpty)

            // Within a day it is the same one.
            test.legacy.behave { _ in .answer(422) }
            try await test.submit(EDI.order("A-6", reference: 6))
            let back = try await Self.problem(test, standing: 1)
            #expect(back.id == found.id && back.failures == 6 && back.state == "open")
            let ignored = try await desk.act(.ignore, on: found.id, reason: "their tests", caller: bob)
            #expect(ignored.problem.state == "ignored" && ignored.problem.reason == "their tests")
            try await test.submit(EDI.order("A-7", reference: 7))
            let grown = try await Self.problem(test, standing: 2)
            #expect(grown.state == "ignored")
            let wrong = await faultCode { _ = try await desk.act(.take, on: found.id, reason: nil, caller: ann) }
            #expect(wrong == "problem.state")
            let open = try await desk.act(.reopen, on: found.id, reason: nil, caller: ann)
            #expect(open.problem.state == "open" && open.problem.owner == nil && open.problem.reason == nil)
        }
    }

    @Test("other words are another problem, but not without end", arguments: StoreKind.all)
    func families(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            // Words without numbers, one for each order.
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            test.legacy.behave { request in
                let letter = letters.first { request.text.contains("W-\($0)") } ?? "-"
                return .tell(422, "{error: refused because of \(letter)}")
            }
            for (place, letter) in letters.enumerated() {
                try await test.submit(EDI.order("W-\(letter)", reference: place + 1))
            }
            let all = try await eventually(60) {
                let all = try await Self.problems(test)
                return all.map(\.standing).reduce(0, +) == letters.count ? all : nil
            }
            #expect(all.count == 21, "\(all.map(\.rule)) \(all.map(\.code))")
            try #require(all.count == 21)
            #expect(all.filter { $0.rule == nil }.map(\.standing) == [6])
            let page = try await test.gateway.problems.list(
                .init(), before: all[9].id, limit: 5, caller: test.administrator)
            #expect(page.map(\.id) == all[10..<15].map(\.id))
        }
    }

    @Test(
        "orders without one item's code are one problem for partners and people; the code frees all of them",
        arguments: StoreKind.all)
    func missingCode(kind: StoreKind) async throws {
        try await MasterTests.with(kind) { test in
            for number in 1...4 { try await test.submit(EDI.order("M-\(number)", reference: number)) }
            let found = try await Self.problem(test, standing: 4)
            #expect(found.code == "master.code-unknown" && found.rule?.contains("4000862141404") == true)
            #expect(found.backend == "legacy" && found.fault.fix.isEmpty == false)
            let partner = Caller(name: "them", role: .partner, partner: "northwind")
            let theirs = try await Self.problems(test, by: partner)
            #expect(theirs.isEmpty, "what a back end lacks is no matter of theirs")
            let hidden = await faultCode { _ = try await test.gateway.problems.show(found.id, caller: partner) }
            #expect(hidden == "problem.unknown")
            let blind = await faultCode {
                _ = try await test.gateway.problems.act(.take, on: found.id, reason: nil, caller: partner)
            }
            #expect(blind == "intake.forbidden")
            _ = try await test.gateway.master.add(
                CrossReferenceInput(fromSystem: "canonical", from: "4000862141404", toSystem: "legacy", to: "L-1"),
                .item, caller: test.administrator)
            let again = try await test.gateway.master.reprocess(
                kind: .item, code: "4000862141404", documents: nil, reason: nil, caller: test.administrator)
            #expect(again.reprocessed.count == 4)
            let mended = try await Self.problem(test, standing: 0)
            #expect(mended.id == found.id)
        }
    }

    @Test("bytes that nobody can read and copies that are refused are problems, too", arguments: StoreKind.all)
    func otherKinds(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                for index in installation.backends.indices {
                    installation.backends[index].abilities.takes = [.standby, .copies, .transfers]
                }
            }
            try await test.goLive()
            let rubbish = try await test.submit("neither this nor that")
            let unreadable = try await Self.problem(test, standing: 1)
            #expect(unreadable.kind == "interchange" && unreadable.sender == "northwind")
            let partner = Caller(name: "them", role: .partner, partner: "northwind")
            let theirs = try await Self.problems(test, by: partner)
            #expect(theirs.map(\.id) == [unreadable.id])
            let shown = try await test.gateway.problems.show(unreadable.id, caller: partner)
            #expect(shown.standing == [rubbish.id] && shown.documents.isEmpty)
            _ = try await test.gateway.interchanges.discard(
                rubbish.id, reason: "rubbish", caller: test.administrator)
            _ = try await Self.problem(test, standing: 0)

            test.legacy.behave { _ in .answer(422) }
            let born = try await test.submit(EDI.order("C-1"))
            let copy = try await eventually(60) {
                try await Self.problems(test).first { $0.kind == "delivery" && $0.standing == 1 }
            }
            #expect(copy.backend == "legacy" && copy.code == "deliver.refused")
            let course = try await test.gateway.problems.show(copy.id, caller: test.administrator)
            #expect(course.standing == born.documents?.map(\.id))
        }
    }

    @Test("a back end that is down is one problem while something waits for it", arguments: StoreKind.all)
    func down(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            test.legacy.behave { _ in .answer(503) }
            for number in 1...6 { try await test.submit(EDI.order("D-\(number)", reference: number), wait: 0) }
            let found = try await eventually(120) {
                try await Self.problems(test).first { $0.kind == "backend" && $0.standing > 0 }
            }
            #expect(found.code == "deliver.backend-down" && found.backend == "legacy" && found.failures == 1)
            #expect(found.fault.message.contains("HTTP 503") && found.newest == nil)
            let partner = Caller(name: "them", role: .partner, partner: "northwind")
            let theirs = try await Self.problems(test, by: partner)
            #expect(theirs.isEmpty)
            let course = try await test.gateway.problems.show(found.id, caller: test.administrator)
            #expect(course.documents.isEmpty && course.standing.isEmpty)
            test.legacy.behave { _ in .accept }
            _ = try await eventually(240) {
                test.advance(seconds: 30)
                return try await Self.problems(test, "resolved").first { $0.id == found.id }
            }
            let row = try await test.balances()
            #expect(row.delivered == 6)
        }
    }
}
