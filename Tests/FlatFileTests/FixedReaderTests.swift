import Diagnostics
import FlatFile
import ReadingSupport
import Syntax
import Testing

/// Files of fixed columns and their documents.
@Suite struct FixedReaderTests {
    private static let format = FixedFormat(
        type: "Test order", version: "Test", first: ["head", "line"],
        records: [
            .init("head", tag: "H", columns: [.init("No", width: 4), .init("Name", width: 6)]),
            .init(
                "line", tag: "L", columns: [.init("Item", width: 3), .init("Qty", width: 5, isNumber: true)],
                children: ["text"]),
            .init("text", tag: "T", columns: [.init("Text", width: 5)]),
        ], charset: nil, base: .empty)

    private struct Result {
        var messages: [Message] = []
        var faults: [Diagnostic] = []
        var texts: [String] { messages.map { FixedReaderTests.text($0.tree, $0.tree.root) } }
        var codes: [Code] { messages.flatMap { $0.diagnostics.items.map(\.code) } + faults.map(\.code) }
    }

    private static func text(_ tree: Tree, _ node: Tree.Index) -> String {
        tree.children(of: node).map { child in
            let name = tree.name(of: child)
            return tree.text(of: child).map { "\(name)=\($0)" } ?? "\(name)(\(text(tree, child)))"
        }.joined(separator: " ")
    }

    private func read(_ bytes: [UInt8], _ format: FixedFormat = format, piece: Int = 4_096) throws -> Result {
        var result = Result()
        var reader = FixedReader(format: format)
        func take(_ event: ReaderEvent) {
            switch event {
            case .message(let message): result.messages.append(message)
            case .end(let faults): result.faults += faults.items
            case .interchange, .group: break
            }
        }
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try reader.read(bytes[start..<min(bytes.count, start + piece)], take)
        }
        try reader.finish(take)
        return result
    }

    @Test("a record before documents belongs to each that follows, until it stands again", arguments: [1, 4_096])
    func leading(piece: Int) throws {
        let format = FixedFormat(
            type: "Test order", version: "Test", first: ["file", "head", "line"], leading: ["file"],
            records: Array(Self.format.records.values) + [.init("file", tag: "F", columns: [.init("Day", width: 2)])],
            charset: nil, base: .empty)
        let text = "Fx1\nH1\nLA\nH2\nFx2\nH3\n"
        let result = try read(Array(text.utf8), format, piece: piece)
        #expect(
            result.texts == [
                "file(Day=x1) head(No=1) line(Item=A)", "file(Day=x1) head(No=2)", "file(Day=x2) head(No=3)",
            ])
        #expect(result.codes.isEmpty)
        let second = try #require(result.messages.dropFirst().first)
        let alone = try #require(second.envelope).interchange(of: Array(text.utf8)[second.range])
        #expect(alone == Array("Fx1\nH2\n".utf8))
        #expect(try read(alone, format).texts == ["file(Day=x1) head(No=2)"])
        let written = try FixedWriter.write(second.tree, as: format)
        #expect(try read(written, format).texts == ["file(Day=x1) head(No=2)"])
        #expect(format.recognises(Array("Fx1\nH1  ".utf8)[...]))
    }

    private static let two = "H  1 Müller\r\nLA  00012\r\nTabc  \r\nTdef\r\nLB\r\n\r\nH2\n"

    @Test("a starting record begins a document; records stand in the one that holds them", arguments: [1, 3, 4_096])
    func documents(piece: Int) throws {
        let result = try read(Array(Self.two.utf8), piece: piece)
        #expect(
            result.texts == [
                "head(No=1 Name=Müller) line(Item=A Qty=00012 text(Text=abc) text(Text=def)) line(Item=B)",
                "head(No=2)",
            ])
        #expect(result.codes.isEmpty)
        let bytes = Array(Self.two.utf8)
        let cut = result.messages.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        #expect(cut.joined() == Self.two && cut.last == "H2\n")
    }

    @Test("columns are counted in characters of the charset")
    func charset() throws {
        let bytes = Array("H  1 M".utf8) + [0xFC] + Array("ller\r\n".utf8)
        #expect(try read(bytes).texts == ["head(No=1 Name=Müller)"])
        var utf8 = Self.format
        utf8.charset = .utf8
        #expect(try read(bytes, utf8).codes == ["fixed.character-invalid"])
    }

    @Test("what is wrong with a record is told at its line")
    func faults() throws {
        let result = try read(Array("LX\nH1\nTa\nQ\nLA  00001 beyond\n".utf8))
        let codes: [Code] = [
            "fixed.record-misplaced", "fixed.record-unknown", "fixed.record-too-long", "fixed.start-missing",
        ]
        #expect(result.codes == codes)
        let lines =
            result.messages.flatMap { $0.diagnostics.items.map(\.position?.line) } + result.faults.map(\.position?.line)
        #expect(lines == [3, 4, 5, 1])
        #expect(result.faults.first?.position?.offset == 0)
    }

    @Test("a file is told by its first line alone, to the character")
    func recognised() {
        func isOne(_ text: String) -> Bool { Self.format.recognises(Array(text.utf8)[...]) }
        #expect(isOne("H   1Müller\r\nL"))
        let others = ["H   1Mulle\n", "H   1Muellers\n", "L   1Muller\n", "H   1Muller", ""].filter(isOne)
        #expect(others.isEmpty)
    }

    @Test("what is written is what was read, numbers at the right")
    func writing() throws {
        let message = try #require(try read(Array(Self.two.utf8)).messages.first)
        let bytes = try FixedWriter.write(message.tree, as: Self.format)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text == "H1   Müller\r\nLA  00012\r\nTabc  \r\nTdef  \r\nLB       \r\n")
        #expect(try read(bytes).texts == [Self.text(message.tree, message.tree.root)])
    }

    @Test("a value that its column does not hold, and a character that the charset does not, are errors")
    func unwritable() throws {
        var names = NameTable()
        var builder = TreeBuilder(names: names, root: names.intern("Test order"))
        let values = Array("12345".utf8)
        builder.open(builder.names.intern("head"), .element, offset: 0, ordinal: 1)
        builder.leaf(builder.names.intern("No"), .element, value: 0..<5, offset: 0, ordinal: 1)
        let tree = builder.finish(values: values, decoding: ValueDecoding(charset: .utf8), origin: Position(offset: 0))
        let long = #expect(throws: Diagnostic.self) { try FixedWriter.write(tree, as: Self.format) }
        #expect(long?.code == "fixed.value-too-long" && long?.position?.element == "No")
        var latin = Self.format
        latin.charset = .latin1
        let polish = try #require(try read(Array("H1   Łódź\n".utf8)).messages.first)
        let fault = #expect(throws: Diagnostic.self) { try FixedWriter.write(polish.tree, as: latin) }
        #expect(fault?.code == "fixed.character-unwritable" && fault?.value == "Ł")
    }

    @Test("no bytes stop a reading, and every document keeps its bytes")
    func anything() throws {
        var random = SeededGenerator(state: 11)
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
                Array("HLTQ 1\n\r\u{FC}".utf8).randomElement(using: &random) ?? 0
            }
            let result = try read(bytes)
            let inside = result.messages.allSatisfy { $0.range.upperBound <= bytes.count && !$0.range.isEmpty }
            #expect(inside)
        }
    }
}
