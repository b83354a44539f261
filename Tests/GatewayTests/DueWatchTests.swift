import Calendars
import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import Store
import TestPeers
import Testing

/// What should come and does not: messages of partners, answers of back ends.
@Suite(.serialized) struct DueWatchTests {
    /// Every hour of every day, in UTC.
    private static func calendar() throws -> BusinessCalendar {
        BusinessCalendar(
            name: "always", zoneName: "UTC", zone: ZoneOffsets(initial: 0), days: Set(Weekday.allCases),
            opens: try #require(TimeOfDay("00:00")), closes: try #require(TimeOfDay("24:00")))
    }

    private static func problem(_ test: TestGateway, _ kind: String, standing: Int) async throws -> ProblemView {
        try await eventually(60) {
            let all = try await test.gateway.problems.list(
                ProblemDesk.Filter(), before: nil, limit: 100, caller: test.administrator)
            return all.first { $0.kind == kind && $0.standing == standing }
        }
    }

    private static func isResolved(_ id: String, in test: TestGateway) async throws -> Bool {
        try await test.gateway.problems.show(id, caller: test.administrator).problem.state == "resolved"
    }

    @Test(
        "an order without its response in time is late at its back end until it is answered", arguments: StoreKind.all)
    func late(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let rule = ExpectationRule(.receipt(workingSeconds: 3_600), calendar: try Self.calendar())
            try await test.restart { $0.partners[0].expects = [.orderResponse: rule] }
            // Followed from here on.
            _ = try await eventually(60) { try await test.database.read { try $0.expectationPlace() } }
            for (place, number) in ["A-1", "A-2", "A-3", "A-4"].enumerated() {
                try await test.submit(EDI.order(number, reference: place + 1))
            }
            _ = try await OutboundTests.handOver(OutboundTests.response("A-1"), key: "1", to: test)
            _ = try await test.gateway.orders.close("northwind/A-4", reason: "test", caller: test.administrator)
            // What is parked before its order is born is expected of the order once it is.
            let change = try await test.submit(EDI.change("B-1", reference: 9), wait: 0)
            _ = try await test.routed(change.id)
            test.advance(seconds: 1_800)
            _ = try await eventually(60) {
                try await test.database.read { try $0.expectations(ofOrder: "northwind/A-2") }.first
            }
            let shown = try await test.gateway.orders.show("northwind/A-2", caller: test.administrator).expects
            #expect(shown?.map(\.type) == ["order-response"] && shown?.first?.problem == nil)
            let early = try await test.gateway.problems.list(
                ProblemDesk.Filter(), before: nil, limit: 100, caller: test.administrator)
            #expect(early.allSatisfy { $0.kind != "expectation" })
            test.advance(seconds: 1_900)
            let found = try await Self.problem(test, "expectation", standing: 2)
            #expect(found.code == "watch.answer-late" && found.backend == "legacy" && found.sender == nil)
            #expect(found.function == "order-response" && found.site == "north" && found.rule == "order-response")
            #expect(found.failures == 2)
            let course = try await test.gateway.problems.show(found.id, caller: test.administrator)
            #expect(course.standing.count == 2)
            _ = try await OutboundTests.handOver(OutboundTests.response("A-2"), key: "2", to: test)
            _ = try await Self.problem(test, "expectation", standing: 1)
            try await test.restart { $0.partners[0].expects = [.orderResponse: rule] }
            _ = try await OutboundTests.handOver(OutboundTests.response("A-3"), key: "3", to: test)
            let done = try await Self.problem(test, "expectation", standing: 0)
            #expect(done.id == found.id && done.failures == 2)
            test.advance(seconds: 90)
            _ = try await eventually(60) { try await Self.isResolved(found.id, in: test) ? true : nil }
            let left = try await test.database.read { transaction in
                try ["A-1", "A-2", "A-3", "A-4"].flatMap { try transaction.expectations(ofOrder: "northwind/\($0)") }
            }
            #expect(left.isEmpty)
        }
    }

    @Test("what nobody expects any more is forgotten", arguments: StoreKind.all)
    func forgotten(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let rule = ExpectationRule(.receipt(workingSeconds: 60), calendar: try Self.calendar())
            try await test.restart { $0.partners[0].expects = [.despatchAdvice: rule] }
            _ = try await eventually(60) { try await test.database.read { try $0.expectationPlace() } }
            try await test.submit(EDI.order("A-1"))
            test.advance(seconds: 120)
            let found = try await Self.problem(test, "expectation", standing: 1)
            try await test.restart { _ in }
            let done = try await Self.problem(test, "expectation", standing: 0)
            #expect(done.id == found.id)
        }
    }

    @Test("a partner that sends nothing by its time is told, until something comes", arguments: StoreKind.all)
    func silence(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let hours = (0..<24).compactMap { TimeOfDay("\($0 < 10 ? "0" : "")\($0):00") }
            let rule = SilenceRule(times: hours, graceSeconds: 60, calendar: try Self.calendar())
            try await test.submit(EDI.order("A-1"))
            try await test.restart { $0.partners[0].silence = rule }
            test.advance(seconds: 7_500)
            let found = try await Self.problem(test, "silence", standing: 1)
            #expect(found.code == "watch.partner-silent" && found.sender == "northwind" && found.stage == "receive")
            #expect(found.fault.message.contains("northwind sends something by"))
            try await test.submit(EDI.order("A-2", reference: 2))
            test.advance(seconds: 90)
            let over = try await Self.problem(test, "silence", standing: 0)
            #expect(over.id == found.id && over.failures == 1)
            test.advance(seconds: 90)
            _ = try await eventually(60) { try await Self.isResolved(found.id, in: test) ? true : nil }
        }
    }

    @Test("a partner that only tests is not waited for", arguments: StoreKind.all)
    func testing(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            let hours = (0..<24).compactMap { TimeOfDay("\($0 < 10 ? "0" : "")\($0):00") }
            let calendar = try Self.calendar()
            try await test.restart { installation in
                var other = installation.partners[0]
                (other.id, other.identifiers) = ("tailspin", [])
                other.silence = SilenceRule(times: hours, graceSeconds: 0, calendar: calendar)
                installation.partners[0].silence = other.silence
                installation.partners[0].stage = .test
                installation.partners.append(other)
            }
            let found = try await Self.problem(test, "silence", standing: 1)
            #expect(found.sender == "tailspin")
            let all = try await test.gateway.problems.list(
                ProblemDesk.Filter(), before: nil, limit: 100, caller: test.administrator)
            #expect(all.count == 1)
        }
    }
}
