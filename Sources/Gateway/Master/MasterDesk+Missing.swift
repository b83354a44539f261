import Diagnostics
public import Intake
import Rollout
import Store

/// What documents wait for, and letting them go once it is there.
extension MasterDesk {
    /// How many documents one call decides again.
    static let reprocessed = 200

    /// The codes that documents wait for, those that wait longest first.
    public func missing(kind: MasterKind?, code: String?, caller: Caller) async throws -> Page<MissingCodeView> {
        try Self.require(.view, caller)
        let rows = try await database.look { try $0.missingCodes(kind: kind, code: code, limit: Self.most) }
            .filter { code != nil || $0.fault != MissingCodeRow.alternative }
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

    /// Decides documents again that stopped for want of a code, some at a time.
    ///
    /// - Parameters:
    ///   - documents: only these; nil for all that wait for the code, or for any code.
    ///   - after: of all, those behind this one, as the call before said.
    public func reprocess(
        kind: MasterKind, code: String?, documents: [String]?, after: String? = nil, reason: String?, caller: Caller
    ) async throws -> MasterReprocessView {
        try Self.require(.replay, caller)
        var place: UniqueID?
        if let after {
            guard let id = UniqueID(after) else {
                throw GatewayError(.invalid, Diagnostic("api.cursor-invalid", value: after))
            }
            place = id
        }
        let behind = place
        let waiting = try await database.look { transaction in
            try transaction.documentsMissingCodes(kind: kind, code: code, after: behind, limit: Self.reprocessed)
        }.map(\.description)
        var view = MasterReprocessView()
        if documents == nil, waiting.count == Self.reprocessed { view.next = waiting.last }
        for document in documents ?? waiting {
            do {
                let after = try await reprocess(document, kind, code, reason ?? "a code was added", caller)
                view.reprocessed.append(.init(document: document, status: after.status))
            } catch let error as GatewayError where [.conflict, .notFound].contains(error.kind) {
                view.kept.append(.init(document: document, because: DiagnosticReport(error.diagnostic)))
            }
        }
        return view
    }

    private func reprocess(
        _ document: String, _ kind: MasterKind, _ code: String?, _ reason: String, _ caller: Caller
    ) async throws -> DocumentView {
        let (id, present) = try await replay.find(document, .reprocess, caller)
        guard try await database.look({ try $0.isMissingCode(id, kind: kind, code: code) }) else {
            throw GatewayError(.conflict, Diagnostic("master.not-blocked", value: document))
        }
        // Of a document that was delivered a copy waits.
        return present.status == .held || present.status == .failed
            ? try await replay.reprocess(document, reason: reason, caller: caller)
            : try await replay.retry(document, reason: reason, caller: caller)
    }
}
