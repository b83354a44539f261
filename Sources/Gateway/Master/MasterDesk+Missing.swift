import Diagnostics
public import Intake
import Rollout
import Store

/// What documents wait for, and letting them go once it is there.
extension MasterDesk {
    /// How many rows are looked at.
    private static let most = 10_000

    /// The codes that documents wait for, those that wait longest first.
    public func missing(kind: MasterKind?, code: String?, caller: Caller) async throws -> Page<MissingCodeView> {
        try Self.require(.view, caller)
        let rows = try await database.look { try $0.missingCodes(kind: kind, code: code, limit: Self.most) }
        var views: [MissingCodeView] = []
        var places: [String: Int] = [:]
        for row in rows {
            let blocked = MissingCodeView.Blocked(document: row.documentID.description, backend: row.backend)
            let name = "\(row.kind.rawValue) \(row.code)"
            if let place = places[name] {
                views[place].documents.append(blocked)
                continue
            }
            places[name] = views.count
            views.append(
                MissingCodeView(
                    kind: row.kind.rawValue, system: row.code.system.text, code: row.code.code, fault: row.fault,
                    since: Instant(microseconds: row.madeAt).iso8601, documents: [blocked]))
        }
        return Page(items: views, next: nil)
    }

    /// Decides documents again that stopped for want of a code.
    ///
    /// - Parameter documents: only these; nil for all that wait for the code, or for any code.
    public func reprocess(
        kind: MasterKind, code: String?, documents: [String]?, reason: String?, caller: Caller
    ) async throws -> MasterReprocessView {
        try Self.require(.replay, caller)
        let rows = try await database.look { try $0.missingCodes(kind: kind, code: code, limit: Self.most) }
        var waiting: [String] = []
        var seen: Set<String> = []
        for row in rows where seen.insert(row.documentID.description).inserted {
            waiting.append(row.documentID.description)
        }
        var view = MasterReprocessView()
        for document in documents ?? waiting {
            do {
                guard seen.contains(document) else {
                    throw GatewayError(.conflict, Diagnostic("master.not-blocked", value: document))
                }
                let present = try await replay.find(document, .reprocess, caller).row
                let why = reason ?? "a code was added"
                let after =
                    present.status == .held || present.status == .failed
                    ? try await replay.reprocess(document, reason: why, caller: caller)
                    : try await replay.retry(document, reason: why, caller: caller)
                view.reprocessed.append(.init(document: document, status: after.status))
            } catch let error as GatewayError where error.kind == .conflict {
                view.kept.append(.init(document: document, because: DiagnosticReport(error.diagnostic)))
            }
        }
        return view
    }
}
