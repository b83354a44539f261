@testable import Channels
import Testing

@Suite("Lists of folders on servers")
struct FileListingTests {
    @Test(
        "a line tells a file",
        arguments: [
            ("-rw-r--r--    1 root     root         1000 Nov 23 18:59 a.edi", "a.edi", 1000, "Nov 23 18:59"),
            ("-rw-r--r-- 1 Domain Users some one 7 Jan  3  2025  two blanks .edi", " two blanks .edi", 7, "Jan 3 2025"),
            ("-rw------- 1 9 9 12 Dec 12 12:12 7 Dec 12 12:12 x", "7 Dec 12 12:12 x", 12, "Dec 12 12:12"),
            ("type=file;size=12;modify=20261123185300;perm=r; a b.edi", "a b.edi", 12, "20261123185300"),
            ("Type=file;Size=0;Modify=20261123185300.123; x;y= z", "x;y= z", 0, "20261123185300.123"),
        ])
    func file(line: String, name: String, size: Int, changed: String) {
        let listing = FileListing(Array((line + "\r\n").utf8))
        #expect(listing.files == [ListedFile(name: name, size: size, changed: changed)])
        #expect(listing.unread == 0 && listing.unusable == 0)
    }

    @Test("folders, links and special files are no files")
    func others() {
        let text = """
            total 12
            drwxr-xr-x    2 root     root        65536 Nov 23 18:59 .
            lrwxrwxrwx    1 root     root            4 Nov 23 18:59 l -> a.edi
            prw-r--r--    1 root     root            0 Nov 23 18:59 pipe
            type=cdir;modify=20261123185300; .
            type=OS.unix=slink:/etc;size=3; l
            """
        let listing = FileListing(Array(text.utf8))
        #expect(listing.files.isEmpty && listing.unread == 0 && listing.unusable == 0)
    }

    @Test("what cannot be used is counted")
    func unusable() {
        let lines: [[UInt8]] = [
            Array("-rw-r--r-- 1 r r 1 Nov 23 18:59 a".utf8) + [0xE9],
            Array("-rw-r--r-- 1 r r 1 Nov 23 18:59 a\tb".utf8),
            Array("-rw-r--r-- 1 r r 1 Nov 23 18:59 ../b".utf8), Array("what is this".utf8),
        ]
        let listing = FileListing(Array(lines.joined(separator: [0x0A])))
        #expect(listing.files.isEmpty)
        #expect(listing.unusable == 3)
        #expect(listing.unread == 1)
    }
}
