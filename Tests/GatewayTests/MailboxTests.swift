import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake
import Orders
import TestPeers
import Testing

/// Files that others fetch from us.
@Suite(.serialized) struct MailboxTests {
    private struct Company {
        var test: TestGateway
        var folder: String

        var out: String { folder + "/northwind/out" }

        func start(fetchedWithin: Double = 3_600) async throws {
            let mailbox = Mailbox(
                name: "northwind", path: folder + "/northwind", user: "northwind", fetchedWithin: fetchedWithin)
            try await test.restart { installation in
                installation.send(to: "http://127.0.0.1:1/", [.orderResponse: .asSent])
                installation.partners[0].outbound?.channel.kind = .mailbox(mailbox)
                installation.partners[0].outbound?.channel.abilities.honoursKey = false
            }
        }

        func names() -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: out)) ?? []).filter { !$0.hasPrefix(".") }
        }

        func answer(_ number: String) async throws -> String {
            try await test.submit(EDI.order(number))
            return try await OutboundTests.handOver(
                OutboundTests.response(number, key: "northwind/\(number)"), key: "R-\(number)", to: test
            ).id
        }

        func delivery(_ id: String) async throws -> DeliveryView? {
            try await test.gateway.documents.document(id, caller: test.administrator).deliveries?.first
        }

        func overdue() async throws -> ProblemView? {
            try await test.gateway.problems.list(
                ProblemDesk.Filter(), before: nil, limit: 10, caller: test.administrator
            ).first { $0.code == "mailbox.overdue" && $0.state != "resolved" }
        }
    }

    private static func with(_ kind: StoreKind, _ body: (Company) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mailboxes-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestGateway.with(kind) { test in try await body(Company(test: test, folder: folder)) }
    }

    @Test("a file is put, then fetched; a restart between forgets nothing", arguments: StoreKind.all)
    func fetched(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start()
            let id = try await company.answer("M-1")
            let name = try #require(company.names().first)
            let put = try #require(try await company.delivery(id))
            #expect(put.state == "delivered" && put.mailbox?.state == "put" && put.mailbox?.file == name, "\(put)")
            #expect(put.mailbox?.fetchedAt == nil && put.mailbox?.dueAt != nil)
            #expect(put.way?.stage == "handed-over" && put.way?.closed == false && put.way?.closes == "with-partner")
            let text = try String(contentsOfFile: company.out + "/" + name, encoding: .utf8)
            #expect(text.contains("RFF+ON:M-1'"))
            company.test.beginStop()
            await company.test.loopsEnded()
            try FileManager.default.removeItem(atPath: company.out + "/" + name)
            try await company.start()
            let fetched = try await eventually(60) {
                let delivery = try await company.delivery(id)
                return delivery?.mailbox?.state == "fetched" ? delivery : nil
            }
            #expect(fetched.way?.stage == "with-partner" && fetched.way?.closed == true, "\(fetched)")
            #expect(fetched.way?.stages.map(\.by) == ["channel", "mailbox"] && fetched.mailbox?.dueAt == nil)
            // The next one under a name of its own is its own.
            let next = try await company.answer("M-2")
            #expect(try await company.delivery(next)?.mailbox?.state == "put")
            #expect(company.names().count == 1)
        }
    }

    @Test("what nobody fetches in time is a problem, until it is fetched", arguments: StoreKind.all)
    func overdue(kind: StoreKind) async throws {
        try await Self.with(kind) { company in
            try await company.start(fetchedWithin: 60)
            let id = try await company.answer("O-1")
            #expect(try await company.overdue() == nil)
            company.test.advance(seconds: 61)
            let problem = try await eventually(60) { try await company.overdue() }
            #expect(
                problem.fault.message.contains("northwind") && problem.fault.message.contains("1 file"), "\(problem)")
            #expect(try await company.delivery(id)?.mailbox?.state == "overdue")
            for name in company.names() { try FileManager.default.removeItem(atPath: company.out + "/" + name) }
            _ = try await eventually(60) {
                try await company.delivery(id)?.mailbox?.state == "fetched" ? true : nil
            }
        }
    }

    @Test("a folder that is lost says nothing of what was fetched")
    func lost() async throws {
        try await Self.with(.sqlite) { company in
            try await company.start()
            let id = try await company.answer("L-1")
            // Seen once, so that the folder is known.
            try await Task.sleep(for: .seconds(2))
            try FileManager.default.moveItem(atPath: company.out, toPath: company.folder + "/away")
            try FileManager.default.createDirectory(atPath: company.out, withIntermediateDirectories: false)
            _ = try await eventually(60) {
                try await company.test.gateway.problems.list(
                    ProblemDesk.Filter(), before: nil, limit: 10, caller: company.test.administrator
                ).first { $0.code == "mailbox.folder-lost" }
            }
            #expect(try await company.delivery(id)?.mailbox?.state == "put")
        }
    }
}
