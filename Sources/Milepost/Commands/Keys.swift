public import ArgumentParser
import ConfigurationFiles
import Diagnostics
import Foundation
public import Gateway
import Orders
public import Rollout
import Store

/// `milepost keys`: who may speak to the gateway.
struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and revoke API keys.",
        discussion: """
            With the server's own profile or a key of the role administrator they go through the server. With --config, \
            on the server's machine, they go to the store itself, or through the server that has it open: so the first \
            key is made.

            Example: milepost keys list
            """,
        subcommands: [Create.self, List.self, Revoke.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key; it is shown once.",
            discussion: """
                Example: milepost keys create northwind-edi --role partner --partner northwind
                         milepost keys create erp-new-documents --role backend --backend erp-new
                         milepost keys create ines --role viewer --signs key-user
                         milepost keys create first-admin --role administrator --config milepost.yaml
                """)

        @Argument(help: "Whose key it is, for lists and the audit trail.") var name: String
        @Option(help: "viewer, support, operator, approver, administrator, partner or backend.") var role: Role
        @Option(help: "For the role partner: the partner's id.") var partner: String?
        @Option(help: "For the role backend: the back end's name.") var backend: String?
        @Option(
            help:
                "What it signs of check lists beside its role: business-owner, key-user, support-lead…; may be given several times."
        )
        var signs: [SigningRole] = []
        @Option(help: "When it ends: 2027-01-31 or 2027-01-31T12:00:00Z.") var expires: String?
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let made = try await StoreKeys.use(server.config) { desk, caller in
                try await desk.create(
                    name: name, role: role, partner: partner, backend: backend, signs: Set(signs), expiresAt: expires,
                    caller: caller)
            }
            if let made { return try show(made, nil) }
            let (view, text) = try await StoreKeys.client(server.config, server).post(
                APIKeyView.self, ["v1", "keys"],
                Milestones.members([
                    ("name", .string(name)), ("role", .string(role.rawValue)),
                    ("partner", partner.map(JSONValue.string)), ("backend", backend.map(JSONValue.string)),
                    ("signs", signs.isEmpty ? nil : .array(signs.map { .string($0.rawValue) })),
                    ("expiresAt", expires.map(JSONValue.string)),
                ]))
            try show(view, text)
        }

        private func show(_ view: APIKeyView, _ text: Data?) throws {
            if server.json { return Printing.json(try text ?? JSONEncoder().encode(view)) }
            // The key alone on standard output, so that a script can take it.
            Terminal.errors.line("Key \(view.id) for \(view.name), role \(view.role). It is not shown again:")
            Terminal.output.line(view.key ?? "")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All keys, without the keys themselves.", discussion: "Example: milepost keys list")

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let page: Page<APIKeyView>
            if let items = try await StoreKeys.use(server.config, { try await $0.list(caller: $1) }) {
                page = Page(items: items, next: nil)
                if server.json { return Printing.json(try JSONEncoder().encode(page)) }
            } else {
                let answer = try await StoreKeys.client(server.config, server).get(
                    Page<APIKeyView>.self, ["v1", "keys"])
                if server.json { return Printing.json(answer.text) }
                page = answer.value
            }
            var table = TextTable(["id", "name", "role", "of", "signs", "made", "ends", "revoked"])
            for key in page.items {
                table.add([
                    key.id, key.name, key.role, key.partner ?? key.backend, key.signs?.joined(separator: ", "),
                    Printing.moment(key.createdAt),
                    Printing.moment(key.expiresAt), Printing.moment(key.revokedAt),
                ])
            }
            Printing.page(table, next: nil, empty: "There are no keys.")
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revoke a key, at once.",
            discussion: "Example: milepost keys revoke 019a9f3e-8f5d-7c11-a2b4-0d6c1e9b7f10")

        @Argument(help: "The key's id, as the list shows it.") var id: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let view: APIKeyView
            if let revoked = try await StoreKeys.use(server.config, { try await $0.revoke(id, caller: $1) }) {
                view = revoked
            } else {
                let client = try StoreKeys.client(server.config, server)
                view = try client.decode(APIKeyView.self, await client.ask("DELETE", ["v1", "keys", id])).value
            }
            if server.json { return Printing.json(try JSONEncoder().encode(view)) }
            Terminal.output.line("Revoked the key of \(Terminal.safe(view.name)).")
        }
    }
}

extension Role: ExpressibleByArgument {}
extension SigningRole: ExpressibleByArgument {}

/// The desk of keys over the store of a configuration. Who can open the store may do everything.
private enum StoreKeys {
    /// What the desk says; nil without a configuration, and when a server on this machine has the store open.
    static func use<Result: Sendable>(
        _ config: String?, _ body: (KeyDesk, Caller) async throws -> Result
    ) async throws -> Result? {
        try await ClosedStore.use(config) { installation, database, caller in
            let desk = KeyDesk(
                database: database, clock: .system, node: installation.nodeName ?? "command-line",
                partners: Set(installation.partners.map(\.id)), backends: Set(installation.backends.map(\.name)))
            return try await body(desk, caller)
        }
    }

    static func client(_ config: String?, _ server: ServerOptions) throws -> GatewayClient {
        try ClosedStore.client(config, server)
    }
}
