import ArgumentParser
import ConfigurationFiles
import Foundation
import Gateway
import Orders
import Rollout
import Store

/// `milepost users`: who may sign in at the console.
struct Users: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make, list and disable the people who sign in at the console.",
        discussion: """
            Passwords come from standard input, never as arguments. With --config, on the server's machine, commands go to \
            the store itself, or through the server that has it open: so the first user is made.

            Example: milepost users create ines --role operator --config milepost.yaml
            """,
        subcommands: [Create.self, List.self, Password.self, Disable.self, Enable.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a user; the password is the first line of standard input.",
            discussion: """
                Example: milepost users create ines --role operator
                         milepost users create wim --role approver --signs business-owner < password.txt
                         milepost users create edi@northwind.example --role partner --partner northwind
                """)

        @Argument(help: "What the user signs in as: letters a to z, digits, and . - _ @.") var name: String
        @Option(help: "viewer, support, operator, approver, administrator or partner.") var role: Role
        @Option(help: "For the role partner: the partner's id.") var partner: String?
        @Option(
            help:
                "What the user signs of check lists beside the role: business-owner, key-user, support-lead…; may be given several times."
        )
        var signs: [SigningRole] = []
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let password = try PasswordInput.read()
            let made = try await StoreUsers.use(server.config) { desk, caller in
                try await desk.create(
                    name: name, role: role, partner: partner, signs: Set(signs), password: password, caller: caller)
            }
            let view =
                if let made { made } else {
                    try await ClosedStore.client(server.config, server).post(
                        UserView.self, ["v1", "users"],
                        Milestones.members([
                            ("name", .string(name)), ("role", .string(role.rawValue)),
                            ("partner", partner.map(JSONValue.string)),
                            ("signs", signs.isEmpty ? nil : .array(signs.map { .string($0.rawValue) })),
                            ("password", .string(password)),
                        ])
                    ).value
                }
            try StoreUsers.show(view, "may sign in as \(view.role)", server)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "All users.", discussion: "Example: milepost users list")

        @OptionGroup var server: ServerOptions

        func run() async throws {
            let page: Page<UserView>
            if let items = try await StoreUsers.use(server.config, { try await $0.list(caller: $1) }) {
                page = Page(items: items, next: nil)
            } else {
                page = try await ClosedStore.client(server.config, server).get(
                    Page<UserView>.self, ["v1", "users"]
                ).value
            }
            if server.json { return Printing.json(try JSONEncoder().encode(page)) }
            var table = TextTable(["name", "role", "of", "signs", "made", "password of", "disabled"])
            for user in page.items {
                table.add([
                    user.name, user.role, user.partner, user.signs?.joined(separator: ", "),
                    Printing.moment(user.createdAt), Printing.moment(user.passwordAt),
                    Printing.moment(user.disabledAt),
                ])
            }
            Printing.page(
                table, next: nil, empty: "There are no users. Make one: milepost users create NAME --role administrator"
            )
        }
    }

    struct Password: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Give a user another password, the first line of standard input.",
            discussion: """
                Whoever is signed in as the user is signed out.

                Example: milepost users password ines
                """)

        @Argument(help: "The user's name.") var name: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let password = try PasswordInput.read()
            let view = try await StoreUsers.act(
                name, "password", [("password", .string(password))], server
            ) { try await $0.setPassword(password, of: name, caller: $1) }
            try StoreUsers.show(view, "has another password", server)
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep a user from signing in, and sign it out at once.",
            discussion: "Example: milepost users disable ines")

        @Argument(help: "The user's name.") var name: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let view = try await StoreUsers.act(name, "disable", [], server) {
                try await $0.disable(name, caller: $1)
            }
            try StoreUsers.show(view, "is signed out and cannot sign in", server)
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let a disabled user sign in again.", discussion: "Example: milepost users enable ines")

        @Argument(help: "The user's name.") var name: String
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let view = try await StoreUsers.act(name, "enable", [], server) {
                try await $0.enable(name, caller: $1)
            }
            try StoreUsers.show(view, "may sign in again", server)
        }
    }
}

/// The desk of users, over a store or through the server that has it open.
private enum StoreUsers {
    static func use<Result: Sendable>(
        _ config: String?, _ body: (UserDesk, Caller) async throws -> Result
    ) async throws -> Result? {
        try await ClosedStore.use(config) { installation, database, caller in
            let desk = UserDesk(
                database: database, clock: .system, node: installation.nodeName ?? "command-line",
                partners: Set(installation.partners.map(\.id)))
            return try await body(desk, caller)
        }
    }

    /// One action on a user.
    static func act(
        _ name: String, _ action: String, _ members: [(String, JSONValue?)], _ server: ServerOptions,
        _ body: (UserDesk, Caller) async throws -> UserView
    ) async throws -> UserView {
        if let view = try await use(server.config, body) { return view }
        return try await ClosedStore.client(server.config, server).post(
            UserView.self, ["v1", "users", name, action], Milestones.members(members)
        ).value
    }

    static func show(_ view: UserView, _ what: String, _ server: ServerOptions) throws {
        if server.json { return Printing.json(try JSONEncoder().encode(view)) }
        Terminal.output.line("\(view.name) \(what).")
    }
}
