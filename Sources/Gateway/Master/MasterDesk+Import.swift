import Diagnostics
public import Intake
import Rollout
import Store

/// Lists of cross references.
extension MasterDesk {
    private static let batch = 500

    /// Takes a list. What its source said before and says otherwise now is changed; what another source says otherwise stays
    /// beside it, and neither is used.
    ///
    /// - Parameters:
    ///   - source: the list's name, under which it may come again.
    ///   - from: whose the first codes are, of lines that do not say it.
    ///   - to: whose the second codes are.
    ///   - isComplete: what the source said before and does not say now ends.
    public func importList(
        _ csv: [UInt8], _ kind: MasterKind, source: String, from: String?, to: String?, isComplete: Bool,
        caller: Caller
    ) async throws -> MasterImportView {
        try Self.require(.replay, caller)
        return try await take(csv, kind, source: source, from: from, to: to, isComplete: isComplete, by: caller)
    }

    func take(
        _ csv: [UInt8], _ kind: MasterKind, source: String, from: String?, to: String?, isComplete: Bool,
        by caller: Caller
    ) async throws -> MasterImportView {
        func system(_ text: String?) throws(GatewayError) -> CodeSystem? {
            guard let text else { return nil }
            guard let system = CodeSystem(text) else {
                throw GatewayError(.invalid, Diagnostic("master.system-form", value: text))
            }
            return system
        }
        let list: CrossReferenceList
        let (first, second) = (try system(from), try system(to))
        do { list = try CrossReferenceList(csv: csv, kind: kind, from: first, to: second) } catch {
            throw GatewayError(.invalid, error)
        }
        var view = MasterImportView(source: source, faults: list.faults.map(Self.fault))
        var entries: [CrossReferenceList.Entry] = []
        for entry in list.entries {
            do throws(Diagnostic) {
                try check(entry.reference)
                entries.append(entry)
            } catch {
                var fault = error
                fault.position = Position(line: entry.line)
                if view.faults.count < DiagnosticList.defaultLimit { view.faults.append(Self.fault(fault)) }
            }
        }
        view.faults.sort { $0.line < $1.line }
        var touched: Set<UniqueID> = []
        for start in stride(from: 0, to: max(1, entries.count), by: Self.batch) {
            let end = min(entries.count, start + Self.batch)
            let references = entries[start..<end].map(\.reference)
            let (before, known) = (view, touched)
            // What a list with faulty lines does not say may stand in one of them.
            let ends = isComplete && end == entries.count && list.faults.isEmpty && view.faults.isEmpty
            (view, touched) = try await GatewayError.translating {
                try await database.write { transaction in
                    var taking = ListTaking(
                        view: before, touched: known, kind: kind, by: caller.name, at: clock.now().microseconds)
                    try transaction.lockCrossReferences(kind)
                    try taking.take(references, in: transaction)
                    if ends { try taking.endOthers(in: transaction) }
                    if taking.hasChanged(since: before) {
                        try audit.append(
                            "master.import", subject: "\(kind.rawValue) of \(source)", by: caller,
                            after: taking.words(since: before), in: transaction)
                    }
                    return (taking.view, taking.touched)
                }
            }
        }
        return view
    }

    private static func fault(_ diagnostic: Diagnostic) -> MasterImportView.Fault {
        MasterImportView.Fault(
            line: diagnostic.position?.line ?? 0, value: diagnostic.value ?? "", code: diagnostic.code.rawValue,
            message: Catalogue.english.wording(of: diagnostic).message)
    }
}

/// A part of a list on its way into the store.
private struct ListTaking {
    var view: MasterImportView
    /// What this list has said so far.
    var touched: Set<UniqueID>
    let kind: MasterKind
    let by: String
    let at: Int64

    init(view: MasterImportView, touched: Set<UniqueID>, kind: MasterKind, by: String, at: Int64) {
        self.view = view
        self.touched = touched
        self.kind = kind
        self.by = by
        self.at = at
    }

    mutating func take(_ references: [CrossReference], in transaction: any Transaction) throws {
        var standing: [CodeRequest: [CrossReferenceRow]] = [:]
        let requests = Array(Set(references.map(\.request)))
        for (request, rows) in zip(requests, try transaction.crossReferences(of: requests)) {
            standing[request] = rows
        }
        var written: [CrossReferenceRow] = []
        for reference in references {
            let rows = standing[reference.request] ?? []
            if let known = rows.first(where: { $0.reference == reference }) {
                touched.insert(known.id)
                view.known += 1
                continue
            }
            var row = CrossReferenceRow(
                id: UniqueID(at: at), reference, sourceKind: .file, source: view.source, madeAt: at, madeBy: by)
            if let old = rows.first(where: { says($0, otherwiseThan: reference) }) {
                (row.id, row.version) = (old.id, old.version + 1)
                _ = try transaction.endCrossReference(
                    old.id, version: old.version, by: by, reason: "the list says otherwise", at: at)
                standing[reference.request]?.removeAll { $0.id == old.id }
                view.changed += 1
            } else {
                view.added += 1
            }
            touched.insert(row.id)
            standing[reference.request, default: []].append(row)
            written.append(row)
        }
        try transaction.insertCrossReferences(written)
        view.conflicts += try MasterDesk.contradicting(written, in: transaction).values.count { !$0.isEmpty }
        guard view.blocked.count < MasterDesk.page else { return }
        let blocked = try MasterDesk.blocked(by: written.map(\.reference), kind, in: transaction)
        view.blocked += blocked.filter { !view.blocked.contains($0) }.prefix(MasterDesk.page - view.blocked.count)
    }

    /// Whether a cross reference is what this list said before, and now says otherwise.
    private func says(_ row: CrossReferenceRow, otherwiseThan reference: CrossReference) -> Bool {
        let old = row.reference
        return row.sourceKind == .file && row.source == view.source && !touched.contains(row.id)
            && old.from == reference.from && old.to.system == reference.to.system && old.item == reference.item
            && (old.relation == .replaced) == (reference.relation == .replaced) && old.overlaps(reference)
    }

    /// Ends what the list said before and does not say any more.
    mutating func endOthers(in transaction: any Transaction) throws {
        for row in try transaction.crossReferences(ofSource: view.source, kind)
        where row.sourceKind == .file && !touched.contains(row.id) {
            _ = try transaction.endCrossReference(
                row.id, version: row.version, by: by, reason: "the list does not say it any more", at: at)
            view.ended += 1
        }
    }

    func hasChanged(since before: MasterImportView) -> Bool {
        (view.added, view.changed, view.ended) != (before.added, before.changed, before.ended)
    }

    func words(since before: MasterImportView) -> String {
        "\(view.added - before.added) added, \(view.changed - before.changed) changed, "
            + "\(view.ended - before.ended) ended"
    }
}

extension CrossReference {
    /// What asks for everything that is said of its first code.
    var request: CodeRequest { CodeRequest(kind, from, item: item) }
}
