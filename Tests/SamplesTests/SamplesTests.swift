import Diagnostics
import Foundation
@testable import Intake
import Syntax
import Testing

/// What the README of the samples says of each file, as far as reading and its checks go.
@Suite("The sample orders")
struct SamplesTests {
    /// The messages of a sample by type, and its errors with their message's place.
    private func read(_ name: String) throws -> (types: [String], errors: [String]) {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        let bytes = try [UInt8](Data(contentsOf: url.appendingPathComponent("edi-samples/" + name)))
        var reader = PayloadReader()
        var collector = MessageCollector()
        try reader.read(bytes[...]) { collector.take($0) }
        try reader.finish { collector.take($0) }
        var types: [String] = []
        var errors: [String] = []
        for document in collector.takeDocuments() {
            let (message, _) = MessageShapes.standard.nest(document.message, syntax: document.header.syntax)
            types.append(message.type)
            for item in message.diagnostics.items where item.severity == .error {
                errors.append("\(document.position) \(item.code)")
            }
        }
        errors += collector.summary().diagnostics.filter { $0.severity == .error }.map { "envelope \($0.code)" }
        return (types, errors)
    }

    @Test(
        "the samples of the story have no fault, but for the seventh of the ten orders",
        arguments: [
            ("01-order-north.edi", ["ORDERS"], []), ("02-order-north-changed.edi", ["ORDCHG"], []),
            ("03-order-north-cancelled.edi", ["ORDCHG"], []), ("04-order-north-latin1.edi", ["ORDERS"], []),
            ("05-order-south.edi", ["ORDERS"], []),
            ("06-ten-orders.edi", Array(repeating: "ORDERS", count: 10), ["7 directory.number-invalid"]),
            ("07-order-south.xml", ["Order"], []), ("08-order-south-changed.xml", ["OrderChange"], []),
            ("09-order-south-cancelled.xml", ["OrderCancellation"], []),
        ] as [(String, [String], [String])])
    func story(name: String, types: [String], errors: [String]) throws {
        let found = try read(name)
        #expect(found.types == types)
        #expect(found.errors == errors)
    }

    @Test(
        "the samples of problems have the problems that their names say",
        arguments: [
            ("group-with-wrong-count.edi", ["1 edifact.unt-count", "1 directory.too-long"]),
            ("peppol-unknown-buyer.xml", []),
            (
                "truncated.edi",
                ["1 edifact.terminator-missing", "1 edifact.unt-missing", "envelope edifact.unz-missing"]
            ),
            ("unknown-buyer.edi", ["envelope edifact.unz-reference"]),
            ("wrong-segment-count.edi", ["1 edifact.unt-count"]),
        ] as [(String, [String])])
    func problems(name: String, errors: [String]) throws {
        #expect(try read("problems/" + name).errors == errors)
    }
}
