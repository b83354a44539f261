import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import Intake
import Orders
import Rollout
import Store
import TestPeers
import Testing

/// Each action with a document in each state by each role, held against `Tables/replay-actions.txt`.
@Suite(.serialized) struct ReplayTableTests {
    private struct Line {
        var state: String
        var action: ReplayAction
        var people: String
        var approvers: String

        func outcome(for role: Role) -> String {
            switch role {
            case .support, .operations: people
            case .approver, .administrator: approvers
            case .viewer, .partner, .backend: "intake.forbidden"
            }
        }
    }

    private static func table() throws -> [Line] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Tables/replay-actions.txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let cells = line.split(separator: " ").map(String.init)
            let action = try #require(ReplayAction(rawValue: cells[1]))
            return Line(state: cells[0], action: action, people: cells[2], approvers: cells[3])
        }
    }

    private static func with(_ kind: StoreKind, _ body: (TestGateway) async throws -> Void) async throws {
        let partner = try RecordingBackend()
        defer { partner.stop() }
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            try await test.restart { $0.send(to: partner.url, [.orderResponse: .asSent]) }
            test.legacy.behave { request in
                if request.text.contains("+F-") { return .answer(422) }
                return request.text.contains("+U-") ? .acceptAndClose : .accept
            }
            try await body(test)
        }
    }

    /// A new document that stands in a state, with the bytes that an edit of it writes.
    private static func document(
        _ state: String, _ number: Int, _ test: TestGateway
    ) async throws -> (id: String, bytes: String) {
        @discardableResult func submitted(_ text: String, wait: Int = 240) async throws -> DocumentView {
            let view = try await test.submit(text, wait: wait)
            return wait > 0 ? try #require(view.documents?.first) : try await test.routed(view.id)
        }
        let name = "T-\(number)"
        func answer(_ order: String) async throws -> (String, String) {
            let text = OutboundTests.response(order)
            return (try await OutboundTests.handOver(text, key: "answer-\(number)", to: test).id, text)
        }
        switch state {
        case "held":
            try await submitted(EDI.order(name, reference: number))
            let other = EDI.order(name, quantity: 3, reference: number + 100_000)
            return (try await submitted(other).id, other)
        case "parked": return try await answer(name)
        case "failed":
            let order = EDI.order("F-\(number)", reference: number)
            return (try await submitted(order).id, order)
        case "unread":
            let broken = EDI.order(name, reference: number).replacingOccurrences("QTY+21:48", "QTY+21:x")
            return (try await submitted(broken).id, EDI.order(name, reference: number))
        case "delivering":
            try await submitted(EDI.order("F-\(number)", reference: number))
            let change = EDI.change("F-\(number)", reference: number + 100_000)
            return (try await submitted(change, wait: 0).id, change)
        case "unknown":
            let order = EDI.order("U-\(number)", reference: number)
            return (try await submitted(order).id, order)
        case "sent":
            try await submitted(EDI.order(name, reference: number))
            return try await answer(name)
        case "duplicate":
            try await submitted(EDI.order(name, reference: number))
            let again = EDI.order(name, reference: number + 100_000)
            return (try await submitted(again).id, again)
        case "superseded":
            try await submitted(EDI.order(name, reference: number))
            let text = OutboundTests.response(name)
            let rogue = try await OutboundTests.handOver(text, by: "new", key: "rogue-\(number)", to: test)
            return (rogue.id, text)
        case "discarded":
            let order = EDI.order("F-\(number)", reference: number)
            let id = try await submitted(order).id
            _ = try await test.gateway.replay.discard(id, reason: "made so", caller: test.administrator)
            return (id, order)
        case "accepted":
            let order = EDI.order(name, reference: number)
            let id = try await submitted(order).id
            let unique = try #require(UniqueID(id))
            // It stands so for as long as the transaction that decides it takes.
            _ = try await test.database.write {
                try $0.moveDocuments(
                    [unique], from: [.delivered], to: .accepted, stage: DocumentStage.receive.rawValue, at: 0)
            }
            return (id, order)
        default:
            let order = EDI.order(name, reference: number)
            return (try await submitted(order).id, order)
        }
    }

    private static func act(
        _ action: ReplayAction, _ document: (id: String, bytes: String), _ caller: Caller, _ test: TestGateway
    ) async -> String {
        let replay = test.gateway.replay
        let id = document.id
        let code = await faultCode {
            switch action {
            case .retry: _ = try await replay.retry(id, reason: "table", caller: caller)
            case .reprocess: _ = try await replay.reprocess(id, reason: "table", caller: caller)
            case .edit:
                _ = try await replay.edit(id, bytes: Array(document.bytes.utf8), reason: "table", caller: caller)
            case .discard: _ = try await replay.discard(id, reason: "table", caller: caller)
            case .resend: _ = try await replay.resend(id, reason: "table", caller: caller)
            case .sendAsNew: _ = try await replay.sendAsNew(id, reason: "table", caller: caller)
            case .reroute: _ = try await replay.reroute(id, reason: "table", caller: caller)
            }
        }
        return code ?? "yes"
    }

    @Test(
        "each action, with a document in each state, by each role, does what the table says", arguments: StoreKind.all)
    func table(kind: StoreKind) async throws {
        let table = try Self.table()
        let states = Set(table.map(\.state))
        #expect(table.count == states.count * ReplayAction.allCases.count && states.count == 12)
        try await Self.with(kind) { test in
            var number = 0
            for line in table {
                var fresh: (id: String, bytes: String)?
                for role in Role.allCases {
                    if fresh == nil {
                        number += 1
                        fresh = try await Self.document(line.state, number, test)
                        let status = try await test.gateway.documents.document(
                            fresh?.id ?? "", caller: test.administrator
                        ).status
                        let expected = ["unread": "failed", "sent": "delivered"][line.state] ?? line.state
                        #expect(status == expected, "\(line.state)")
                    }
                    guard let document = fresh else { continue }
                    let partner = role == .partner ? "northwind" : role == .backend ? "backend:legacy" : nil
                    let caller = Caller(name: role.rawValue, role: role, partner: partner)
                    let outcome = await Self.act(line.action, document, caller, test)
                    #expect(
                        outcome == line.outcome(for: role),
                        "\(line.action.rawValue) of \(line.state) by \(role.rawValue)"
                    )
                    if outcome == "yes" { fresh = nil }
                }
            }
        }
    }

    @Test("people who press at once, with retry and reprocess, give one effect", arguments: StoreKind.all)
    func atOnce(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            for round in 1...8 {
                test.legacy.behave { _ in .answer(422) }
                let order = try await test.submit(EDI.order("P-\(round)", reference: round))
                let id = try #require(order.documents?.first?.id)
                test.legacy.behave { _ in .accept }
                await withDiscardingTaskGroup { group in
                    for person in 1...6 {
                        let caller = Caller(name: "person-\(person)", role: .support)
                        let action = person.isMultiple(of: 2) ? ReplayAction.retry : .reprocess
                        group.addTask { _ = await Self.act(action, (id, ""), caller, test) }
                    }
                }
                _ = try await eventually(60) {
                    try await test.gateway.documents.document(id, caller: test.administrator).status == "delivered"
                        ? true : nil
                }
                #expect(test.legacy.effects.count == round)
            }
        }
    }

    @Test("a replay that races with the automatic retry gives one effect", arguments: StoreKind.all)
    func race(kind: StoreKind) async throws {
        try await TestGateway.with(kind, UnknownOutcomeTests.options) { test in
            for round in 1...8 {
                test.legacy.behave { _ in .answer(503) }
                let order = try await test.submit(EDI.order("Q-\(round)", reference: round), wait: 0)
                let id = try await test.routed(order.id).id
                _ = try await eventually(60) { test.legacy.requests > 0 ? true : nil }
                test.legacy.behave { _ in .accept }
                for action in [ReplayAction.retry, .reprocess, .retry, .reprocess] {
                    _ = await Self.act(action, (id, ""), test.administrator, test)
                }
                _ = try await eventually(60) {
                    try await test.gateway.documents.document(id, caller: test.administrator).status == "delivered"
                        ? true : nil
                }
                #expect(test.legacy.effects.count == round)
            }
        }
    }
}
