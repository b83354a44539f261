import Diagnostics
import Directories
import ReadingSupport
import Syntax
import Testing

/// An order with one rule broken, and what a 997 says of it.
struct FunctionalCase: CustomTestStringConvertible, Sendable {
    /// The element that says the code, and the code.
    var answer: String
    /// Notes of segments and elements, then the set's and the group's verdict where they are not the usual ones.
    var said: [String]
    var strict: Code?
    var overlay: Overlay?
    var change: @Sendable (String) -> String

    var testDescription: String { "\(answer): \(said.joined(separator: ", "))" }

    init(
        _ answer: String, _ said: String..., strict: Code? = nil, overlay: Overlay? = nil,
        _ change: @escaping @Sendable (String) -> String
    ) {
        self.answer = answer
        self.said = said
        self.strict = strict
        self.overlay = overlay
        self.change = change
    }
}

/// The codes of AK304, AK403, AK502 and AK905, each raised by a broken order at its level and place.
@Suite("Codes of 997")
struct FunctionalCodeTests {
    static let order = InterchangeNoteTests.order

    /// Segments of one's own behind BEG, which is the second segment.
    private static func line(_ text: String, _ segments: String) -> String {
        let count = 5 + segments.count { $0 == "~" }
        return text.changing("PO1*1*10", to: segments + "PO1*1*10").changing("SE*5", to: "SE*\(count)")
    }

    /// The group (AK905): AK901, the numbers of sets included, received and accepted, the code.
    static let groups = [
        FunctionalCase("AK905 1", "AK5 R 1", "AK9 R 1 1 0 1") { $0.changing("ST*850", to: "ST*864") },
        FunctionalCase("AK905 2", "AK5 R", "AK9 R 1 1 0 2", strict: "x12.group-version") {
            $0.changing("*004010", to: "*003010")
        },
        FunctionalCase("AK905 3", "AK5 R", "AK9 R 1 1 0 3") { $0.changing("GE*1*101~", to: "") },
        FunctionalCase("AK905 4", "AK5 R", "AK9 R 1 1 0 4") { $0.changing("GE*1*101", to: "GE*1*102") },
        FunctionalCase("AK905 5", "AK5 R", "AK9 R 3 1 0 5") { $0.changing("GE*1*", to: "GE*3*") },
        FunctionalCase("AK905 6", "AK5 R", "AK9 R 1 1 0 6") {
            $0.changing("*101*X", to: "*A1*X").changing("GE*1*101", to: "GE*1*A1")
        },
    ]

    /// The transaction set (AK502).
    static let sets = [
        FunctionalCase("AK502 1", "AK5 A", "AK5 R 1", "AK9 P 2 2 1") {
            $0.changing("GE*1", to: "ST*864*0002~BMG*00~SE*3*0002~GE*2")
        },
        FunctionalCase("AK502 2", "AK5 R 2", "AK9 R 1 1 0") { $0.changing("SE*5*0001~", to: "") },
        FunctionalCase("AK502 3", "AK5 R 3", "AK9 R 1 1 0") { $0.changing("SE*5*0001", to: "SE*5*0002") },
        FunctionalCase("AK502 4", "AK5 R 4", "AK9 R 1 1 0") { $0.changing("SE*5", to: "SE*6") },
        FunctionalCase("AK502 6", "AK5 R 6", "AK9 R 1 1 0", strict: "x12.group-identifier") {
            $0.changing("GS*PO", to: "GS*IN")
        },
        FunctionalCase("AK502 7", "AK5 R 7", "AK9 R 1 1 0") { $0.replacing("*0001~", with: "*01~") },
        FunctionalCase("AK502 23", "AK5 A", "AK5 R 23", "AK9 P 2 2 1") {
            $0.changing("GE*1", to: "ST*850*0001~BEG*00*SA*PO2**20260921~PO1*1~SE*4*0001~GE*2")
        },
    ]

    /// The segment (AK304): its tag, its number, no loop, the code. A set with notes has AK502 5 too.
    static let segments = [
        FunctionalCase("AK304 1", "AK3 ZZZ 3  1") { line($0, "ZZZ*1~") },
        FunctionalCase(
            "AK304 2", "AK3 CUR 3  2", overlay: Overlay(changes: [.init("CUR", use: .unused)])
        ) { line($0, "CUR*BY*USD~") },
        FunctionalCase("AK304 3", "AK3 BEG 2  3") {
            $0.changing("BEG*00*SA*PO1**20260921~", to: "").changing("SE*5", to: "SE*4")
        },
        FunctionalCase("AK304 4", "AK3 N1 203  4") { line($0, String(repeating: "N1*BY*A~", count: 201)) },
        FunctionalCase("AK304 5", "AK3 CUR 4  5") { line($0, "CUR*BY*USD~CUR*BY*USD~") },
        FunctionalCase("AK304 6", "AK3 TDS 3  6") { line($0, "TDS*100~") },
        FunctionalCase("AK304 7", "AK3 CUR 4  7") { line($0, "DTM*002*20260921~CUR*BY*USD~") },
    ]

    /// The element (AK403): its place, the component's behind it, no number of the dictionary, the code, the value.
    static let elements = [
        FunctionalCase("AK403 1", "AK3 N1 3  8", "AK4 1  1") { line($0, "N1**ACME~") },
        FunctionalCase("AK403 1", "AK3 REF 3  8", "AK4 4>1  1") { line($0, "REF*ZZ*1**>X~") },
        FunctionalCase("AK403 2", "AK3 N1 3  8", "AK4 4  2") { line($0, "N1*BY*ACME*92~") },
        FunctionalCase("AK403 3", "AK3 CUR 3  8", "AK4 22  3 1") {
            line($0, "CUR*BY*USD" + String(repeating: "*", count: 19) + "*1~")
        },
        FunctionalCase("AK403 4", "AK3 CUR 3  8", "AK4 2  4 US") { line($0, "CUR*BY*US~") },
        FunctionalCase("AK403 5", "AK3 CUR 3  8", "AK4 2  5 USDX") { line($0, "CUR*BY*USDX~") },
        FunctionalCase("AK403 6", "AK3 CUR 3  8", "AK4 3  6 TWO") { line($0, "CUR*BY*USD*TWO~") },
        FunctionalCase("AK403 6", "AK3 REF 3  8", "AK4 2  6") { line($0, "REF*ZZ*A\u{7}B~") },
        FunctionalCase(
            "AK403 7", "AK3 CUR 3  8", "AK4 2  7 USD", overlay: Overlay(changes: [.init("CUR/02", codes: ["EUR"])])
        ) { line($0, "CUR*BY*USD~") },
        FunctionalCase("AK403 8", "AK3 DTM 3  8", "AK4 2  8 20260231") { line($0, "DTM*002*20260231~") },
        FunctionalCase("AK403 9", "AK3 DTM 3  8", "AK4 3  9 2460") { line($0, "DTM*002*20260921*2460~") },
        FunctionalCase("AK403 10", "AK3 MEA 3  8", "AK4 8  10") { line($0, "MEA*PD*WT*5*LB****03~") },
        FunctionalCase("AK403 12", "AK3 BEG 2  8", "AK4 3  12") {
            $0.changing("*U*00401", to: "*^*00501").changing("*004010", to: "*005010").changing(
                "PO1**", to: "PO1^PO2**")
        },
        FunctionalCase("AK403 13", "AK3 CUR 3  8", "AK4 2>2  13 EUR") { line($0, "CUR*BY*USD>EUR~") },
    ]

    private func answered(_ item: FunctionalCase) throws -> [String] {
        try Answered(
            item.change(Self.order), strict: item.strict.map { [$0] } ?? [], overlays: item.overlay.map { [$0] } ?? []
        ).functional
    }

    @Test("a fault of a group or a set is said with its code", arguments: groups + sets)
    func level(_ item: FunctionalCase) throws {
        let said = try answered(item)
        #expect(said == item.said)
    }

    @Test("a fault of a segment or an element is said with its code and place", arguments: segments + elements)
    func place(_ item: FunctionalCase) throws {
        let said = try answered(item)
        #expect(said == item.said + ["AK5 R 5", "AK9 R 1 1 0"])
    }

    @Test("what is tolerated is accepted with the errors noted; a set with an error says only that")
    func tolerated() throws {
        let overlay = Overlay(tolerances: [Tolerance("directory.too-long", .warning)])
        let long = Self.line(Self.order, "CUR*BY*USDX~")
        #expect(
            try Answered(long, overlays: [overlay]).functional == [
                "AK3 CUR 3  8", "AK4 2  5 USDX", "AK5 E 5", "AK9 E 1 1 1",
            ])
        let wrong = Self.line(Self.order, "CUR*BY*USDX*TWO~")
        #expect(
            try Answered(wrong, overlays: [overlay]).functional == [
                "AK3 CUR 3  8", "AK4 3  6 TWO", "AK5 R 5", "AK9 R 1 1 0",
            ])
        let silent = Overlay(tolerances: [Tolerance("directory.too-long", .information)])
        #expect(try Answered(long, overlays: [silent]).functional == ["AK5 A", "AK9 A 1 1 1"])
    }

    @Test("an order without a fault is accepted")
    func faultless() throws {
        #expect(try Answered(Self.order).functional == ["AK5 A", "AK9 A 1 1 1"])
    }

    @Test("every code of AK304, AK403, AK502 and AK905 is raised")
    func complete() {
        let lists: [(element: String, codes: [Int])] = [
            ("AK905", Array(1...6)), ("AK502", Array(1...7) + [23]), ("AK304", Array(1...8)),
            ("AK403", Array(1...10) + [12, 13]),
        ]
        let all = Set(lists.flatMap { list in list.codes.map { "\(list.element) \($0)" } })
        // A faulty element makes its segment one with faulty elements (8), and any note a set with faulty segments (5).
        let implied: Set = ["AK304 8", "AK502 5"]
        let raised = Set((Self.groups + Self.sets + Self.segments + Self.elements).map(\.answer))
        #expect(raised.union(implied) == all)
    }
}
