import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake
import Orders
import Rollout
import TestPeers
import Testing

/// What back ends made, fetched from them.
@Suite(.serialized) struct PollingTests {
    private struct Company {
        var test: TestGateway
        var partner: RecordingBackend
        var outbox: Outbox

        /// Starts the gateway, or starts it again: legacy's documents are fetched, and go to the partner.
        func start(page: Int = 2, every: Double = 0.1, takingCalls: Bool = false) async throws {
            let (url, partner) = (outbox.url, partner.url)
            try await test.restart { installation in
                installation.send(to: partner, [.orderResponse: .asSent])
                installation.backends[0].poll = .http(
                    PagedResource(url: Secret(url), shownURL: url, page: page, timeoutSeconds: 5), everySeconds: every)
                guard takingCalls else { return }
                for index in installation.backends.indices {
                    installation.backends[index].abilities.takes = [.transfers]
                }
            }
        }

        func poll() async throws -> PollView? {
            try await test.gateway.backends.list(caller: test.administrator).first { $0.name == "legacy" }?.poll
        }

        /// The orders that the partner was answered, in the order of the answers.
        var answered: [String] {
            partner.effects.compactMap { effect in
                effect.text.components(separatedBy: "RFF+ON:").dropFirst().first?.components(separatedBy: "'").first
            }
        }

        func until(_ count: Int) async throws {
            _ = try await eventually(60) { partner.effects.count >= count ? true : nil }
        }

        func documents() async throws -> [DocumentView] {
            var filter = SearchFilter()
            filter.sender = BackendSender.name(of: "legacy")
            return try await test.gateway.documents.documents(
                filter, cursor: nil, limit: 100, caller: test.administrator
            ).items
        }
    }

    private static func with(_ kind: StoreKind, _ body: (Company) async throws -> Void) async throws {
        let (partner, outbox) = (try RecordingBackend(), try Outbox())
        defer {
            partner.stop()
            outbox.stop()
        }
        try await TestGateway.with(kind) { test in
            try await body(Company(test: test, partner: partner, outbox: outbox))
        }
    }

    private static func response(_ number: String) -> String {
        OutboundTests.response(number, key: "northwind/\(number)")
    }

    @Test("each document is fetched once, in order, behind a cursor that outlives a restart", arguments: StoreKind.all)
    func once(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start()
            let numbers = (1...5).map { "P-\($0)" }
            for (place, number) in numbers.enumerated() {
                try await company.test.submit(EDI.order(number, reference: place + 1))
                company.outbox.make("R-\(number)", Self.response(number))
            }
            try await company.until(5)
            // Orders of their own overtake each other on the way out, and were accepted as they were given.
            #expect(company.answered.sorted() == numbers)
            let accepted = try await company.documents().reversed().map(\.orderKey)
            #expect(accepted == numbers.map { "northwind/\($0)" })
            _ = try await eventually(60) { try await company.poll()?.documents == 5 ? true : nil }
            #expect(try await company.poll()?.cursor == "5")
            try await company.start()
            let reads = company.outbox.reads
            _ = try await eventually(60) { company.outbox.reads > reads + 2 ? true : nil }
            company.outbox.make("R-again", Self.response("P-1"))
            try await company.until(6)
            #expect(company.answered.sorted() == (numbers + ["P-1"]).sorted())
            // One that was handed over under its id is not fetched again, nor the other way round.
            let known = try await company.test.submit(
                Self.response("P-1"), sender: BackendSender.name(of: "legacy"), key: "R-again")
            #expect(known.documents?.count == 1 && company.partner.effects.count == 6)
        }
    }

    @Test("a back end that forgets its cursor gives everything again, and nothing is doubled", arguments: StoreKind.all)
    func forgetful(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start(page: 10)
            try await company.test.submit(EDI.order("F-1"))
            company.outbox.make("R-1", Self.response("F-1"))
            try await company.until(1)
            let all = "{\"documents\":[{\"id\":\"R-1\",\"document\":\(Self.response("F-1"))}],\"cursor\":\"x\"}"
            company.outbox.answer { _ in .tell(200, all) }
            _ = try await eventually(60) { try await company.poll()?.fault?.code == "poll.cursor-stands" ? true : nil }
            #expect(company.partner.effects.count == 1)
            #expect(try await company.documents().count == 1)
        }
    }

    @Test(
        "what is no page is said at the back end, loses nothing, and is over when it is over", arguments: StoreKind.all,
        [
            ("poll.silent", 503, "busy"), ("poll.page-refused", 404, "{}"), ("poll.page-json", 200, "<html>"),
            ("poll.page-form", 200, "{\"documents\":[{\"id\":\"1\"}],\"cursor\":\"1\"}"),
            ("poll.page-form", 200, "{\"documents\":[{\"id\":\"1\",\"text\":\"x\"}]}"),
            ("poll.page-many", 200, "{\"documents\":[{},{},{}]}"),
        ])
    func rubbish(kind: StoreKind, fault: (code: String, status: Int, body: String)) async throws {
        try await Self.with(kind) { company in
            company.outbox.answer { [fault] _ in .tell(fault.status, fault.body) }
            try await company.start()
            let shown = try await eventually(60) { try await company.poll()?.fault }
            #expect(shown.code == fault.code && shown.message.contains("legacy"), "\(shown)")
            try await company.test.submit(EDI.order("B-1"))
            company.outbox.make("R-1", Self.response("B-1"))
            company.outbox.answer(nil)
            company.test.advance(seconds: 6)
            try await company.until(1)
            _ = try await eventually(60) { try await company.poll()?.fault == nil ? true : nil }
        }
    }

    @Test("an id that comes again with other bytes is refused alone, and the others go on", arguments: StoreKind.all)
    func reused(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start(page: 10)
            for (place, number) in ["U-1", "U-2"].enumerated() {
                try await company.test.submit(EDI.order(number, reference: place + 1))
            }
            company.outbox.make("R-1", Self.response("U-1"))
            try await company.until(1)
            let before = company.outbox.reads
            _ = try await eventually(60) { company.outbox.reads > before ? true : nil }
            company.outbox.make("R-1", Self.response("U-2"))
            company.outbox.make("R-2", Self.response("U-2"))
            try await company.until(2)
            #expect(company.answered == ["U-1", "U-2"])
            // What is refused is kept, once however often it comes, and somebody is told.
            var filter = SearchFilter()
            filter.status = "unreadable"
            let found = filter
            let kept = try await eventually(60) {
                let page = try await company.test.gateway.documents.interchanges(
                    found, cursor: nil, limit: 10, caller: company.test.administrator)
                return page.items.isEmpty ? nil : page.items
            }
            #expect(kept.count == 1 && kept.first?.diagnostics.map(\.code) == ["poll.document-refused"], "\(kept)")
            _ = try await eventually(60) {
                try await company.test.gateway.problems.list(
                    ProblemDesk.Filter(), before: nil, limit: 10, caller: company.test.administrator
                ).first { $0.code == "poll.document-refused" }
            }
        }
    }

    @Test("an entry that is none of the forms is kept unread, and its neighbours go on", arguments: StoreKind.all)
    func malformed(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start(page: 10)
            try await company.test.submit(EDI.order("M-1"))
            let good = "{\"id\":\"R-1\",\"document\":\(Self.response("M-1"))}"
            let bad = ["{\"id\":\"R-0\",\"documents\":{}}", "{\"text\":\"without an id\"}", "17"]
            let page = "{\"documents\":[\((bad + [good]).joined(separator: ","))],\"cursor\":\"4\"}"
            let before = company.outbox.reads
            company.outbox.answer { $0 <= before + 3 ? .tell(200, page) : nil }
            try await company.until(1)
            #expect(company.answered == ["M-1"])
            var filter = SearchFilter()
            filter.status = "unreadable"
            let found = filter
            let kept = try await eventually(60) {
                let page = try await company.test.gateway.documents.interchanges(
                    found, cursor: nil, limit: 10, caller: company.test.administrator)
                return page.items.count == bad.count ? page.items : nil
            }
            #expect(kept.allSatisfy { $0.diagnostics.map(\.code) == ["poll.page-form"] }, "\(kept)")
        }
    }

    @Test("a copy that comes back before its delivery has a result is decided behind that", arguments: StoreKind.all)
    func echo(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start()
            let outbox = company.outbox
            company.test.legacy.behave { request in
                guard let document = request.headers["x-milepost-document"] else { return .accept }
                outbox.make("echo", OutboundTests.response("E-1", key: "northwind/E-1", origin: document))
                let reads = outbox.reads
                // It answers long after the copy was fetched.
                for _ in 0..<100 where outbox.reads < reads + 2 { Thread.sleep(forTimeInterval: 0.02) }
                Thread.sleep(forTimeInterval: 0.5)
                return .accept
            }
            let order = try #require(try await company.test.submit(EDI.order("E-1")).documents?.first)
            let echo = try await eventually(60) { try await company.documents().first }
            #expect(echo.status == "duplicate" && echo.reason?.contains(order.id) == true, "\(echo)")
            let delivered = try await company.test.gateway.documents.document(
                order.id, caller: company.test.administrator)
            let ended = try #require(delivered.deliveries?.first?.attempts.last?.endedAt)
            #expect(echo.receivedAt >= ended, "\(echo.receivedAt) \(ended)")
            #expect(company.partner.effects.isEmpty)
        }
    }

    @Test("an order changes its owner once everything that the old one made is decided", arguments: StoreKind.all)
    func transfer(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start(every: 30, takingCalls: true)
            let test = company.test
            try await test.submit(EDI.order("T-1"))
            let outbox = company.outbox
            test.legacy.behave { request in
                // Its last word, as it lets go.
                if request.headers["x-milepost-purpose"] == "release" { outbox.make("R-1", Self.response("T-1")) }
                return .accept
            }
            let id = try await test.gateway.transfers.start(
                "northwind/T-1", to: .new, reason: "test", caller: test.administrator
            ).id
            let reading = try await eventually(60) {
                let view = try await test.gateway.transfers.show(id, caller: test.administrator)
                return view.step == "reading" && view.note != nil ? view : nil
            }
            #expect(reading.note == "reads what legacy made")
            test.advance(seconds: 31)
            _ = try await eventually(60) {
                try await test.gateway.transfers.show(id, caller: test.administrator).state == "done" ? true : nil
            }
            try await company.until(1)
            let document = try #require(try await company.documents().first)
            #expect(document.status == "delivered" && document.backend == "legacy", "\(document)")
            let order = try await test.gateway.orders.show("northwind/T-1", caller: test.administrator)
            #expect(order.itinerary.allSatisfy { $0.backend == "new" })
        }
    }

    @Test("files that a back end puts into its folder are its documents", arguments: StoreKind.all)
    func folder(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            let root = FileManager.default.temporaryDirectory.appendingPathComponent("outbox-\(UUID())")
            defer { try? FileManager.default.removeItem(at: root) }
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            let (folder, partner) = (root.appendingPathComponent("out").path, company.partner.url)
            try await company.test.restart { installation in
                installation.send(to: partner, [.orderResponse: .asSent])
                installation.backends[0].poll = .folder(path: folder)
                installation.folders.append(
                    WatchedFolder(
                        name: "legacy/poll", path: folder, partner: BackendSender.name(of: "legacy"), accepted: .delete,
                        rejected: root.appendingPathComponent("bad").path, settleSeconds: 0.05))
            }
            try await company.test.submit(EDI.order("D-1"))
            _ = try await eventually(60) { FileManager.default.fileExists(atPath: folder) ? true : nil }
            try Data(Self.response("D-1").utf8).write(to: URL(fileURLWithPath: folder + "/r.json"))
            try await company.until(1)
            #expect(company.answered == ["D-1"])
        }
    }
}
