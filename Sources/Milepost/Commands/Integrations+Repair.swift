import ArgumentParser
import Foundation
import Gateway
import Orders

/// What a verification named, sent again.
extension Integrations {
    struct Repair: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send again what a verification found missing or different.",
            discussion: """
                The order's documents go to the side that does not own it, as the copies that it gets anyway, in their order; \
                X-Milepost-Repair names the run. Nothing goes to an owner or to a fenced back end. What is too many is told, and \
                never deleted. Twice for one run sends once; verify again to see what came of it. Exits with 1 where an order \
                was not sent.

                Example: milepost integrations repair 0199f0c2-… --dry-run
                         milepost integrations repair 0199f0c2-… --only missing
                """)

        @Argument(help: ArgumentHelp("The verification's id.", valueName: "run")) var id: String
        @Option(help: "missing, extra, different: some of them, with commas. Default missing,different.")
        var only: String?
        @Flag(help: "Say what would be sent, and send nothing.") var dryRun = false
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            let bar = ProgressLine()
            var total: RepairView?
            var after: String?
            repeat {
                let (page, _) = try await client.post(
                    RepairView.self, ["v1", "verifications", id, "repair"], members(after: after))
                total = total.map { $0.adding(page) } ?? page
                after = page.next
                bar.show { _ in "\(total?.orders ?? 0) orders" }
            } while after != nil
            bar.clear()
            guard var total else { return }
            total.next = nil
            if server.json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                Printing.json(try encoder.encode(total))
            } else {
                Self.print(total)
            }
            if total.skippedCount > 0 { throw ExitCode(CommandFailure.Exit.no.rawValue) }
        }

        private func members(after: String?) -> JSONValue {
            Milestones.members([
                ("only", only.map { .array($0.split(separator: ",").map { .string(String($0)) }) }),
                ("preview", dryRun ? .bool(true) : nil), ("after", after.map { .string($0) }),
            ])
        }

        private static func print(_ item: RepairView) {
            Printing.facts([
                ("verification", item.run),
                (item.isPreview ? "would be sent" : "sent", "\(item.documents) documents of \(item.orders) orders"),
                ("sent before", item.before > 0 ? "\(item.before) orders" : nil),
                ("not sent", item.skippedCount > 0 ? "\(item.skippedCount) orders" : nil),
            ])
            guard !item.skipped.isEmpty else { return }
            Terminal.output.line()
            var table = TextTable(["order", "what", "side", "because"])
            for skipped in item.skipped { table.add([skipped.order, skipped.kind, skipped.side, skipped.reason]) }
            table.print()
        }
    }
}

extension RepairView {
    fileprivate func adding(_ page: RepairView) -> RepairView {
        var sum = page
        sum.looked += looked
        sum.orders += orders
        sum.documents += documents
        sum.before += before
        sum.skipped = Array((skipped + page.skipped).prefix(50))
        sum.skippedCount += skippedCount
        return sum
    }
}
