import Channels
import Diagnostics
import Foundation
import TestPeers
import Testing

@Suite("Fetching files from servers", .timeLimit(.minutes(10)))
struct FileServerSourceTests {
    /// A server with a folder of files, by SFTP or FTPS.
    struct Peer {
        var files: String
        var target: FileServerTarget
        var owner: AnyObject

        init(_ way: FileServerTarget.Way) throws {
            if way == .sftp {
                let server = try OpenSSHServer()
                (files, target, owner) = (server.files, try FileServerSenderTests.target(server), server)
            } else {
                let server = try FTPSServer()
                (files, target, owner) = (server.files, FileServerSenderTests.target(server), server)
            }
        }

        func source(done: String? = "done", largest: Int = 1 << 20) -> FileServerSource {
            FileServerSource(target, done: done, rejected: "rejected", largest: largest, connections: 2)
        }

        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: URL(filePath: files + "/" + name))
        }

        func names(_ folder: String = "") -> [String] {
            ((try? FileManager.default.contentsOfDirectory(atPath: files + "/" + folder)) ?? []).sorted()
        }
    }

    static let ways: [FileServerTarget.Way] = [.sftp, .explicitFTPS]

    @Test("a file is named once two looks saw it alike; what is unfinished, hidden or a link is not", arguments: ways)
    func looks(way: FileServerTarget.Way) async throws {
        let peer = try Peer(way)
        let source = peer.source()
        for name in ["a.edi", "b c.edi", "x.tmp", "y.part", ".hidden", "z.edi~"] { try peer.write("text", name) }
        // MLSD tells what a link leads to.
        if way == .sftp {
            try FileManager.default.createSymbolicLink(
                atPath: peer.files + "/l.edi", withDestinationPath: "/etc/passwd")
        }
        try FileManager.default.createDirectory(atPath: peer.files + "/d.edi", withIntermediateDirectories: false)
        let first = try await source.look()
        #expect(first.files.isEmpty && first.unfinished == 2)
        try peer.write("text and more", "a.edi")
        let second = try await source.look()
        #expect(second.files.map(\.name) == ["b c.edi"] && second.unfinished == 1)
        let third = try await source.look()
        #expect(third.files.map(\.name) == ["a.edi", "b c.edi"] && third.unfinished == 0)
        await source.shutdown()
    }

    @Test(
        "a file is claimed, read, and moved away; what is written under its name meanwhile is another", arguments: ways)
    func takes(way: FileServerTarget.Way) async throws {
        let peer = try Peer(way)
        let source = peer.source()
        try peer.write("one", "a.edi")
        try peer.write("bad", "b.edi")
        _ = try await source.look()
        let found = try await source.look().files
        try await source.claim(found)
        try peer.write("two", "a.edi")
        let (bytes, modified) = try await source.read(found[0])
        #expect(bytes == Array("one".utf8))
        let now = Date().timeIntervalSince1970
        #expect(abs(Double(try #require(modified)) - now) < 120)
        try await source.dispose(of: [(found[0], .accepted, "1"), (found[1], .rejected, "2")])
        let isSFTP = way == .sftp
        #expect(peer.names() == ["a.edi", "done", "rejected"])
        #expect(peer.names("done") == [isSFTP ? "a.edi" : "a~1.edi"])
        #expect(peer.names("rejected") == [isSFTP ? "b.edi" : "b~2.edi"])
        #expect(FileManager.default.contents(atPath: peer.files + "/a.edi") == Data("two".utf8))
        await source.shutdown()
    }

    @Test("what a crash left claimed is found by the first look of the next run, and goes its way", arguments: ways)
    func crash(way: FileServerTarget.Way) async throws {
        let peer = try Peer(way)
        let source = peer.source(done: nil)
        for name in ["a.edi", "b.edi"] { try peer.write(name, name) }
        _ = try await source.look()
        try await source.claim(try await source.look().files)
        await source.shutdown()
        let prefix = way == .sftp ? "." : ""
        #expect(peer.names() == [prefix + "milepost-taken-a.edi", prefix + "milepost-taken-b.edi"])

        let next = peer.source(done: nil)
        let found = try await next.look().files
        #expect(found.map(\.name) == ["a.edi", "b.edi"])
        #expect(found.allSatisfy { $0.isClaimed })
        try await next.claim(found)
        #expect(try await next.read(found[1]).bytes == Array("b.edi".utf8))
        try await next.dispose(of: [(found[0], .accepted, "1"), (found[1], .left, "")])
        #expect(peer.names() == ["b.edi"])
        await next.shutdown()
    }

    @Test("a name that is taken in `done` holds nothing up: the file gets one of its own at the next look")
    func taken() async throws {
        let peer = try Peer(.sftp)
        try FileManager.default.createDirectory(atPath: peer.files + "/done", withIntermediateDirectories: false)
        try peer.write("old", "done/a.edi")
        try peer.write("new", "a.edi")
        let source = peer.source()
        _ = try await source.look()
        let found = try await source.look().files
        try await source.claim(found)
        try await source.dispose(of: [(found[0], .accepted, "1")])
        #expect(peer.names() == [".milepost-taken-a.edi", "done"])
        let left = try await source.look().files
        try await source.dispose(of: [(left[0], .accepted, "1")])
        #expect(peer.names("done") == ["a.edi", "a~1.edi"])
        #expect(FileManager.default.contents(atPath: peer.files + "/done/a.edi") == Data("old".utf8))
        await source.shutdown()
    }

    @Test("names that somebody else chose are taken as they are, or counted and left", arguments: ways)
    func hostile(way: FileServerTarget.Way) async throws {
        let peer = try Peer(way)
        let good = [
            "a\"b'c.edi", "a\\b.edi", "*?[x].edi", "rm \"x\"", "Zażółć 注文.edi",
            String(repeating: "x", count: 200) + ".edi",
            "-rf.edi", "50%41.edi", "a;b=c; d.edi",
        ]
        for name in good { try peer.write(name, name) }
        try peer.write("x", "tab\there.edi")
        // Its second line looks like a file of its own, which is not there.
        try peer.write("x", "a\n-rw-r--r-- 1 r r 1 Nov 23 18:59 forged.edi")
        let long = String(repeating: "y", count: 251) + ".edi"
        try peer.write("x", long)
        let source = peer.source(done: nil)
        _ = try await source.look()
        let look = try await source.look()
        #expect(look.unusable > 0)
        try await source.claim(look.files)
        var ended: [(file: RemoteFile, end: FileServerSource.End, name: String)] = []
        for file in look.files {
            guard let bytes = try? await source.read(file).bytes else { continue }
            #expect(String(decoding: bytes, as: UTF8.self) == file.name)
            ended.append((file, .accepted, "1"))
        }
        #expect(Set(ended.map(\.file.name)) == Set(good))
        try await source.dispose(of: ended)
        #expect(Set(peer.names()) == ["tab\there.edi", "a\n-rw-r--r-- 1 r r 1 Nov 23 18:59 forged.edi", long])
        await source.shutdown()
    }

    @Test("a file that is too large is named and left; a folder that is not there is a fault", arguments: ways)
    func limits(way: FileServerTarget.Way) async throws {
        var peer = try Peer(way)
        try peer.write("0123456789", "large.edi")
        try peer.write("0123", "small.edi")
        let source = peer.source(largest: 8)
        _ = try await source.look()
        let look = try await source.look()
        #expect(look.large == ["large.edi"] && look.files.map(\.name) == ["small.edi"])
        await source.shutdown()
        peer.target.folder += "/nowhere"
        let lost = peer.source()
        let fault = await #expect(throws: FileServerFault.self) { try await lost.look() }
        #expect(fault?.diagnostic.code.rawValue.hasPrefix("remote.") == true)
        await lost.shutdown()
    }
}
