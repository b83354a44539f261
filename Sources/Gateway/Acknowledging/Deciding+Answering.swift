import Diagnostics
import Intake
import Store
import Syntax

extension Deciding {
    /// What the application answers to documents that were just decided, by the accept numbers of their interchanges. A
    /// document that is answered in vain says so.
    mutating func applicationAnswers(
        to documents: [PendingDocument], by profile: (String) -> AcknowledgementProfile
    ) -> [Int64: [Acknowledgement]] {
        var answers: [Int64: [Acknowledgement]] = [:]
        for (number, documents) in Dictionary(grouping: documents, by: \.interchange.number) {
            guard let sender = documents.first?.interchange.sender else { continue }
            let profile = profile(sender)
            let told = onceEach(documents).compactMap { answered($0, by: profile) }
            guard !told.isEmpty else { continue }
            do throws(Diagnostic) {
                answers[number] = try ApplicationAcknowledging(profile).acknowledgements(of: told, at: now)
            } catch {
                note(error, on: documents)
            }
        }
        return answers
    }

    /// One document for each message: of the parts of a split one a failed one, if there is any.
    private func onceEach(_ documents: [PendingDocument]) -> [PendingDocument] {
        guard documents.contains(where: { $0.part != nil }) else { return documents }
        let parts = Dictionary(grouping: documents, by: \.understood.position)
        return parts.sorted { $0.key < $1.key }.compactMap { _, parts in
            parts.first { rows.newDocuments[$0.id]?.status == .failed } ?? parts.first
        }
    }

    /// A document with what became of it; nil for one that the profile has nothing to say of.
    private func answered(_ document: PendingDocument, by profile: AcknowledgementProfile) -> AnsweredDocument? {
        guard profile.aperak.when != .never, let row = rows.newDocuments[document.id] else { return nil }
        if case .acknowledges = document.understood.outcome { return nil }
        return AnsweredDocument(
            document.understood, id: row.id.description,
            failedAt: row.status == .failed ? DocumentStage(rawValue: row.stage) : nil,
            found: JSONText.read([Diagnostic].self, from: row.diagnostics) ?? [], by: profile)
    }

    private mutating func note(_ error: Diagnostic, on documents: [PendingDocument]) {
        for document in documents {
            guard var row = rows.newDocuments[document.id] else { continue }
            let header = document.understood.interchange
            let kept = JSONText.read([Diagnostic].self, from: row.diagnostics) ?? []
            let fault = Diagnostic(
                "intake.acknowledgement-impossible", .warning, at: header.position, value: header.reference ?? "",
                facts: ["detail": Catalogue.english.wording(of: error).message])
            row.diagnostics = JSONText.of(kept + [fault]) ?? row.diagnostics
            rows.change(row)
        }
    }
}
