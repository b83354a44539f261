import ArgumentParser
import CLinux
import Foundation

/// The command line: `milepost`. Its commands wire parts together and print; what they decide is decided elsewhere.
///
/// ``GatewayClient`` speaks to a server for the commands that act on one; ``Terminal``, ``TextTable`` and
/// ``CommandFailure`` are how things are printed. Exit codes: 0 done, 1 the answer is "no", 2 usage or configuration, 3
/// server not reached, 4 refused.
@main
struct Milepost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "milepost",
        abstract: "Takes orders in while the order system behind is replaced.",
        discussion: """
            Try it:           milepost demo
            Look into a file: milepost inspect order.edi
            Run it:           milepost serve --config milepost.yaml

            Commands that act on a server find it by MILEPOST_URL and MILEPOST_TOKEN, or by a profile file; on the \
            server's own machine, in its folder, they find it by themselves.
            """,
        version: "milepost \(Self.version)",
        groupedSubcommands: [
            CommandGroup(
                name: "Run",
                subcommands: [Serve.self, Reload.self, Demo.self, Check.self, Doctor.self, MailboxCommand.self]),
            CommandGroup(name: "Try a back end", subcommands: [BackendTest.self]),
            CommandGroup(
                name: "Look into files", subcommands: [Inspect.self, Map.self, Mappings.self, Plan.self, Codes.self]),
            CommandGroup(
                name: "Act on a server",
                subcommands: [
                    Submit.self, Interchanges.self, Documents.self, Problems.self, Replay.self, Orders.self,
                    Milestones.self,
                    Integrations.self,
                    Transfers.self, Fences.self,
                    Backends.self, Master.self,
                    Keys.self, Users.self, Report.self,
                ]),
        ])

    static let version = "0.1.0"

    static func main() async {
        // Standard output may be a pipe that closes early, as of `head`.
        signal(SIGPIPE, SIG_IGN)
        keepFreedMemory()
        do {
            var command = try parseAsRoot(ArgumentPath.arguments())
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            failure.print()
            Foundation.exit(failure.exit.rawValue)
        } catch let code as ExitCode {
            Foundation.exit(code.rawValue)
        } catch {
            // Help and version are no errors; everything else that the parser says is a usage error.
            let isClean = exitCode(for: error) == .success
            let text = fullMessage(for: error)
            isClean ? print(text) : Terminal.errors.write(text + "\n")
            Foundation.exit(isClean ? 0 : CommandFailure.Exit.usage.rawValue)
        }
    }
}

/// Makes the allocator keep what was freed, up to 64 MB at the end of its heap and in blocks of 16 MB. It gives large blocks back
/// to the system at once otherwise, and an order of a thousand lines, which takes some, spends as long on getting its pages
/// again as on being read.
private func keepFreedMemory() {
    mallopt(M_TRIM_THRESHOLD, 64 << 20)
    mallopt(M_MMAP_THRESHOLD, 16 << 20)
}
