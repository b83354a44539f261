import ConfigurationFiles
import Foundation
import Gateway
import Intake
import Store
import TestPeers
import Testing

@Suite(.serialized) struct FileServerTests {
    private func server(_ server: OpenSSHServer, folder: String? = nil) throws -> FileServer {
        FileServer(
            way: .sftp, host: "127.0.0.1", port: Int(server.port), user: server.user,
            proof: .key(file: server.clientKey, passphrase: nil), hostKeys: [try server.hostKey()],
            folder: folder ?? server.files)
    }

    private func watched(_ server: FileServer, _ accepted: WatchedFolder.Accepted) -> WatchedFolder {
        var folder = WatchedFolder(
            name: "inbox", path: server.shownURL, partner: "northwind", accepted: accepted, rejected: "rejected",
            settleSeconds: 0.1)
        folder.server = server
        folder.everySeconds = 0.2
        return folder
    }

    @Test("files of a folder on a server come in once, under their names, and are moved away", arguments: StoreKind.all)
    func fetched(kind: StoreKind) async throws {
        let ssh = try OpenSSHServer()
        var options = TestGateway.Options()
        options.folders = [watched(try server(ssh), .move(to: "done"))]
        try await TestGateway.with(kind, options) { test in
            try EDI.order("F-1").write(toFile: ssh.files + "/order one.edi", atomically: true, encoding: .utf8)
            try "not an order".write(toFile: ssh.files + "/note.txt", atomically: true, encoding: .utf8)
            try "".write(toFile: ssh.files + "/empty.edi", atomically: true, encoding: .utf8)
            let row = try await eventually(240) {
                let row = try await test.balances()
                return row.delivered == 1 && row.failed == 1 ? row : nil
            }
            #expect(row.accepted == 2)
            let effect = try #require(test.legacy.effects.first)
            #expect(effect.headers["x-milepost-file-name"] == "order%20one.edi")
            let places = try await eventually(240) { () -> [String]? in
                let all = ssh.names("done") + ssh.names("rejected")
                return all.count == 3 ? all : nil
            }
            #expect(places == ["note.txt", "order one.edi", "empty.edi"])
        }
    }

    @Test("a crash between the commit and the deletion makes no file two; one of the same name later is another")
    func crash() async throws {
        let ssh = try OpenSSHServer()
        var options = TestGateway.Options()
        options.folders = [watched(try server(ssh), .delete)]
        try await TestGateway.with(.sqlite, options) { test in
            let path = ssh.files + "/order.edi"
            // What is on the server between the commit and the deletion: the file under its hidden name, with its time.
            let kept = ssh.folder + "/kept.edi"
            try EDI.order("F-1").write(toFile: kept, atomically: true, encoding: .utf8)
            try FileManager.default.copyItem(atPath: kept, toPath: path)
            let changed = try #require(FileManager.default.attributesOfItem(atPath: kept)[.modificationDate])
            try FileManager.default.setAttributes([.modificationDate: changed], ofItemAtPath: path)
            _ = try await eventually(240) {
                try await test.balances().delivered == 1 && ssh.names().isEmpty ? true : nil
            }
            test.beginStop()
            await test.loopsEnded()
            try FileManager.default.moveItem(atPath: kept, toPath: ssh.files + "/.milepost-taken-order.edi")
            try await test.restart { _ in }
            _ = try await eventually(240) { ssh.names().isEmpty ? true : nil }
            #expect(try await test.balances().accepted == 1)
            try EDI.order("F-2").write(toFile: path, atomically: true, encoding: .utf8)
            let row = try await eventually(240) {
                let row = try await test.balances()
                return row.delivered == 2 ? row : nil
            }
            #expect(row.accepted == 2)
        }
    }

    @Test(
        "of two nodes one looks at a time, and nothing is taken twice",
        .enabled(if: StoreKind.all.contains(.postgres)))
    func nodes() async throws {
        let ssh = try OpenSSHServer()
        var options = TestGateway.Options()
        let folder = watched(try server(ssh), .move(to: "done"))
        options.folders = [folder]
        try await TestGateway.with(.postgres, options) { test in
            try await test.withSecondNode({ $0.folders = [folder] }) { _ in
                for number in 0..<40 {
                    try EDI.order("F-\(number)").write(
                        toFile: ssh.files + "/\(number).edi", atomically: true, encoding: .utf8)
                }
                _ = try await eventually(240) { ssh.names("done").count == 40 ? true : nil }
            }
            let row = try await eventually(240) {
                let row = try await test.balances()
                return row.delivered == 40 ? row : nil
            }
            #expect(row.accepted == 40)
            #expect(ssh.names() == ["done"])
        }
    }

    @Test(
        "a server that lets nothing be renamed or removed says so, and nothing is taken twice",
        arguments: ["rename", "remove"])
    func denied(request: String) async throws {
        let ssh = try OpenSSHServer(subsystem: "internal-sftp -P \(request)")
        var options = TestGateway.Options()
        options.folders = [watched(try server(ssh), .delete)]
        try EDI.order("F-1").write(toFile: ssh.files + "/order.edi", atomically: true, encoding: .utf8)
        try await TestGateway.with(.sqlite, options) { test in
            func row() async throws -> PollRow? { try await test.database.read { try $0.poll(of: "folder/inbox") } }
            let fault = try await eventually(240) { try await row()?.fault }
            #expect(fault.contains("remote.") && fault.contains("Permission denied"))
            let reads = try await row()?.reads ?? 0
            _ = try await eventually(240) { try await row()?.reads ?? 0 > reads + 2 ? true : nil }
            #expect(try await test.balances().accepted == (request == "rename" ? 0 : 1))
            #expect(ssh.names() == [request == "rename" ? "order.edi" : ".milepost-taken-order.edi"])
        }
    }

    @Test("a file of many pieces is kept whole")
    func large() async throws {
        let ssh = try OpenSSHServer()
        var options = TestGateway.Options()
        options.folders = [watched(try server(ssh), .delete)]
        let text = EDI.order("F-1") + String(repeating: " \n", count: 5_000_000)
        try text.write(toFile: ssh.files + "/order.edi", atomically: true, encoding: .utf8)
        try await TestGateway.with(.sqlite, options) { test in
            _ = try await eventually(240) { ssh.names().isEmpty ? true : nil }
            _ = try await eventually(240) { test.legacy.effects.isEmpty ? nil : true }
            #expect(test.legacy.effects.first?.body.count == text.utf8.count)
        }
    }

    @Test(
        "a back end that is a folder on a server gets whole files; one that is away gets them later",
        arguments: StoreKind.all)
    func sent(kind: StoreKind) async throws {
        let ssh = try OpenSSHServer()
        let server = try server(ssh)
        try await TestGateway.with(kind) { test in
            try await test.restart { installation in
                for index in installation.backends.indices where installation.backends[index].name == "legacy" {
                    installation.backends[index].kind = .fileServer(server)
                    installation.backends[index].abilities.honoursKey = false
                }
            }
            ssh.stop()
            _ = try await test.submit(EDI.order("F-1"), fileName: "one.edi", wait: 1)
            #expect(try await test.balances().delivered == 0)
            try ssh.start()
            _ = try await eventually(240) { try await test.balances().delivered == 1 ? true : nil }
            #expect(ssh.names() == ["one.edi"])
            let bytes = FileManager.default.contents(atPath: ssh.files + "/one.edi")
            #expect(bytes == Data(EDI.order("F-1").utf8))
            _ = try await test.submit(EDI.order("F-2"), fileName: "two.edi")
            _ = try await eventually(240) { try await test.balances().delivered == 2 ? true : nil }
            #expect(ssh.names() == ["one.edi", "two.edi"])
        }
    }
}
