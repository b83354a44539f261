import ArgumentParser
import Gateway
import Orders

/// How the orders of a dead back end are taken; `milepost fences` sees them through.
extension Milestones {
    struct Quarantine: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Behind a reverse: fence new, which is dead, and hold the orders that it owns.",
            discussion: """
                Its back ends get releases only, until every order that is taken is confirmed. Recall what they never took, enter the \
                others at legacy (see milepost fences).

                Example: milepost milestones quarantine north-intake --reason "new will not be back today"
                """)

        @Argument(help: "The milestone's name.") var name: String
        @Option(help: "Only this order, buyer/number; may be given several times.") var order: [String] = []
        @Option(help: "Why; it is recorded.") var reason: String
        @Flag(help: "On duty, alone: an approver countersigns within 24 hours.") var breakGlass = false
        @OptionGroup var server: ServerOptions

        func run() async throws {
            let orders = order.isEmpty ? nil : JSONValue.array(order.map(JSONValue.string))
            try await post(
                "quarantine", name,
                members([
                    ("orders", orders), ("reason", .string(reason)), ("breakGlass", breakGlass ? .bool(true) : nil),
                ]), server)
        }
    }
}
