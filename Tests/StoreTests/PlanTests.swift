import Intake
import Rollout
import Store
import Synchronization
import Testing

/// The statements of the hot way never read a table whole, on either database: every access is by an index and a condition
/// on it.
@Suite("Query plans")
struct PlanTests {
    @Test("accepting reads by index", arguments: Driver.all)
    func accept(driver: Driver) async throws {
        try await check(driver) { transaction in
            let item = Make.received(key: "K")
            _ = try transaction.accept([item, Make.received(key: "K")])
            _ = try transaction.acceptances(of: [item.id])
        }
    }

    @Test("processing and deciding read by index", arguments: Driver.all)
    func decide(driver: Driver) async throws {
        try await check(driver) { transaction in
            let acceptance = try transaction.accept([Make.received()])[0]
            _ = try transaction.lockUnprocessed([acceptance.number])
            let document = Make.document(in: acceptance)
            _ = try transaction.lockOrders(["K1", "K2"], documents: [document.id], at: Make.now)
            try transaction.insertDocuments([document])
            try transaction.bind(
                [ItineraryRow(orderKey: "K1", function: "f", side: "new", backend: "B1", epoch: 1, at: 1)],
                reason: "birth")
            _ = try transaction.finishProcessing(acceptance.number, documents: 1, at: Make.now)
            _ = try transaction.unprocessedInterchanges(limit: 10)
            _ = try transaction.sentDocuments(ofOrders: [(key: "K1", after: DocumentPlace(number: 0, position: 0))])
            _ = try transaction.keysWithWaiting(among: ["K1"])
            _ = try transaction.waitingForKnownOrders(.held, codes: ["route.site-unknown"], after: nil, limit: 10)
        }
    }

    @Test("claiming, results and takeover read by index", arguments: Driver.all)
    func claim(driver: Driver) async throws {
        try await check(driver) { transaction in
            _ = try transaction.deliveries(keys: ["K1", "K2"])
            let document = try transaction.process()[0]
            try transaction.insertDeliveries([Make.delivery(of: document, bundle: Make.id())])
            let node = try #require(try transaction.process(keys: ["K3"]).first)
            _ = try transaction.insertDeliveries(
                [Make.delivery(of: node)], beginning: { $0 }, node: Make.id(), now: Make.now, leaseUntil: Make.now,
                newID: Make.id)
            _ = try transaction.claim(limit: 1, isProbe: true)
            let claimed = try transaction.claim()
            for one in claimed { _ = try transaction.end(one, .done) }
            _ = try transaction.takeOver(from: [Make.id()], honouring: [], now: Make.now)
            _ = try transaction.supersedeDeliveries(ofOrder: "K1", .neverBegunOrRefused, at: Make.now)
            _ = try transaction.openDeliveries(ofOrder: "K1")
            _ = try transaction.unfinishedDeliveries(ofOrder: "K1")
            try transaction.writeFurtherOrders([document.id: ["K9"]])
            _ = try transaction.furtherOrders(ofDocument: document.id)
            _ = try transaction.ordersNamedTogether(with: ["K1"])
            _ = try transaction.documents(ofOrder: "K1", alone: true)
        }
    }

    @Test("copies are counted, and queues looked at, by index", arguments: Driver.all)
    func integrations(driver: Driver) async throws {
        try await check(driver) { transaction in
            let row = IntegrationRow(
                id: Make.id(), site: "north", function: "order-intake", purpose: "standby", fromSide: "new",
                fromBackend: "B2", toBackend: "B1", reasons: "[]", openOrders: 0, beganAt: Make.now)
            #expect(try transaction.beginIntegration(row))
            _ = try transaction.updateIntegration(row, from: "running")
            _ = try transaction.integrations(before: row, limit: 10)
            _ = try transaction.countCopies(before: Make.now, limit: 10)
            _ = try transaction.hasUncountedDeliveries(before: Make.now + 1_000_000)
            _ = try transaction.countCopies(before: Make.now + 1_000_000, limit: 10)
            let count = CopyCount(
                site: "north", function: "order-intake", purpose: .standby, backend: "B1", documents: 1,
                withinSecond: 1,
                withinMinute: 1)
            try transaction.addCopies(count, fromSide: "new")
            _ = try transaction.copyQueues(at: "B1", limit: 10)
        }
    }

    @Test(
        "what a rejected delivery means for those behind it, and rehearsals of mappings, read by index",
        arguments: Driver.all)
    func rejections(driver: Driver) async throws {
        try await check(driver) { transaction in
            let documents = try transaction.process(keys: ["K1", "K1", "K1"])
            var head = Make.delivery(of: documents[0])
            head.onRejection = .cascade
            head.state = .failed
            let behind = Make.delivery(of: documents[1])
            try transaction.insertDeliveries([head, behind])
            let failed = try transaction.cascade(from: [head], at: Make.now)
            #expect(failed.map(\.id) == [behind.id])
            #expect(try transaction.cascadingHead(of: behind)?.id == documents[0].id)
            #expect(try transaction.document(documents[1].id)?.code == "deliver.predecessor-rejected")
            let again = try transaction.retryCascaded(behind: head, dueAt: Make.now, at: Make.now)
            #expect(again.map(\.id) == [behind.id])
            let page = try transaction.cascade(after: nil, limit: 10, at: Make.now)
            #expect(page.last == nil && page.failed.map(\.id) == [behind.id])
            var newer = Make.delivery(of: documents[2])
            newer.state = .delivered
            try transaction.insertDeliveries([newer])
            #expect(try transaction.overtaker(of: head)?.id == documents[2].id)
            #expect(try transaction.overtaker(of: newer) == nil)

            let row = MappingRehearsalRow(
                id: Make.id(), madeAt: Make.now, madeBy: "t", from: 0, to: Make.now, before: "a", after: "b",
                result: "{}")
            try transaction.keep(row, forgettingBefore: Make.now)
            #expect(try transaction.mappingRehearsal(row.id) == row)
            #expect(try transaction.confirmMappingRehearsal(row.id, by: "u", reason: "meant", at: Make.now))
            #expect(try !transaction.confirmMappingRehearsal(row.id, by: "v", reason: "again", at: Make.now))
            try transaction.publishMappingRehearsal(row.id, by: "w", at: Make.now)
            let kept = try transaction.mappingRehearsal(row.id)
            #expect(kept?.confirmedBy == "u" && kept?.publishedBy == "w")
            var later = row
            later.id = Make.id()
            later.madeAt += 1
            try transaction.keep(later, forgettingBefore: later.madeAt)
            #expect(try transaction.mappingRehearsal(row.id) == nil)
        }
    }

    @Test("a verification goes through its orders by index", arguments: Driver.all)
    func verify(driver: Driver) async throws {
        try await check(driver) { transaction in
            let run = VerificationRow(
                id: Make.id(), site: "north", from: 0, to: .max, rules: "{}", madeBy: "t", madeAt: Make.now)
            let side = VerificationSideRow(run: run.id, side: "new", backend: "B1", dueAt: Make.now)
            #expect(try transaction.insertVerification(run, [side]))
            let listed = ListedOrderRow(orderKey: "K1", side: "new", ownID: "1", changedAt: 1, fingerprint: 1)
            #expect(try transaction.addListed([listed], to: run.id) == nil)
            #expect(try transaction.addListed([listed], to: run.id) == listed)
            let keys = try transaction.unsettledKeys(of: run.id, after: "", limit: 10)
            #expect(keys == ["K1"])
            #expect(try transaction.listed(keys, in: run.id) == [listed])
            _ = try transaction.orders(keys)
            _ = try transaction.wasGiven("K1", to: "B1")
            _ = try transaction.movement(of: "K1", to: ["B1"])
            let finding = VerificationFindingRow(run: run.id, kind: .missing, orderKey: "K1", side: "new")
            let other = VerificationFindingRow(run: run.id, kind: .missing, orderKey: "K2", side: "new")
            try transaction.insertFindings([finding, other], kept: [:], most: 1)
            #expect(try transaction.findings(of: run.id, .missing, after: nil, limit: 10) == [finding])
            try transaction.markRepaired([finding], at: Make.now)
            try transaction.countFields(["a": 1], in: run.id)
            try transaction.countFields(["a": 2], in: run.id)
            #expect(try transaction.fields(of: run.id, limit: 10).map(\.orders) == [3])
            try transaction.dropListed(keys, of: run.id)
            #expect(try transaction.countUnsettled(of: run.id) == 0)
            try transaction.journal(side)
            try transaction.journal(run)
            #expect(try transaction.newestVerification(ofSite: "north") == nil)
            #expect(try transaction.insertVerification(run, []) == false)
        }
    }

    @Test("problems are folded and listed by index", arguments: Driver.all)
    func problems(driver: Driver) async throws {
        try await check(driver) { transaction in
            _ = try transaction.process(keys: ["K1", "K2"])
            #expect(try transaction.hasSubjectsToFold() == false)
            let cause = ProblemCause(
                kind: .document, stage: "map", code: "c", sender: "s", backend: nil, function: nil, site: nil, rule: "r"
            )
            try transaction.execute("update documents set status = 'failed' where order_key = 'K1'")
            #expect(try transaction.foldProblems(limit: 10, at: Make.now) { _ in FoldedFault(cause, fault: "{}") } == 1)
            guard let problem = try transaction.problems(ProblemFilter(), limit: 10).first else {
                Issue.record("nothing was folded")
                return
            }
            _ = try transaction.problems(ProblemFilter(), before: (problem.lastAt, problem.id), limit: 10)
            _ = try transaction.documentsOfProblem(problem.id)
            _ = try transaction.problemHours(problem.id, limit: 10)
            #expect(try transaction.subjects(of: problem, limit: 10).count == 1)
            try transaction.noteDown("B1", waiting: 3, fault: "{}", since: Make.now, at: Make.now)
            try transaction.settleBackends(silentSince: Make.now, at: Make.now)
            _ = try transaction.resolveProblems(leftBefore: Make.now, at: Make.now)
        }
    }

    @Test("what is expected is followed, judged and forgotten by index", arguments: Driver.all)
    func expectations(driver: Driver) async throws {
        try await check(driver) { transaction in
            _ = try transaction.process(keys: ["K1", "K2"])
            _ = try transaction.lockOrders(["K1", "K2"], at: Make.now)
            try transaction.updateOrders(
                ["K1", "K2"].map { OrderRow(key: $0, origin: .born, madeAt: Make.now, updatedAt: Make.now) })
            let start = ExpectationPlace(madeAt: 0, orderKey: "")
            #expect(try transaction.expectationPlace() == nil)
            try transaction.beginExpectations(at: start)
            let orders = try transaction.ordersMade(behind: start, before: .max, limit: 10)
            try #require(orders.map(\.key) == ["K1", "K2"])
            let next = ExpectationPlace(madeAt: orders[1].madeAt, orderKey: "K2")
            #expect(try transaction.moveExpectations(from: start, to: next))
            #expect(try transaction.moveExpectations(from: start, to: next) == false)
            let rows = orders.map {
                ExpectationRow(orderKey: $0.key, type: "invoice", documentID: $0.bornDocument, dueAt: Make.now)
            }
            try transaction.insertExpectations(rows + rows)
            #expect(try transaction.dueExpectations(at: Make.now, limit: 10).count == 2)
            let folded = FoldedFault(.late("invoice", of: "B1", function: nil, site: nil), fault: "{}")
            for _ in 1...2 { try transaction.noteLate(rows[0], folded, at: Make.now) }
            #expect(try transaction.dueExpectations(at: Make.now, limit: 10).map(\.orderKey) == ["K2"])
            #expect(try transaction.lateExpectations(behind: nil, limit: 10).map(\.orderKey) == ["K1"])
            #expect(try transaction.isAnswered("K1", by: "invoice") == false)
            #expect(try transaction.problems(ProblemFilter(), limit: 10).map(\.standing) == [1])
            try transaction.putOffExpectation(rows[1], until: .max)
            for _ in 1...2 { try transaction.endExpectation(rows[0], at: Make.now) }
            #expect(try transaction.problems(ProblemFilter(), limit: 10).map(\.standing) == [0])
            #expect(try transaction.expectations(ofOrder: "K1").isEmpty)
            _ = try transaction.lastReceived(from: "s")
            try transaction.noteSilence(of: "s", fault: "{}", since: Make.now, at: Make.now)
        }
    }

    @Test("what providers listed is found by index", arguments: Driver.all)
    func providers(driver: Driver) async throws {
        try await check(driver) { transaction in
            let row = ProviderEntryRow(
                provider: "p", entry: "1", state: .listed, facts: "{}", listedAt: Make.now, dueAt: Make.now)
            try transaction.insertProviderEntries([row, row], at: Make.now)
            let due = try transaction.dueProviderEntries(of: "p", at: Make.now, limit: 10)
            #expect(due == [row])
            #expect(try transaction.countProviderEntries(of: "p", upTo: 10) == 1)
            _ = try transaction.providerFault(of: "p")
            try transaction.updateProviderEntry(row, at: Make.now)
            try transaction.movePoll("provider:p", to: "1", node: Make.id(), at: Make.now)
            try transaction.deleteProviderEntries(["1"], of: "p")
            #expect(try transaction.countProviderEntries(of: "p", upTo: 10) == 0)
        }
    }

    @Test("files in mailboxes are found by index", arguments: Driver.all)
    func mailboxes(driver: Driver) async throws {
        try await check(driver) { transaction in
            let row = MailboxFileRow(
                deliveryID: Make.id(), mailbox: "m", name: "a.edi", putAt: Make.now, dueAt: Make.now)
            try transaction.noteMailboxFiles([row])
            #expect(try transaction.unfetchedFiles(in: "m", behind: nil, limit: 10) == [row])
            #expect(try transaction.unfetchedFiles(in: "m", behind: row, limit: 10).isEmpty)
            try transaction.markFetched([row.deliveryID], at: Make.now + 1)
            #expect(try transaction.unfetchedFiles(in: "m", behind: nil, limit: 10).isEmpty)
            #expect(try transaction.mailboxFile(ofDelivery: row.deliveryID)?.fetchedAt == Make.now + 1)
        }
    }

    @Test("a rehearsal reads stored traffic by index", arguments: Driver.all)
    func rehearse(driver: Driver) async throws {
        try await check(driver) { transaction in
            _ = try transaction.process(keys: ["K1", "K1", "K2"])
            guard let window = try transaction.trafficWindow(from: Make.now, to: .max) else { return }
            let place = DocumentPlace(number: window.first, position: 0)
            _ = try transaction.traffic(in: window, behind: place, limit: 10)
            _ = try transaction.traffic(ofOrder: "K1", in: window, behind: place, limit: 10)
            _ = try transaction.priorOrder("K1", before: window)
            _ = try transaction.hasUnprocessed(behind: window)
        }
    }

    @Test("the check sees a scan", arguments: Driver.all)
    func scan(driver: Driver) async throws {
        try await withStore(driver) { database in
            let faults = try await database.write { transaction throws in
                try transaction.scans("select * from documents where stage = $1", ["route"])
                    + transaction.scans("select * from documents where id = $1", [Value(Make.id())])
            }
            #expect(faults.count == 1)
        }
    }

    @Test("what was sent is found by index, whatever it is", arguments: Driver.all)
    func answered(driver: Driver) async throws {
        try await check(driver) { transaction in
            let pair = ControlNumberPair(syntax: "EDIFACT", own: "14:1", partner: "14:2")
            _ = try transaction.sent(pair, reference: "1")
            _ = try transaction.sent(pair, groupReference: "1")
            _ = try transaction.sent(ofDelivery: Make.id())
            _ = try transaction.writtenPayload(of: Make.id())
            _ = try transaction.sentDocuments(numbered: "1")
            _ = try transaction.sentDocuments(ofPayload: Make.id())
            _ = try transaction.sentStages(ofDelivery: Make.id())
            _ = try transaction.overdueAnswers(at: Make.now, limit: 1)
            _ = try transaction.isUnderWay(["k"], at: "partner:p", outside: Make.id())
            _ = try transaction.lockDueBatches(of: "partner:p", at: Make.now)
            _ = try transaction.lockMembers(of: Make.id())
            _ = try transaction.isOutdated(Make.id())
            _ = try transaction.retryDeliveries([Make.id()], dueAt: Make.now, at: Make.now)
            try transaction.insertSentDocuments([
                SentDocumentRow(
                    deliveryID: Make.id(), documentID: Make.id(), partner: "p", type: "invoice", number: "1",
                    madeAt: Make.now)
            ])
            try transaction.move([SentMove(Make.id(), .read, by: "CONTRL")], at: Make.now)
            _ = try transaction.acknowledgement(pair, controlNumber: "1")
            _ = try transaction.acknowledgement(pair, group: 1)
            let targets: [SentAnswer.Target] = [.payload, .acknowledgement(interchange: 1, position: 1)]
            try transaction.answerSent(
                targets.map {
                    SentAnswer(
                        to: $0, pair: pair, reference: "1", status: .accepted, errors: "[]", document: Make.id())
                }, at: Make.now)
        }
    }

    private func check(_ driver: Driver, _ body: @escaping @Sendable (any Transaction) throws -> Void) async throws {
        try await withStore(driver) { database in
            let (statements, scans) = try await database.write { transaction throws in
                let recorder = Recorder(transaction)
                try body(recorder)
                let statements = recorder.statements.withLock { $0 }
                return (statements.count, try statements.flatMap { try transaction.scans($0.key, $0.value) })
            }
            #expect(statements > 2)
            #expect(scans == [])
        }
    }
}

/// Writes down every statement that a body runs, with one set of its arguments.
private final class Recorder: Transaction {
    let transaction: any Transaction
    let statements = Mutex<[String: [Value]]>([:])

    init(_ transaction: any Transaction) { self.transaction = transaction }

    var dialect: Dialect { transaction.dialect }

    private func record(_ sql: String, _ arguments: [Value]?) {
        guard let arguments, !sql.contains("advisory") else { return }
        statements.withLock { $0[sql] = arguments }
    }

    func query(_ sql: String, _ arguments: [Value]) throws -> [Row] {
        record(sql, arguments)
        return try transaction.query(sql, arguments)
    }

    func execute(_ sql: String, _ arguments: [Value]) throws -> Int {
        record(sql, arguments)
        return try transaction.execute(sql, arguments)
    }

    func executeMany(_ sql: String, _ rows: [[Value]]) throws -> Int {
        record(sql, rows.first)
        return try transaction.executeMany(sql, rows)
    }

    func queryMany(_ sql: String, _ rows: [[Value]]) throws -> [[Row]] {
        record(sql, rows.first)
        return try transaction.queryMany(sql, rows)
    }
}

extension Transaction {
    /// The accesses of a statement's plan that read a table or an index from end to end.
    func scans(_ sql: String, _ arguments: [Value]) throws -> [String] {
        switch dialect {
        case .sqlite:
            let plan = try query("explain query plan " + sql, arguments).map { row throws -> String in
                guard case .text(let detail) = row.values[3] else { throw StoreError(.mismatch, code: "plan") }
                return detail
            }
            return plan.filter { $0.hasPrefix("SCAN") && $0 != "SCAN CONSTANT ROW" }.map { "\($0) in \(sql)" }
        case .postgres:
            let plan = try query("explain " + sql, arguments).map { row throws -> String in
                var columns = row.columns
                return try columns.text()
            }
            return plan.enumerated().filter { index, line in
                if line.contains("Seq Scan") { return true }
                guard line.contains("Index") && line.contains("Scan using") || line.contains("Bitmap Index Scan") else {
                    return false
                }
                let details = plan[(index + 1)...].prefix { !$0.contains("->") && !$0.contains("SubPlan") }
                return !details.contains { $0.contains("Index Cond") }
            }.map { "\($0.element) in \(sql)" }
        }
    }
}
