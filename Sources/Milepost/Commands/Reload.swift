import ArgumentParser
import Gateway

/// `milepost reload`: the configuration read again, without a restart.
struct Reload: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read the configuration and the mappings again, and put them in force.",
        discussion: """
            Nothing stops: what is under way ends, and what comes in meanwhile waits. With any fault the present \
            configuration stays in force, whole.

            Example: milepost reload
            """)

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let (change, text) = try await server.client().post(
            GatewayInForce.Change.self, ["v1", "configuration", "reload"], json: [:])
        server.json ? Printing.json(text) : Self.print(change)
    }

    /// What is in force now, and what changed.
    static func print(_ change: GatewayInForce.Change) {
        Terminal.output.line("epoch \(change.epoch) is in force")
        for (kind, names) in [
            ("mappings", change.mappings), ("partners", change.partners), ("back ends", change.backends),
        ] where !names.isEmpty {
            Terminal.output.line("  \(kind) changed: \(names.joined(separator: ", "))")
        }
        for lost in change.waiting ?? [] { Terminal.output.line("  " + Terminal.safe(lost.words)) }
        for name in change.revoked ?? [] {
            Terminal.output.line(
                "  milestone \(name) is approved no more, since its file changed: milepost milestones approve \(name)")
        }
    }
}
