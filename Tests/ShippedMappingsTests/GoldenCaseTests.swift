import Diagnostics
import Foundation
import Mapping
import Orders
import Testing

@Suite struct GoldenCaseTests {
    @Test("the shipped mappings have no fault in any directory that they name")
    func load() {
        #expect(ShippedMappings.loaded.diagnostics.items == [])
        let names = Set(ShippedMappings.loaded.library.mappings.keys)
        #expect(Set(GoldenCase.all.map(\.mapping)) == names)
    }

    @Test(
        "each message is read by its mapping into the expected document, which reads as what it says",
        arguments: GoldenCase.all)
    func document(_ golden: GoldenCase) throws {
        let results = try ShippedMappings.read(try golden.bytes())
        #expect(!results.isEmpty)
        #expect(results.allSatisfy { $0.mapping == golden.mapping })
        #expect(results.allSatisfy { !$0.read.diagnostics.hasErrors })
        let documents = try results.map { try JSONValue.parse($0.read.document.jsonBytes) }
        let value = documents.count == 1 ? documents[0] : .array(documents)
        let actual = String(decoding: value.indentedBytes, as: UTF8.self)
        let expected = try #require(try golden.expected("json", actual: actual))
        #expect(expected == actual)
        for value in documents {
            let (document, diagnostics) = CanonicalDocument.read(value)
            #expect(diagnostics.items == [])
            #expect(document?.jsonBytes == value.bytes)
        }
    }

    @Test(
        "every value of a message is read or ignored with a reason, but for the listed ones", arguments: GoldenCase.all)
    func unread(_ golden: GoldenCase) throws {
        let lines = try ShippedMappings.read(try golden.bytes()).flatMap { result in
            result.read.unread.map { "\($0.path) = \($0.value)\n" }
        }
        let actual = lines.isEmpty ? nil : lines.joined()
        #expect(try golden.expected("unread", actual: actual) == actual)
    }
}
