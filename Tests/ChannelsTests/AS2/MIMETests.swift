import Testing

@testable import Channels

/// MIME as partners write it.
@Suite struct MIMETests {
    private func read(_ text: String) -> MIMEEntity? { MIMEEntity(Array(text.utf8)[...]) }

    @Test("folded fields, bare line ends and parameters in quotes are read")
    func fields() throws {
        let entity = try #require(
            read("Content-Type: multipart/signed;\r\n\tmicalg=sha1;\n boundary=\"a;\\\"b\"\nX:  y \r\n\r\nbody"))
        #expect(entity.type.main == "multipart/signed")
        #expect(entity.type.parameters == ["micalg": "sha1", "boundary": "a;\"b"])
        #expect(entity.headers["x"] == "y")
        #expect(Array(entity.body) == Array("body".utf8))
    }

    @Test("fields without an end, too many of them, or none are no entity")
    func noFields() {
        #expect(read("A: b\r\n") == nil)
        #expect(read("no field\r\n\r\n") == nil)
        #expect(read(String(repeating: "A: b\r\n", count: 300) + "\r\n") == nil)
        #expect(read("A: " + String(repeating: "b", count: 100_000) + "\r\n\r\n") == nil)
    }

    @Test("parts are what stands between separators, byte for byte")
    func parts() throws {
        let text =
            "Content-Type: multipart/mixed; boundary=ab\r\n\r\npreamble\r\n--ab \r\nX: 1\r\n\r\none\r\n\r\n--abc\r\n--ab\r\n"
            + "\r\ntwo\n--ab--\r\nepilogue"
        let entity = try #require(read(text))
        let parts = try #require(entity.parts())
        let texts = parts.map { String(decoding: $0, as: UTF8.self) }
        #expect(texts == ["X: 1\r\n\r\none\r\n\r\n--abc", "\r\ntwo"])
        let open = "Content-Type: multipart/mixed; boundary=ab\r\n\r\n--ab\r\n\r\none"
        let unended = try #require(read(open))
        #expect(unended.parts() == nil)
    }

    @Test("transfer encodings are undone")
    func encodings() throws {
        func content(_ encoding: String, _ body: String) -> String? {
            read("Content-Transfer-Encoding: \(encoding)\r\n\r\n\(body)")?.content().map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        #expect(content("BASE64", "b25l\r\nIHR3bw==\r\n") == "one two")
        #expect(content("base64", "b25lx") == nil)
        #expect(content("quoted-printable", "a=3Db=\r\nc=ZZ") == "a=bc=ZZ")
        #expect(content("8bit", "a=3D") == "a=3D")
        #expect(content("uuencode", "a") == nil)
        for count in 0...70 {
            let bytes = (0..<count).map { UInt8($0 * 7 % 256) }
            let text = TransferEncoding.base64(bytes)
            #expect(TransferEncoding.base64Decoded(text) == bytes)
        }
    }

    @Test("file names are read in both their forms")
    func fileNames() {
        #expect(MIMEValue("attachment; filename=\"a b.edi\"").fileName == "a b.edi")
        #expect(MIMEValue("attachment; filename=x; filename*=UTF-8''caf%C3%A9.edi").fileName == "café.edi")
        #expect(MIMEValue("attachment").fileName == nil)
    }
}
