import Foundation
import TestPeers
import Testing

/// A corrected mapping on a running server: rehearsed, confirmed and published by the program.
@Suite(.serialized) struct MappingsPublishTests {
    private static let mapping = """
        mapping: northwind-orders
        include: edifact-orders
        format:
          syntax: EDIFACT
          message: ORDERS
          match: { envelope.sender: "5412345000013" }
        document: order
        rules:
          costCentre: { default: CC-NEW }
        """

    @Test("a mapping is rehearsed on what came, confirmed, and put in force; not before")
    func publish() async throws {
        try await TestInstallation.withServer { folder, _ in
            for number in 1...2 {
                let order = EDI.order("PO-\(number)", reference: number)
                try Data(order.utf8).write(to: URL(fileURLWithPath: folder + "/\(number).edi"))
                let sent = try await Program.run(
                    ["submit", "--wait", "60", "--sender", "northwind", "\(number).edi"], in: folder)
                #expect(sent.status == 0, "\(sent.errors)")
            }
            let same = try await Program.run(["mappings", "rehearse"], in: folder)
            #expect(same.status == 1 && same.errors.contains("replay.mappings-same"))
            try FileManager.default.createDirectory(
                atPath: folder + "/mappings", withIntermediateDirectories: true)
            try Data(Self.mapping.utf8).write(to: URL(fileURLWithPath: folder + "/mappings/northwind-orders.yaml"))
            let rehearsed = try await Program.run(["mappings", "rehearse", "--json"], in: folder)
            #expect(rehearsed.status == 0, "\(rehearsed.errors)")
            let id = try #require(rehearsed.json["id"] as? String)
            let found = try #require(rehearsed.json["found"] as? [String: Any])
            #expect(found["documents"] as? Int == 2 && found["changed"] as? Int == 2)
            let shown = try await Program.run(["mappings", "rehearsal", id], in: folder)
            #expect(
                shown.output.contains("costCentre: 2 in 2 documents, by northwind-orders.yaml:9"), "\(shown.output)")
            #expect(shown.output.contains("CC-NEW") && shown.output.contains("mappings confirm \(id)"))
            let early = try await Program.run(["mappings", "publish", "--rehearsed", id], in: folder)
            #expect(early.status == 1 && early.errors.contains("replay.rehearsal-unconfirmed"))
            let confirmed = try await Program.run(
                ["mappings", "confirm", id, "--reason", "the cost centre is fixed"], in: folder)
            #expect(confirmed.status == 0, "\(confirmed.errors)")
            let published = try await Program.run(["mappings", "publish", "--rehearsed", id], in: folder)
            #expect(published.status == 0 && published.output.contains("mappings changed: northwind-orders"))
        }
    }

    @Test("a code is explained without a server, in three languages") func codes() async throws {
        let folder = FileManager.default.temporaryDirectory.path
        let english = try await Program.run(["codes", "deliver.refused"], in: folder)
        #expect(english.status == 0 && english.output.contains("The order is NOT in the back end"))
        #expect(english.output.contains("support") && english.output.contains("operations"))
        let polish = try await Program.run(["codes", "deliver.refused", "--language", "pl"], in: folder)
        #expect(polish.output.contains("Zamówienia NIE ma"))
        let russian = try await Program.run(["codes", "--language", "ru"], in: folder)
        #expect(russian.output.contains("Заказа в учётной системе НЕТ"))
        let wrong = try await Program.run(["codes", "deliver.refuse"], in: folder)
        #expect(wrong.status == 1 && wrong.errors.contains("the nearest is deliver.refused"))
        let tongue = try await Program.run(["codes", "deliver.refused", "--language", "xx"], in: folder)
        #expect(tongue.status == 2 && tongue.errors.contains("api.language-unknown"))
    }
}
