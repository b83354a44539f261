import ConfigurationFiles
import Diagnostics
import Intake
import Logging
import Rollout
import Store

/// Folds what fails into problems, behind what made it fail: failures are written as they come, and folded some at a time.
struct ProblemFolding: Sendable {
    let database: any Database
    let runners: [DeliveryRunner]
    let clock: Clock
    let logger: Logger

    private static let round = Duration.seconds(1)
    /// How many of a kind one transaction folds.
    private static let page = 250
    /// For how long nothing may stand in a problem before it counts as resolved, in seconds: what is tried again leaves it for
    /// a moment.
    static let grace = 60.0
    private static let roundsToLooking = 5

    /// Runs until its task is cancelled.
    func run() async {
        var rounds = 0
        while !Task.isCancelled {
            do {
                while try await fold() {}
                if rounds.isMultiple(of: Self.roundsToLooking) {
                    try await noteBackends()
                    try await resolve()
                }
            } catch {
                logger.debug("problems are folded later", metadata: ["error": "\(error)"])
            }
            rounds += 1
            try? await Task.sleep(for: Self.round)
        }
    }

    /// Folds the next ones; false when there was less than a page of them.
    private func fold() async throws -> Bool {
        guard try await database.read({ try $0.hasSubjectsToFold() }) else { return false }
        let now = clock.now().microseconds
        let folded = try await database.write { try $0.foldProblems(limit: Self.page, at: now, by: Self.fault) }
        return folded >= Self.page
    }

    /// Notes which back ends are down as this node sees them, while something waits for them.
    private func noteBackends() async throws {
        let down = runners.compactMap { runner in
            runner.breaker.since.map { (name: runner.backend.name, since: $0.microseconds, heard: runner.lastFailure) }
        }
        guard !down.isEmpty else { return }
        let counts = try await database.read { try $0.openDeliveryCounts() }
        let now = clock.now().microseconds
        try await database.write { transaction in
            for (name, since, heard) in down {
                let waiting = counts.filter { $0.backend == name && $0.state == .waiting }.map(\.deliveries)
                guard let waiting = waiting.first, waiting > 0 else { continue }
                let fault = Diagnostic("deliver.backend-down", value: name, facts: ["reason": heard ?? "no answer"])
                try transaction.noteDown(
                    name, waiting: waiting, fault: JSONText.of(fault) ?? "{}", since: since, at: now)
            }
        }
    }

    private func resolve() async throws {
        let now = clock.now()
        let before = now.adding(seconds: -Self.grace).microseconds
        _ = try await database.write { transaction in
            try transaction.settleBackends(silentSince: before, at: now.microseconds)
            return try transaction.resolveProblems(leftBefore: before, at: now.microseconds)
        }
    }

    /// What a subject folds by.
    @Sendable private static func fault(of subject: ProblemSubject) -> FoldedFault {
        let heard = subject.heard.map(Heard.init)
        let said = subject.diagnostics == "[]" ? [] : JSONText.read([Diagnostic].self, from: subject.diagnostics) ?? []
        let errors = said.filter { $0.severity == .error }
        var code = subject.code
        switch subject.kind {
        case .document: if code.isEmpty { code = errors.first?.code.rawValue ?? "intake.\(subject.stage)-stopped" }
        case .delivery:
            code = heard?.diagnostic?.code.rawValue ?? (code == "unknown" ? "deliver.unknown" : "deliver.refused")
        case .interchange, .backend, .silence, .expectation:
            code = errors.first?.code.rawValue ?? "intake.syntax-unknown"
        }
        let named = (said + [heard?.diagnostic].compactMap(\.self)).first { $0.code.rawValue == code }
        let fault =
            named ?? Diagnostic(Code(rawValue: code), value: subject.backend, facts: ["reason": heard?.words ?? ""])
        let cause = ProblemCause(
            subject.kind, stage: subject.stage, code: code, sender: subject.sender, backend: subject.backend,
            function: subject.function, site: subject.site, fault: named, heard: heard?.words)
        return FoldedFault(cause, fault: JSONText.of(fault) ?? "{}")
    }

    /// What a delivery's last error says: the diagnostic for which it could not be written, or what was heard.
    private struct Heard {
        var diagnostic: Diagnostic?
        var words: String?

        private struct Detail: Decodable {
            var detail: String
        }

        init(_ text: String) {
            if let detail = JSONText.read(Detail.self, from: text) {
                words = detail.detail
            } else {
                diagnostic = JSONText.read(Diagnostic.self, from: text)
            }
        }
    }
}
