import ArgumentParser
import Gateway

/// `milepost integrations`: which side is kept informed of what and why, and whether both hold the same.
struct Integrations: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the temporary integrations, and whether both sides hold the same.",
        discussion: "Example: milepost integrations list",
        subcommands: [List.self, Verify.self, Repair.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The temporary integrations that are needed now, and why: derived, never configured.",
            discussion: "Example: milepost integrations list")

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let (page, text) = try await server.client().get(Page<IntegrationView>.self, ["v1", "integrations"])
            if server.json { return Printing.json(text) }
            guard !page.items.isEmpty else { return Terminal.output.line("No temporary integration is needed.") }
            for item in page.items {
                let way = "\(item.fromBackend ?? item.fromSide) to \(item.toBackend ?? item.toSide)"
                let note = item.isTaken ? "" : "  (that back end takes no such copies)"
                Terminal.output.line("\(item.cell) \(way), \(item.purpose), \(item.openOrders) open orders\(note)")
                for reason in item.because { Terminal.output.line("  because \(reason)") }
            }
        }
    }
}
