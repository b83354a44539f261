import ArgumentParser
import Diagnostics
import Foundation
import Gateway

/// `milepost submit`: hands files in, as a partner would.
struct Submit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Hand files in, as a partner would.",
        discussion: """
            Example: milepost submit --wait 10 order.edi
                     milepost submit --backend erp-new --idempotency-key R-4711 response.json

            Exits with 1 when a document was not understood or not taken.
            """)

    @Argument(help: "The files; - for standard input.")
    var files: [String]

    @Option(help: "How many seconds to wait for the outcome of each.")
    var wait: Int?

    @Option(help: "The partner whose files they are; needed with a key that belongs to no partner.")
    var sender: String?

    @Option(help: "The back end whose documents they are: what it made is handed over, as it would. For one file.")
    var backend: String?

    @Option(help: "A key of your own: the same file under the same key is accepted once. For one file.")
    var idempotencyKey: String?

    @OptionGroup var server: ServerOptions

    /// The parts of the answer that are printed, with and without an outcome.
    struct Outcome: Decodable {
        struct Document: Decodable {
            var id: String
            var type: String
            var orderKey: String?
            var status: String
            var site: String?
            var side: String?
            var backend: String?
            var reason: String?
            var diagnostics: [DiagnosticReport]
        }
        var id: String
        var status: String
        var repeated: Bool
        var documents: [Document]?
        var diagnostics: [DiagnosticReport]?
        var acknowledgements: [AcknowledgementView]?

        var isBad: Bool {
            status == "unreadable" || (documents ?? []).contains { ["failed", "held"].contains($0.status) }
        }
    }

    func validate() throws {
        guard idempotencyKey == nil || files.count == 1 else {
            throw ValidationError("--idempotency-key belongs to one file; give one.")
        }
        if backend != nil {
            guard sender == nil else { throw ValidationError("A file is of a --sender or of a --backend.") }
            guard idempotencyKey != nil else {
                throw ValidationError("--backend needs --idempotency-key: the back end's own id of the document.")
            }
        }
        try InputFile.requireOneStandardInput(files)
    }

    func run() async throws {
        let client = try server.client()
        var isBad = false
        for file in files {
            let outcome = try await submit(file, client)
            isBad = isBad || outcome.isBad
        }
        if isBad { throw ExitCode(CommandFailure.Exit.no.rawValue) }
    }

    private func submit(_ file: String, _ client: GatewayClient) async throws -> Outcome {
        let bytes = try InputFile(file).bytes()
        var headers: [(name: String, value: String)] = [("Content-Type", "application/octet-stream")]
        if file != "-" {
            let name = URL(fileURLWithPath: ArgumentPath.shown(file)).lastPathComponent
            headers.append(
                ("X-File-Name", name.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? "payload"))
        }
        if let idempotencyKey { headers.append(("Idempotency-Key", idempotencyKey)) }
        let path = backend.map { ["v1", "backends", $0, "documents"] } ?? ["v1", "interchanges"]
        let answer = try await client.ask(
            "POST", path, [("wait", wait.map(String.init)), ("sender", sender)], headers: headers,
            body: bytes)
        let (outcome, text) = try client.decode(Outcome.self, answer)
        if server.json {
            Terminal.output.write(bytes: text)
            Terminal.output.line()
        } else {
            Self.print(outcome, of: file)
        }
        return outcome
    }

    /// What became of a file.
    static func print(_ outcome: Outcome, of file: String) {
        let terminal = Terminal.output
        let first = outcome.repeated ? ", known already" : ""
        terminal.line("\(Terminal.safe(file)): \(outcome.status)\(first)  \(outcome.id)")
        for report in outcome.diagnostics ?? [] { report.print(on: terminal, indent: "  ") }
        for answer in outcome.acknowledgements ?? [] {
            terminal.line("  answered with \(answer.kind) \(answer.controlNumber): \(answer.verdict)")
        }
        for document in outcome.documents ?? [] {
            let way = [document.site, document.side, document.backend].compactMap { $0 }.joined(separator: " · ")
            let status = terminal.styled(document.status, TextTable.style(of: document.status))
            terminal.line("  \(document.type) \(Terminal.safe(document.orderKey ?? "–")): \(status)  \(way)")
            if let reason = document.reason { terminal.line("    \(Terminal.safe(reason))") }
            for report in document.diagnostics { report.print(on: terminal, indent: "    ") }
        }
    }
}
