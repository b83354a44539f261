import Diagnostics
import Directories
import Syntax
import Testing

@Suite("The shapes of UBL")
struct UBLShapeTests {
    static func shape(_ document: String) throws -> Shape {
        try #require(try ShapeLibrary.standard.shape(message: document, version: "UBL 2.1"))
    }

    @Test(
        "a message or version without a shape has none, whatever it is called",
        arguments: [
            ("Order", "UBL 9"), ("Nothing", "UBL 2.1"), ("../../x", "UBL 2.1"), ("Order\u{0}", "UBL 2.1"), ("", ""),
        ])
    func unknown(message: String, version: String) throws {
        #expect(try ShapeLibrary.standard.shape(message: message, version: version)?.name == nil)
    }

    @Test("each document has a shape", arguments: ["Order", "OrderChange", "OrderCancellation"])
    func documents(name: String) throws {
        let shape = try Self.shape(name)
        #expect(shape.name == name)
        #expect(shape.version == "UBL 2.1")
        let number = try #require(shape.child(of: shape.root, named: "cbc:ID"))
        // UBL 2.1 lets an order change go without a number of its own.
        #expect(shape.nodes[number].isMandatory == (name != "OrderChange"))
        #expect(!shape.nodes[number].mayRepeat)
    }

    @Test(
        "a path leads through the shape with its repeats and its contents",
        arguments: [
            ("cbc:ID/@schemeID", "text", false), ("cac:OrderLine/cac:LineItem/cbc:Quantity", "decimal", false),
            ("cac:OrderLine/cac:LineItem/cbc:Quantity/@unitCode", "text", false), ("cbc:IssueDate", "date", false),
            ("cac:OrderLine/cac:LineItem/cac:Item/cac:StandardItemIdentification/cbc:ID/@schemeID", "text", false),
            ("cbc:Note", "text", true),
            ("cac:BuyerCustomerParty/cac:Party/cac:PartyIdentification/cbc:ID", "text", false),
        ])
    func paths(path: String, content: String, repeats: Bool) throws {
        let shape = try Self.shape("Order")
        guard case .found(let nodes) = shape.find(path: path.split(separator: "/").map(String.init)) else {
            Issue.record("\(path) is not found")
            return
        }
        let last = try #require(nodes.last)
        #expect(shape.value(of: last)?.content.rawValue == content)
        #expect(shape.nodes[last].mayRepeat == repeats)
    }

    @Test("an amount must have its currency")
    func currency() throws {
        let shape = try Self.shape("Order")
        let path = ["cac:AnticipatedMonetaryTotal", "cbc:PayableAmount", "@currencyID"]
        guard case .found(let nodes) = shape.find(path: path), let currency = nodes.last else {
            Issue.record("the currency is not found")
            return
        }
        #expect(shape.nodes[currency].isMandatory)
        #expect(shape.nodes[currency].kind == .attribute)
    }

    @Test("a party within a party is the same nodes again")
    func recursion() throws {
        let shape = try Self.shape("Order")
        let outer = ["cac:BuyerCustomerParty", "cac:Party"]
        guard case .found(let first) = shape.find(path: outer),
            case .found(let second) = shape.find(path: outer + ["cac:AgentParty"]), let party = first.last,
            let agent = second.last
        else {
            Issue.record("the parties are not found")
            return
        }
        #expect(shape.children(of: party) == shape.children(of: agent))
        #expect(shape.nodes.count < 10_000)
    }
}
