import ArgumentParser
import Gateway

/// `milepost integrations`: which side is kept informed of what and why, and whether both hold the same.
struct Integrations: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show the temporary integrations, and whether both sides hold the same.",
        discussion: "Example: milepost integrations list",
        subcommands: [List.self, History.self, Verify.self, Repair.self])

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
                if let life = item.life { for line in life.lines { Terminal.output.line("  " + line) } }
                for reason in item.because { Terminal.output.line("  because \(reason)") }
            }
        }
    }
    struct History: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "All temporary integrations that ever ran, with when each began and ended, and what went its way.",
            discussion: "Example: milepost integrations history")

        @OptionGroup var server: ServerOptions
        @Option(help: "How many, 1 to 500.") var limit = 50
        @Option(help: "The cursor that the page before ended with.") var cursor: String?

        func run() async throws {
            let (page, text) = try await server.client().get(
                Page<IntegrationLifeView>.self, ["v1", "integrations", "lives"],
                [("limit", String(limit)), ("cursor", cursor)])
            if server.json { return Printing.json(text) }
            guard !page.items.isEmpty else { return Terminal.output.line("No temporary integration ever ran.") }
            for life in page.items {
                let way = "\(life.fromBackend ?? life.fromSide) to \(life.toBackend ?? "the other side")"
                Terminal.output.line("\(life.cell) \(way), \(life.purpose), \(life.state)")
                for line in life.lines { Terminal.output.line("  " + line) }
            }
            if let next = page.next { Terminal.output.line("more: --cursor \(next)") }
        }
    }
}

extension IntegrationLifeView {
    /// Its life in words.
    fileprivate var lines: [String] {
        var lines = ["from \(began) " + (retired.map { "to \($0)" } ?? "on")]
        var figures = "\(documents) documents"
        if documents > 0 {
            figures += ", \(Self.share(withinSecond, of: documents)) there within a second"
            figures += ", \(Self.share(withinMinute, of: documents)) within a minute"
        }
        lines.append(figures)
        if waiting + failed > 0 {
            lines.append(
                "\(waiting) on their way, \(failed) failed or unknown, the oldest from \(oldest ?? "no time")")
        }
        return lines
    }

    private static func share(_ part: Int, of all: Int) -> String {
        part == all ? "all" : "\(min(99, part * 100 / all)) %"
    }
}
