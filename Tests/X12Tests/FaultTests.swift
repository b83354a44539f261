import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

@Suite("Faults of interchanges, groups and transaction sets")
struct FaultTests {
    static let group = "GS*PO*BUYERCO*SELLERCO*20260921*0930*102*X*004010~\n"

    /// Faults of ISA and IEA, and around them.
    static let interchanges = [
        Breach("x12.byte-order-mark", .information, line: 1) { "\u{FEFF}" + $0 },
        Breach("x12.foreign-text", .warning, line: 1) { "Your order: " + $0 },
        Breach("x12.foreign-text", .warning, line: 13) { $0 + "-- sent by mail" },
        Breach("x12.isa-missing", line: 13, tag: "GS") { $0 + $0.lines(2...12) },
        Breach("x12.isa-missing", line: 13, tag: "GS") { $0 + $0.lines(2...11) },
        Breach("x12.isa-missing", line: 13, tag: "ST") { $0 + $0.lines(3...10) },
        Breach("x12.trailer-unexpected", line: 13, tag: "IEA") { $0 + $0.lines(12...12) },
        Breach("x12.trailer-unexpected", line: 13, tag: "SE") { $0 + $0.lines(10...12) },
        Breach("x12.foreign-interchange", line: 13) { $0 + "UNB+UNOA:3+A+B+260921:0930+1'\nUNZ+0+1'\n" },
        Breach("x12.foreign-interchange", line: 13) { $0 + "STX=ANA:1+A:B+C:D+260921+1'\nEND=0'\n" },
        Breach("x12.isa-length", .warning, line: 1, tag: "ISA") { $0.changing("SELLERCO       ", to: "SELLERCO") },
        Breach("x12.tag-lower-case", .warning, line: 1, tag: "ISA") { $0.changing("ISA*", to: "isa*") },
        Breach("x12.component-separator", line: 1, tag: "ISA", element: "16") {
            $0.changing("*T*>~", to: "*T* ~").changing("1>1", to: "1")
        },
        Breach("x12.component-separator", line: 1, tag: "ISA", element: "16") {
            $0.changing("*T*>~", to: "*T**~").changing("1>1", to: "1")
        },
        Breach("x12.repetition-separator", .warning, line: 1, tag: "ISA", element: "11") {
            $0.changing("*U*00401*", to: "*U*00501*")
        },
        Breach("x12.standards-identifier", .warning, line: 1, tag: "ISA", element: "11") {
            $0.changing("*U*00401*", to: "*^*00401*")
        },
        Breach("x12.authorization-qualifier", .warning, line: 1, tag: "ISA", element: "1") {
            $0.changing("ISA*00*", to: "ISA*  *")
        },
        Breach("x12.security-qualifier", .warning, line: 1, tag: "ISA", element: "3") {
            $0.changing("*00*          *ZZ", to: "*-0*          *ZZ")
        },
        Breach("x12.sender-qualifier", .warning, line: 1, tag: "ISA", element: "5") {
            $0.changing("*ZZ*BUYERCO", to: "*z *BUYERCO")
        },
        Breach("x12.authorization-qualifier", .warning, line: 1, tag: "ISA", element: "1") {
            $0.changing("ISA*00*", to: "ISA*77*")
        },
        Breach("x12.security-qualifier", .warning, line: 1, tag: "ISA", element: "3") {
            $0.changing("*00*          *ZZ", to: "*77*          *ZZ")
        },
        Breach("x12.sender-qualifier", .warning, line: 1, tag: "ISA", element: "5") {
            $0.changing("*ZZ*BUYERCO", to: "*QQ*BUYERCO")
        },
        Breach("x12.receiver-qualifier", .warning, line: 1, tag: "ISA", element: "7") {
            $0.changing("*ZZ*SELLERCO", to: "*QQ*SELLERCO")
        },
        Breach("x12.iea-count-missing", line: 12, tag: "IEA", element: "1") { $0.changing("IEA*1*", to: "IEA**") },
        Breach("x12.iea-number-missing", line: 12, tag: "IEA", element: "2") {
            $0.changing("IEA*1*000000101", to: "IEA*1")
        },
        Breach("x12.sender-missing", line: 1, tag: "ISA", element: "6") {
            $0.changing("*BUYERCO        *", to: "*               *")
        },
        Breach("x12.sender-invalid", line: 1, tag: "ISA", element: "6") {
            $0.changing("*BUYERCO        *", to: "*BUYER\u{0}O        *")
        },
        Breach("x12.sender-invalid", line: 1, tag: "ISA", element: "6") {
            $0.changing("*BUYERCO        *", to: "*BUYÉRCO       *")
        },
        Breach("x12.receiver-invalid", line: 1, tag: "ISA", element: "8") {
            $0.changing("*SELLERCO       *", to: "*SELLERC\u{7F}       *")
        },
        Breach("x12.receiver-qualifier", .warning, line: 1, tag: "ISA", element: "7") {
            $0.changing("*ZZ*SELLERCO", to: "*  *SELLERCO")
        },
        Breach("x12.receiver-missing", line: 1, tag: "ISA", element: "8") {
            $0.changing("*SELLERCO       *", to: "*               *")
        },
        Breach("x12.interchange-date", .warning, line: 1, tag: "ISA", element: "9") {
            $0.changing("*260921*", to: "*261321*")
        },
        Breach("x12.interchange-time", .warning, line: 1, tag: "ISA", element: "10") {
            $0.changing("*0930*U", to: "*2460*U")
        },
        Breach("x12.version-unknown", .warning, line: 1, tag: "ISA", element: "12") {
            $0.changing("*00401*", to: "*00040*")
        },
        Breach("x12.version-unsupported", .warning, line: 1, tag: "ISA", element: "12") {
            $0.changing("*00401*", to: "*00303*")
        },
        Breach("x12.interchange-number", line: 1, tag: "ISA", element: "13") {
            $0.changing("000000101", to: "00000010A")
        },
        Breach("x12.acknowledgment-requested", .warning, line: 1, tag: "ISA", element: "14") {
            $0.changing("*0*T*", to: "*Y*T*")
        },
        Breach("x12.usage-indicator", .warning, line: 1, tag: "ISA", element: "15") {
            $0.changing("*0*T*", to: "*0*X*")
        },
        Breach("x12.interchange-duplicate", line: 13, tag: "ISA", element: "13") { $0 + $0 },
        Breach("x12.interchange-empty", line: 2, tag: "IEA") { text in
            (text.split(separator: "\n").prefix(1) + ["IEA*0*000000101~"]).joined(separator: "\n")
        },
        Breach("x12.envelope-overflow", .warning, line: 12, tag: "IEA", element: "3") {
            $0.changing("IEA*1*000000101", to: "IEA*1*000000101*9")
        },
        Breach("x12.envelope-overflow", .warning, line: 11, tag: "GE", element: "4") {
            $0.changing("GE*1*101", to: "GE*1*101**9")
        },
        Breach("x12.envelope-overflow", .warning, line: 2, tag: "GS", element: "9") {
            $0.changing("*X*004010", to: "*X*004010*9")
        },
        Breach("x12.ge-number", .warning, line: 11, tag: "GE", element: "2") {
            $0.changing("GE*1*101", to: "GE*1*000000101")
        },
        Breach("x12.iea-missing", line: 12, tag: "IEA") { $0.without("IEA") },
        Breach("x12.iea-count", line: 12, tag: "IEA", element: "1") { $0.changing("IEA*1*", to: "IEA*2*") },
        Breach("x12.iea-number", line: 12, tag: "IEA", element: "2") {
            $0.changing("IEA*1*000000101", to: "IEA*1*000000102")
        },
        Breach("x12.iea-number", .warning, line: 12, tag: "IEA", element: "2") {
            $0.changing("IEA*1*000000101", to: "IEA*1*101")
        },
        Breach("x12.isa-length", .warning, line: 1, tag: "ISA") { $0.replacing("000000101", with: "101") },
        Breach("x12.isa-length", .warning, line: 1, tag: "ISA") { $0.changing("*000000101*0", to: "*101*0") },
        Breach("x12.interchange-number", .warning, line: 1, tag: "ISA", element: "13") {
            $0.changing("*000000101*0", to: "*101      *0")
        },
        Breach("x12.interchange-number", line: 1, tag: "ISA", element: "13") {
            $0.changing("*000000101*0", to: "*0000\u{0}0101*0")
        },
        Breach("x12.character-invalid", line: 12, tag: "IEA", element: "2") {
            $0.changing("IEA*1*000000101", to: "IEA*1*0000\u{0}0101")
        },
        Breach("x12.iea-count", line: 2, tag: "IEA", element: "1") { text in
            (text.split(separator: "\n").prefix(1) + ["IEA*1*000000101~"]).joined(separator: "\n")
        },
        Breach("x12.terminator-missing", .warning, line: 12, tag: "IEA") {
            $0.changing("IEA*1*000000101~\n", to: "IEA*1*000000101\n")
        },
        Breach("x12.terminator-missing", .warning, line: 12, tag: "IEA") {
            $0.changing("IEA*1*000000101~\n", to: "IEA*1*000000101")
        },
    ]

    /// Faults of GS, GE, ST and SE.
    static let groups = [
        Breach("x12.gs-missing", line: 2, tag: "ST") {
            $0.without("GS", "GE").changing("IEA*1", to: "IEA*0")
        },
        Breach("x12.gs-incomplete", line: 2, tag: "GS", element: "3") {
            $0.changing("GS*PO*BUYERCO*SELLERCO", to: "GS*PO*BUYERCO*")
        },
        Breach("x12.group-number", line: 2, tag: "GS", element: "6") {
            $0.changing("*101*X", to: "*A1*X").changing("GE*1*101", to: "GE*1*A1")
        },
        Breach("x12.group-code", line: 2, tag: "GS", element: "1") { $0.changing("GS*PO*", to: "GS*P*") },
        Breach("x12.character-invalid", line: 2, tag: "GS", element: "6") { $0.changing("*101*X", to: "*1\u{0}1*X") },
        Breach("x12.character-invalid", line: 3, segment: 1, tag: "ST", element: "2") {
            $0.changing("ST*850*0001", to: "ST*850*00\u{0}1")
        },
        Breach("x12.character-invalid", line: 10, segment: 8, tag: "SE", element: "2") {
            $0.changing("SE*8*0001", to: "SE*8*00\u{0}1")
        },
        Breach("x12.group-duplicate", line: 12, tag: "GS", element: "6") { text in
            let lines = text.split(separator: "\n")
            return (lines[..<11] + lines[1..<11] + ["IEA*2*000000101~"]).joined(separator: "\n")
        },
        Breach("x12.group-version", .warning, line: 2, tag: "GS", element: "8") { $0.changing("004010", to: "003010") },
        Breach("x12.group-empty", .warning, line: 12, tag: "GS") {
            $0.changing("IEA*1", to: group + "GE*0*102~\nIEA*2")
        },
        Breach("x12.ge-missing", line: 11, tag: "GE") { $0.without("GE") },
        Breach("x12.ge-count", line: 11, tag: "GE", element: "1") { $0.changing("GE*1*", to: "GE*7*") },
        Breach("x12.ge-number", line: 11, tag: "GE", element: "2") { $0.changing("GE*1*101", to: "GE*1*999") },
        Breach("x12.group-agency", .warning, line: 2, tag: "GS", element: "7") {
            $0.changing("*X*004010", to: "*Q*004010")
        },
        Breach("x12.group-party", .warning, line: 2, tag: "GS", element: "2") {
            $0.changing("GS*PO*BUYERCO*", to: "GS*PO*B*")
        },
        Breach("x12.group-date", .warning, line: 2, tag: "GS", element: "4") {
            $0.changing("*20260921*0930", to: "*20261321*0930")
        },
        Breach("x12.group-time", .warning, line: 2, tag: "GS", element: "5") {
            $0.changing("*20260921*0930", to: "*20260921*2530")
        },
        Breach("x12.ge-count-missing", line: 11, tag: "GE", element: "1") { $0.changing("GE*1*101", to: "GE**101") },
        Breach("x12.ge-number-missing", line: 11, tag: "GE", element: "2") { $0.changing("GE*1*101", to: "GE*1") },
        Breach("x12.se-count-missing", line: 10, segment: 8, tag: "SE", element: "1") {
            $0.changing("SE*8*0001", to: "SE**0001")
        },
        Breach("x12.se-number-missing", line: 10, segment: 8, tag: "SE", element: "2") {
            $0.changing("SE*8*0001", to: "SE*8")
        },
        Breach("x12.transaction-number", line: 3, segment: 1, tag: "ST", element: "2") {
            $0.changing("ST*850*0001", to: "ST*850")
        },
        Breach("x12.trailer-unexpected", line: 12, tag: "GE") { $0.changing("IEA", to: "GE*1*101~\nIEA") },
        Breach("x12.trailer-unexpected", line: 11, tag: "SE") { $0.changing("GE*", to: "SE*8*0001~\nGE*") },
        Breach("x12.outside-transaction", line: 3, tag: "REF") { $0.changing("ST*", to: "REF*IA*1~\nST*") },
        Breach("x12.outside-transaction", line: 3, tag: "TA1") { $0.changing("ST*", to: "TA1*1~\nST*") },
        Breach("x12.group-identifier", .warning, line: 3, segment: 1, tag: "ST", element: "1") {
            $0.changing("GS*PO", to: "GS*IN")
        },
        Breach("x12.transaction-identifier", line: 3, segment: 1, tag: "ST", element: "1") {
            $0.changing("ST*850", to: "ST*")
        },
        Breach("x12.transaction-number", line: 3, segment: 1, tag: "ST", element: "2") {
            $0.changing("*0001", to: "*01")
        },
        Breach("x12.transaction-duplicate", line: 11, segment: 1, tag: "ST", element: "2") { text in
            let lines = text.split(separator: "\n")
            return (lines[..<10] + lines[2..<10] + ["GE*2*101~", lines[11]]).joined(separator: "\n")
        },
        Breach("x12.gs-missing", line: 2, tag: "ST") { $0.without("GS") },
        Breach("x12.st-missing", line: 3, tag: "ST") { $0.without("ST") },
        Breach("x12.outside-transaction", line: 3, tag: "REF") {
            $0.changing("ST*", to: "REF*IA*1~\nREF*IA*2~\nDTM*1~\nST*")
        },
        Breach("x12.se-missing", line: 10, segment: 8, tag: "SE") { $0.without("SE") },
        Breach("x12.se-count", line: 10, segment: 8, tag: "SE", element: "1") { $0.changing("SE*8", to: "SE*9") },
        Breach("x12.se-number", line: 10, segment: 8, tag: "SE", element: "2") {
            $0.changing("SE*8*0001", to: "SE*8*0002")
        },
    ]

    /// Faults of segments, wherever they stand.
    static let segments = [
        Breach("x12.segment-empty", .warning, line: 4) { $0.changing("850*0001~", to: "850*0001~\n~") },
        Breach("x12.segment-overflow", line: 5, segment: 3, tag: "REF") {
            $0.changing("FRAME-77", to: "FRAME" + String(repeating: "*", count: 300) + "77")
        },
        Breach("x12.tag-invalid", line: 5, segment: 3, tag: "R-F") { $0.changing("REF*", to: "R-F*") },
        Breach("x12.tag-invalid", line: 5, segment: 3, tag: "REFE") { $0.changing("REF*", to: "REFER*") },
        Breach("x12.tag-invalid", line: 5, segment: 3, tag: "REF") { $0.changing("REF*", to: "REF>1*") },
        Breach("x12.tag-lower-case", .warning, line: 5, segment: 3, tag: "REF") {
            $0.changing("REF*", to: "ref*").changing("CTT*", to: "ctt*")
        },
        Breach("x12.blank-before-tag", .warning, line: 5) {
            $0.changing("REF*", to: "  REF*").changing("CTT*", to: " CTT*")
        },
        Breach("x12.trailing-separator", .warning, line: 5, segment: 3, tag: "REF") {
            $0.changing("FRAME-77~", to: "FRAME-77**~").changing("1>1~", to: "1>1>~")
        },
        Breach("x12.trailing-separator", .warning, line: 11, tag: "GE") { $0.changing("GE*1*101~", to: "GE*1*101*~") },
        Breach("x12.line-break", .warning, line: 8, segment: 6, tag: "PID", element: "5") {
            $0.changing("MINERAL ", to: "MINERAL\r\n")
        },
        Breach("x12.character-invalid", line: 5, segment: 3, tag: "REF") { $0.changing("REF*", to: "\u{1B}REF*") },
        Breach("x12.character-invalid", line: 8, segment: 6, tag: "PID", element: "5") {
            $0.changing("MINERAL", to: "MINE\u{7}RAL")
        },
        Breach("x12.character-invalid", line: 8, segment: 6, tag: "PID", element: "5.1") {
            $0.changing("MINERAL", to: "MINE\u{7F}RAL")
        },
        Breach("x12.character-undeclared", .warning, line: 8, segment: 6, tag: "PID", element: "5.1") {
            $0.changing("MINERAL", to: "MINÉRAL")
        },
    ]

    @Test(
        "a broken rule is reported once, with its code, severity and place, and nothing else is",
        arguments: interchanges + groups + segments)
    func breach(_ breach: Breach) throws {
        let payload = breach.change(order)
        let deviations = breach.deviations(of: try Reading(payload).diagnostics, in: payload)
        #expect(deviations == [])
    }

    @Test(
        "an ISA that cannot be taken apart is an interchange with one fault, and the next one is read",
        arguments: [
            ("ISA*", "ISAx", "x12.element-separator"), ("*T*>~\n", "*T*>\u{20}\n", "x12.segment-terminator"),
            ("*T*>~\n", "*T*>G\n", "x12.segment-terminator"), ("*T*>~", "*T*>*", "x12.segment-terminator"),
            ("*U*00401*", "*U*", "x12.isa-unreadable"), ("*T*>~\nGS", "~\nGS", "x12.isa-unreadable"),
        ])
    func unreadable(part: String, other: String, code: String) throws {
        var first = order.changing(part, to: other)
        // An element separator is one wherever it stands.
        if other == "ISAx" { first = order.changing("*", to: "x") }
        let reading = try Reading(first + order)
        #expect(reading.codes == [code])
        #expect(reading.headers.count == 2 && reading.ends.count == 2)
        #expect(reading.messages.count == 1)
        let wording = Catalogue.english.wording(of: try #require(reading.diagnostics.first))
        #expect(!wording.message.contains("{"))
    }

    @Test(
        "text that is no X12 gives an interchange with one fault", arguments: ["", "  \n", "BEG*00~", "IS", "ISABEL"])
    func nothing(_ text: String) throws {
        let reading = try Reading(text)
        #expect(reading.codes == ["x12.no-interchange"])
        #expect(reading.headers.count == 1 && reading.ends.count == 1)
    }

    @Test("a cut order keeps what has arrived and says what is missing")
    func truncated() throws {
        let reading = try Reading(String(order.prefix(while: { $0 != "W" })))
        #expect(reading.messages.count == 1)
        #expect(reading.codes == ["x12.terminator-missing", "x12.se-missing", "x12.ge-missing", "x12.iea-missing"])
    }

    @Test("filling behind a last segment without terminator is no data, however the bytes come")
    func filling() throws {
        let cut = order.changing("IEA*1*000000101~", to: "IEA*1*000000101")
        for filling in ["\n", "\r\n \r\n", String(repeating: "\r\n", count: 9_000), "\u{1A}\u{0}", ""] {
            let bytes = Array((cut + filling).utf8)
            for piece in [7, 64, 999, .max] {
                #expect(
                    try Reading(bytes, piece: piece).codes == ["x12.terminator-missing"],
                    "\(filling.utf8.count) \(piece)")
            }
        }
    }

    @Test("faults beyond the limit are counted, however many there are")
    func manyFaults() throws {
        let reading = try Reading(order.changing("MINERAL", to: "A" + String(repeating: "\nB", count: 5_000)))
        let list = try #require(reading.messages.first).diagnostics
        #expect(list.items.count == 200)
        #expect(list.omitted == 4_800)
    }

    @Test("an interchange of empty groups is as empty as one without groups")
    func emptyGroups() throws {
        let lines = order.split(separator: "\n")
        let text = (lines[..<2] + ["GE*0*101~", "IEA*1*000000101~"]).joined(separator: "\n")
        let found = try Reading(Array(text.utf8)).diagnostics
        #expect(found.map(\.code) == ["x12.group-empty", "x12.interchange-empty"])
        #expect(found.map(\.severity) == [.warning, .error] && found.last?.position?.line == 4)
    }

    @Test("every fault that a receiver tells of has a code of TA1, 997 or 999")
    func acknowledgmentCodes() {
        let untold: Set<String> = [
            "x12.byte-order-mark", "x12.foreign-text", "x12.foreign-interchange", "x12.no-interchange",
            "x12.group-empty", "x12.segment-empty",
            "x12.blank-before-tag", "x12.tag-lower-case", "x12.trailing-separator", "x12.character-undeclared",
        ]
        let codes = Catalogue.english.entries.keys.filter { $0.rawValue.hasPrefix("x12.") }
            .filter { !$0.rawValue.hasSuffix("-unwritable") }
        let without = codes.filter { AcknowledgmentCode.of($0) == nil }.map(\.rawValue)
        #expect(Set(without) == untold)
        #expect(AcknowledgmentCode.of("x12.repetition-separator") == .interchange("022"))
        #expect(AcknowledgmentCode.of("x12.repetition-separator", version: "00600") == .interchange("032"))
        #expect(AcknowledgmentCode.of("x12.se-count") == .transactionSet("4"))
    }

    @Test("every fault that the reader knows is raised by a broken rule")
    func complete() {
        // What takes megabytes, or leaves nothing to read, is raised by the tests of limits and below.
        let elsewhere: Set<String> = [
            "x12.no-interchange", "x12.transaction-too-large", "x12.isa-unreadable", "x12.element-separator",
            "x12.segment-terminator",
        ]
        let known = Catalogue.english.entries.keys.map(\.rawValue).filter { code in
            code.hasPrefix("x12.") && !code.hasSuffix("-unwritable") && !code.hasSuffix("-transliterated")
        }
        let raised = Set((Self.interchanges + Self.groups + Self.segments).map(\.code))
        #expect(Set(known).subtracting(raised) == elsewhere)
    }

    @Test("cut off after any byte, what has come is kept and the end is where something is missing")
    func everyCut() throws {
        let payload = Array(order.utf8.dropLast())
        let deviations = try Truncation.deviations(of: payload, header: 106, terminator: 0x7E) { try Reading($0) }
        #expect(deviations == [])
    }
}
