import Channels
import Diagnostics
import Foundation
import TestPeers
import Testing

@Suite("Files on servers", .timeLimit(.minutes(10)))
struct FileServerSenderTests {
    static func target(_ server: OpenSSHServer, port: UInt16? = nil) throws -> FileServerTarget {
        FileServerTarget(
            way: .sftp, host: "127.0.0.1", port: Int(port ?? server.port), user: server.user,
            proof: .key(file: server.clientKey, passphrase: nil), hostKeys: [try server.hostKey()],
            folder: server.files, connectTimeout: .seconds(20), timeout: .seconds(20))
    }

    static func target(_ server: FTPSServer, implicit: Bool = false) -> FileServerTarget {
        FileServerTarget(
            way: implicit ? .implicitFTPS : .explicitFTPS, host: "localhost", port: Int(server.port), user: server.user,
            proof: .password(server.password), authorities: server.certificate, folder: "",
            connectTimeout: .seconds(20), timeout: .seconds(20))
    }

    private func send(_ text: String, _ name: String, _ target: FileServerTarget) async -> FolderOutcome {
        let sender = FileServerSender(target, connections: 1)
        let outcome = await sender.send(Array(text.utf8), name: name, delivery: "d-1")
        await sender.shutdown()
        return outcome
    }

    private func content(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("a file stands under its name, whole, and never in another one's place")
    func names() async throws {
        let server = try OpenSSHServer()
        let target = try Self.target(server)
        #expect(await send("one", "order.edi", target) == .delivered(name: "order.edi", isRenamed: false))
        #expect(await send("two", "order.edi", target) == .delivered(name: "order~2.edi", isRenamed: true))
        #expect(await send("", "empty.edi", target) == .delivered(name: "empty.edi", isRenamed: false))
        #expect(server.names() == ["empty.edi", "order.edi", "order~2.edi"])
        #expect(content(server.files + "/order.edi") == "one")
        #expect(await send("", "empty.edi", target) == .delivered(name: "empty~2.edi", isRenamed: true))
        #expect(content(server.files + "/order~2.edi") == "two")
    }

    @Test(
        "a name that somebody else chose harms nothing",
        arguments: [
            ("../../etc/x.edi", "x.edi"), ("a \"b\" \\ 'c'.edi", " 'c'.edi"),
            ("a\"b'c d%41#?*.edi", "a\"b'c d%41#?*.edi"),
            ("a\nrm x\r\n.edi", "a_rm x__.edi"), ("..", "_."), ("Zażółć 注文.edi", "Zażółć 注文.edi"),
            (String(repeating: "x", count: 300), String(repeating: "x", count: 200)),
        ])
    func hostile(name: String, safe: String) async throws {
        let server = try OpenSSHServer()
        #expect(await send("one", name, try Self.target(server)) == .delivered(name: safe, isRenamed: false))
        #expect(server.names() == [safe])
        let ftps = try FTPSServer()
        #expect(await send("one", name, Self.target(ftps)) == .delivered(name: safe, isRenamed: false))
        #expect(ftps.names() == [safe])
    }

    @Test("a server is sent nothing unless it shows a host key that it may show; of several, any may be shown")
    func hostKeys() async throws {
        let server = try OpenSSHServer()
        var target = try Self.target(server)
        let old = target.hostKeys[0]
        try server.changeHostKey()
        guard case .notSent(let fault) = await send("one", "a.edi", target) else { throw PeerError("it was sent") }
        #expect(fault.code == "remote.host-key-changed")
        #expect(fault.facts == ["known": old, "shown": try server.hostKey()])
        #expect(server.names().isEmpty)
        target.hostKeys.append(try server.hostKey())
        #expect(await send("one", "a.edi", target) == .delivered(name: "a.edi", isRenamed: false))
    }

    @Test("what the server does not let us do is not sent, each with its reason")
    func refused() async throws {
        let server = try OpenSSHServer()
        var target = try Self.target(server)
        target.proof = .key(file: server.folder + "/other", passphrase: nil)
        #expect(await send("one", "a.edi", target).notSentCode == "remote.login-refused")
        target = try Self.target(server)
        target.folder += "/nowhere"
        #expect(await send("one", "a.edi", target).notSentCode == "remote.missing")
        let readOnly = try OpenSSHServer(subsystem: "internal-sftp -R")
        #expect(await send("one", "a.edi", try Self.target(readOnly)).notSentCode == "remote.denied")
        target = try Self.target(server)
        server.stop()
        #expect(await send("one", "a.edi", target).notSentCode == "remote.connect-failed")
        target.host = "no-such-host.invalid"
        #expect(await send("one", "a.edi", target).notSentCode == "remote.name-unknown")
    }

    @Test("a full disk delivers nothing and leaves nothing", .enabled(if: getuid() == 0))
    func full() async throws {
        let server = try OpenSSHServer()
        let small = server.files + "/small"
        try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: true)
        try #require(mount("none", small, "tmpfs", 0, "size=64k") == 0)
        defer { umount(small) }
        var target = try Self.target(server)
        target.folder = small
        let large = String(repeating: "x", count: 200_000)
        #expect(await send(large, "a.edi", target).notSentCode?.rawValue.hasPrefix("remote.") == true)
        #expect(server.names("small").isEmpty)
        #expect(await send("one", "a.edi", target) == .delivered(name: "a.edi", isRenamed: false))
    }

    @Test("wherever the connection is lost, what is said of the file is true, and a repeat never makes it two")
    func lost() async throws {
        let server = try OpenSSHServer()
        let whole = try CuttingProxy(to: server.port)
        let text = String(repeating: "line of an order\n", count: 20)
        let sent = await send(text, "whole.edi", try Self.target(server, port: whole.port))
        #expect(sent == .delivered(name: "whole.edi", isRenamed: false))
        let total = whole.bytesToServer
        #expect(total > 1_000)
        var lost = 0
        var renamed = 0
        // Behind the login in small steps, where the upload and the renaming are; before it in large ones.
        for cut in Array(stride(from: 1, to: total - 1_500, by: 400))
            + Array(stride(from: total - 1_500, to: total, by: 36))
        {
            let proxy = try CuttingProxy(to: server.port, cuttingAfter: max(1, cut))
            let name = "cut-\(cut).edi"
            let outcome = await send(text, name, try Self.target(server, port: proxy.port))
            switch outcome {
            case .delivered(let delivered, _):
                #expect(delivered == name && content(server.files + "/" + name) == text)
                renamed += 1
            case .notSent:
                #expect(!server.names().contains(name))
                lost += 1
            case .unknown(let fault): Issue.record("unknown at \(cut): \(fault)")
            }
        }
        #expect(lost > 10)
        let left = server.names().filter { $0.hasPrefix(".") }
        // What a lost upload leaves behind has the delivery's own name: one file, which the next attempt replaces.
        #expect(left.isEmpty || left == [".milepost-d-1.tmp"])
        #expect(server.names().filter { $0.hasPrefix("cut-") }.count == renamed)
    }
}

@Suite("Files on FTP servers under TLS", .timeLimit(.minutes(10)))
struct FTPSSenderTests {
    private func send(_ text: String, _ name: String, _ target: FileServerTarget) async -> FolderOutcome {
        let sender = FileServerSender(target, connections: 2)
        let outcome = await sender.send(Array(text.utf8), name: name, delivery: "d-1")
        await sender.shutdown()
        return outcome
    }

    @Test("with TLS from the start or asked for, and never in another file's place", arguments: [false, true])
    func delivered(implicit: Bool) async throws {
        let server = try FTPSServer(implicit: implicit)
        let target = FileServerSenderTests.target(server, implicit: implicit)
        #expect(await send("one", "order.edi", target) == .delivered(name: "order.edi", isRenamed: false))
        #expect(await send("two", "order.edi", target) == .delivered(name: "order~2.edi", isRenamed: true))
        #expect(server.names() == ["order.edi", "order~2.edi"])
        #expect(FileManager.default.contents(atPath: server.files + "/order.edi") == Data("one".utf8))
    }

    @Test("a certificate is checked by its authority or by its pin, and of several pins any may be shown")
    func certificates() async throws {
        let server = try FTPSServer()
        var target = FileServerSenderTests.target(server)
        target.authorities = nil
        #expect(await send("one", "a.edi", target).notSentCode == "remote.tls-failed")
        target.pins = ["sha256//" + String(repeating: "A", count: 43) + "="]
        #expect(await send("one", "a.edi", target).notSentCode == "remote.certificate-changed")
        target.pins.append(try server.pin())
        #expect(await send("one", "a.edi", target) == .delivered(name: "a.edi", isRenamed: false))
        target.proof = .password("wrong")
        #expect(await send("one", "b.edi", target).notSentCode == "remote.login-refused")
        #expect(server.names() == ["a.edi"])
    }

    @Test("a renaming without an answer is looked up: what was renamed is delivered, what was not is not")
    func silent() async throws {
        let silent = try FTPSServer(renaming: .silent)
        #expect(
            await send("one", "a.edi", FileServerSenderTests.target(silent))
                == .delivered(name: "a.edi", isRenamed: false))
        let dead = try FTPSServer(renaming: .dead)
        #expect(await send("one", "a.edi", FileServerSenderTests.target(dead)).notSentCode?.rawValue == "remote.lost")
        #expect(dead.names().isEmpty)
    }

    @Test("a server that is gone before it confirms the name leaves the outcome unknown")
    func gone() async throws {
        let server = try FTPSServer(renaming: .gone)
        guard case .unknown(let fault) = await send("one", "a.edi", FileServerSenderTests.target(server)) else {
            throw PeerError("its outcome is known")
        }
        #expect(fault.code == "remote.unknown")
        #expect(server.names() == ["a.edi"])
    }

    @Test("a server that says nothing is given up in time, and has got nothing")
    func mute() async throws {
        let server = SocketServer { _ in .hang }
        var target = FileServerTarget(
            way: .explicitFTPS, host: "127.0.0.1", port: server.port, user: "u", proof: .password("p"), folder: "",
            connectTimeout: .milliseconds(300), timeout: .milliseconds(300))
        #expect(await send("one", "a.edi", target).notSentCode == "remote.connect-timeout")
        target.way = .sftp
        #expect(await send("one", "a.edi", target).notSentCode == "remote.connect-timeout")
    }

    @Test("two files of one name at once both stand in the end")
    func together() async throws {
        let server = try FTPSServer()
        let sender = FileServerSender(FileServerSenderTests.target(server), connections: 4)
        async let one = sender.send(Array("one".utf8), name: "a.edi", delivery: "1")
        async let two = sender.send(Array("two".utf8), name: "a.edi", delivery: "2")
        let outcomes = await [one, two]
        #expect(outcomes.contains(.delivered(name: "a.edi", isRenamed: false)))
        #expect(outcomes.contains(.delivered(name: "a~2.edi", isRenamed: true)))
        await sender.shutdown()
    }
}

extension FolderOutcome {
    var notSentCode: Code? {
        if case .notSent(let diagnostic) = self { return diagnostic.code }
        return nil
    }
}
