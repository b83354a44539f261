import Diagnostics
import Intake
import Syntax
import Testing

/// TRADACOMS order files: each order has what the header of its file says, and nothing else is a document.
@Suite struct OrderFileTests {
    private static let start = "STX=ANA:1+1:A+2:B+260921+1++ORDHDR'"

    private func header(_ number: Int, customer: String = "5000000000000", narratives: Int = 0) -> String {
        let texts = (0..<narratives).map { "DNA=\($0 + 1)++++\(String(repeating: "X", count: 40))'" }.joined()
        return "MHD=\(number)+ORDHDR:9'TYP=0430'SDT=5010000000000'CDT=\(customer)'\(texts)FIL=1+1+260921'"
            + "MTR=\(6 + narratives)'"
    }

    private func order(_ number: Int, _ name: String = "A1") -> String {
        "MHD=\(number)+ORDERS:9'CLO=5000000000283'ORD=\(name)::260921'OLD=1+5010210000000++++6'OTR=1'MTR=6'"
    }

    private func trailer(_ number: Int, _ orders: Int) -> String { "MHD=\(number)+ORDTLR:9'OFT=\(orders)'MTR=3'" }

    private func read(_ text: String, joins: Bool = true, piece: Int = 4_096) throws -> [Message] {
        var messages: [Message] = []
        var reader = PayloadReader(joinsOrderFiles: joins)
        func take(_ event: ReaderEvent) {
            if case .message(let message) = event {
                messages.append(MessageShapes.standard.nest(message, syntax: .tradacoms).message)
            }
        }
        let bytes = Array(text.utf8)
        for from in stride(from: 0, to: bytes.count, by: piece) {
            try reader.read(bytes[from..<min(bytes.count, from + piece)], take)
        }
        try reader.finish(take)
        return messages
    }

    private func codes(_ message: Message) -> [Code] { message.diagnostics.items.map(\.code) }

    /// The text of the first node of a name below a segment.
    private func text(_ message: Message, _ tag: String) -> String? {
        let tree = message.tree
        guard let segment = tree.nodes.indices.first(where: { $0 > 0 && tree.name(of: $0) == tag }) else { return nil }
        return tree.fields(of: segment).text(1)
    }

    @Test("an order comes with its file's header; header and trailer are no documents, but for those who inspect")
    func joined() throws {
        let file = Self.start + header(1) + order(2) + order(3, "A2") + trailer(4, 2) + "END=4'"
        let messages = try read(file)
        #expect(messages.map(\.type) == ["ORDERS", "ORDERS"])
        #expect(messages.flatMap(codes) == [])
        #expect(messages.map { text($0, "CDT") } == ["5000000000000", "5000000000000"])
        #expect(messages.map { text($0, "ORD") } == ["A1", "A2"])
        #expect(try read(file, joins: false).map(\.type) == ["ORDHDR", "ORDERS", "ORDERS", "ORDTLR"])
        for piece in [1, 7, 64] { #expect(try read(file, piece: piece).map(\.range) == messages.map(\.range)) }
    }

    @Test("each value stands where it was sent, in the header or in the order")
    func positions() throws {
        let file = (Self.start + header(1) + order(2) + trailer(3, 1) + "END=3'").replacing("'", with: "'\n")
        let bytes = Array(file.utf8)
        let tree = try #require(try read(file).first).tree
        for node in tree.nodes.indices where tree.nodes[node].valueLength > 0 {
            let offset = try #require(tree.position(of: node).offset)
            let raw = tree.rawValue(of: node)
            #expect(bytes[offset..<offset + raw.count].elementsEqual(raw))
            let line = bytes[..<offset].count { $0 == 0x0A } + 1
            #expect(tree.position(of: node).line == line)
        }
    }

    @Test("a fault in the header is found with every order, where it stands")
    func headerFault() throws {
        let file = Self.start + header(1, customer: "12") + order(2) + trailer(3, 1) + "END=3'"
        let message = try #require(try read(file).first)
        let fault = try #require(message.diagnostics.items.first)
        #expect(fault.code == "directory.too-short" && fault.value == "12")
        #expect(fault.position?.tag == "CDT" && fault.position?.offset == file.utf8Offset(of: "12'"))
    }

    @Test("header and trailer with an error are handed on, so that they are seen")
    func damaged() throws {
        let wrong = header(1).replacing("MTR=6", with: "MTR=9")
        let messages = try read(Self.start + wrong + order(2) + trailer(3, 7) + "END=3'")
        #expect(messages.map(\.type) == ["ORDHDR", "ORDERS", "ORDTLR"])
        #expect(codes(messages[0]) == ["tradacoms.mtr-count"] && codes(messages[1]) == [])
        #expect(codes(messages[2]) == ["tradacoms.order-count"])
    }

    @Test("an order without a header fails; with another header it gets that one's")
    func headers() throws {
        let missing = try read(Self.start + order(1) + "END=1'")
        #expect(missing.map(codes) == [["tradacoms.order-header-missing"]])
        let empty = try read(Self.start + "MHD=1+ORDHDR:9'MTR=2'" + order(2) + trailer(3, 1) + "END=3'")
        #expect(empty.flatMap(codes).contains("tradacoms.order-header-missing"))
        let twice = try read(
            Self.start + header(1) + order(2) + header(3, customer: "5000000000017") + order(4) + trailer(5, 1)
                + order(6) + "END=6'")
        #expect(twice.prefix(2).map { text($0, "CDT") } == ["5000000000000", "5000000000017"])
        #expect(twice.last.map(codes)?.contains("tradacoms.order-header-missing") == true)
    }

    @Test("a file of headers alone has no documents")
    func noOrders() throws {
        #expect(try read(Self.start + header(1) + trailer(2, 0) + "END=2'").isEmpty)
    }

    @Test("thousands of orders take time and memory by their number", .timeLimit(.minutes(5)))
    func many() throws {
        var nodes: [Int] = []
        for count in [500, 5_000] {
            let orders = (0..<count).map { order($0 + 2, "A\($0)") }.joined()
            let messages = try read(Self.start + header(1) + orders + trailer(count + 2, count) + "END=\(count + 2)'")
            #expect(messages.count == count && messages.allSatisfy { !$0.diagnostics.hasErrors })
            nodes.append(messages.map(\.tree.nodes.count).reduce(0, +) / count)
        }
        #expect(nodes[0] == nodes[1])
    }

    @Test("a header too large to be repeated so often is reported with the orders that it is left out of")
    func largeHeader() throws {
        let count = 400
        let orders = (0..<count).map { order($0 + 2, "A\($0)") }.joined()
        let messages = try read(
            Self.start + header(1, narratives: 2_000) + orders + trailer(count + 2, count) + "END=\(count + 2)'")
        let refused = messages.count { codes($0).contains("tradacoms.order-header-too-large") }
        #expect(messages.count == count && refused > 300 && refused < count)
        #expect(messages.map(\.tree.values.count).reduce(0, +) < 8 << 20)
    }
}

extension String {
    /// Where a text first stands, in bytes.
    fileprivate func utf8Offset(of text: String) -> Int? {
        firstRange(of: text).map { utf8.distance(from: startIndex, to: $0.lowerBound) }
    }
}
