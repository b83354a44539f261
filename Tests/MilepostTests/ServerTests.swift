import Foundation
import TestPeers
import Testing

/// The program as a server and as its own client.
@Suite(.serialized) struct ServerTests {
    @Test("what could not be read is listed with its cause, read again in vain, and taken out")
    func unreadable() async throws {
        try await TestInstallation.withServer { folder, _ in
            func run(_ arguments: String...) async throws -> Program.Result {
                try await Program.run(arguments, in: folder)
            }
            try Data("%PDF-1.7 no order".utf8).write(to: URL(fileURLWithPath: folder + "/order.pdf"))
            let sent = try await run("submit", "--wait", "60", "--sender", "northwind", "--json", "order.pdf")
            let id = try #require(sent.json["id"] as? String)
            #expect(sent.status == 1 && sent.json["status"] as? String == "unreadable")
            let listed = try await run("interchanges", "list", "--status", "unreadable")
            #expect(listed.output.contains(id) && listed.output.contains("intake.syntax-unknown"))
            let again = try await run("interchanges", "reprocess", id, "--wait", "60")
            #expect(again.status == 1 && again.output.contains("unreadable"))
            let silent = try await run("interchanges", "discard", id, "--reason", " ")
            #expect(silent.status != 0 && silent.errors.contains("error[intake.reason-missing]"))
            let done = try await run("interchanges", "discard", id, "--reason", "a PDF")
            #expect(done.status == 0 && done.output.contains("discarded"))
            #expect(
                try await run("interchanges", "list", "--status", "unreadable").output.contains("No interchange fits"))
            let equation = try await run("report", "equation", "--json")
            let total = try #require(equation.json["total"] as? [String: Any])
            #expect(equation.status == 0 && total["discarded"] as? Int == 1 && total["failed"] as? Int == 0)
        }
    }

    @Test("what was answered to an interchange is listed, and written byte for byte")
    func acknowledgements() async throws {
        try await TestInstallation.withServer { folder, _ in
            func run(_ arguments: String...) async throws -> Program.Result {
                try await Program.run(arguments, in: folder)
            }
            let asking = EDI.order("PO-ACK", reference: 31).replacing("0930+31'", with: "0930+31++++1'")
            try Data(asking.utf8).write(to: URL(fileURLWithPath: folder + "/order.edi"))
            let sent = try await run("submit", "--wait", "60", "--sender", "northwind", "--json", "order.edi")
            let id = try #require(sent.json["id"] as? String)
            let made = try #require((sent.json["acknowledgements"] as? [[String: Any]])?.first?["content"] as? String)
            let listed = try await run("interchanges", "acknowledgements", id)
            #expect(listed.status == 0 && listed.output.contains("CONTRL") && listed.output.contains("accepted"))
            let raw = try await run("interchanges", "acknowledgements", id, "--raw")
            #expect(raw.status == 0 && raw.output == made && made.contains("UCI+31+"))
            let second = try await run("submit", "--wait", "60", "--sender", "northwind", "--json", "order.edi")
            let refusal = (second.json["acknowledgements"] as? [[String: Any]])?.first
            #expect(second.status == 1 && refusal?["verdict"] as? String == "refused")
            let unknown = try await run("interchanges", "acknowledgements", "nothing")
            #expect(unknown.status == 1 && unknown.errors.contains("error[intake.interchange-unknown]"))
        }
    }

    @Test("a key, an order, a milestone, a question, all by the program's own commands")
    func story() async throws {
        try await TestInstallation.withServer { folder, legacy in
            func run(_ arguments: String..., token: String? = nil) async throws -> Program.Result {
                try await Program.run(arguments, environment: token.map { ["MILEPOST_TOKEN": $0] } ?? [:], in: folder)
            }
            let made = try await run("keys", "create", "northwind-edi", "--role", "partner", "--partner", "northwind")
            #expect(made.status == 0)
            let key = made.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(key.hasPrefix("mp_") && key.count == 46)
            // The first key of an administrator: through the server, because it has the store open.
            let first = try await run("keys", "create", "first", "--role", "administrator", "--config", "milepost.yaml")
            #expect(first.status == 0 && first.output.hasPrefix("mp_"))
            // A second server for the same folder says no, and leaves the first one's profile alone.
            let second = try await run("serve", "--port", "0")
            #expect(second.status == 2 && second.errors.contains("error[store.in-use]"))
            let order = Program.samples + "/01-order-north.edi"
            let sent = try await run("submit", "--wait", "60", order, token: key)
            #expect(sent.status == 0 && sent.output.contains("northwind/PO-2026-0001: delivered"))
            #expect(legacy.effects.count == 1)
            let broken = try await run(
                "submit", "--wait", "60", "--json", Program.samples + "/problems/wrong-segment-count.edi", token: key)
            #expect(broken.status == 1)

            #expect(try await run("milestones", "approve", "north-intake").status == 0)
            // Its check list is signed in part: an approver may go on all the same.
            let item = "key users of the north are trained"
            let unsigned = try await run("milestones", "sign", "north-intake", "--item", item)
            #expect(unsigned.status == 4 && unsigned.errors.contains("--signs key-user"))
            let ines = try await run("keys", "create", "ines", "--role", "viewer", "--signs", "key-user")
            let signer = ines.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(try await run("milestones", "sign", "north-intake", "--item", item, token: signer).status == 0)
            let plan = try await run("milestones", "plan", "north-intake", "--to", "live")
            #expect(plan.status == 1 && plan.output.contains("not signed: the provider's"), "\(plan.output)")
            #expect(plan.output.contains("--override checklist=WHY"))
            let live = try await run(
                "milestones", "advance", "north-intake", "--to", "live", "--reason", "rehearsed", "--override",
                "checklist=it is booked by phone")
            #expect(live.status == 0 && live.output.contains("live"))
            let refused = try await run("milestones", "list", token: key)
            #expect(refused.status == 4 && refused.errors.contains("error[intake.forbidden]"))
            let listed = try await run("documents", "list", "--order-number", "PO-2026-0001", "--json")
            let shown = try #require((listed.json["items"] as? [[String: Any]])?.first)
            let id = try #require(shown["id"] as? String)
            #expect(try await run("documents", "show", id).output.contains("delivered"))
            #expect(try await run("documents", "canonical", id).json["number"] as? String == "PO-2026-0001")
            #expect(try await run("documents", "timeline", id).output.contains("received from northwind by http"))
            #expect(try await run("orders", "show", "northwind/PO-2026-0001").output.contains("order-intake"))
            let interchange = try #require(shown["interchange"] as? String)
            let raw = try await run("interchanges", "raw", interchange, token: key)
            #expect(raw.output == (try String(contentsOfFile: order, encoding: .utf8)))
            #expect(try await run("backends", "list").output.contains("closed"))
            #expect(try await run("report", "equation").status == 0)
            #expect(try await run("documents", "show", "nonsense").status == 1)
        }
    }

    @Test("the demonstration ends well and says how long the first order took")
    func demo() async throws {
        let result = try await Program.run(["demo", "--samples", Program.samples])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("first order delivered"))
        #expect(result.output.contains("The equation: nothing vanishes"))
        #expect(!result.output.contains("DOES NOT BALANCE"))
        // What each move begins and ends, and an order that is changed after the switch.
        for line in [
            "begins: standby copies of order-intake@north new to legacy",
            "ends: standby copies of order-intake@north new to legacy", "milestone north-despatch is live",
            "orders while it was reversed: born", "follows its owner",
            // What goes back to the partner, and what does not.
            "new hands over order-response AB-90017 of northwind/PO-2026-0201: delivered", "RFF+ON:PO-2026-0201'",
            "legacy hands over order-response 4711 of northwind/PO-2026-0201: superseded",
            "new hands over despatch-advice D500001 of northwind/PO-2026-0001: delivered", "UNH+1+DESADV:D:96A",
            "northwind's CONTRL to 1: accepted", "northwind's CONTRL to 2: accepted",
        ] {
            #expect(result.output.contains(line), "\(line)")
        }
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: FileManager.default.temporaryDirectory.path)
        #expect(!leftovers.contains { result.output.contains("/" + $0) && $0.hasPrefix("milepost-demo-") })
    }
}
