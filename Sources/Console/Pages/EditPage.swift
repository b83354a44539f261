import HTTPTypes
import Diagnostics
import Digests
import Gateway

/// Correcting a document: its text, what the correction would be read as and what differs, then its replay.
extension Console {
    /// The longest text that is edited in a browser, in bytes.
    private static let longestEdit = 200_000

    var editRoutes: [PageRoute] {
        [
            .get("/documents/{id}/edit", .replay) { visit in
                let caller = try visit.reader()
                let view = try await visit.gateway.documents.document(visit.parameter("id"), caller: caller)
                let text = EditableText(try await Self.bytes(of: view, visit))
                return .page(Self.editing(view, text, shown: text?.shown ?? "", nil, visit))
            },
            .post("/documents/{id}/edit", .replay) { visit in
                let caller = try visit.reader()
                let view = try await visit.gateway.documents.document(visit.parameter("id"), caller: caller)
                guard let text = EditableText(try await Self.bytes(of: view, visit)) else { throw PageFault.unknown }
                let typed = visit.form["text"] ?? ""
                guard let bytes = text.bytes(of: typed) else {
                    let fault = Diagnostic("console.form-incomplete", value: visit.texts("field.text"))
                    return .page(
                        Self.editing(view, text, shown: typed, Preview(fault: DiagnosticReport(fault)), visit),
                        status: .unprocessableContent)
                }
                // What is replayed is what was checked: a text that changed since is checked first.
                if visit.form["do"] == "replay", visit.form["checked"] == Self.digest(of: typed) {
                    do {
                        _ = try await visit.gateway.replay.edit(
                            view.id, bytes: bytes, reason: visit.required("reason"), caller: caller)
                        return .see("/documents/\(view.id)?done=\(Done.edited.rawValue)")
                    } catch let error as GatewayError {
                        let fault = PageFault(error)
                        var preview = try await Self.preview(view, text, bytes, typed, visit)
                        preview.fault = fault.report
                        return .page(Self.editing(view, text, shown: typed, preview, visit), status: fault.status)
                    }
                }
                return .page(
                    Self.editing(
                        view, text, shown: typed, try await Self.preview(view, text, bytes, typed, visit), visit))
            },
        ]
    }

    private static func digest(of typed: String) -> String {
        Digests.sha256Hex(Array(EditableText.lines(typed).joined(separator: "\n").utf8))
    }

    private static func bytes(of view: DocumentView, _ visit: Visit) async throws -> [UInt8] {
        let payload = try await visit.gateway.documents.original(view.id, caller: visit.reader())
        guard payload.size <= longestEdit else { return [0] }
        var bytes: [UInt8] = []
        var number = 0
        while let piece = try await payload.piece(number) {
            bytes += piece
            number += 1
        }
        return bytes
    }

    /// What a correction would become.
    private struct Preview {
        var found: EditPreview?
        var text: [LineDifference.Line] = []
        var canonical: [LineDifference.Line] = []
        var fault: DiagnosticReport?
    }

    private static func preview(
        _ view: DocumentView, _ text: EditableText, _ bytes: [UInt8], _ typed: String, _ visit: Visit
    ) async throws -> Preview {
        let found = try await visit.gateway.edits.preview(view.id, bytes: bytes, caller: visit.reader())
        return Preview(
            found: found, text: LineDifference.lines(EditableText.lines(text.shown), EditableText.lines(typed)),
            canonical: found.canonical.map {
                LineDifference.lines(PrettyJSON.lines(found.before ?? []), PrettyJSON.lines($0))
            } ?? [])
    }

    private static func editing(
        _ view: DocumentView, _ text: EditableText?, shown: String, _ preview: Preview?, _ visit: Visit
    ) -> ShownPage {
        var model: [String: Any] = [
            "what": title(of: view, visit), "path": "/documents/\(view.id)/edit", "document": "/documents/\(view.id)",
            "isEditable": text != nil, "text": shown, "reason": visit.form["reason"] ?? "", "id": view.id,
            "isLegal": DocumentAction.legal(for: view).contains(.edit),
            "standing": view.diagnostics.filter { $0.severity == "error" }.prefix(5).map { Words.fault($0) },
        ]
        if let preview {
            model["checked"] = digest(of: shown)
            model["isChecked"] = preview.found?.documents == 1
            var shown: [String: Any] = [
                "text": preview.text.map(\.model), "canonical": preview.canonical.map(\.model),
                "hasText": preview.text.contains { $0.kind != .same },
                "hasCanonical": !preview.canonical.isEmpty,
            ]
            if let fault = preview.fault { shown["fault"] = Words.fault(fault) }
            if let found = preview.found {
                let errors = found.diagnostics.filter { $0.severity == "error" }
                shown["errors"] = errors.prefix(20).map { Words.fault($0) }
                shown["isUnderstood"] = found.canonical != nil && errors.isEmpty
                shown["isMany"] = found.documents != 1
                shown["documents"] = visit.texts.count("edit.documents", found.documents)
            }
            model["preview"] = shown
        }
        return ShownPage("edit", title: visit.texts("action.edit"), section: "documents", model)
    }
}
