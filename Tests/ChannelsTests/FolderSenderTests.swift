import Channels
import Diagnostics
import Foundation
import Testing

@Suite("Putting files into a folder")
struct FolderSenderTests {
    let folder: ScratchFolder
    let sender: FolderSender

    init() throws {
        folder = try ScratchFolder()
        sender = FolderSender(folder: folder.path)
    }

    @Test("a file stands under its received name, and nothing else is left")
    func delivered() async {
        #expect(
            await sender.send(Array("UNB".utf8), name: "orders.edi") == .delivered(name: "orders.edi", isRenamed: false)
        )
        #expect(folder.text("orders.edi") == "UNB")
        #expect(await sender.send([], name: "empty") == .delivered(name: "empty", isRenamed: false))
        #expect(folder.names() == ["empty", "orders.edi"])
    }

    @Test("a taken name gets a number before its ending, and nothing is ever replaced")
    func collision() async {
        for number in 1...3 {
            let name = number == 1 ? "a.b.edi" : "a.b~\(number).edi"
            #expect(
                await sender.send([UInt8(number) + 48], name: "a.b.edi")
                    == .delivered(name: name, isRenamed: number > 1))
        }
        #expect(folder.text("a.b.edi") == "1")
        #expect(folder.text("a.b~3.edi") == "3")
        #expect(await sender.send([1], name: "x") == .delivered(name: "x", isRenamed: false))
        #expect(await sender.send([1], name: "x") == .delivered(name: "x~2", isRenamed: true))
    }

    @Test("twenty senders at once give twenty files")
    func concurrent() async {
        await withTaskGroup(of: FolderOutcome.self) { group in
            for number in 0..<20 {
                let sender = FolderSender(folder: folder.path)
                group.addTask { await sender.send(Array("\(number)".utf8), name: "same.xml") }
            }
            for await outcome in group {
                guard case .delivered = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
            }
        }
        #expect(Set(folder.names().map { folder.text($0) }).count == 20)
    }

    @Test(
        "a name leads nowhere else",
        arguments: [
            ("../../etc/passwd", "passwd"), ("/etc/passwd", "passwd"), ("..", "_."), (".", "_"), ("", "document"),
            ("a/", "a"), ("..\\x.edi", "x.edi"), (".hidden", "_hidden"), ("a\nb\u{0}c", "a_b_c"),
            ("Заказ №5.xml", "Заказ №5.xml"),
        ])
    func names(received: String, safe: String) async {
        #expect(await sender.send([1], name: received) == .delivered(name: safe, isRenamed: false))
        #expect(folder.names() == [safe])
    }

    @Test("a name too long for a file system is cut between characters")
    func longName() async {
        let outcome = await sender.send([1], name: String(repeating: "ж", count: 500) + ".xml")
        #expect(outcome == .delivered(name: String(repeating: "ж", count: 100), isRenamed: false))
    }

    @Test("a folder that is missing or no folder has got nothing")
    func notSent() async throws {
        try folder.write("x", to: "file")
        for path in ["/missing", "/file"] {
            let outcome = await FolderSender(folder: folder.path + path).send([1], name: "a")
            guard case .notSent(let diagnostic) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(diagnostic.code == "deliver.folder-failed")
            #expect(diagnostic.value == "a")
        }
        #expect(folder.names() == ["file"])
    }

    @Test("a folder that takes no files has got nothing")
    func refused() async {
        let outcome = await FolderSender(folder: "/proc/self").send([1], name: "a")
        guard case .notSent(let diagnostic) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(!(diagnostic.facts["reason"] ?? "").isEmpty)
    }
}
