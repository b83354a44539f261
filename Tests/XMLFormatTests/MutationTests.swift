import Diagnostics
import ReadingSupport
import Syntax
import Testing
import XMLFormat

@Suite("Damaged documents")
struct MutationTests {
    static let pieces = [
        "<", ">", "&", "\"", "]]>", "<!--", "<![CDATA[", "<?", "<!DOCTYPE", "&#0;", "&#x110000;", "xmlns:b=''", "\u{0}",
        "/",
        "<b:ID>", "</b:ID>", " a='1'", "\u{FFFE}", "encoding='UTF-16'", "é",
    ]

    @Test("a document damaged at random is read or refused, with a code and positions inside it", arguments: 1...8)
    func damaged(seed: UInt64) throws {
        var random = SeededGenerator(state: seed)
        let original = try corpus("ubl/phive-rules__UC3_Order.xml")
        for _ in 0..<100 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...50, using: &random)))
                case 2: bytes.insert(contentsOf: (Self.pieces.randomElement(using: &random) ?? "").utf8, at: place)
                default:
                    let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
                    bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
                }
                if bytes.isEmpty { bytes = [0x3C] }
            }
            let reading = try read(bytes)
            for diagnostic in reading.diagnostics {
                #expect(diagnostic.code.rawValue.hasPrefix("xml."))
                #expect(Catalogue.english.entries[diagnostic.code] != nil)
                if let offset = diagnostic.position?.offset { #expect((0...bytes.count).contains(offset)) }
            }
            if let tree = reading.message?.tree {
                for (index, node) in tree.nodes.enumerated() {
                    #expect(Int(node.end) > index && Int(node.end) <= tree.nodes.count)
                    #expect(Int(node.valueStart) + Int(node.valueLength) <= tree.values.count)
                }
            }
        }
    }
}
