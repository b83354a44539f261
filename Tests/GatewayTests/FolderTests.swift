import ConfigurationFiles
import Foundation
import Gateway
import Testing
import TestPeers

@Suite(.serialized) struct FolderTests {
    @Test("files of a watched folder come in once, under their names, and are moved away", arguments: StoreKind.all)
    func watched(kind: StoreKind) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("milepost-in-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var options = TestGateway.Options()
        options.folders = [
            WatchedFolder(
                name: "inbox", path: folder, partner: "northwind", accepted: .move(to: folder + "/done"),
                rejected: folder + "/rejected", settleSeconds: 0.1)
        ]
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await TestGateway.with(kind, options) { test in
            try EDI.order("F-1").write(toFile: folder + "/order one.edi", atomically: true, encoding: .utf8)
            try "not an order".write(toFile: folder + "/note.txt", atomically: true, encoding: .utf8)
            try "".write(toFile: folder + "/empty.edi", atomically: true, encoding: .utf8)
            let row = try await eventually(240) {
                let row = try await test.balances()
                return row.delivered == 1 && row.failed == 1 ? row : nil
            }
            #expect(row.accepted == 2)
            let effect = try #require(test.legacy.effects.first)
            #expect(effect.headers["x-milepost-file-name"] == "order%20one.edi")
            let places = try await eventually(240) { () -> [String]? in
                let done = try? FileManager.default.contentsOfDirectory(atPath: folder + "/done")
                let rejected = try? FileManager.default.contentsOfDirectory(atPath: folder + "/rejected")
                guard let done, let rejected, done.count == 2, rejected.count == 1 else { return nil }
                return done.sorted() + rejected
            }
            #expect(places == ["note.txt", "order one.edi", "empty.edi"])
        }
    }
}
