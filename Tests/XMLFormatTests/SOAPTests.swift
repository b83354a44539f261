import Diagnostics
import Testing
import XMLFormat

/// Envelopes, as they are written and as they are read.
@Suite("SOAP")
struct SOAPTests {
    private func filled(_ template: String, _ document: String, _ facts: [String: String] = [:]) throws -> String {
        String(decoding: try SOAPTemplate(template).filled(Array(document.utf8), facts), as: UTF8.self)
    }

    private func code(_ template: String, _ document: [UInt8]) -> Code? {
        do throws(Diagnostic) {
            _ = try SOAPTemplate(template).filled(document, [:])
            return nil
        } catch { return error.code }
    }

    @Test("a document takes its place as an element, as text, in base64")
    func places() throws {
        let xml = "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>1 &lt; 2</a>"
        #expect(try filled("<t>{xml}</t>", xml) == "<t>\n<a>1 &lt; 2</a></t>")
        #expect(try filled("<t>{text}</t>", "a<b&\"'\r\n") == "<t>a&lt;b&amp;&quot;&#39;&#13;\n</t>")
        #expect(try filled("{base64}", "") == "")
        #expect(try filled("{base64}", "f") == "Zg==")
        #expect(try filled("{base64}", "fo") == "Zm8=")
        #expect(try filled("{base64}", "foobar") == "Zm9vYmFy")
        #expect(
            try filled("<t k='{key}'>{ {} {a b}{text}</t>", "x", ["key": "1'2"]) == "<t k='1&#39;2'>{ {} {a b}x</t>")
        #expect(SOAPTemplate("{xml}{key}{ no }").places == ["xml", "key"])
    }

    @Test("a document in another charset becomes UTF-8")
    func charset() throws {
        let latin = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>".utf8) + [0xE9] + Array("</a>".utf8)
        let bytes = try SOAPTemplate("{xml}").filled(latin, [:])
        #expect(String(decoding: bytes, as: UTF8.self) == "<a>é</a>")
    }

    @Test("what is no document of its place is refused")
    func refused() {
        #expect(code("{xml}", Array("{\"a\":1}".utf8)) == "soap.document-xml")
        #expect(code("{xml}", Array("<a>".utf8)) == "soap.document-xml")
        #expect(code("{xml}", Array("</soap:Body><a/>".utf8)) == "soap.document-xml")
        #expect(code("{xml}", Array("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>".utf8)) == "soap.document-xml")
        #expect(code("{text}", [0xFF]) == "soap.document-text")
        #expect(code("{text}", [0x61, 0x00]) == "soap.document-text")
        #expect(code("{base64}", [0xFF, 0x00]) == nil)
    }

    @Test("a template must be well-formed in its envelope")
    func template() {
        #expect(SOAPTemplate("<a>{xml}</a><b/>").fault(in: .v12) == nil)
        #expect(SOAPTemplate("<a>{xml}").fault(in: .v11) != nil)
        #expect(SOAPTemplate("<o:a>{text}</o:a>").fault(in: .v11) != nil)
    }

    @Test("answers of both versions are told apart", arguments: SOAPVersion.allCases)
    func answers(version: SOAPVersion) {
        func answer(_ body: String) -> SOAPAnswer {
            SOAPAnswer(SOAPEnvelope(version: version).bytes(body: Array(body.utf8)))
        }
        #expect(answer("<ok/>") == .body)
        #expect(answer("") == .body)
        #expect(SOAPAnswer([]) == .nothing && SOAPAnswer([0x20, 0x0A]) == .nothing)
        #expect(SOAPAnswer(Array("<html/>".utf8)) == .other && SOAPAnswer(Array("ok".utf8)) == .other)
        let deep = String(repeating: "<a>", count: 200) + String(repeating: "</a>", count: 200)
        #expect(answer(deep) == .other)
    }

    @Test("faults of version 1.1 say codes, words and details")
    func fault11() {
        let body = """
            <soap:Fault><faultcode>soap:Client.Key.Known</faultcode><faultstring>there</faultstring>\
            <detail><x:Seen xmlns:x="urn:x"/><y/></detail></soap:Fault>
            """
        let answer = SOAPAnswer(SOAPEnvelope(version: .v11).bytes(body: Array(body.utf8)))
        let expected = SOAPFault(codes: ["Client", "Key", "Known"], reason: "there", details: ["Seen", "y"])
        #expect(answer == .fault(expected))
        #expect(expected.party == .sender && expected.isNamed(["Seen"]) && !expected.isNamed(["seen"]))
    }

    @Test("faults of version 1.2 say codes, words and details")
    func fault12() {
        let body = """
            <soap:Fault><soap:Code><soap:Value>soap:Receiver</soap:Value><soap:Subcode><soap:Value xmlns:m="urn:m">m:Busy\
            </soap:Value></soap:Subcode></soap:Code><soap:Reason><soap:Text xml:lang="en">later</soap:Text></soap:Reason>\
            <soap:Detail><x:Wait xmlns:x="urn:x"/></soap:Detail></soap:Fault>
            """
        let answer = SOAPAnswer(SOAPEnvelope(version: .v12).bytes(body: Array(body.utf8)))
        let expected = SOAPFault(codes: ["Receiver", "Busy"], reason: "later", details: ["Wait"])
        #expect(answer == .fault(expected))
        #expect(expected.party == .receiver)
    }
}
