import Testing

@testable import HTTPAPI

@Suite struct HeaderTests {
    @Test(
        "the file's name is read from Content-Disposition as RFC 6266 and 8187 say",
        arguments: [
            ("attachment; filename=a.edi", "a.edi"), ("attachment; filename=\"a b;c.edi\"", "a b;c.edi"),
            ("attachment; filename=\"a\\\"b.edi\"", "a\"b.edi"),
            ("attachment; filename=x; filename*=UTF-8''%C5%BC%20y.edi", "ż y.edi"),
            ("form-data; name=\"f\"; filename=\"z.xml\"", "z.xml"), ("inline", nil), ("attachment; filename=", ""),
            ("attachment; filename=\"never ends", "never ends"), (";;;=;", nil),
        ] as [(String, String?)])
    func disposition(header: String, name: String?) {
        #expect(RequestHeaders.fileName(inDisposition: header) == name)
    }

    @Test(
        "a name is never a path",
        arguments: [
            ("../../etc/passwd", "passwd"), ("C:\\orders\\a.edi", "a.edi"), ("..", nil), ("/", nil),
            ("a\u{0}\nb", "ab"),
        ] as [(String, String?)])
    func base(name: String, base: String?) {
        #expect(RequestHeaders.base(name) == base)
    }

    @Test("percent-encoding goes there and back, and says no to what is none")
    func percent() {
        let text = "a/b %&ż\u{1F680}"
        #expect(PercentEncoding.decode(PercentEncoding.encode(text)[...]) == text)
        #expect(PercentEncoding.decode("%2") == nil && PercentEncoding.decode("%zz") == nil)
        #expect(PercentEncoding.decode("%FF") == nil)
        #expect(PercentEncoding.decode("a+b", plusIsBlank: true) == "a b")
    }
}
