import Diagnostics
import Directories
import Syntax
import Testing

@Suite("Shape files")
struct ShapeFileTests {
    static let text = """
        # A party may hold a party.
        shape\tOrder\tUBL 2.1
        codes\tunits\tC62\tKGM
        value\ttext\ttext\t0\t*
        value\tunit\ttext\t1\t3\tunits
        type\troot
        element\tcbc:ID\t1\t1\t-\ttext
        element\tcac:Party\t0\t*\tparty
        type\tparty
        element\tcbc:Name\t0\t1\t-\ttext
        attribute\tunitCode\t0\t1\t-\tunit
        element\tcac:AgentParty\t0\t1\tparty
        """

    @Test("a shape of types that hold themselves is read")
    func recursive() throws {
        let shape = try ShapeFile.parse(Array(Self.text.utf8))
        #expect(shape.name == "Order")
        #expect(shape.version == "UBL 2.1")
        let path = ["cac:Party", "cac:AgentParty", "cac:AgentParty", "unitCode"]
        guard case .found(let nodes) = shape.find(path: path), let last = nodes.last else {
            Issue.record("\(path) was not found")
            return
        }
        #expect(shape.nodes[last].kind == .attribute)
        let value = try #require(shape.value(of: last))
        #expect(value.codes?.contains(Array("KGM".utf8)[...]) == true)
        #expect(value.maximumLength == 3)
        #expect(shape.nodes[nodes[0]].maximum == .max)
        #expect(shape.child(of: 0, named: "cbc:ID").map { shape.nodes[$0].isMandatory } == true)
    }

    @Test(
        "a wrong line is refused with its number",
        arguments: [
            ("shape\tA\nelement\tb", 2), ("shape\tA\ntype\tr\nelement\tb\tx", 3), ("shape\tA\ntype\tr\ntype\tr", 3),
            ("shape\tA\ntype\tr\nnode\tb", 3), ("value\tv\tcolour", 1),
            ("shape\tA\ntype\tr\nelement\tb\t0\t1\t-\tv", 3),
            ("shape\tA\ntype\tr\nelement\tb\t0\t1\tmissing", 3), ("type\tr", 1), ("", 1),
        ])
    func refused(_ text: String, _ line: Int) throws {
        let fault = #expect(throws: Diagnostic.self) { try ShapeFile.parse(Array(text.utf8)) }
        #expect(fault?.code == "directory.shape-invalid")
        #expect(fault?.position?.line == line)
    }
}
