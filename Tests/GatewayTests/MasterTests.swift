import ConfigurationFiles
import Diagnostics
import Gateway
import Intake
import Orders
import Rollout
import TestPeers
import Testing

/// Codes of back ends: translated on the way, missed, added, decided upon.
@Suite struct MasterTests {
    private static let gtin = "4000862141404"

    /// A gateway whose legacy back end gets its own codes.
    static func with(
        _ kind: StoreKind, unknown: Partner.UnknownItems = .hold,
        _ body: (TestGateway) async throws -> Void
    ) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                installation.backends[0].payload = .canonical
                installation.backends[0].translates = [.item, .unit, .site, .order]
                installation.backends[0].abilities.takes = [.standby]
                installation.partners[0].unknownItems = unknown
            }
            try await body(test)
        }
    }

    private static func input(_ from: String, _ code: String, _ to: String, _ second: String) -> CrossReferenceInput {
        CrossReferenceInput(fromSystem: from, from: code, toSystem: to, to: second)
    }

    @Test(
        "an unknown item does what its partner's profile says, and goes on once it is known", arguments: StoreKind.all)
    func unknownItems(kind: StoreKind) async throws {
        for (policy, status) in [(Partner.UnknownItems.hold, "held"), (.refuse, "failed"), (.pass, "delivered")] {
            try await Self.with(kind, unknown: policy) { test in
                let master = test.gateway.master
                let document = try #require(try await test.submit(EDI.order("A-1")).documents?.first)
                #expect(document.status == status)
                let fault = try #require(
                    document.diagnostics.first { $0.code == "master.code-unknown" && $0.value == Self.gtin })
                #expect(fault.severity == (policy == .pass ? "warning" : "error"))
                let missing = try await master.missing(kind: .item, code: nil, caller: test.administrator).items
                guard policy != .pass else {
                    #expect(missing.isEmpty && test.legacy.effects.map { $0.text.contains(Self.gtin) } == [true])
                    return
                }
                #expect(fault.path == "lines[1].item.gtin" && fault.tag == "LIN" && fault.segment == 9, "\(fault)")
                #expect(test.legacy.effects.isEmpty)
                #expect(missing.map(\.code) == [Self.gtin] && missing[0].documents.map(\.document) == [document.id])
                let added = try await master.add(
                    Self.input("canonical", Self.gtin, "legacy", "L-1"), .item, caller: test.administrator)
                #expect(added.blocked == [document.id])
                let again = try await master.reprocess(
                    kind: .item, code: Self.gtin, documents: nil, reason: nil, caller: test.administrator)
                #expect(again.kept.isEmpty && again.reprocessed.map(\.document) == [document.id])
                _ = try await eventually(60) { test.legacy.effects.first }
                #expect(test.legacy.effects[0].text.contains(#""supplierCode":"L-1""#))
                #expect(test.legacy.effects[0].text.contains(#""gtin":"4000862141404""#))
                let left = try await master.missing(kind: nil, code: nil, caller: test.administrator).items
                #expect(left.isEmpty)
            }
        }
    }

    @Test("a code that is added frees what goes by another one as well", arguments: StoreKind.all)
    func alternatives(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let master = test.gateway.master
            let held = try #require(
                try await test.submit(
                    "{\"document\":\"order\",\"number\":\"J-1\",\"issued\":\"2026-09-21\",\"buyer\":{\"gln\":\"5412345000013\"},"
                        + "\"deliveryParty\":{\"gln\":\"5412345000037\"},\"lines\":[{\"number\":\"1\",\"item\":{\"gtin\":\"\(Self.gtin)\","
                        + "\"supplierCode\":\"ZZ9\"},\"quantity\":{\"value\":\"5\"}}]}"
                ).documents?.first)
            #expect(held.status == "held")
            let missing = try await master.missing(kind: .item, code: nil, caller: test.administrator).items
            #expect(missing.map(\.code) == ["ZZ9"], "\(missing)")
            let added = try await master.add(
                Self.input("canonical", Self.gtin, "legacy", "L-1"), .item, caller: test.administrator)
            #expect(added.blocked == [held.id])
            let again = try await master.reprocess(
                kind: .item, code: Self.gtin, documents: nil, reason: nil, caller: test.administrator)
            #expect(again.reprocessed.map(\.document) == [held.id], "\(again)")
            _ = try await eventually(60) { test.legacy.effects.first }
            let left = try await master.missing(kind: nil, code: nil, caller: test.administrator).items
            #expect(left.isEmpty)
        }
    }

    @Test("where two sources differ neither is used until a person decides", arguments: StoreKind.all)
    func conflict(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let master = test.gateway.master
            let caller = test.administrator
            func take(_ csv: String, _ source: String) async throws -> MasterImportView {
                try await master.importList(
                    Array(csv.utf8), .item, source: source, from: "canonical", to: "legacy", isComplete: true,
                    caller: caller)
            }
            let first = try await take("from,to\n\(Self.gtin),L-1\nX,L-9\n", "a.csv")
            #expect(first.added == 2 && first.conflicts == 0)
            // The same list may change its mind.
            let again = try await take("from;to\n\(Self.gtin);L-2\n", "a.csv")
            #expect(again.changed == 1 && again.ended == 1 && again.added == 0 && again.conflicts == 0)
            let other = try await take("from,to\n\(Self.gtin),L-3\n,L-4\nY,Y,Y\n", "b.csv")
            #expect(other.added == 1 && other.conflicts == 1)
            #expect(other.faults.map(\.line) == [3, 4])
            #expect(other.faults.map(\.code) == ["master.code-form", "master.list-cells"])
            let document = try #require(try await test.submit(EDI.order("A-1")).documents?.first)
            let codes = document.diagnostics.map(\.code)
            #expect(document.status == "held" && codes.contains("master.code-conflict"))
            var filter = CrossReferenceFilterView()
            filter.conflicts = true
            let both = try await master.list(filter, caller: caller).items
            #expect(both.map(\.to) == ["L-2", "L-3"] && both[0].conflictsWith == [both[1].id])
            let decided = try await master.decide(both[1].id, reason: "newer", caller: caller)
            #expect(decided.blocked == [document.id] && decided.current.conflictsWith.isEmpty)
            let ended = try await master.show(both[0].id, caller: caller)
            #expect(ended.current.endReason == "newer" && ended.history.map(\.to) == ["L-1"])
            _ = try await master.reprocess(
                kind: .item, code: nil, documents: [document.id], reason: "decided", caller: caller)
            _ = try await eventually(60) { test.legacy.effects.first }
            #expect(test.legacy.effects[0].text.contains(#""supplierCode":"L-3""#))
        }
    }

    @Test("a copy that lacks a code fails alone, and follows once it is known", arguments: StoreKind.all)
    func copies(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            try await test.goLive()
            let master = test.gateway.master
            let document = try #require(try await test.submit(EDI.order("A-1")).documents?.first)
            #expect(document.status == "delivered" && test.new.effects.count == 1 && test.legacy.effects.isEmpty)
            #expect(!test.new.effects[0].text.contains("supplierCode"))
            let missing = try await master.missing(kind: .item, code: Self.gtin, caller: test.administrator).items
            #expect(
                missing.first?.documents.map(\.document) == [document.id] && missing[0].documents[0].backend == "legacy"
            )
            _ = try await master.add(
                Self.input("canonical", Self.gtin, "legacy", "L-1"), .item, caller: test.administrator)
            _ = try await master.add(
                Self.input("canonical", "5412345000037", "legacy", "NORTH"), .site, caller: test.administrator)
            let again = try await master.reprocess(
                kind: .item, code: nil, documents: nil, reason: nil, caller: test.administrator)
            #expect(again.kept.isEmpty && again.reprocessed.map(\.status) == ["delivered"])
            _ = try await eventually(60) { test.legacy.effects.first }
            let copy = test.legacy.effects[0]
            #expect(copy.headers["x-milepost-purpose"] == "standby" && copy.text.contains(#""supplierCode":"L-1""#))
            #expect(copy.text.contains(#"{"value":"NORTH","scheme":"91"}"#), "\(copy.text)")
            let none = await faultCode {
                _ = try await master.reprocess(
                    kind: .item, code: nil, documents: nil, reason: nil,
                    caller: Caller(name: "p", role: .partner, partner: "northwind"))
            }
            #expect(none == "intake.forbidden")
        }
    }

    @Test("packs of many items come in one list, and a replaced item is told of", arguments: StoreKind.all)
    func packs(kind: StoreKind) async throws {
        try await Self.with(kind) { test in
            let (master, caller) = (test.gateway.master, test.administrator)
            func take(_ csv: String, _ kind: MasterKind) async throws -> MasterImportView {
                try await master.importList(
                    Array(csv.utf8), kind, source: "list.csv", from: "canonical", to: "legacy", isComplete: true,
                    caller: caller)
            }
            let items = ["X-1", "X-2", Self.gtin].map { "CT,STK,\($0),12\n" }.joined()
            let packs = try await take("from,to,item,factor\n\(items)CT,KAR,,\n", .unit)
            #expect(packs.added == 4 && packs.conflicts == 0)
            let again = try await take("from,to,item,factor\n\(items)CT,KRT,,\n", .unit)
            #expect(again.known == 3 && again.changed == 1)
            _ = try await take(
                "from,to,fromSystem,toSystem,relation\n\(Self.gtin),L-1,,,\nL-1,L-2,legacy,,replaced\n", .item)
            let text = EDI.order("A-1").replacing("QTY+21:48", with: "QTY+21:48:CT")
            let document = try #require(try await test.submit(text).documents?.first)
            #expect(document.status == "delivered", "\(document.diagnostics.map(\.message))")
            let written = try #require(test.legacy.effects.first).text
            #expect(written.contains(#""supplierCode":"L-2""#), "\(written)")
            #expect(written.contains(#""quantity":{"value":"576","unit":"STK"}"#), "\(written)")
            #expect(written.contains(#""basis":"12","basisUnit":"STK""#), "\(written)")
            let told = document.diagnostics.first { $0.code == "master.code-replaced" }
            #expect(told?.value == "L-1" && told?.severity == "information")
        }
    }
}
