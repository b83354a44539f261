import Diagnostics
import EDIFACT
import Foundation
import Mapping
import Orders
import Syntax
import Testing
import XMLFormat

/// A golden case's document is written by its mapping, and what was written is read again.
@Suite struct RoundTripTests {
    /// What does not come back, with the reason, by case; lines as ``Difference`` words them.
    private static let lost: [String: Set<String>] = [
        "edifact-orders/all-rules-d96a.edi": ownPlace, "edifact-orders/all-rules-d01b.edi": ownPlace,
    ]

    /// A delivery for a place is read from LOC as a delivery and as a place of the line; written, each has a LOC of its own,
    /// so that the place is there twice.
    private static let ownPlace: Set<String> = [
        "lines[1].locations[1].scheme = 9", "lines[1].locations[2].id = 5412345000068",
        "lines[1].locations[2].kind = 7", "lines[1].locations[2].scheme = 9",
    ]

    @Test(
        "a document that its mapping writes is read again as the same, the envelope apart", arguments: GoldenCase.all)
    func roundTrip(_ golden: GoldenCase) throws {
        for result in try ShippedMappings.read(try golden.bytes()) {
            let mapping = try #require(ShippedMappings.loaded.library[result.mapping])
            let document = result.read.document
            let (bytes, written) = try ShippedMappings.write(document, by: mapping, version: result.version)
            let faults = written.diagnostics.items.map { "\($0.code) \($0.position?.path ?? "") \($0.value ?? "")" }
            #expect(faults == [])
            let unwritten = written.unwritten.map { "\($0.path) = \($0.value)" }
            let again = try ShippedMappings.read(bytes)
            #expect(again.map(\.mapping) == [result.mapping])
            let read = try #require(again.first).read
            #expect(read.diagnostics.items.filter { $0.severity == .error } == [])
            let differences = Self.lines(of: document).symmetricDifference(Self.lines(of: read.document))
            let expected = Self.lost[golden.description] ?? []
            #expect(differences.sorted() == expected.sorted())
            #expect(unwritten.filter { !expected.contains($0) } == [])
        }
    }

    /// Every value of a document with its path.
    private static func lines(of document: CanonicalDocument) -> Set<String> {
        var lines: Set<String> = []
        func add(_ value: JSONValue, _ path: String) {
            switch value {
            case .object(let members):
                for member in members where !(path.isEmpty && member.key == "envelope") {
                    add(member.value, path.isEmpty ? member.key : "\(path).\(member.key)")
                }
            case .array(let items):
                for (index, item) in items.enumerated() { add(item, "\(path)[\(index + 1)]") }
            case .string(let text): lines.insert("\(path) = \(text)")
            default: lines.insert("\(path) = \(String(decoding: value.bytes, as: UTF8.self))")
            }
        }
        if let value = try? JSONValue.parse(document.jsonBytes) { add(value, "") }
        return lines
    }
}

extension ShippedMappings {
    /// The bytes that a mapping makes of a document, in an envelope of the tests.
    static func write(
        _ document: CanonicalDocument, by mapping: CompiledMapping, version: String? = nil
    ) throws -> (bytes: [UInt8], written: WrittenDocument) {
        struct NoShape: Error {}
        let version = version ?? mapping.writtenVersion
        guard let shape = shape(mapping.syntax, mapping.message, version) else { throw NoShape() }
        let written = mapping.write(document, shape: shape)
        if mapping.syntax == .xml {
            guard let dialect = XMLDialects.shipped.dialect(type: mapping.message) else { throw NoShape() }
            return (try XMLFormatWriter.write(written.tree, as: dialect), written)
        }
        var writer = try EDIFACTWriter(
            InterchangeEnvelope(
                sender: EnvelopeParty("5412345000013", qualifier: "14"),
                recipient: EnvelopeParty("4012345000009", qualifier: "14"), reference: "1", date: "260921",
                time: "0930", syntax: "UNOY"))
        try writer.add(
            written.tree,
            as: MessageHeader(reference: "1", type: mapping.message, version: version ?? ""))
        return (try writer.finish(), written)
    }
}
