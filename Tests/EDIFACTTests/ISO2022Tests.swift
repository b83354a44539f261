import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("UNOX: character sets that change by escape sequences")
struct ISO2022ReadingTests {
    /// An order whose item is described by these bytes.
    private func bytes(_ description: [UInt8]) throws -> [UInt8] {
        let text = order.changing("UNOA", to: "UNOX")
        let place = try #require(text.utf8.firstRange(of: "MINERAL WATER".utf8))
        return Array(text.utf8[..<place.lowerBound]) + description + Array(text.utf8[place.upperBound...])
    }

    private static let escape: UInt8 = 0x1B

    @Test("bytes of multibyte text that look like separators are data")
    func multibyte() throws {
        // Water `?e`, a character `=:` and the Cyrillic short I `'+`.
        let japanese: [UInt8] = [Self.escape, 0x24, 0x42, 0x3F, 0x65, 0x3D, 0x3A, 0x27, 0x2B, Self.escape, 0x28, 0x42]
        let bytes = try bytes(japanese + Array(" A?+B".utf8))
        let reading = try Reading(bytes)
        #expect(reading.codes.isEmpty)
        let tree = try #require(reading.messages.first).tree
        #expect(tree.nodes.indices.contains { tree.text(of: $0) == "水什Й A+B 1:1" })
        for piece in 1...12 { #expect(try Reading(bytes, piece: piece).log == reading.log) }
    }

    @Test("the right half follows the set that is switched to")
    func rightHalf() throws {
        let reading = try Reading(try bytes([Self.escape, 0x2D, 0x4C, 0xB2, 0xDE, 0xD4, 0xD0]))
        #expect(reading.codes.isEmpty)
        let tree = try #require(reading.messages.first).tree
        #expect(tree.nodes.indices.contains { tree.text(of: $0) == "Вода 1:1" })
    }

    @Test("an escape sequence that is not known is reported where it stands")
    func unknown() throws {
        let bytes = try bytes([Self.escape, 0x21, 0x40, 0x41])
        let reading = try Reading(bytes)
        #expect(reading.codes == ["edifact.character-invalid"])
        #expect(reading.diagnostics.first?.position?.element == "3.4")
        #expect(reading.diagnostics.first?.position?.offset == bytes.firstIndex(of: Self.escape))
    }

    @Test("a text that never switches back is reported, and nothing hangs or is lost")
    func endless() throws {
        let bytes = try bytes([Self.escape, 0x24, 0x42])
        let reading = try Reading(bytes)
        #expect(reading.codes == ["edifact.terminator-missing", "edifact.unt-missing", "edifact.unz-missing"])
        #expect(reading.messages.count == 1)
    }
}
