import Foundation
import TestPeers
import Testing

/// The configuration read again while orders come in.
@Suite(.serialized) struct ReloadTests {
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

    private func submit(_ number: Int, in folder: String) async throws -> Int32 {
        let order = EDI.order("PO-\(number)", reference: number)
        try Data(order.utf8).write(to: URL(fileURLWithPath: folder + "/\(number).edi"))
        return try await Program.run(
            ["submit", "--wait", "60", "--sender", "northwind", "\(number).edi"], in: folder
        ).status
    }

    @Test("a mapping and a partner are put in force while orders pour in; none is refused, lost or doubled")
    func underLoad() async throws {
        try await TestInstallation.withServer { folder, legacy in
            let orders = Task {
                var statuses: [Int32] = []
                for number in 1...12 { statuses.append(try await submit(number, in: folder)) }
                return statuses
            }
            while legacy.effects.count < 3 { try await Task.sleep(for: .milliseconds(50)) }
            try FileManager.default.createDirectory(
                atPath: folder + "/mappings", withIntermediateDirectories: true)
            try Data(Self.mapping.utf8).write(to: URL(fileURLWithPath: folder + "/mappings/northwind-orders.yaml"))
            let reload = try await Program.run(["reload"], in: folder)
            #expect(reload.status == 0, "\(reload.errors)")
            #expect(reload.output.contains("mappings changed: northwind-orders"))
            #expect(try await orders.value.allSatisfy { $0 == 0 })
            #expect(try await submit(13, in: folder) == 0)
            let equation = try await Program.run(["report", "equation", "--json"], in: folder)
            let total = try #require(equation.json["total"] as? [String: Any])
            #expect(total["accepted"] as? Int == 13 && total["delivered"] as? Int == 13)
            #expect(legacy.effects.count == 13)
            let listed = try await Program.run(["documents", "list", "--json"], in: folder)
            let items = try #require(listed.json["items"] as? [[String: Any]])
            let newest = try #require(items.first?["id"] as? String)
            let canonical = try await Program.run(["documents", "canonical", newest], in: folder)
            #expect(canonical.output.contains("CC-NEW"), "\(canonical.errors)")
        }
    }

    @Test(
        "a mapping with a fault, or what needs a restart, is refused with its place, and the present one stays in force"
    )
    func refused() async throws {
        try await TestInstallation.withServer { folder, _ in
            let folderOfMappings = folder + "/mappings"
            try FileManager.default.createDirectory(atPath: folderOfMappings, withIntermediateDirectories: true)
            let faulty = Self.mapping.replacing("costCentre: { default", with: "costCenter: { default")
            let file = URL(fileURLWithPath: folderOfMappings + "/northwind-orders.yaml")
            try Data(faulty.utf8).write(to: file)
            let refused = try await Program.run(["reload"], in: folder)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("costCenter") && refused.errors.contains("northwind-orders.yaml:9"))
            #expect(try await submit(1, in: folder) == 0)
            try FileManager.default.removeItem(at: file)
            let main = URL(fileURLWithPath: folder + "/milepost.yaml")
            let text = try String(contentsOf: main, encoding: .utf8)
            let elsewhere = text.replacing("store: ./milepost-data", with: "store: ./elsewhere")
            try elsewhere.write(to: main, atomically: true, encoding: .utf8)
            let restart = try await Program.run(["reload"], in: folder)
            #expect(restart.status == 1)
            #expect(restart.errors.contains("error[configuration.restart-needed]: `store`"))
            try text.write(to: main, atomically: true, encoding: .utf8)
            let again = try await Program.run(["reload"], in: folder)
            #expect(again.status == 0, "\(again.errors)")
            #expect(try await submit(2, in: folder) == 0)
        }
    }
}
