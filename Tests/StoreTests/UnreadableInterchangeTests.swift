import Intake
import Store
import Testing

@Suite("Unreadable interchanges")
struct UnreadableInterchangeTests {
    @Test("one is found by its status and its code, reopened in its place, and discarded once", arguments: Driver.all)
    func settling(driver: Driver) async throws {
        try await withStore(driver) { database in
            let (first, second, read) = try await database.write { transaction throws in
                let accepted = try transaction.accept([Make.received(), Make.received(), Make.received()])
                for interchange in accepted {
                    _ = try transaction.finishProcessing(
                        interchange.number, documents: interchange == accepted[2] ? 1 : 0,
                        isReadable: interchange == accepted[2], controlNumber: "C",
                        diagnostics: #"[{"code":"intake.syntax-unknown"}]"#, at: Make.now)
                }
                return (accepted[0].number, accepted[1].number, accepted[2].number)
            }
            try await database.expect([second, first]) { try $0.numbers(.unreadable) }
            try await database.expect([second, first]) { try $0.numbers(code: "intake.syntax-unknown") }
            try await database.expect([]) { try $0.numbers(code: "intake.empty") }

            try await database.expect(true) { try $0.reopenInterchange(first) }
            try await database.expect(false) { try $0.reopenInterchange(first) }
            try await database.expect(false) { try $0.discardInterchange(first, at: Make.now) }
            try await database.expect([first]) { try $0.unprocessedInterchanges(limit: 9).map(\.number) }
            try await database.expect([first]) { try $0.numbers(.accepted) }
            let reopened = try await database.read { try $0.unprocessedInterchanges(limit: 9) }
            #expect(reopened.first?.controlNumber == nil && reopened.first?.diagnostics == "[]")

            try await database.expect(true) { try $0.discardInterchange(second, at: Make.now) }
            try await database.expect(false) { try $0.discardInterchange(second, at: Make.now) }
            try await database.expect(false) { try $0.reopenInterchange(second) }
            try await database.expect([second]) { try $0.numbers(.discarded) }
            try await database.expect([]) { try $0.numbers(.unreadable) }

            try await database.expect(false) { try $0.reopenInterchange(read) }
            try await database.expect(false) { try $0.discardInterchange(read, at: Make.now) }
            try await database.expect([read]) { try $0.numbers(.processed) }
        }
    }
}

extension Transaction {
    fileprivate func numbers(_ status: InterchangeStatus? = nil, code: String? = nil) throws -> [Int64] {
        var filter = InterchangeFilter()
        filter.status = status
        filter.code = code
        return try interchanges(filter, limit: 9).map(\.number)
    }
}
