import ArgumentParser
import Foundation
import Gateway

extension Documents {
    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go on from the stage that failed, with the payload as it was.",
            discussion: """
                Example: milepost documents retry 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10

                A document that is held because a newer one of its order went out before (route.overtaken) stays held; with
                --anyway and a reason it is sent behind the newer one. So is one that may have come to a back end that has forgotten
                its key by now (intake.replay-past-memory).
                """)

        @Argument(help: "The document's id.") var id: String
        @Option(help: "Why; with --anyway it must be said.") var reason: String?
        @Flag(help: "Send an overtaken document although the back end has a newer one of its order.") var anyway = false
        @OptionGroup var server: ServerOptions

        func validate() throws {
            if anyway, (reason ?? "").allSatisfy(\.isWhitespace) {
                throw ValidationError(
                    "--anyway needs --reason: what a person does to an order is recorded with its reason.")
            }
        }

        func run() async throws {
            let body = RetryBody(reason: reason, anyway: anyway)
            let client = try server.client()
            let answer = try await client.ask(
                "POST", ["v1", "documents", id, "retry"], headers: [("Content-Type", "application/json")],
                body: [UInt8](try JSONEncoder().encode(body)))
            let (document, text) = try client.decode(DocumentView.self, answer)
            server.json ? Printing.json(text) : Printing.document(document)
        }

        private struct RetryBody: Encodable, Sendable {
            var reason: String?
            var anyway: Bool
        }
    }

    struct Resend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send what went to a partner once more: the same bytes, the same number.",
            discussion: """
                Example: milepost documents resend 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 --reason "the partner lost it"
                """)

        @Argument(help: "The document's id.") var id: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws { try await act("resend", on: id, reason, server) }
    }

    struct SendAsNew: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "send-as-new",
            abstract: "Send what a back end has once more, under a new key: it may be doubled there. For approvers.",
            discussion: """
                Example: milepost documents send-as-new 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 --reason "restored from a backup"
                """)

        @Argument(help: "The document's id.") var id: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws { try await act("send-as-new", on: id, reason, server) }
    }

    struct Reroute: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let the order of a document be born again by present routing. For approvers.",
            discussion: """
                Only where no back end has begun to take it, or each refused it. It goes with all of its documents; the answer says what \
                changes side, and with --preview nothing does.

                Example: milepost documents reroute 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 --preview
                         milepost documents reroute 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 --reason "new does not have the plant yet"
                """)

        @Argument(help: "The document's id.") var id: String
        @Option(help: "Why; it is recorded. Needed but for a preview.") var reason: String?
        @Flag(help: "Only say what would change.") var preview = false
        @OptionGroup var server: ServerOptions

        func validate() throws {
            if !preview, (reason ?? "").allSatisfy(\.isWhitespace) {
                throw ValidationError("--reason is needed; with --preview nothing changes.")
            }
        }

        func run() async throws {
            let query = preview ? [("preview", Optional("true"))] : []
            let (view, text) = try await server.client().post(
                RerouteView.self, ["v1", "documents", id, "reroute"], query, json: ["reason": reason])
            if server.json { return Printing.json(text) }
            var table = TextTable(["document", "type", "from", "to", "status"])
            for moved in view.documents {
                table.add([
                    moved.document, moved.type, moved.fromBackend, moved.toBackend ?? "none", moved.status,
                ])
            }
            Terminal.output.line(
                view.done
                    ? "Order \(Terminal.safe(view.order ?? "")) goes elsewhere now."
                    : "Nothing is done. Order \(Terminal.safe(view.order ?? "")) would go elsewhere:")
            table.print()
        }
    }

    struct Reprocess: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the original again, with today's mapping and configuration.",
            discussion: "Example: milepost documents reprocess 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10")

        @Argument(help: "The document's id.") var id: String
        @Option(help: "Why.") var reason: String?
        @OptionGroup var server: ServerOptions

        func run() async throws { try await act("reprocess", on: id, reason, server) }
    }

    struct Discard: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take a document out; its bytes are kept.",
            discussion: """
                Example: milepost documents discard 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 --reason "sent by mistake"
                """)

        @Argument(help: "The document's id.") var id: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws { try await act("discard", on: id, reason, server) }
    }

    struct Edit: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replay a document with corrected bytes; the original stays.",
            discussion: """
                First: milepost documents raw 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 > fixed.edi, and correct it.

                Example: milepost documents edit 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10 fixed.edi --reason "GTIN of line 2"
                """)

        @Argument(help: "The document's id.") var id: String
        @Argument(help: "The file with the corrected bytes; - for standard input.") var file: String
        @Option(help: "Why; it is recorded.") var reason: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let client = try server.client()
            let answer = try await client.ask(
                "POST", ["v1", "documents", id, "edit"], [("reason", reason)],
                headers: [("Content-Type", "application/octet-stream")], body: InputFile(file).bytes())
            let (document, text) = try client.decode(DocumentView.self, answer)
            server.json ? Printing.json(text) : Printing.document(document)
        }
    }

    private static func act(
        _ action: String, on id: String, _ reason: String?, _ server: ServerOptions
    ) async throws {
        let (document, text) = try await server.client().post(
            DocumentView.self, ["v1", "documents", id, action], json: ["reason": reason])
        server.json ? Printing.json(text) : Printing.document(document)
    }
}
