import ArgumentParser
import Diagnostics
import Foundation
import Gateway
import Orders

/// What would happen at a stage, by the house's own traffic.
extension Milestones {
    struct Rehearse: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "What would have happened to the traffic of the last weeks at another stage.",
            discussion: """
                Takes the stored documents of a window through the same decisions as live traffic, with the milestone at the stage \
                that you name: births by day and side, what follows its order to the other side, sites that no rule knows, copies, \
                peak rates. Nothing is delivered, and nothing is written but that you asked.

                Orders from before the window are where they are. Without --stage it is the next stage; from planned it is live. \
                With --write each payload for the new side is written on trial in the format that its back end takes, which finds \
                what cannot be written there and takes several times as long. Ctrl-C ends it.

                Example: milepost milestones rehearse north-intake
                         milepost milestones rehearse north-intake --stage pilot --percent 10 --from 2026-11-02 --to 2026-11-08
                """)

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "The stage to suppose: planned, shadow, pilot, live, draining or complete.") var stage: String?
        @Option(help: "The share of delivery parties in the pilot, instead of whom its file names.") var percent: Int?
        @Option(help: "The first day of requested delivery that moves, instead of its file's cut: 2026-12-01.")
        var cut: String?
        @Option(help: "Received on this day or at this moment, or later; else 28 days before the end.") var from:
            String?
        @Option(help: "Received before the end of this day, or before this moment; else now.") var to: String?
        @Flag(help: "Write the payloads for the new side on trial, too.") var write = false
        @OptionGroup var server: ServerOptions

        /// A line of the answer.
        private struct Line: Decodable {
            var progress: RehearsalProgress?
            var result: RehearsalView?
            var error: DiagnosticReport?
        }

        /// What the lines said so far; they come one after the other.
        private final class Answer {
            var result: (view: RehearsalView, text: Data)?
            var error: DiagnosticReport?
        }

        func run() async throws {
            let client = try server.client()
            let answer = Answer()
            let bar = ProgressLine()
            try await client.lines(["v1", "milestones", name, "rehearse"], members) { text in
                guard let line = try? JSONDecoder().decode(Line.self, from: text) else { return }
                if let progress = line.progress { bar.show { Self.words(progress, seconds: $0) } }
                if let view = line.result { answer.result = (view, text) }
                answer.error = answer.error ?? line.error
            }
            bar.clear()
            if let error = answer.error { throw CommandFailure(.no, [error]) }
            guard let result = answer.result else {
                throw CommandFailure(
                    .unreachable, "client.answer-lost", value: client.address,
                    facts: ["detail": "it ended before the result"])
            }
            server.json ? Printing.json(try Self.member("result", of: result.text)) : RehearsalText.print(result.view)
        }

        private var members: JSONValue {
            Milestones.members([
                ("stage", stage.map { .string($0) }), ("percent", percent.map { .integer($0) }),
                ("cut", cut.map { .string($0) }), ("from", from.map { .string($0) }), ("to", to.map { .string($0) }),
                ("write", write ? .bool(true) : nil),
            ])
        }

        private static func words(_ progress: RehearsalProgress, seconds: Double) -> String {
            let rate = String(format: "%.0f documents/s", Double(progress.documents) / max(seconds, 1e-3))
            let reached = progress.reached.map { ", " + String($0.prefix(10)) } ?? ""
            return "\(ProgressLine.bar(progress.documents, of: progress.of)), \(rate)\(reached)"
        }

        /// One member of a JSON object, as it was written.
        private static func member(_ name: String, of text: Data) throws -> Data {
            guard case .object(let members) = try JSONValue.parse(Array(text)),
                let value = members.first(where: { $0.key == name })?.value
            else { return text }
            return Data(value.bytes)
        }
    }
}
