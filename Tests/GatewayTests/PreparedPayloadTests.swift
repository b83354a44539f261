import ConfigurationFiles
import Digests
import Intake
import Rollout
import Store
import TestPeers
import Testing

@testable import Gateway

/// Payloads that are written when a document is read, before the transaction that decides it.
@Suite(.serialized) struct PreparedPayloadTests {
    private static let legacyTakesUBL: TestGateway.Options = {
        var options = TestGateway.Options()
        options.legacyPayload = .mapping(.init(mappings: ["ubl-order", "ubl-order-change", "ubl-order-cancellation"]))
        return options
    }()

    @Test("they are those of the back ends that take a written format, with the bytes that the decision would write")
    func same() throws {
        let company = try Company(Self.legacyTakesUBL)
        let interchange = Self.kept(UniqueID(at: 5), number: 7)
        let documents = try company.understood(EDI.interchange([EDI.message("P-1"), EDI.message("P-2")]))
        let prepared = company.preparation.payloads(of: documents, in: interchange)
        #expect(prepared.count == 2, "none for the back end that takes JSON")
        for document in documents {
            guard case .understood(let content) = document.outcome else { throw PeerError("not understood") }
            var delivery = Self.delivery(of: document, in: interchange, to: "legacy")
            let row = try #require(
                try company.writers.payload(
                    of: ContentToWrite(canonical: content.canonical), for: delivery, receivedAt: interchange.receivedAt)
            )
            #expect(try prepared[delivery]?.get().bytes == row.row.bytes)
            delivery.payloadVersion = 2
            #expect(prepared[delivery] == nil, "a later version is another document")
            delivery.payloadVersion = 1
            delivery.backend = "new"
            #expect(prepared[delivery] == nil)
        }
    }

    @Test("the deciding transaction takes them as they are and writes none itself", arguments: StoreKind.all)
    func taken(kind: StoreKind) async throws {
        try await TestGateway.with(kind, Self.legacyTakesUBL) { test in
            let company = try Company(Self.legacyTakesUBL)
            let received = ReceivedInterchange(
                id: UniqueID(at: Clock.system.now().microseconds), sender: "northwind", channel: "test",
                bytes: Array(EDI.order("P-3").utf8), receivedAt: Clock.system.now().microseconds)
            // A gateway that runs may take what it finds unread.
            test.beginStop()
            await test.loopsEnded()
            let accepted = try await test.database.write { try $0.accept([received])[0] }
            let interchange = Self.kept(accepted.id, number: accepted.number)
            let documents = try company.understood(EDI.order("P-3"))
            var part = InterchangePart(
                interchange: interchange, documents: documents, isFirst: true,
                summary: InterchangeSummary(documents: documents.count, diagnostics: [], envelope: nil))
            part.prepared = company.preparation.payloads(of: documents, in: interchange)
            let delivery = Self.delivery(of: documents[0], in: interchange, to: "legacy")
            var marked = try #require(try part.prepared[delivery]?.get())
            marked.bytes = Array("prepared".utf8)
            part.prepared.add(.success(marked), of: delivery.documentID, for: "legacy")
            _ = try await company.decider(at: test.database).decide([part])
            try await test.restart { _ in }
            let sent = try await eventually(240) { test.legacy.effects.first }
            #expect(sent.text == "prepared" && sent.headers["content-type"] == "application/xml")
            _ = try await eventually(240) { try await test.balances().delivered == 1 ? true : nil }
        }
    }

    private static func kept(_ id: UniqueID, number: Int64) -> KeptInterchange {
        KeptInterchange(
            id: id.description, number: number, sender: "northwind", fileName: nil, size: 0,
            receivedAt: Clock.system.now())
    }

    private static func delivery(
        of document: UnderstoodDocument, in interchange: KeptInterchange, to backend: String
    ) -> DeliveryRow {
        let id = UniqueID(interchange.id) ?? UniqueID(at: 0)
        return DeliveryRow(
            id: UniqueID(at: 1), documentID: UniqueID(documentAt: document.position, of: id), backend: backend,
            orderKey: "k", sender: interchange.sender, interchangeID: id, interchangeNumber: interchange.number,
            position: Int64(document.position), isBirth: true, dueAt: 0, idempotencyKey: "k", madeAt: 0)
    }
}

/// The stages of a test gateway, one by one.
private struct Company {
    let installation: Installation
    let writers: PayloadWriters
    let routing: RoutingState
    let understanding: Understanding

    init(_ options: TestGateway.Options) throws {
        let mappings = try TestGateway.mappings.get()
        installation = TestGateway.installation(options, legacy: "http://127.0.0.1/", new: "http://127.0.0.1/")
        writers = PayloadWriters(installation.backends, mappings: mappings.library)
        routing = RoutingState(.init(epoch: 0, hash: [], snapshot: installation.routing))
        understanding = Understanding(
            mappings: mappings.library, profile: ReadingProfile(),
            siteFacts: installation.routing.siteRules.map(\.fact), digest: { Digests.sha256Hex($0) })
    }

    var preparation: PayloadPreparation { PayloadPreparation(writers: writers, routing: routing) }

    func understood(_ text: String) throws -> [UnderstoodDocument] {
        var found: [UnderstoodDocument] = []
        _ = try DocumentFinder(understanding: understanding).each(in: [Array(text.utf8)].makeIterator()) {
            found.append(understanding.understand($0, sender: "northwind", day: "2026-09-21"))
        }
        return found
    }

    /// A decider that begins nothing itself: the gateway's runners claim what it decides.
    func decider(at database: any Database) -> Decider {
        let (understanding, node) = (understanding, UniqueID(at: 1))
        return Decider(
            database: database, routing: routing, backends: BackendBook(installation.backends),
            rereading: Rereading(understanding: { _ in understanding }), writers: writers,
            acknowledging: { _ in AcknowledgementProfile() },
            starts: { DeliveryStarts([:], recent: RecentGoods(), node: node) }, clock: .system)
    }
}
