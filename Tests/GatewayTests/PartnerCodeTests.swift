import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import TestPeers
import Testing

/// What goes to partners with the partners' own codes.
@Suite struct PartnerCodeTests {
    private static let gtin = "4000862141404"

    /// A gateway whose partner gets despatch advices and responses with codes of its own.
    private static func with(
        _ kind: StoreKind, unknown: Partner.UnknownItems = .pass,
        _ body: (TestGateway, RecordingBackend) async throws -> Void
    ) async throws {
        let partner = try RecordingBackend()
        defer { partner.stop() }
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                installation.send(
                    to: partner.url,
                    [.despatchAdvice: .mapping(.init(mappings: ["edifact-desadv"])), .orderResponse: .asSent])
                installation.partners[0].outbound?.translates = [.item, .site, .unit]
                installation.partners[0].outbound?.unknownItems = unknown
            }
            try await body(test, partner)
        }
    }

    private static func add(
        _ kind: MasterKind, _ from: String, _ code: String, _ to: String, _ second: String, in test: TestGateway
    ) async throws {
        _ = try await test.gateway.master.add(
            CrossReferenceInput(fromSystem: from, from: code, toSystem: to, to: second), kind,
            caller: test.administrator)
    }

    /// A despatch advice as legacy says it, with its own codes.
    private static func despatch(_ number: String, item: String) -> String {
        var advice = DespatchAdvice()
        (advice.number, advice.issued) = ("D-\(number)", BusinessTime(canonicalText: "2026-09-30"))
        var (line, reference, quantity, site) = (DespatchLine(), OrderReference(), Quantity(), Identifier())
        reference.number = number
        (quantity.value, quantity.unit) = (ExactDecimal(2), "H87")
        (line.number, line.order, line.quantity, line.item.supplierCode) = ("1", reference, quantity, item)
        advice.lines = [line]
        (site.value, site.scheme) = ("S-7", "91")
        var place = Party()
        place.ids = [site]
        advice.deliveryParty = place
        var key = Extension()
        (key.name, key.value) = ("orderKey", "northwind/\(number)")
        advice.extensions = [key]
        return String(decoding: CanonicalDocument.despatchAdvice(advice).jsonBytes, as: UTF8.self)
    }

    @Test("items, places and units are the partner's where cross references say them", arguments: StoreKind.all)
    func codes(kind: StoreKind) async throws {
        try await Self.with(kind) { test, partner in
            try await Self.add(.item, "partner:northwind", "NW-1", "backend:legacy", "L-1", in: test)
            try await Self.add(.site, "partner:northwind", "DOCK-9", "legacy", "S-7", in: test)
            try await test.submit(EDI.order("A-1"))
            let known = try await OutboundTests.handOver(Self.despatch("A-1", item: "L-1"), key: "1", to: test)
            #expect(known.status == "delivered" && known.diagnostics.isEmpty, "\(known)")
            let sent = try #require(partner.effects.first).text
            #expect(sent.contains("PIA+1+NW-1:IN") && sent.contains("L-1:SA"), "\(sent)")
            #expect(sent.contains("DOCK-9::92"), "\(sent)")
            // A code that nobody knows goes as it is, and the document says so.
            let unknown = try await OutboundTests.handOver(Self.despatch("A-1", item: "L-2"), key: "2", to: test)
            #expect(unknown.status == "delivered", "\(unknown)")
            #expect(unknown.diagnostics.map(\.code) == ["master.code-unknown"], "\(unknown.diagnostics)")
            #expect(unknown.diagnostics.map(\.severity) == ["warning"])
            // What the order itself says needs no cross reference.
            let response = try await OutboundTests.handOver(OutboundTests.response("A-1"), key: "3", to: test)
            #expect(response.status == "delivered" && response.diagnostics.isEmpty, "\(response)")
        }
    }

    @Test(
        "a code that the partner insists on stops the document until it is known", arguments: StoreKind.all,
        [Partner.UnknownItems.hold, .refuse])
    func missing(kind: StoreKind, policy: Partner.UnknownItems) async throws {
        try await Self.with(kind, unknown: policy) { test, partner in
            try await test.submit(EDI.order("A-1"))
            let stopped = try await OutboundTests.handOver(Self.despatch("A-1", item: "L-1"), key: "1", to: test)
            #expect(stopped.status == (policy == .hold ? "held" : "failed"), "\(stopped)")
            #expect(partner.effects.isEmpty)
            let missing = try await test.gateway.master.missing(kind: .item, code: nil, caller: test.administrator)
            #expect(missing.items.map(\.code) == ["L-1"])
            try await Self.add(.item, "partner:northwind", "NW-1", "legacy", "L-1", in: test)
            let again = try await test.gateway.master.reprocess(
                kind: .item, code: "L-1", documents: nil, reason: nil, caller: test.administrator)
            #expect(again.kept.isEmpty && again.reprocessed.map(\.document) == [stopped.id], "\(again)")
            let sent = try await eventually(60) { partner.effects.first }
            #expect(sent.text.contains("PIA+1+NW-1:IN"), "\(sent.text)")
            let left = try await test.gateway.master.missing(kind: nil, code: nil, caller: test.administrator)
            #expect(left.items.isEmpty)
        }
    }
}
