import ArgumentParser
import Gateway

extension Interchanges {
    /// `milepost interchanges acknowledgements`: what was answered.
    struct Acknowledgements: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what was answered to an interchange: CONTRL, TA1, 997, 999, APERAK.",
            discussion: """
                Example: milepost interchanges acknowledgements 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10

                Their bytes, in the order in which they go out: \
                milepost interchanges acknowledgements ID --raw > answer.edi
                """)

        @Argument(help: "The interchange's id.") var id: String
        @Flag(help: "Write the bytes of all of them.") var raw = false
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            let path = ["v1", "interchanges", id, "acknowledgements"]
            let (list, text) = try await client.get(AcknowledgementList.self, path)
            if raw {
                for item in list.items { try await client.download(path + [String(item.number)], to: .output) }
                return
            }
            if server.json { return Printing.json(text) }
            Printing.page(Printing.acknowledgements(list.items), next: nil, empty: "Nothing was answered to it.")
        }
    }
}
