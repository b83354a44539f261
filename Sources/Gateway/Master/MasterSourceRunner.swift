import Channels
import ConfigurationFiles
import Diagnostics
import Intake
import Logging
import Rollout
import Store

/// Reads one list of cross references from its database, again and again, on one node at a time. What cannot be read changes
/// nothing and is said at the list.
final class MasterSourceRunner: Sendable {
    private let source: MasterSource
    private let reader: PostgresReader
    private let desk: MasterDesk
    private let database: any Database
    private let node: UniqueID
    private let caller: Caller
    private let clock: Clock
    private let logger: Logger

    /// How long one read may take, in microseconds.
    private static let lease: Int64 = 1_800_000_000
    /// How soon a read that failed is tried again at the least, in seconds.
    private static let pause = 30.0

    init(
        _ source: MasterSource, desk: MasterDesk, database: any Database, node: UniqueID, nodeName: String,
        clock: Clock, logger: Logger
    ) {
        self.source = source
        reader = PostgresReader(PostgresTarget(source.database), mostBytes: MasterRows.mostBytes)
        self.desk = desk
        self.database = database
        self.node = node
        caller = Caller(name: nodeName, role: .administrator, origin: "list \(source.name)")
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled.
    func run() async {
        var isKnown = false
        while !Task.isCancelled {
            do {
                if !isKnown {
                    let now = clock.now().microseconds
                    try await database.write { [source] in try $0.insertPoll(of: source.pollName, at: now) }
                    isKnown = true
                }
                if let row = try await begin() {
                    try await read(row)
                } else {
                    try? await Task.sleep(for: .seconds(1))
                }
            } catch {
                logger.warning(
                    "a list of master data cannot be read", metadata: ["list": "\(source.name)", "error": "\(error)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
        await reader.shutdown()
    }

    private func begin() async throws -> PollRow? {
        let (name, node, now) = (source.pollName, node, clock.now().microseconds)
        guard try await database.read({ try $0.hasDuePoll(of: name, at: now) }) else { return nil }
        return try await database.write {
            try $0.beginPoll(of: name, node: node, until: now + Self.lease, at: now)
        }
    }

    private func read(_ start: PollRow) async throws {
        var row = start
        let rows = MasterRows()
        let reply = await reader.rows(source.query, []) { rows.take($0) }
        // Who stops asks no more, and nobody failed.
        if Task.isCancelled { return }
        let fault: Diagnostic?
        switch reply {
        case .silent(let reason): fault = self.fault("master.source-silent", ["reason": reason])
        case .refused(let refusal):
            fault = self.fault("master.source-refused", ["reason": refusal.message, "state": refusal.sqlState])
        case .many, .large:
            fault = self.fault(
                "master.source-large",
                ["lines": String(CrossReferenceList.largestCount), "bytes": String(MasterRows.mostBytes)])
        case .rows(_, let columns): fault = try await take(rows, columns, &row)
        }
        let text = fault.flatMap { JSONText.of($0) }
        if let fault, text != row.fault {
            logger.warning(
                "a list of master data has faults", metadata: ["list": "\(source.name)", "code": "\(fault.code)"])
        }
        row.fault = text
        let now = clock.now()
        row.dueAt =
            now.adding(seconds: fault == nil ? source.everySeconds : min(source.everySeconds, Self.pause))
            .microseconds
        let (written, node) = (row, node)
        _ = try await database.write { try $0.endPoll(written, node: node, at: now.microseconds) }
    }

    /// Takes what was read.
    ///
    /// - Returns: What is wrong with it.
    private func take(_ rows: MasterRows, _ columns: [String], _ row: inout PollRow) async throws -> Diagnostic? {
        row.documents = Int64(rows.count)
        row.readAt = clock.now().microseconds
        if rows.count == 0 {
            // Its head line is not there, and its columns may be wrong all the same.
            let names = columns.map { $0.lowercased() }
            guard names.contains("from"), names.contains("to") else {
                return fault("master.source-refused", ["reason": "no columns `from` and `to`", "state": "-"])
            }
            return source.isComplete ? fault("master.source-empty", [:]) : nil
        }
        do {
            let view = try await desk.take(
                rows.csv, source.kind, source: source.name, from: source.from?.text, to: source.to?.text,
                isComplete: source.isComplete, by: caller)
            guard let first = view.faults.first else { return nil }
            return fault(
                "master.source-faults",
                ["count": String(view.faults.count), "row": String(first.line - 1), "reason": first.message])
        } catch let error as GatewayError where error.kind == .invalid {
            return error.diagnostic
        }
    }

    private func fault(_ code: Code, _ facts: [String: String]) -> Diagnostic {
        Diagnostic(code, value: source.name, facts: facts)
    }
}

extension MasterSource {
    /// The name under which its reads are counted, among the names of back ends; none of these has a colon.
    var pollName: String { "master:\(name)" }
}
