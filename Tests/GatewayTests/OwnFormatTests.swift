import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway
import TestPeers
import Testing

/// What partners send in formats of their own, by the shapes and mappings of the example configuration.
@Suite(.serialized) struct OwnFormatTests {
    private static let buyer = "5412345000013"
    private static let place = "5412345000037"

    /// The example's mappings that include none of the shipped ones.
    private static let mappings: [String: [UInt8]] = {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "deploy/example/mappings")
        var files: [String: [UInt8]] = [:]
        for name in ["contoso", "tailspin", "adatum"] {
            for path in ["\(name)-order.yaml", "shapes/\(name).yaml"] {
                files[path] = (try? Data(contentsOf: folder.appending(path: path))).map { [UInt8]($0) }
            }
        }
        return files
    }()

    private static func csv(_ number: String, quantity: String = "5") -> String {
        "\(number);21.09.2026;\(buyer);\(place);;EUR;;1;ITEM-1;;;\(quantity);Stk;1,50\r\n"
    }

    private static let header =
        "OrderNo;OrderDate;Customer;ShipTo;Delivery;Currency;Remark;Line;Item;EAN;Text;Quantity;Unit;Price\r\n"

    private static func records(_ number: String, date: String = "20260921", head end: String = "           ") -> String
    {
        func wide(_ text: String, _ width: Int) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
        return "10\(wide(number, 10))\(date)\(buyer)\(place)\(end)\r\n"
            + "200001\(wide("", 14))\(wide("ITEM-1", 15))00000005000ST 000000150\r\n90000001\r\n"
    }

    private static func json(_ number: String, date: String = "2026-09-21T10:15:00") -> String {
        """
        {"orderNo":"\(number)","orderedAt":"\(date)","customer":{"gln":"\(buyer)"},"shipTo":{"gln":"\(place)"},\
        "positions":[{"pos":1,"sku":"ITEM-1","quantity":5,"unit":"pcs","price":1.50}]}
        """
    }

    /// Two orders, the second of which has a fault.
    private static let payloads: [(String, Code)] = [
        (header + csv("C-1") + csv("C-2", quantity: "many"), "mapping.value-invalid"),
        (records("F-1") + records("F-2", date: "20261399"), "mapping.date-invalid"),
        ("[\(json("J-1")),\(json("J-2", date: "soon"))]", "mapping.date-invalid"),
    ]

    @Test(
        "CSV, records of fixed columns and JSON of a partner's own go out, each order alone", arguments: StoreKind.all)
    func formats(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            try await test.restart { $0.mappings = Self.mappings }
            for (payload, code) in Self.payloads {
                let documents = try await test.submit(payload).documents ?? []
                #expect(documents.map(\.status) == ["delivered", "failed"])
                let codes = documents.last?.diagnostics.filter { $0.severity == "error" }.map(\.code)
                #expect(codes == [code.rawValue])
            }
            let sent = test.legacy.effects.map(\.text)
            #expect(sent == [Self.header + Self.csv("C-1"), Self.records("F-1"), Self.json("J-1")])
        }
    }

    @Test("a file that its bytes do not tell is read as its partner's `format` says", arguments: StoreKind.all)
    func named(kind: StoreKind) async throws {
        try await TestGateway.with(kind) { test in
            // Blanks at the end of the first line are cut off, as many editors do.
            let payload = Self.records("F-3", head: "")
            try await test.restart { $0.mappings = Self.mappings }
            let unknown = try await test.submit(payload)
            #expect(unknown.documents?.isEmpty ?? true)
            try await test.restart { installation in
                installation.mappings = Self.mappings
                for index in installation.partners.indices { installation.partners[index].format = "Tailspin order" }
            }
            let documents = try await test.submit(payload + " ").documents ?? []
            #expect(documents.map(\.status) == ["delivered"])
            #expect(test.legacy.effects.map(\.text) == [payload + " "])
        }
    }
}
