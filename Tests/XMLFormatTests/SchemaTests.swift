import Diagnostics
import Syntax
import Testing
import XMLFormat

@Suite("Schema check")
struct SchemaTests {
    @Test("an element that does not belong is named with its path and what was expected")
    func unexpected() throws {
        let reading = try read(order("<b:Colour>red</b:Colour>"))
        let fault = try #require(reading.diagnostics.first)
        #expect(fault.code == "xml.schema-unexpected")
        #expect(fault.position?.path == "/Order/cbc:Colour")
        #expect(fault.position?.line == 4)
        #expect(fault.facts["expected"]?.contains("cbc:IssueTime") == true)
    }

    @Test("a missing element is named at the element that lacks it")
    func missing() throws {
        let reading = try read(
            order().replacing("<b:ID>1</b:ID>", with: "").replacing("<b:ID>PO-1</b:ID>", with: "<b:ID>PO-2</b:ID>"))
        let fault = try #require(reading.diagnostics.first)
        #expect(fault.code == "xml.schema-unexpected" || fault.code == "xml.schema-missing")
        #expect(fault.facts["expected"]?.contains("cbc:ID") == true)
        #expect(fault.position?.path?.hasPrefix("/Order/cac:OrderLine/cac:LineItem") == true)

        let line = try read(order().replacing("<a:Item/>", with: ""))
        #expect(line.errors == ["xml.schema-missing"])
        #expect(line.diagnostics.first?.position?.path == "/Order/cac:OrderLine/cac:LineItem")
    }

    @Test("a wrong value is shown with the rule, once")
    func value() throws {
        let reading = try read(order().replacing("2026-09-28", with: "28.09.2026"))
        #expect(reading.errors == ["xml.schema-value"])
        let fault = try #require(reading.diagnostics.first)
        #expect(fault.value == "28.09.2026")
        #expect(fault.position?.path == "/Order/cbc:IssueDate")
        #expect(fault.facts["rule"]?.contains("date") == true)
    }

    @Test("attributes too many and too few are named")
    func attributes() throws {
        let extra = try read(order().replacing("<b:ID>PO-1", with: "<b:ID colour='red'>PO-1"))
        #expect(extra.errors == ["xml.schema-attribute"])
        #expect(extra.diagnostics.first?.facts["attribute"] == "colour")
        let amount = "<a:AnticipatedMonetaryTotal><b:PayableAmount>1</b:PayableAmount></a:AnticipatedMonetaryTotal>"
        let missing = try read(order().replacing("<a:OrderLine>", with: amount + "<a:OrderLine>"))
        #expect(missing.errors == ["xml.schema-attribute-missing"])
        #expect(missing.diagnostics.first?.facts["attribute"] == "currencyID")
    }

    @Test("the hundredth line is named by its number")
    func lineNumber() throws {
        let line = "<a:OrderLine><a:LineItem><b:ID>1</b:ID><a:Item/></a:LineItem></a:OrderLine>\n"
        let bad = line.replacing("<a:Item/>", with: "<b:Quantity>x</b:Quantity><a:Item/>")
        let text = order().replacing("</o:Order>", with: String(repeating: line, count: 98) + bad + line + "</o:Order>")
        let fault = try #require(try read(text).diagnostics.first)
        #expect(fault.position?.path == "/Order/cac:OrderLine[100]/cac:LineItem/cbc:Quantity")
    }

    @Test("faults beyond the limit end the check, not the reading")
    func limit() throws {
        let bad =
            "<a:OrderLine><a:LineItem><b:ID>1</b:ID><b:Quantity>x</b:Quantity><a:Item/></a:LineItem></a:OrderLine>"
        let text = order().replacing("</o:Order>", with: String(repeating: bad, count: 5_000) + "</o:Order>")
        let reading = try read(text)
        #expect(reading.diagnostics.count == DiagnosticList.defaultLimit)
        #expect(
            reading.message?.tree.children(of: 0).count { reading.message?.tree.name(of: $0) == "cac:OrderLine" }
                == 5_001)
    }

    @Test("a hint where to fetch a schema is not followed")
    func hint() throws {
        let text = order().replacing(
            "<o:Order ",
            with: """
                <o:Order xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
                xsi:schemaLocation="urn:oasis:names:specification:ubl:schema:xsd:Order-2 http://127.0.0.1:1/x.xsd" 
                """)
        #expect(try read(text).codes == [])
    }

    @Test("eight threads check with one compiled schema")
    func threads() async throws {
        let good = order()
        let bad = order().replacing("2026-09-28", with: "soon")
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let reading = try? read(number.isMultiple(of: 2) ? good : bad)
                    return reading?.errors == (number.isMultiple(of: 2) ? [] : ["xml.schema-value"])
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    @Test("a schema that is not there is said, and the document is read")
    func unavailable() throws {
        let dialect = XMLDialect(type: "r", root: "r", schema: XMLSchemaFile("none.xsd"))
        let reading = try read("<r/>", dialects: XMLDialects([dialect]))
        #expect(reading.codes == ["xml.schema-unavailable"])
        #expect(reading.message != nil)
        #expect(throws: Diagnostic.self) { try XMLSchemaFile("none.xsd").prepare() }
        try XMLSchemaFile("ubl-2.1/maindoc/UBL-Order-2.1.xsd").prepare()
    }

    @Test("an unknown root element is an error of the message, which is kept")
    func unknownRoot() throws {
        let reading = try read("<Order><ID>1</ID></Order>")
        #expect(reading.errors == ["xml.root-unknown"])
        #expect(reading.message?.type == "Order")
        #expect(reading.message?.version == nil)
        #expect(reading.text("/Order/ID") == "1")
    }
}
