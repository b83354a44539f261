import Diagnostics
import Intake
import Testing

@Suite struct OpenOrderListTests {
    @Test("two columns of one meaning are refused by name", arguments: ["number", "site", "supplier", "buyer"])
    func columns(name: String) {
        let refusal = #expect(throws: Diagnostic.self) {
            try OpenOrderList(csv: Array("buyer,number,site,supplier,\(name.uppercased())\nn,1,north,s,2\n".utf8))
        }
        #expect(refusal?.code == "intake.import-column-repeated" && refusal?.facts["column"] == name)
    }

    @Test("columns that mean nothing may be there twice, and be empty")
    func others() throws {
        let list = try OpenOrderList(csv: Array("buyer;number;note;note;;\nn;1;a;b;;\n".utf8))
        #expect(list.entries.map(\.number) == ["1"] && list.faults.isEmpty)
    }

    @Test("a line with more values than columns is refused with its line, and the others are taken")
    func cells() throws {
        let list = try OpenOrderList(csv: Array("buyer,number\nn,1\nn,2,north\n\nn,\"3,5\"\n".utf8))
        #expect(list.entries.map(\.number) == ["1", "3,5"])
        #expect(list.faults.map(\.code) == ["intake.import-cells"])
        #expect(list.faults.map(\.position?.line) == [3] && list.faults.first?.value == "n,2,north")
    }
}
