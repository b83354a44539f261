import Diagnostics
import FlatFile
import Syntax
import Testing

/// Files of separated values (RFC 4180) and their documents.
@Suite struct CSVReaderTests {
    private static func format(
        header: Bool = true, separator: Character = ";", charset: Charset? = nil, keys: [String] = ["No"]
    ) -> CSVFormat {
        CSVFormat(
            type: "Test order", version: "Test", separator: separator.asciiValue ?? 0x3B, hasHeader: header,
            columns: ["No", "Date", "Item", "Qty"], held: ["No", "Date"], mandatory: ["No", "Item", "Qty"], keys: keys,
            row: "row", charset: charset, names: .empty)
    }

    @Test("rows of columns without separators are put together by their key, and written so", arguments: [1, 4_096])
    func widths(piece: Int) throws {
        let format = CSVFormat(
            type: "Test order", version: "Test", separator: 0, hasHeader: false,
            columns: ["No", "Date", "Item", "Qty"],
            held: ["No", "Date"], mandatory: ["No", "Item", "Qty"], keys: ["No"], row: "row", charset: nil,
            widths: [3, 2, 2, 3], numbers: ["Qty"], names: .empty)
        let text = "A  01X 005\r\nA  01\"Y007\r\nB  02ü\r\n"
        let result = try read(text, format, piece: piece)
        #expect(
            result.texts == ["No=A Date=01 row(Item=X Qty=005) row(Item=\"Y Qty=007)", "No=B Date=02 row(Item=ü)"])
        #expect(result.codes.isEmpty)
        let first = try #require(result.messages.first)
        #expect(
            String(decoding: try CSVWriter.write(first.tree, as: format), as: UTF8.self)
                == "A  01X 005\r\nA  01\"Y007\r\n")
        let wrong = try read("A  01X 005zz\nA  02Y 007\n", format, piece: piece)
        #expect(wrong.codes == ["csv.row-long", "csv.rows-disagree"])
    }

    private struct Result {
        var messages: [Message] = []
        var faults: [Diagnostic] = []
        /// What the tree of each message says: `No=1 row(Item=A Qty=2)`.
        var texts: [String] { messages.map { CSVReaderTests.text($0.tree, $0.tree.root) } }
        var codes: [Code] { messages.flatMap { $0.diagnostics.items.map(\.code) } + faults.map(\.code) }
    }

    private static func text(_ tree: Tree, _ node: Tree.Index) -> String {
        tree.children(of: node).map { child in
            let name = tree.name(of: child)
            return tree.text(of: child).map { "\(name)=\($0)" } ?? "\(name)(\(text(tree, child)))"
        }.joined(separator: " ")
    }

    private func read(_ bytes: [UInt8], _ format: CSVFormat = format(), piece: Int = 4_096) throws -> Result {
        var result = Result()
        var reader = CSVReader(format: format)
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

    private func read(_ text: String, _ format: CSVFormat = format(), piece: Int = 4_096) throws -> Result {
        try read(Array(text.utf8), format, piece: piece)
    }

    @Test("rows of one key are a document; each has its own bytes and goes alone with the header")
    func documents() throws {
        let text = "No;Date;Item;Qty\r\n1;D1;A;2\r\n1;D1;B;3\r\n\r\n2;D2;C;4\r\n"
        for piece in [1, 3, 4_096] {
            let result = try read(text, piece: piece)
            #expect(
                result.texts == [
                    "No=1 Date=D1 row(Item=A Qty=2) row(Item=B Qty=3)", "No=2 Date=D2 row(Item=C Qty=4)",
                ])
            #expect(result.codes == [])
            let bytes = Array(text.utf8)
            for (message, expected) in zip(result.messages, result.texts) {
                let alone = try #require(message.envelope).interchange(of: bytes[message.range])
                let again = try read(alone)
                #expect(again.texts == [expected])
            }
        }
    }

    @Test("quotes hold separators, line breaks and doubled quotes")
    func quotes() throws {
        let result = try read("No;Date;Item;Qty\n1;;\"a;b\r\nc \"\"d\"\"\";2\n2;;5\" pipe;1")
        #expect(result.texts == ["No=1 row(Item=a;b\r\nc \"d\" Qty=2)", "No=2 row(Item=5\" pipe Qty=1)"])
        #expect(result.codes == [])
        let second = try #require(result.messages.last)
        #expect(second.tree.origin.line == 4)
    }

    @Test("a byte order mark, blanks around values and surplus separators are passed over; columns have any order")
    func tolerated() throws {
        let result = try read("\u{FEFF} Qty ;Item; No;;\n 2 ; A ;1;;\n;;;;\n")
        #expect(result.texts == ["No=1 row(Qty=2 Item=A)"])
        #expect(result.codes == [])
    }

    @Test("bytes that are no UTF-8 are windows-1252; a charset that is named holds")
    func charsets() throws {
        let head = Array("No;Item;Qty\n1;".utf8)
        let result = try read(head + [0x80, 0xFC] + Array(";2".utf8))
        #expect(result.texts == ["No=1 row(Item=€ü Qty=2)"] && result.codes == [])
        let named = try read(head + [0xFC] + Array(";2".utf8), Self.format(charset: .utf8))
        #expect(named.codes == ["csv.character-invalid"])
    }

    @Test("without a header, columns are told by their places")
    func noHeader() throws {
        let result = try read("1,D,A,2\n1,D,B,3", Self.format(header: false, separator: ","))
        #expect(result.texts == ["No=1 Date=D row(Item=A Qty=2) row(Item=B Qty=3)"] && result.codes == [])
        #expect(result.messages.first?.envelope?.before == [])
    }

    @Test(
        "what is wrong with a row is an error of its document, at its line and column",
        arguments: [
            ("1;D;A", "csv.row-short", 2, nil), ("1;D;A;2;x", "csv.row-long", 2, "5"),
            ("1;D;\"A\"x;2", "csv.quote-misplaced", 2, "3"), ("1;D;A;\"2", "csv.quote-misplaced", 2, "4"),
            ("1;D;A;2\n1;E;B;3", "csv.rows-disagree", 3, "2"),
            ("1;D;A;2\n2;D;A;2\n1;D;B;3", "csv.key-again", 4, nil),
        ] as [(String, Code, Int, String?)])
    func rowFaults(rows: String, code: Code, line: Int, column: String?) throws {
        let result = try read("No;Date;Item;Qty\n" + rows)
        let fault = try #require(result.messages.flatMap(\.diagnostics.items).first)
        #expect(fault.code == code && fault.severity == .error)
        #expect(fault.position?.line == line && fault.position?.element == column)
        #expect(result.faults.isEmpty)
    }

    @Test(
        "a header that cannot be understood refuses the file",
        arguments: [
            ("No;Item;Qty;Item\n1;A;2;B", "csv.header-twice"), ("No;;Item;Qty\n1;x;A;2", "csv.header-empty"),
            ("No;Item\n1;A", "csv.column-missing"), ("", "csv.header-missing"),
        ] as [(String, Code)])
    func headerFaults(text: String, code: Code) throws {
        let result = try read(text)
        #expect(result.messages.isEmpty && result.faults.map(\.code) == [code])
    }

    @Test("a column that the format does not know is reported once, and kept")
    func unknownColumn() throws {
        let result = try read("No;Item;Qty;Colour\n1;A;2;red\n1;B;3;blue")
        #expect(result.faults.map(\.code) == ["csv.column-unknown"])
        #expect(result.texts == ["No=1 row(Item=A Qty=2 Colour=red) row(Item=B Qty=3 Colour=blue)"])
    }

    @Test("a quote that is left open ends at the limit of a row, and what follows is read", .timeLimit(.minutes(2)))
    func openQuote() throws {
        let long = String(repeating: "x\n", count: CSVReader.longestRow)
        let result = try read("No;Item;Qty\n1;A;2\n1;\"" + long + "2;B;3\n")
        #expect(result.codes.contains("csv.row-too-long"))
        #expect(result.texts.last == "No=2 row(Item=B Qty=3)")
    }

    @Test("any bytes give messages whose ranges follow each other", .timeLimit(.minutes(2)))
    func rubbish() throws {
        var state: UInt64 = 7
        let alphabet = Array("12;;;\"\"\n\r Ax\u{FF}".utf8)
        for _ in 0..<300 {
            let bytes = (0..<200).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return alphabet[Int(state >> 33) % alphabet.count]
            }
            let result = try read(Array("No;Item;Qty\n".utf8) + bytes)
            var last = 0
            for message in result.messages {
                #expect(message.range.lowerBound >= last && message.range.upperBound <= bytes.count + 12)
                last = message.range.upperBound
            }
            #expect(try read(Array("No;Item;Qty\n".utf8) + bytes, piece: 1).texts == result.texts)
        }
    }

    @Test("what is written is read as it was", arguments: [",", ";", "\t"] as [Character])
    func roundTrip(separator: Character) throws {
        let format = Self.format(separator: separator)
        let cell = "\"a\(separator)b\r\n\"\"c\"\"\""
        let text = "No;Date;Item;Qty\r\n1;D;X;2\r\n1;D;Y;3\r\n".replacing(";", with: String(separator))
            .replacing("X", with: cell)
        let read = try read(text, format)
        let message = try #require(read.messages.first)
        #expect(try CSVWriter.write(message.tree, as: format) == Array(text.utf8))
        let narrow = Self.format(separator: separator, charset: .ascii)
        let wide = try #require(try self.read(text.replacing("Y", with: "é"), format).messages.first)
        #expect(throws: Diagnostic.self) { try CSVWriter.write(wide.tree, as: narrow) }
    }

    @Test("a header is recognised by its mandatory columns, whatever their order")
    func recognised() {
        let format = Self.format()
        #expect(format.recognises(Array("Qty;No;Item\n1".utf8)[...]))
        #expect(format.recognises(Array("\u{FEFF}\"No\";\"Item\";Qty".utf8)[...]))
        for other in ["No;Item", "No,Item,Qty", "UNB+UNOA:3", ""] {
            #expect(!format.recognises(Array(other.utf8)[...]))
        }
    }
}
