import Diagnostics
import ReadingSupport
import Syntax
import Testing
import Tradacoms

@Suite("Faults of transmissions, files and messages")
struct FaultTests {
    static let breaches = [
        Breach("tradacoms.byte-order-mark", .information, line: 1) { "\u{FEFF}" + $0 },
        Breach("tradacoms.foreign-text", .warning, line: 1) { "Your order: " + $0 },
        Breach("tradacoms.foreign-text", .warning, line: 24) { $0 + "-- sent by mail" },
        Breach("tradacoms.stx-missing", line: 24, tag: "MHD") { $0 + $0.lines(2...23) },
        Breach("tradacoms.stx-missing", line: 24, tag: "BAT") { $0 + "BAT=1'\nEOB=0'\n" },
        Breach("tradacoms.trailer-unexpected", line: 24, tag: "END") { $0 + $0.lines(23...23) },
        Breach("tradacoms.foreign-interchange", line: 24) { $0 + "UNB+UNOA:3+A+B+260921:0930+1'\nUNZ+0+1'\n" },
        Breach("tradacoms.stx-incomplete", line: 1, tag: "STX", element: "2") {
            $0.changing("5000000000000:SOME STORES LTD+", to: "+")
        },
        Breach("tradacoms.stx-incomplete", .warning, line: 1, tag: "STX", element: "4") {
            $0.changing("+260921:093000+", to: "++")
        },
        Breach("tradacoms.syntax-unknown", .warning, line: 1, tag: "STX", element: "1") {
            $0.changing("ANA:1", to: "ANB:1")
        },
        Breach("tradacoms.end-missing", line: 23, tag: "END") { $0.without(23...23) },
        Breach("tradacoms.end-count", line: 23, tag: "END", element: "1") { $0.changing("END=4", to: "END=5") },
        Breach("tradacoms.end-count", line: 2, tag: "END", element: "1") { $0.without(2...22) },
        Breach("tradacoms.eob-missing", line: 24, tag: "EOB") { $0.changing("MHD=1", to: "BAT=1'\nMHD=1") },
        Breach("tradacoms.eob-count", line: 24, tag: "EOB", element: "1") {
            $0.changing("MHD=1", to: "BAT=1'\nMHD=1").changing("END=", to: "EOB=3'\nEND=")
        },
        Breach("tradacoms.transmission-empty", .warning, line: 2, tag: "END") {
            $0.without(2...22).changing("END=4", to: "END=0")
        },
        Breach("tradacoms.envelope-overflow", .warning, line: 23, tag: "END", element: "2") {
            $0.changing("END=4", to: "END=4+1")
        },
        Breach("tradacoms.trailer-unexpected", line: 8, tag: "MTR") {
            $0.changing("MTR=6'\nMHD=2", to: "MTR=6'\nMTR=6'\nMHD=2")
        },
        Breach("tradacoms.trailer-unexpected", line: 23, tag: "EOB") { $0.changing("END=", to: "EOB=4'\nEND=") },
        Breach("tradacoms.transmission-duplicate", line: 24, tag: "STX", element: "5") { $0 + $0 },
        Breach("tradacoms.stx-date", .warning, line: 1, tag: "STX", element: "4.1") {
            $0.changing("+260921:093000+", to: "+261399:093000+")
        },
        Breach("tradacoms.stx-date", .warning, line: 1, tag: "STX", element: "4.2") {
            $0.changing("+260921:093000+", to: "+260921:093099+")
        },
        Breach("tradacoms.message-number", .warning, line: 20, segment: 1, tag: "MHD", element: "1") {
            $0.changing("MHD=3", to: "MHD=7")
        },
        Breach("tradacoms.file-message", line: 8, segment: 1, tag: "MHD", element: "2.1") {
            $0.changing("MHD=2+ORDERS", to: "MHD=2+ORDERZ")
        },
        Breach("tradacoms.mhd-missing", line: 8, tag: "MHD") { $0.without(8...8) },
        Breach("tradacoms.outside-message", line: 2, tag: "DNA") {
            $0.changing("MHD=1", to: "DNA=1'\nDNB=1'\nMHD=1")
        },
        Breach("tradacoms.count-missing", line: 22, segment: 3, tag: "MTR", element: "1") {
            $0.changing("MTR=3", to: "MTR=")
        },
        Breach("tradacoms.count-missing", line: 23, tag: "END", element: "1") { $0.changing("END=4", to: "END=") },
        Breach("tradacoms.character-undeclared", .warning, line: 1) { $0.changing("SOME STORES", to: "SÖME STORES") },
        Breach("tradacoms.outside-message", line: 2, tag: "DNA") { $0.changing("MHD=1", to: "DNA=1'\nMHD=1") },
        Breach("tradacoms.file-header-missing", line: 2, tag: "MHD", element: "2.1") {
            $0.without(2...7).changing("END=4", to: "END=3")
        },
        Breach("tradacoms.file-trailer-unexpected", line: 2, tag: "MHD", element: "2.1") {
            $0.lines(1...1) + $0.lines(20...22) + $0.lines(2...19) + $0.lines(23...23)
        },
        Breach("tradacoms.file-trailer-missing", line: 20, tag: "MHD") {
            $0.without(20...22).changing("END=4", to: "END=3")
        },
        Breach("tradacoms.order-count", line: 21, segment: 2, tag: "OFT", element: "1") {
            $0.changing("OFT=2", to: "OFT=3")
        },
        Breach("tradacoms.mhd-incomplete", line: 8, segment: 1, tag: "MHD", element: "2.2") {
            $0.changing("MHD=2+ORDERS:9", to: "MHD=2+ORDERS")
        },
        Breach("tradacoms.message-duplicate", line: 14, segment: 1, tag: "MHD", element: "1") {
            $0.changing("MHD=3", to: "MHD=2")
        },
        Breach("tradacoms.mtr-missing", line: 13, segment: 6, tag: "MTR") { $0.without(13...13) },
        Breach("tradacoms.mtr-count", line: 22, segment: 3, tag: "MTR", element: "1") {
            $0.changing("MTR=3", to: "MTR=4")
        },
        Breach("tradacoms.terminator-missing", .warning, line: 23, tag: "END") { $0.changing("END=4'\n", to: "END=4") },
        Breach("tradacoms.terminator-missing", .warning, line: 23, tag: "END") { $0.changing("END=4'", to: "END=4?'") },
        Breach("tradacoms.segment-empty", .warning, line: 9) { $0.changing("EAST DEPOT'", to: "EAST DEPOT''") },
        Breach("tradacoms.segment-overflow", line: 10, segment: 3, tag: "ORD") {
            $0.changing("ORD=70970", to: "ORD=70970" + String(repeating: "+", count: 300))
        },
        Breach("tradacoms.tag-invalid", line: 10, segment: 3, tag: "OD") { $0.changing("ORD=70970", to: "OD=70970") },
        Breach("tradacoms.tag-invalid", line: 10, segment: 3, tag: "ORD") { $0.changing("ORD=70970", to: "ORD+70970") },
        Breach("tradacoms.tag-lower-case", .warning, line: 9, segment: 2, tag: "CLO") {
            $0.changing("CLO=5000000000283:89828+EAST", to: "clo=5000000000283:89828+EAST").changing(
                "ORD=70970", to: "ord=70970")
        },
        Breach("tradacoms.tag-lower-case", .warning, line: 8, segment: 1, tag: "MHD") {
            $0.changing("MHD=2", to: "mhd=2")
        },
        Breach("tradacoms.tag-lower-case", .warning, line: 23, tag: "END") { $0.changing("END=4", to: "end=4") },
        Breach("tradacoms.blank-before-tag", .warning, line: 10) {
            $0.changing("ORD=70970", to: " ORD=70970").changing("OTR=1'\nMTR=6'\nMHD=3", to: " OTR=1'\nMTR=6'\nMHD=3")
        },
        Breach("tradacoms.line-break", .warning, line: 9, segment: 2, tag: "CLO", element: "2") {
            $0.changing("EAST ", to: "EAST\r\n")
        },
        Breach("tradacoms.character-invalid", line: 9, segment: 2, tag: "CLO", element: "2") {
            $0.changing("EAST", to: "EA\u{7}ST")
        },
        Breach("tradacoms.character-invalid", line: 8, segment: 1, tag: "MHD", element: "1") {
            $0.changing("MHD=2", to: "MHD=\u{0}2")
        },
        Breach("tradacoms.character-undeclared", .warning, line: 9) { $0.changing("EAST", to: "ÉAST") },
    ]

    @Test("a broken rule is reported once, with its code, severity and place, and nothing else is", arguments: breaches)
    func breach(_ breach: Breach) throws {
        let payload = breach.change(orders)
        let deviations = breach.deviations(of: try Reading(payload).diagnostics, in: payload)
        #expect(deviations == [])
    }

    @Test(
        "text that is no TRADACOMS gives a transmission with one fault",
        arguments: ["", " \n", "ORD=1'", "STX", "ASTX="])
    func nothing(_ text: String) throws {
        let reading = try Reading(text)
        #expect(reading.codes == ["tradacoms.no-transmission"])
        #expect(reading.headers.count == 1 && reading.ends.count == 1)
    }

    @Test("a cut file keeps what has arrived and says what is missing")
    func truncated() throws {
        let reading = try Reading(String(orders.prefix(350)))
        #expect(
            reading.codes == [
                "tradacoms.terminator-missing", "tradacoms.mtr-missing", "tradacoms.file-trailer-missing",
                "tradacoms.end-missing",
            ])
        #expect(reading.messages.map(\.type) == ["ORDHDR", "ORDERS"])
    }

    @Test("every fault that the reader knows is raised by a broken rule")
    func complete() {
        // What takes megabytes, or has no transmission, is raised by the tests of limits and below; what a file's header
        // says of its orders is no business of this reader.
        let elsewhere: Set<String> = [
            "tradacoms.no-transmission", "tradacoms.message-too-large", "tradacoms.order-header-missing",
            "tradacoms.order-header-too-large",
        ]
        let known = Catalogue.english.entries.keys.map(\.rawValue).filter { code in
            code.hasPrefix("tradacoms.") && !code.hasSuffix("-unwritable") && !code.hasSuffix("-transliterated")
        }
        let raised = Set((Self.breaches).map(\.code))
        #expect(Set(known).subtracting(raised) == elsewhere)
    }

    @Test("cut off after any byte, what has come is kept and the end is where something is missing")
    func everyCut() throws {
        let payload = Array(orders.utf8.dropLast())
        let deviations = try Truncation.deviations(of: payload, header: 100, terminator: 0x27) { try Reading($0) }
        #expect(deviations == [])
    }
}
