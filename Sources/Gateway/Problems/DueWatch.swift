import Calendars
import ConfigurationFiles
import Diagnostics
import Intake
import Logging
import Orders
import Rollout
import Store

/// Watches what should come: messages of partners by their times, and answers of back ends to orders. What is late is a problem;
/// it goes by itself once it comes.
///
/// Orders are followed behind their birth, in the order in which they were made, so that no birth pays for it.
struct DueWatch: Sendable {
    private let silences: [(partner: String, rule: SilenceRule)]
    private let expectations: [String: [CanonicalDocument.DocumentType: ExpectationRule]]
    private let database: any Database
    private let routing: RoutingState
    private let clock: Clock
    private let logger: Logger

    private static let round = Duration.seconds(1)
    private static let page = 250
    /// How far behind the present orders are followed, in seconds: longer than a transaction takes that makes one.
    private static let distance = 15.0
    /// How often silence is told again, in seconds: oftener than a problem takes to be resolved by itself.
    private static let repetition = ProblemFolding.grace / 4
    /// When an order that is not born is looked at again, in seconds.
    private static let pause = 60.0

    init(_ partners: [Partner], database: any Database, routing: RoutingState, clock: Clock, logger: Logger) {
        let live = partners.filter { $0.stage == .production }
        silences = live.compactMap { partner in partner.silence.map { (partner.id, $0) } }
        expectations = Dictionary(
            live.filter { !$0.expects.isEmpty }.map { ($0.id, $0.expects) }, uniquingKeysWith: { first, _ in first })
        self.database = database
        self.routing = routing
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled.
    func run() async {
        var last: ExpectationRow?
        var looked = LookedAt()
        while !Task.isCancelled {
            do {
                try await lookForSilence(&looked)
                if !expectations.isEmpty { while try await follow() {} }
                while try await judge() {}
                last = try await lookAgain(behind: last)
            } catch {
                logger.debug("what is due is looked at later", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: Self.round)
        }
    }

    // MARK: Silence

    /// What need not be read again.
    private struct LookedAt {
        /// The due time until which a partner was heard of.
        var heard: [String: Instant] = [:]
        /// When a partner's silence was last told.
        var told: [String: Instant] = [:]
    }

    private func lookForSilence(_ looked: inout LookedAt) async throws {
        let now = clock.now()
        for (partner, rule) in silences {
            guard let due = rule.lastDue(at: now)?.due, looked.heard[partner] != due else { continue }
            if let told = looked.told[partner], now < told.adding(seconds: Self.repetition) { continue }
            let last = try await database.read { try $0.lastReceived(from: partner) }
                .map(Instant.init(microseconds:))
            guard let silence = rule.silence(at: now, last: last) else {
                looked.heard[partner] = due
                continue
            }
            let fault = Diagnostic(
                "watch.partner-silent", value: partner,
                facts: [
                    "due": silence.due.iso8601, "since": last?.iso8601 ?? "ever", "calendar": rule.calendar.name,
                    "time": rule.calendar.wallTime(of: silence.due),
                ])
            looked.told[partner] = now
            try await database.write {
                try $0.noteSilence(
                    of: partner, fault: JSONText.of(fault) ?? "{}", since: silence.due.microseconds,
                    at: now.microseconds)
            }
        }
    }

    // MARK: Expectations

    /// Notes what is expected of the next orders; false when there are no more.
    private func follow() async throws -> Bool {
        let now = clock.now()
        let limit = now.adding(seconds: -Self.distance).microseconds
        let place = try await database.read { try $0.expectationPlace() }
        guard let place else {
            // What came before anything was expected is not waited for.
            try await database.write {
                try $0.beginExpectations(at: ExpectationPlace(madeAt: limit, orderKey: ""))
            }
            return false
        }
        return try await database.write { transaction in
            let orders = try transaction.ordersMade(behind: place, before: limit, limit: Self.page)
            guard let last = orders.last,
                try transaction.moveExpectations(
                    from: place, to: ExpectationPlace(madeAt: last.madeAt, orderKey: last.key))
            else { return false }
            try transaction.insertExpectations(
                try orders.flatMap { try self.expectations(of: $0, at: now, in: transaction) })
            return orders.count == Self.page
        }
    }

    private func expectations(
        of order: OrderRow, at now: Instant, in transaction: any Transaction
    ) throws -> [ExpectationRow] {
        guard order.state == .open, order.origin == nil || order.origin == .born else { return [] }
        guard let born = order.bornDocument else {
            return [
                ExpectationRow(
                    orderKey: order.key, type: "", documentID: nil,
                    dueAt: now.adding(seconds: Self.pause).microseconds)
            ]
        }
        let rules = try rules(for: order, in: transaction)
        let day = order.traits.flatMap { JSONText.read(BirthTraits.self, from: $0) }?.requestedDay
        return rules.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap { type, rule in
            rule.due(receivedAt: Instant(microseconds: order.madeAt), deliveryDay: day).map {
                ExpectationRow(orderKey: order.key, type: type.rawValue, documentID: born, dueAt: $0.microseconds)
            }
        }
    }

    /// What is expected of an order: by its buyer, else by who passes on what the buyer sends.
    private func rules(
        for order: OrderRow, in transaction: any Transaction
    ) throws -> [CanonicalDocument.DocumentType: ExpectationRule] {
        if let buyer = OrderKey(text: order.key).buyer, let rules = expectations[buyer] { return rules }
        guard let born = order.bornDocument, let sender = try transaction.document(born)?.sender else { return [:] }
        return expectations[sender] ?? [:]
    }

    /// Looks whether what is due came; false when there is nothing more.
    private func judge() async throws -> Bool {
        let now = clock.now()
        let due = try await database.read { try $0.dueExpectations(at: now.microseconds, limit: Self.page) }
        guard !due.isEmpty else { return false }
        try await database.write { transaction in
            for row in due { try judge(row, at: now, in: transaction) }
        }
        return due.count == Self.page
    }

    private func judge(_ row: ExpectationRow, at now: Instant, in transaction: any Transaction) throws {
        guard let order = try transaction.order(row.orderKey), order.state == .open else {
            return try transaction.endExpectation(row, at: now.microseconds)
        }
        if row.type.isEmpty {
            guard order.bornDocument != nil else {
                return try transaction.putOffExpectation(row, until: now.adding(seconds: Self.pause).microseconds)
            }
            try transaction.endExpectation(row, at: now.microseconds)
            return try transaction.insertExpectations(expectations(of: order, at: now, in: transaction))
        }
        if try isOver(row, of: order, in: transaction) {
            return try transaction.endExpectation(row, at: now.microseconds)
        }
        let (function, backend) = try who(answers: row, in: transaction)
        let cause = ProblemCause.late(row.type, of: backend, function: function, site: order.site)
        let fault = Diagnostic(
            "watch.answer-late", value: row.orderKey,
            facts: [
                "type": row.type, "due": Instant(microseconds: row.dueAt).iso8601, "backend": backend ?? "nobody yet",
            ])
        try transaction.noteLate(row, FoldedFault(cause, fault: JSONText.of(fault) ?? "{}"), at: now.microseconds)
    }

    /// Whether it came, the order was closed or cancelled, or nobody expects it any more.
    private func isOver(_ row: ExpectationRow, of order: OrderRow, in transaction: any Transaction) throws -> Bool {
        guard order.state == .open, let type = CanonicalDocument.DocumentType(rawValue: row.type),
            try rules(for: order, in: transaction)[type] != nil
        else { return true }
        return try transaction.isAnswered(row.orderKey, by: row.type)
            || row.type != CanonicalDocument.DocumentType.orderResponse.rawValue
                && transaction.isAnswered(row.orderKey, by: DocumentKind.orderCancellation.rawValue)
    }

    /// The function that a document belongs to, and the back end that it is bound to, or that has the order.
    private func who(
        answers row: ExpectationRow, in transaction: any Transaction
    ) throws -> (function: String?, backend: String?) {
        let functions = routing.version.snapshot.functions
        let function = functions.first { $0.documents.contains(row.type) }?.name
        let intake = functions.first { $0.documents.contains(DocumentKind.order.rawValue) }?.name
        let bound = try transaction.itineraries(of: row.orderKey)
        let entry = bound.first { $0.function == function } ?? bound.first { $0.function == intake }
        return (function, entry?.backend)
    }

    /// Looks at some of what is late once more, all of it in turn.
    private func lookAgain(behind last: ExpectationRow?) async throws -> ExpectationRow? {
        let now = clock.now()
        let late = try await database.read { try $0.lateExpectations(behind: last, limit: Self.page) }
        guard !late.isEmpty else { return nil }
        try await database.write { transaction in
            for row in late {
                if let order = try transaction.order(row.orderKey), try !isOver(row, of: order, in: transaction) {
                    continue
                }
                try transaction.endExpectation(row, at: now.microseconds)
            }
        }
        return late.last
    }
}
