import ConfigurationFiles
import Diagnostics
import Intake
import Logging
import Rollout
import Synchronization
import TestPeers
import Testing

@testable import Gateway

/// Changed mappings are rehearsed on stored documents, confirmed by a person, and only then put in force.
@Suite(.serialized) struct MappingRehearsalTests {
    /// The mappings of the files: the shipped ones, with one file changed.
    private final class Files: Sendable {
        private let files: Mutex<[String: [UInt8]]>

        init() throws { files = Mutex(try TestGateway.shippedMappings()) }

        func change(_ name: String, _ edit: (String) -> String) {
            files.withLock { files in
                files[name] = Array(edit(String(decoding: files[name] ?? [], as: UTF8.self)).utf8)
            }
        }

        var set: MappingSet { files.withLock { MappingSet.read($0).set } }
    }

    private static func inForce(_ test: TestGateway, _ files: Files) -> GatewayInForce {
        let installation = test.gateway.installation
        return GatewayInForce(
            test.gateway,
            remaking: { present, check in
                let mappings = files.set
                try check(mappings)
                return try await Gateway(
                    installation, mappings: mappings, areVerified: true, database: test.database, isAlone: true,
                    takingOverFrom: present, logger: Logger(label: "mapping-rehearsals"))
            }, reading: { (installation, files.set) })
    }

    private static func code(_ body: () async throws -> some Sendable) async -> String? {
        do {
            _ = try await body()
            return nil
        } catch let error as GatewayError {
            return error.diagnostic.code.rawValue
        } catch {
            return "\(error)"
        }
    }

    /// A mapping of one partner that wants what its orders do not say.
    private static let strict = """
        mapping: northwind-orders
        include: edifact-orders
        format:
          syntax: EDIFACT
          message: ORDERS
          match: { envelope.sender: "5412345000013" }
        document: order
        rules:
          version: { at: BGM/1056, required: yes }
        """

    private static func withoutCurrency(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("  currency:") }
            .joined(separator: "\n")
    }

    @Test(
        "what changed mappings would differ in is shown by rule, and goes live only once a person has confirmed it",
        arguments: StoreKind.all)
    func publish(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            for number in 1...5 { try await test.submit(EDI.order("P-\(number)", reference: number)) }
            let files = try Files()
            let inForce = Self.inForce(test, files)
            let (support, approver) = (Caller(name: "ann", role: .support), Caller(name: "bob", role: .approver))
            #expect(await Self.code { try await inForce.rehearseMappings(caller: support) } == "replay.mappings-same")

            files.change("edifact-orders.yaml", Self.withoutCurrency)
            let viewer = Caller(name: "vic", role: .viewer)
            #expect(await Self.code { try await inForce.rehearseMappings(caller: viewer) } == "intake.forbidden")
            let rehearsal = try await inForce.rehearseMappings(caller: support)
            let found = rehearsal.found
            #expect(found.documents == 5 && found.changed == 5 && found.broken == 0 && found.same == 0)
            let group = try #require(found.groups.first { $0.field == "currency" })
            #expect(group.documents == 5 && group.differences == 5 && group.examples.count == 5)
            #expect(group.examples.first?.before == "EUR" && group.examples.first?.after == nil)
            #expect(group.ruleBefore?.contains("edifact-orders.yaml:") == true && group.rule == nil)
            #expect(test.legacy.effects.count == 5, "nothing is sent")

            let administrator = test.administrator
            func publish() async throws -> GatewayInForce.Change {
                try await inForce.publishMappings(rehearsed: rehearsal.id, caller: administrator)
            }
            #expect(await Self.code(publish) == "replay.rehearsal-unconfirmed")
            func confirm(_ caller: Caller, _ reason: String?) async -> String? {
                await Self.code {
                    try await inForce.confirmMappings(rehearsal.id, reason: reason, caller: caller)
                }
            }
            #expect(await confirm(support, "fine") == "intake.forbidden")
            #expect(await confirm(approver, " ") == "intake.reason-missing")
            #expect(await confirm(approver, "the partner sends no currency any more") == nil)
            #expect(await confirm(approver, "again") == "replay.rehearsal-confirmed")
            #expect(
                await Self.code {
                    try await inForce.publishMappings(rehearsed: rehearsal.id, caller: approver)
                } == "intake.forbidden")

            // What was not rehearsed does not go live.
            files.change("edifact-orders.yaml") { $0 + "\n# changed since\n" }
            #expect(await Self.code(publish) == "replay.rehearsal-other")
            files.change("edifact-orders.yaml") { String($0.dropLast("\n# changed since\n".count)) }
            let change = try await publish()
            #expect(change.mappings.contains("edifact-orders"))
            let shown = try await inForce.mappingRehearsal(rehearsal.id, caller: approver)
            #expect(shown.publishedBy == "tester" && shown.confirmedBy == "bob" && shown.found == found)
            #expect(await Self.code(publish) == "replay.rehearsal-other", "those in force are others now")
            let audit = try await test.gateway.auditing.list(limit: 100, caller: administrator)
            let actions = audit.map(\.action)
            for action in ["mappings.rehearse", "mappings.confirm", "mappings.publish"] {
                #expect(actions.contains(action))
            }
        }
    }

    @Test(
        "a mapping that reads documents no more is told by their codes; an old window is not enough to publish",
        arguments: StoreKind.all)
    func broken(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            for number in 1...3 { try await test.submit(EDI.order("B-\(number)", reference: number)) }
            let files = try Files()
            files.change("northwind-orders.yaml") { _ in Self.strict }
            let inForce = Self.inForce(test, files)
            let rehearsal = try await inForce.rehearseMappings(caller: test.administrator)
            #expect(rehearsal.found.documents == 3 && rehearsal.found.broken == 3)
            #expect(rehearsal.found.codes == ["mapping.required-field": 3])
            #expect(rehearsal.found.noLongerRead.count == 3)
            let from = Instant(microseconds: 0)
            let empty = Instant(microseconds: 1_000_000)
            let caller = test.administrator
            #expect(
                await Self.code { try await inForce.rehearseMappings(from: from, to: empty, caller: caller) }
                    == "replay.mappings-empty")
            #expect(
                await Self.code { try await inForce.rehearseMappings(from: empty, to: from, caller: caller) }
                    == "replay.mappings-window")
            _ = try await inForce.confirmMappings(rehearsal.id, reason: "meant", caller: caller)
            test.advance(seconds: 25 * 3_600)
            #expect(
                await Self.code { try await inForce.publishMappings(rehearsed: rehearsal.id, caller: caller) }
                    == "replay.rehearsal-stale")
        }
    }
}
