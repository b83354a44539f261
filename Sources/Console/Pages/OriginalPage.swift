import Mapping
import Diagnostics
import Gateway
import HTTPTypes

/// The bytes as they came, what is wrong marked in them, and beside them the canonical values with the places they come from.
extension Console {
    /// How many bytes of a document are shown; the whole is there to fetch.
    static let mostBytes = 100_000
    /// How many values are shown.
    static let mostValues = 1_000

    static func original(_ view: DocumentView, _ message: MessageView, _ visit: Visit) async -> [String: Any] {
        var model: [String: Any] = [
            "title": title(of: view, visit), "path": "/documents/\(view.id)", "isEdited": message.isEdited,
            "isEmpty": message.bytes.isEmpty, "faults": view.diagnostics.prefix(20).map { Words.fault($0) },
        ]
        var origins: OriginsView?
        do {
            origins = try await visit.gateway.origins.origins(view.id, field: nil, caller: visit.reader())
        } catch {
            // What was not understood has no origins: the bytes alone are shown, with what is wrong in them.
            let fault = PageFault(error)
            model["noValues"] = Words.fault(fault.report)
        }
        let values = Array((origins?.values ?? []).prefix(mostValues))
        let marked = MarkedBytes(
            message, faults: view.diagnostics, origins: values.map { ($0.input?.offset, $0.inputValue) },
            most: mostBytes)
        model["pieces"] = marked.pieces
        model["isCut"] = marked.isCut
        model["isGuessed"] = marked.isGuessed
        if let origins {
            model["mapping"] = origins.mapping
            model["values"] = values.enumerated().map { index, value in
                [
                    "id": "v\(index)", "input-id": marked.target(of: index), "field": value.field,
                    "value": Words.cut(value.value, 300),
                    "isPlaced": marked.placed.contains(index),
                    "input": Words.cut(value.inputValue ?? "", 300), "isDefault": value.input == nil,
                    "rule": [value.rule.file, value.rule.line.map(String.init)].compactMap(\.self).joined(
                        separator: ":"),
                ] as [String: Any]
            }
            model["hasValues"] = true
            model["unread"] = origins.unread.prefix(200).map {
                ["path": $0.path, "value": Words.cut($0.value, 200)]
            }
            model["hasUnread"] = !origins.unread.isEmpty
        }
        return model
    }
}
