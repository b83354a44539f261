import Diagnostics
import FlatFile
import ReadingSupport
import Syntax
import Testing

@Suite("IDocs of fixed columns") struct IDocTests {
    private static let order = RecordFormat(
        type: "ORDERS05",
        control: RecordFormat.Record(
            "EDI_DC40",
            columns: [
                .init("TABNAM", width: 10), .init("MANDT", width: 3), .init("DOCNUM", width: 16),
                .init("REST", width: 10),
                .init("IDOCTYP", width: 30), .init("SNDPRT", width: 2), .init("SNDPRN", width: 10),
            ]),
        first: ["E1EDK01", "E1EDP01"],
        records: [
            .init("E1EDK01", columns: [.init("CURCY", width: 3), .init("BELNR", width: 10)]),
            .init("E1EDP01", columns: [.init("POSEX", width: 6), .init("MENGE", width: 8)], children: ["E1EDP19"]),
            .init("E1EDP19", columns: [.init("QUALF", width: 3), .init("KTEXT", width: 10)]),
        ],
        names: .empty)

    private struct Result: Equatable {
        var senders: [String?] = []
        var contents: [String] = []
        var ranges: [Range<Int>] = []
        var found: [String] = []
    }

    private func read(_ bytes: [UInt8], piece: Int = .max) throws -> Result {
        var result = Result()
        var reader = IDocReader(formats: ["ORDERS05": Self.order])
        func take(_ event: ReaderEvent) {
            switch event {
            case .interchange(let header): result.senders.append(header.sender?.identification)
            case .message(let message):
                let tree = message.tree
                result.ranges.append(message.range)
                result.contents.append(
                    tree.nodes.indices.compactMap { node in tree.text(of: node).map { "\(tree.path(of: node))=\($0)" } }
                        .joined(separator: " "))
                result.found += message.diagnostics.items.map {
                    "\($0.code) \($0.position?.line ?? 0) \($0.value ?? "")"
                }
            case .group: break
            case .end(let faults): result.found += faults.items.map { "\($0.code) \($0.position?.line ?? 0)" }
            }
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            try reader.read(rest.prefix(piece), take)
            rest = rest.dropFirst(piece)
        }
        try reader.finish(take)
        return result
    }

    private func control(_ number: String, type: String = "ORDERS05") -> String {
        let parts = [("EDI_DC40", 10), ("110", 3), (number, 16), ("", 10), (type, 30), ("LS", 2), ("SAPDEV", 10)]
        return parts.map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined()
    }

    private func record(_ tag: String, _ values: String) -> String {
        tag + String(repeating: " ", count: 30 - tag.count) + "110" + String(repeating: "0", count: 30) + values
    }

    private var file: String {
        [
            control("1"), record("E2EDK01005", "EURPO-1"), record("E2EDP01", "000010      5"),
            record("E2EDP19", "002Łódź młyn"), record("E2EDP01", "000020    2.5"), control("2"),
            record("E2EDK01", "   PO-2"),
        ].map { $0 + "\r\n" }.joined()
    }

    @Test("records become the tree that the IDoc has in XML, an IDoc a message, columns counted in characters")
    func reading() throws {
        let result = try read(Array(file.utf8))
        #expect(result.senders == ["SAPDEV"])
        #expect(result.found == [])
        let head = "/ORDERS05/IDOC/EDI_DC40/TABNAM=EDI_DC40 /ORDERS05/IDOC/EDI_DC40/MANDT=110"
        #expect(result.contents.first?.hasPrefix(head) == true)
        #expect(
            result.contents.first?.hasSuffix(
                "/ORDERS05/IDOC/E1EDK01/CURCY=EUR /ORDERS05/IDOC/E1EDK01/BELNR=PO-1 "
                    + "/ORDERS05/IDOC/E1EDP01[1]/POSEX=000010 /ORDERS05/IDOC/E1EDP01[1]/MENGE=5 "
                    + "/ORDERS05/IDOC/E1EDP01[1]/E1EDP19/QUALF=002 /ORDERS05/IDOC/E1EDP01[1]/E1EDP19/KTEXT=Łódź młyn "
                    + "/ORDERS05/IDOC/E1EDP01[2]/POSEX=000020 /ORDERS05/IDOC/E1EDP01[2]/MENGE=2.5") == true)
        #expect(result.contents.last?.hasSuffix("/ORDERS05/IDOC/E1EDK01/BELNR=PO-2") == true)
        let bytes = Array(file.utf8)
        for range in result.ranges { #expect(try read(Array(bytes[range])).contents.count == 1) }
        #expect(result.ranges.last?.upperBound == bytes.count)
    }

    @Test("the pieces that bytes come in make no difference", arguments: [1, 7, 100])
    func pieces(piece: Int) throws {
        #expect(try read(Array(file.utf8), piece: piece) == (try read(Array(file.utf8))))
    }

    @Test("a line that is no UTF-8 is read as ISO 8859-1")
    func latin() throws {
        let bytes = Array((control("1") + "\n" + record("E2EDK01", "EURM")).utf8) + [0xFC] + Array("ller\n".utf8)
        #expect(try read(bytes).contents.first?.hasSuffix("BELNR=Müller") == true)
    }

    @Test("what is wrong has its line, and the rest is read")
    func faults() throws {
        let lines = [
            "E2EDK01 before", control("1", type: "MATMAS05"), record("E2EDK01", "lost"), control("2"),
            record("E2XYZ", "new"), record("E2EDP19", "002alone"), record("E2EDK01", "EURPO-1      more"),
            String(repeating: "x", count: 9_000), record("E2EDP01", "000010      5"),
        ]
        let result = try read(Array(lines.joined(separator: "\n").utf8))
        #expect(
            result.found == [
                "idoc.segment-unknown 5 E2XYZ", "idoc.segment-misplaced 6 E2EDP19", "idoc.record-too-long 7 more",
                "idoc.line-too-long 8 ", "idoc.control-missing 1", "idoc.type-unknown 2", "idoc.control-missing 3",
            ])
        #expect(result.contents.count == 1)
        #expect(result.contents.first?.hasSuffix("POSEX=000010 /ORDERS05/IDOC/E1EDP01/MENGE=5") == true)
        #expect(try read([]).senders == [nil])
    }

    @Test("what is written is read again, numbered, each segment below its own")
    func writing() throws {
        var trees: [Tree] = []
        var reader = IDocReader(formats: ["ORDERS05": Self.order])
        func take(_ event: ReaderEvent) {
            switch event {
            case .message(let message): trees.append(message.tree)
            case .interchange: break
            case .group: break
            case .end: break
            }
        }
        try reader.read(Array(file.utf8)[...], take)
        try reader.finish(take)
        let bytes = try IDocWriter.write(try #require(trees.first), as: Self.order)
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 5)
        #expect(
            lines[3].hasPrefix(
                "E2EDP19" + String(repeating: " ", count: 23) + "1101" + String(repeating: " ", count: 15)))
        #expect(lines[3].dropFirst(49).prefix(14) == "00000300000202")
        #expect(try read(bytes).contents == [try read(Array(file.utf8)).contents[0]])
        var long = Self.order
        long.records["E1EDK01"]?.columns[1].width = 3
        let fault = try #require(throws: Diagnostic.self) { try IDocWriter.write(trees[0], as: long) }
        #expect(fault.code == "idoc.value-too-long" && fault.value == "PO-1" && fault.position?.tag == "E2EDK01")
    }

    @Test("damaged bytes are read without a crash")
    func damaged() throws {
        var generator = SeededGenerator(state: 5)
        let bytes = Array(file.utf8)
        for _ in 0..<300 {
            var damaged = bytes
            for _ in 0..<8 {
                damaged[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            #expect(try read(damaged).senders.count == 1)
        }
    }
}
