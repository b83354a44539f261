import ArgumentParser
import Diagnostics
import Orders

extension Mappings {
    /// `milepost mappings schema`: the JSON Schemas of the canonical documents.
    struct Schema: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the JSON Schema of a canonical document.",
            discussion: """
                Documents that are sent as canonical JSON, and those that back ends get, are as their schema says \
                (draft 2020-12). A sender's member `document` says which it is.

                Example: milepost mappings schema order
                """)

        @Argument(help: "The document: order, order-change, order-cancellation, order-response, despatch-advice…")
        var document: String

        func run() throws {
            guard let type = CanonicalDocument.DocumentType(rawValue: document) else {
                let known = CanonicalDocument.DocumentType.allCases.map(\.rawValue).joined(separator: ", ")
                throw CommandFailure(
                    .usage, "client.value-invalid", value: document,
                    facts: ["name": "DOCUMENT", "expected": "one of \(known)"])
            }
            Terminal.output.write(bytes: JSONSchema.of(type).indentedBytes)
        }
    }
}
