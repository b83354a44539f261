import Diagnostics
import PostgresWire

/// One connection to a database, on a thread that may block: connects when it must, and again when it was cut.
actor PostgresSession {
    private let target: PostgresTarget
    private let executor = QueueExecutor("milepost.postgres")
    private var link: PostgresLink?

    init(_ target: PostgresTarget) { self.target = target }

    /// The thread that may block.
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Runs a statement between BEGIN and COMMIT.
    func run(_ sql: String, _ values: [PostgresValue]) -> PostgresOutcome {
        let reply: PostgresReply
        do throws(PostgresFault) {
            let link = try begun("begin")
            let answer = try link.run(sql, PostgresParameters(values))
            if let fault = answer.fault { throw fault }
            reply = PostgresReply(answer)
        } catch {
            return undone(error)
        }
        return commit(reply)
    }

    /// Runs a query that only reads, and hands out its rows one by one until `take` has enough.
    func read(
        _ sql: String, _ values: [PostgresValue], each take: @Sendable (PostgresRow) -> Bool
    ) -> PostgresReading {
        do throws(PostgresFault) {
            let link = try begun("begin read only")
            link.endsWithTask = true
            defer { link.endsWithTask = false }
            let answer = try link.run(sql, PostgresParameters(values)) { take(PostgresRow($0)) }
            guard let answer else {
                disconnect()
                return .stopped
            }
            if let fault = answer.fault { throw fault }
            let columns = answer.columnNames
            if let fault = try link.run("commit").fault { throw fault }
            return .read(columns: columns)
        } catch {
            switch undone(error) {
            case .refused(let refusal): return .refused(refusal)
            case .notDone(let diagnostic), .unknown(let diagnostic): return .silent(diagnostic)
            case .committed: return .stopped
            }
        }
    }

    /// Connects, and does nothing.
    func connect() -> Diagnostic? {
        do throws(PostgresFault) {
            _ = try begun("begin read only")
            _ = try link?.run("rollback")
            return nil
        } catch {
            disconnect()
            return diagnostic(
                error.kind == .unreachable ? "deliver.database-unreachable" : "deliver.database-lost", error)
        }
    }

    /// Ends the connection; the next statement makes a new one.
    func disconnect() { link = nil }

    /// A transaction on a connection that answers. An old one may have been cut while it was idle; nothing was sent on it yet,
    /// so a new one is tried once.
    private func begun(_ begin: String) throws(PostgresFault) -> PostgresLink {
        let time = max(1, target.timeout.components.seconds * 1_000)
        let script = """
            \(begin); set local statement_timeout = \(time); set local idle_in_transaction_session_timeout = \(time + 5_000);
            select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') = 'off'
            """
        if let link {
            if let answer = try? link.run(script), answer.fault == nil { return link }
            disconnect()
        }
        let made = try PostgresLink(
            url: target.url, connect: target.connectTimeout, network: target.timeout,
            answer: target.timeout + .seconds(5))
        if let fault = try made.run(script).fault { throw fault }
        link = made
        return made
    }

    /// What an error means before COMMIT was sent; what had begun is rolled back, if need be by the connection's end.
    private func undone(_ fault: PostgresFault) -> PostgresOutcome {
        if fault.kind != .server || fault.endsSession || (try? link?.run("rollback"))??.fault != nil { disconnect() }
        switch fault.kind {
        case .server: return .refused(PostgresRefusal(fault))
        case .unreachable: return .notDone(diagnostic("deliver.database-unreachable", fault))
        case .lost, .silent: return .notDone(diagnostic("deliver.database-lost", fault))
        }
    }

    /// COMMIT is a yes only if the server says COMMIT and nothing else.
    private func commit(_ reply: PostgresReply) -> PostgresOutcome {
        guard let link else { return .notDone(diagnostic("deliver.database-lost", PostgresFault(.lost))) }
        link.clearWarnings()
        do throws(PostgresFault) {
            let answer = try link.run("commit")
            if let fault = answer.fault {
                // A constraint that is checked at the end. 08007 and 40003 say that the server does not know itself.
                guard fault.kind == .server, !fault.endsSession, !["08007", "40003"].contains(fault.sqlState) else {
                    throw fault
                }
                return .refused(PostgresRefusal(fault))
            }
            if let warning = link.warning { throw PostgresFault(.lost, "COMMIT with the warning \(warning)") }
            // The statement has ended the transaction by itself.
            guard answer.tag == "COMMIT" else { throw PostgresFault(.lost, "COMMIT was answered with \(answer.tag)") }
            return .committed(reply)
        } catch {
            disconnect()
            return .unknown(diagnostic("deliver.database-unknown", error))
        }
    }

    private func diagnostic(_ code: Code, _ fault: PostgresFault) -> Diagnostic {
        let words = fault.kind == .silent ? "no answer in time" : fault.message.isEmpty ? "lost" : fault.message
        return Diagnostic(code, value: target.shownURL, facts: ["reason": words])
    }
}

/// What became of a query.
enum PostgresReading: Sendable {
    /// All rows came.
    case read(columns: [String])
    /// Whoever takes the rows had enough.
    case stopped
    case refused(PostgresRefusal)
    case silent(Diagnostic)
}

extension PostgresRefusal {
    fileprivate init(_ fault: PostgresFault) {
        self.init(sqlState: fault.sqlState ?? "XX000", constraint: fault.constraint, message: fault.message)
    }
}

extension PostgresParameters {
    fileprivate init(_ values: [PostgresValue]) {
        self.init()
        for value in values {
            switch value {
            case .null: add(text: nil)
            case .text(let bytes): add(text: bytes)
            case .bytes(let bytes): add(binary: bytes, type: Self.bytea)
            }
        }
    }
}
