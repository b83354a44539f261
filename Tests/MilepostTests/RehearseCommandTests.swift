import Foundation
import TestPeers
import Testing

/// `milepost milestones rehearse`, against a server of its own.
@Suite(.serialized) struct RehearseCommandTests {
    @Test("a rehearsal reads like a check list, is one JSON object on demand, and says what is wrong with the question")
    func rehearse() async throws {
        try await TestInstallation.withServer { folder, _ in
            func run(_ arguments: String...) async throws -> Program.Result {
                try await Program.run(arguments, in: folder)
            }
            let empty = try await run("milestones", "rehearse", "north-intake")
            #expect(empty.status == 1 && empty.errors.contains("error[route.rehearsal-empty]"))
            for name in ["01-order-north.edi", "02-order-north-changed.edi", "05-order-south.edi"] {
                let sent = try await run(
                    "submit", "--wait", "60", "--sender", "northwind", Program.samples + "/" + name)
                #expect(sent.status == 0, "\(name): \(sent.errors)")
            }
            let text = try await run("milestones", "rehearse", "north-intake")
            #expect(text.status == 0 && text.errors.isEmpty)
            for line in [
                "supposed   live; it is planned", "births     2, 1 of them at another side than they went to",
                "What each side gets", "What may surprise", "nothing was delivered.",
            ] { #expect(text.output.contains(line), "\(line)\n\(text.output)") }
            #expect(!text.output.contains("\u{1B}"))

            let json = try await run(
                "milestones", "rehearse", "north-intake", "--stage", "pilot", "--percent", "100", "--json")
            #expect(json.status == 0 && json.output.split(separator: "\n").count == 1)
            #expect(json.json["pilot"] as? String == "100 % of the delivery parties")
            #expect(json.json["movedBirths"] as? Int == 1 && json.json["documents"] as? Int == 3)
            let days = try #require(json.json["days"] as? [[String: Any]])
            let new = try #require(days.first { $0["side"] as? String == "new" })
            #expect(new["births"] as? Int == 1 && new["changes"] as? Int == 1 && new["site"] as? String == "north")

            let far = try await run("milestones", "rehearse", "north-intake", "--stage", "complete")
            #expect(far.status == 1 && far.errors.contains("error[route.rehearsal-stage]"))
            #expect(far.errors.contains("Rehearse one of: planned, shadow, pilot, live."))
            let day = try await run("milestones", "rehearse", "north-intake", "--from", "yesterday")
            #expect(day.status == 2 && day.errors.contains("error[api.parameter-invalid]"))
            let unknown = try await run("milestones", "rehearse", "nowhere")
            #expect(unknown.status == 1 && unknown.errors.contains("error[route.milestone-unknown]"))
        }
    }
}
