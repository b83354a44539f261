import Diagnostics
import ReadingSupport
import Syntax
import Testing

/// An order with one rule broken, and what CONTRL says of it.
struct ContrlCase: CustomTestStringConvertible, Sendable {
    var code: Int
    var said: [String]
    /// The fault, where it is one that only strict receivers reject.
    var strict: Code?
    var isLast = false
    var change: @Sendable (String) -> String

    var testDescription: String { "\(code): \(said.joined(separator: ", "))" }

    init(
        _ code: Int, _ said: String..., strict: Code? = nil, isLast: Bool = false,
        _ change: @escaping @Sendable (String) -> String
    ) {
        self.code = code
        self.said = said
        self.strict = strict
        self.isLast = isLast
        self.change = change
    }
}

/// The codes of 0085, each raised by a broken order at its level and place. In S011 the tag is the first place of a
/// segment, so that its first element is the second.
@Suite("Codes of 0085")
struct ContrlCodeTests {
    static let order =
        "UNA:+.? 'UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+90001'UNH+1+ORDERS:D:96A:UN'"
        + "BGM+220+PO-1+9'DTM+137:20260921:102'NAD+BY+5412345000013::9'LIN+1++4000862141404:EN'QTY+21:5'UNS+S'"
        + "CNT+2:1'UNT+9+1'UNZ+1+90001'"

    /// The same in version 4 of the syntax, by a directory that was made for it.
    static let newer = order.changing("UNOA:3", to: "UNOA:4").changing("+260921:", to: "+20260921:")
        .changing("D:96A", to: "D:01B").changing("4000862141404:EN", to: "4000862141404:SRV")

    private static let group = "UNG+ORDERS+A:14+B:14+260921:0930+G1+UN+D:96A'"
    private static func grouped(_ text: String, _ header: String = group, _ trailer: String = "UNE+1+G1'") -> String {
        text.changing("UNH+", to: header + "UNH+").changing("UNZ+", to: trailer + "UNZ+")
    }
    private static func line(_ text: String, _ segment: String) -> String {
        text.changing("UNS+S'", to: segment + "UNS+S'").changing("UNT+9", to: "UNT+10")
    }

    /// The interchange, and the characters that it is written in.
    static let interchanges = [
        ContrlCase(2, "UCI 4 2 UNB 2:2") { $0.changing("UNOA:3", to: "UNOA:9") },
        ContrlCase(2, "UCI 4 2 UNB 2:1") { $0.changing("UNOA:3", to: "UNOV:3") },
        ContrlCase(12, "UCI 4 12 UNB 5:1", strict: "edifact.unb-date") { $0.changing("260921:09", to: "261321:09") },
        ContrlCase(13, "UCI 4 13 UNZ") { $0.changing("UNZ+1+90001'", to: "") },
        ContrlCase(14, "UCI 4 14 UNB 10", strict: "edifact.request-unknown") {
            $0.changing("+90001'UNH", to: "+90001++++Y'UNH")
        },
        ContrlCase(15, "UCI 4 15") { $0.changing("UNH+", to: "UNX+1'UNH+") },
        ContrlCase(16, "UCI 4 16 UNB 13", strict: "edifact.envelope-overflow") {
            $0.changing("+90001'UNH", to: "+90001+++++++X'UNH")
        },
        ContrlCase(18, "UCI 4 18 UNZ") { $0.changing("UNZ+1+90001'", to: "UNZ+1+90001") },
        ContrlCase(19, "UCI 4 19 UNA") { $0.changing("UNA:+.", to: "UNA:+;") },
        ContrlCase(20, "UCI 4 20 UNA") { $0.changing("UNA:+.? '", to: "UNA:+.+ '") },
        ContrlCase(22, "UCI 4 22", strict: "edifact.una-missing") {
            $0.changing("UNA:+.? '", to: "").replacing("+", with: "*").replacing(":", with: "^")
        },
        ContrlCase(25, "UCI 4 25 UNB 12", strict: "edifact.test-unknown") {
            $0.changing("+90001'UNH", to: "+90001++++++2'UNH")
        },
        ContrlCase(26, "UCI 4 26 UNB 6", isLast: true) { $0 + $0 },
        ContrlCase(28, "UCI 4 28 UNZ 3") { $0.changing("UNZ+1+90001", to: "UNZ+1+90002") },
        ContrlCase(29, "UCI 4 29 UNZ 2") { $0.changing("UNZ+1", to: "UNZ+2") },
        ContrlCase(30, "UCI 4 30") {
            $0.changing("UNZ+1", to: group + "UNH+2+ORDERS:D:96A:UN'BGM+220'DTM+137:1:102'UNS+S'UNT+5+2'UNE+1+G1'UNZ+1")
        },
        ContrlCase(30, "UCI 4 30") {
            $0.changing(
                "UNZ+1", to: group + "UNH+2+ORDERS:D:96A:UN'BGM+220'DTM+137:1:102'UNS+S'UNT+5+2'UNE+1+G1'UNZ+2")
        },
        ContrlCase(32, "UCI 4 32 UNZ") { _ in
            "UNB+UNOA:3+A+B+260921:0930+90001'UNZ+0+90001'"
        },
        ContrlCase(33, "UCI 4 33") { $0.changing("UNH+", to: "FTX+AAI'UNH+") },
        ContrlCase(39, "UCI 4 39 UNB 8", strict: "edifact.envelope-length") {
            $0.changing("+90001'UNH", to: "+90001++ORDERSFORTHENORTH'UNH")
        },
        ContrlCase(45, "UCI 4 45 UNZ", strict: "edifact.trailing-separator") {
            $0.changing("UNZ+1+90001", to: "UNZ+1+90001+")
        },
        ContrlCase(46, "UCI 4 46 UNB 2:1") { _ in newer.changing("UNOA:4", to: "UNOV:4") },
        ContrlCase(47, "UCI 4 47") { _ in newer.changing("UNH+", to: "UNO+1'UNH+") },
        ContrlCase(48, "UCI 4 48 UNB 3:4", strict: "edifact.envelope-dependency") { _ in
            newer.changing("5412345000013:14+", to: "5412345000013:14::X+")
        },
    ]

    /// Groups, and messages as a whole.
    static let levels = [
        ContrlCase(13, "UCI 7", "UCF 4 13 UNE") { grouped($0, group, "") },
        ContrlCase(26, "UCI 7", "UCF 4 26 UNG 6") {
            grouped($0, group, "UNE+1+G1'\(group)UNH+2+ORDERS:D:96A:UN'BGM+220'DTM+137:1:102'UNS+S'UNT+5+2'UNE+1+G1'")
                .changing("UNZ+1", to: "UNZ+2")
        },
        ContrlCase(28, "UCI 7", "UCF 4 28 UNE 3") { grouped($0, group, "UNE+1+G2'") },
        ContrlCase(29, "UCI 7", "UCF 4 29 UNE 2") { grouped($0, group, "UNE+2+G1'") },
        ContrlCase(31, "UCI 7", "UCF 7", "UCM 4 31 UNH 3:1") {
            grouped($0, group.changing("ORDERS", to: "ORDCHG"))
        },
        ContrlCase(13, "UCI 7", "UCM 4 13 UNT") { $0.changing("UNT+9+1'", to: "") },
        ContrlCase(14, "UCI 7", "UCM 4 14 UNH 3:1") { $0.changing("ORDERS:D", to: "IFTMIN:D") },
        ContrlCase(26, "UCI 7", "UCM 4 26 UNH 2") {
            $0.changing("UNZ+1", to: "UNH+1+ORDERS:D:96A:UN'BGM+220'DTM+137:1:102'UNS+S'UNT+5+1'UNZ+2")
        },
        ContrlCase(28, "UCI 7", "UCM 4 28 UNT 3") { $0.changing("UNT+9+1", to: "UNT+9+2") },
        ContrlCase(29, "UCI 7", "UCM 4 29 UNT 2") { $0.changing("UNT+9", to: "UNT+8") },
    ]

    /// Segments and elements.
    static let places = [
        ContrlCase(12, "UCI 7", "UCM 4", "UCS 6", "UCD 12 2:1") { $0.changing("QTY+21:5", to: "QTY+XQ9:5") },
        ContrlCase(13, "UCI 7", "UCM 4", "UCS 1 13") {
            $0.changing("BGM+220+PO-1+9'", to: "").changing("UNT+9", to: "UNT+8")
        },
        ContrlCase(13, "UCI 7", "UCM 4", "UCS 4", "UCD 13 2") { $0.changing("NAD+BY", to: "NAD+") },
        ContrlCase(13, "UCI 7", "UCM 4", "UCS 6", "UCD 13 2:1") { $0.changing("QTY+21:5", to: "QTY+:5") },
        ContrlCase(15, "UCI 7", "UCM 4", "UCS 7 15") { line($0, "ZZZ+1'") },
        ContrlCase(15, "UCI 7", "UCM 4", "UCS 7 15") { line($0, "CPS+1'") },
        ContrlCase(15, "UCI 7", "UCM 4", "UCS 7 15") { line($0, "BGM+220'") },
        ContrlCase(16, "UCI 7", "UCM 4", "UCS 6 16") { $0.changing("QTY+21:5", to: "QTY+21:5+6") },
        ContrlCase(16, "UCI 7", "UCM 4", "UCS 6", "UCD 16 2:4") { $0.changing("QTY+21:5", to: "QTY+21:5:PCE:6") },
        ContrlCase(19, "UCI 7", "UCM 4", "UCS 6", "UCD 19 2:2") { $0.changing("QTY+21:5", to: "QTY+21:5.") },
        ContrlCase(21, "UCI 7", "UCM 4", "UCS 2", "UCD 21 3") { $0.changing("PO-1", to: "po-1") },
        ContrlCase(22, "UCI 7", "UCM 4 22", strict: "edifact.segment-empty") { $0.changing("UNS+S'", to: "'UNS+S'") },
        ContrlCase(27, "UCI 7", "UCM 4", "UCS 2 27", strict: "edifact.security-unchecked") {
            $0.changing("BGM", to: "USH+1+2+3'BGM").changing("UNT+9", to: "UNT+10")
        },
        ContrlCase(34, "UCI 7", "UCM 4", "UCS 5 34", strict: "edifact.explicit-nesting") {
            $0.changing("LIN+1", to: "LIN:1:2+1")
        },
        ContrlCase(35, "UCI 7", "UCM 4", "UCS 38 35") {
            $0.changing("DTM+137:20260921:102'", to: String(repeating: "DTM+137:20260921:102'", count: 36))
                .changing("UNT+9", to: "UNT+44")
        },
        ContrlCase(35, "UCI 7", "UCM 4", "UCS 2", "UCD 35 3") { _ in
            newer.changing("UNA:+.? '", to: "UNA:+.?*'").changing("PO-1", to: "PO-1*PO-2")
        },
        ContrlCase(36, "UCI 7", "UCM 4", "UCS 14 36") {
            $0.changing("NAD+", to: String(repeating: "RFF+ON:1'", count: 11) + "NAD+")
                .changing("UNT+9", to: "UNT+20")
        },
        ContrlCase(37, "UCI 7", "UCM 4", "UCS 6", "UCD 37 2:2") { $0.changing("QTY+21:5", to: "QTY+21:FIVE") },
        ContrlCase(38, "UCI 7", "UCM 4", "UCS 6", "UCD 38 2:2", strict: "directory.number-leading-digit") {
            $0.changing("QTY+21:5", to: "QTY+21:.5")
        },
        ContrlCase(39, "UCI 7", "UCM 4", "UCS 5", "UCD 39 2") { $0.changing("LIN+1+", to: "LIN+1234567+") },
        ContrlCase(40, "UCI 7", "UCM 4", "UCS 5", "UCD 40 4:1") { _ in
            "UNB+UNOC:3+A+B+260921:0930+1'UNH+1+DESADV:D:96A:UN'BGM+351+1'CPS+1'LIN+1'DGS+ADR++12'UNT+6+1'UNZ+1+1'"
        },
        ContrlCase(45, "UCI 7", "UCM 4", "UCS 4 45", strict: "edifact.trailing-separator") {
            $0.changing("::9'", to: "::9+'")
        },
    ]

    @Test("a broken rule is said with its code, at its level and place", arguments: interchanges + levels + places)
    func said(_ item: ContrlCase) throws {
        let answered = try Answered(
            item.change(Self.order), strict: item.strict.map { [$0] } ?? [], last: item.isLast)
        #expect(answered.contrl == item.said)
        let action = item.said.contains { $0.split(separator: " ").dropFirst().contains("\(item.code)") }
        #expect(action)
    }

    @Test(
        "what strict receivers reject, others only warn of",
        arguments: (interchanges + places).filter { $0.strict != nil })
    func tolerated(_ item: ContrlCase) throws {
        let said = try Answered(item.change(Self.order)).contrl
        #expect(said == ["UCI 7"])
    }

    private static func level(_ segments: [[String]]) -> String? {
        segments.first { $0.first == "UNB" || $0.first?.hasSuffix("UNB") == true }?.dropFirst().first
    }

    @Test("a reference in small letters is repeated as it was sent, although UNOA has none")
    func smallLetters() throws {
        let answer = try Answered(Self.order.replacing("90001", with: "Ref1")).segments
        #expect(
            answer.map { $0.prefix(2).joined(separator: "+") }.prefix(4).filter { $0.hasPrefix("U") }.contains(
                "UCI+Ref1"))
        let plain = try Answered(Self.order).segments
        #expect(Self.level(plain) == "UNOA:3" && Self.level(answer) == "UNOB:3")
    }

    @Test("an order without a fault is acknowledged, in both versions")
    func faultless() throws {
        #expect(try Answered(Self.order).contrl == ["UCI 7"])
        #expect(try Answered(Self.newer).contrl == ["UCI 7"])
    }

    /// Codes that no reading of bytes raises, and why.
    static let elsewhere: [Int: String] = [
        7: "whose an address is, the partner's file says (`recipients`): a test of the gateway",
        17: "that there is an agreement, the partner's profile says",
        23: "who is known, the register of partners says; what nobody is known for waits for a person",
        24: "how old is too old, an agreement says",
        41: "a network's error is the carrier's to report",
        42: "a network's error is the carrier's to report",
        43: "who is known at a place, the carrier knows",
    ]

    @Test("every code of 0085 is raised, or it is said why none is")
    func complete() {
        // The values that CONTRL version 3 and ISO 9735-4 list; 44 is none.
        let all = Set([2, 7] + Array(12...43) + Array(45...48))
        let raised = Set((Self.interchanges + Self.levels + Self.places).map(\.code))
        #expect(raised.union(Self.elsewhere.keys) == all)
        #expect(raised.isDisjoint(with: Self.elsewhere.keys))
    }
}
