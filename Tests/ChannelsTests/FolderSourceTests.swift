import Channels
import Diagnostics
import Foundation
import Glibc
import Testing

@Suite("Taking files from a folder")
struct FolderSourceTests {
    let folder: ScratchFolder
    let source: FolderSource

    init() throws {
        folder = try ScratchFolder()
        source = FolderSource(folder: folder.path)
    }

    /// Two looks, as a file needs to be finished.
    func finished(_ source: FolderSource) async throws -> [FoundFile] {
        _ = try await source.look()
        return try await source.look()
    }

    func content(_ file: FoundFile, _ source: FolderSource) async throws -> String {
        let bytes = Collected()
        try await source.read(file) { bytes.take($0) }
        return String(decoding: bytes.bytes, as: UTF8.self)
    }

    final class Collected: @unchecked Sendable {
        private(set) var bytes: [UInt8] = []
        private(set) var pieces: [Int] = []
        func take(_ piece: ArraySlice<UInt8>) {
            bytes += piece
            pieces.append(piece.count)
        }
    }

    @Test("finished files are named at the second look, the oldest first, then by name")
    func order() async throws {
        try folder.write("1", to: "c.edi", seconds: 2_000)
        try folder.write("2", to: "b.edi", seconds: 2_000)
        try folder.write("3", to: "z.edi", seconds: 1_000)
        #expect(try await source.look().isEmpty)
        #expect(try await source.look().map(\.name) == ["z.edi", "b.edi", "c.edi"])
        #expect(try await source.look(limit: 2).map(\.name) == ["z.edi", "b.edi"])
    }

    @Test("a file that grows or is touched between two looks is not finished")
    func unfinished() async throws {
        try folder.write("1", to: "grows", seconds: 1_000)
        try folder.write("1", to: "touched", seconds: 1_000)
        try folder.write("1", to: "still", seconds: 1_000)
        _ = try await source.look()
        try folder.write("12", to: "grows", seconds: 1_000)
        try folder.write("1", to: "touched", seconds: 1_001)
        #expect(try await source.look().map(\.name) == ["still"])
        #expect(try await source.look().map(\.name) == ["grows", "still", "touched"])
    }

    @Test("a file whose name is no UTF-8 is found under an escaped name, unless it is unfinished")
    func escaped() async throws {
        for name in ["lat\u{1}in.edi", "wait\u{1}.part", "lat\u{2}in.edi"] {
            try folder.write(name, to: "plain", seconds: 1_000)
            let bytes = name.utf8.map { $0 < 0x20 ? CChar(bitPattern: 0xE8 + $0) : CChar(bitPattern: $0) } + [0]
            #expect(rename(folder.path + "/plain", Array(folder.path.utf8CString.dropLast()) + [0x2F] + bytes) == 0)
        }
        let files = try await finished(source)
        #expect(files.map(\.name) == ["lat%E9in.edi", "lat%EAin.edi"])
        #expect(try await content(try #require(files.first), source) == "lat\u{1}in.edi")
        for file in files { try await source.done(file) }
        #expect(try await finished(source).isEmpty)
        let done = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/done")
        #expect(done.sorted() == ["lat%E9in.edi", "lat%EAin.edi"])
    }

    @Test("hidden and temporary files, folders, links and pipes are passed by")
    func passedBy() async throws {
        for name in [".hidden", "a.tmp", "b.PART", "c.filepart", "d~"] { try folder.write("x", to: name) }
        try folder.write("x", to: "real")
        #expect(symlink(folder.path + "/real", folder.path + "/link") == 0)
        #expect(symlink("/etc/passwd", folder.path + "/passwd") == 0)
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(mkdir(folder.path + "/folder", 0o700) == 0)
        #expect(try await finished(source).map(\.name) == ["real"])
    }

    @Test("a large file comes in pieces of one megabyte, an empty one in none")
    func pieces() async throws {
        try folder.write(String(repeating: "0123456789", count: 300_000), to: "large", seconds: 1)
        try folder.write("", to: "small", seconds: 2)
        let files = try await finished(source)
        let bytes = Collected()
        try await source.read(files[0]) { bytes.take($0) }
        #expect(bytes.bytes.count == 3_000_000)
        #expect(bytes.pieces.max() == FolderSource.piece)
        #expect(try await content(files[1], source) == "")
    }

    @Test("a file goes to done or rejected when the caller says so, never over another one")
    func moves() async throws {
        for round in 1...2 {
            try folder.write("good \(round)", to: "good.edi")
            try folder.write("bad \(round)", to: "bad.edi")
            for file in try await finished(source) {
                #expect(try await content(file, source).hasSuffix(" \(round)"))
                #expect(folder.names().contains(file.name))
                if file.name == "good.edi" { try await source.done(file) } else { try await source.rejected(file) }
            }
            #expect(folder.names() == ["done", "rejected"])
        }
        #expect(folder.names("done") == ["good.edi", "good~2.edi"])
        #expect(folder.text("done/good.edi") == "good 1")
        #expect(folder.text("rejected/bad~2.edi") == "bad 2")
    }

    @Test("a source that deletes keeps what is rejected")
    func deletes() async throws {
        let source = FolderSource(folder: folder.path, after: .delete)
        try folder.write("1", to: "a", seconds: 1)
        try folder.write("2", to: "b", seconds: 2)
        let files = try await finished(source)
        try await source.done(files[0])
        try await source.rejected(files[1])
        #expect(folder.names() == ["rejected"])
        #expect(folder.names("rejected") == ["b"])
    }

    @Test("a file that is replaced after it was read is not taken away", arguments: [AfterReading.move, .delete])
    func replaced(after: AfterReading) async throws {
        let source = FolderSource(folder: folder.path, after: after)
        try folder.write("old", to: "a.edi", seconds: 1_000)
        let file = try #require(try await finished(source).first)
        #expect(try await content(file, source) == "old")
        try folder.write("new and longer", to: "a.edi")
        await #expect(throws: Diagnostic("receive.file-changed", .warning, value: "a.edi")) {
            try await source.done(file)
        }
        #expect(folder.text("a.edi") == "new and longer")
        #expect(try await finished(source).map(\.size) == [14])
        await #expect(throws: Diagnostic.self) { try await content(file, source) }
    }

    @Test("a file that is gone or has become a link or a pipe is not read")
    func swapped() async throws {
        for name in ["gone", "link", "pipe"] { try folder.write("x", to: name) }
        let files = try await finished(source)
        #expect(files.count == 3)
        for name in ["gone", "link", "pipe"] { #expect(unlink(folder.path + "/" + name) == 0) }
        #expect(symlink("/etc/passwd", folder.path + "/link") == 0)
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        for file in files {
            await #expect(throws: Diagnostic("receive.file-changed", .warning, value: file.name)) {
                try await content(file, source)
            }
        }
    }

    @Test("a source that starts again finds what the one before had read but not taken away")
    func restart() async throws {
        try folder.write("1", to: "a.edi")
        let file = try #require(try await finished(source).first)
        #expect(try await content(file, source) == "1")
        let second = FolderSource(folder: folder.path)
        #expect(try await finished(second) == [file])
    }

    @Test("a file that a crash left claimed for deletion comes back")
    func claimed() async throws {
        try folder.write("1", to: ".milepost-taken-a.edi")
        try folder.write("2", to: "a.edi")
        #expect(try await finished(source).map(\.name).sorted() == ["a.edi", "a~2.edi"])
    }

    @Test("a folder that is missing is said to be")
    func missing() async {
        let source = FolderSource(folder: folder.path + "/none")
        do {
            _ = try await source.look()
            Issue.record("it was read")
        } catch {
            #expect(error.code == "receive.folder-failed")
            #expect(Catalogue.english.wording(of: error).message.contains("none"))
        }
    }
}
