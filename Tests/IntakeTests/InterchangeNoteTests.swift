import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

/// An interchange with one rule broken, and what TA1 says of it: TA104 and TA105.
struct NoteCase: CustomTestStringConvertible, Sendable {
    var said: String
    var isLast = false
    var change: @Sendable (String) -> String

    var testDescription: String { said }

    init(_ said: String, isLast: Bool = false, _ change: @escaping @Sendable (String) -> String) {
        self.said = said
        self.isLast = isLast
        self.change = change
    }
}

/// The notes of TA105. What can be read all the same is accepted with the error (E), the rest rejected (R).
@Suite("Notes of TA105")
struct InterchangeNoteTests {
    static let order =
        "ISA*00*          *00*          *ZZ*BUYERCO        *ZZ*SELLERCO       *260921*0930*U*00401*000000101*1*T*>~"
        + "GS*PO*BUYERCO*SELLERCO*20260921*0930*101*X*004010~ST*850*0001~BEG*00*SA*PO1**20260921~PO1*1*10*EA~"
        + "CTT*1~SE*5*0001~GE*1*101~IEA*1*000000101~"

    static let cases = [
        NoteCase("A 000") { $0 },
        NoteCase("R 001") { $0.changing("IEA*1*000000101", to: "IEA*1*000000102") },
        NoteCase("E 003") { $0.changing("*00401*", to: "*00200*") },
        NoteCase("R 004") { $0.changing("*T*>~", to: "*T*>G") },
        NoteCase("E 005") { $0.changing("*ZZ*BUYERCO", to: "*z *BUYERCO") },
        NoteCase("E 007") { $0.changing("*ZZ*SELLERCO", to: "*-1*SELLERCO") },
        NoteCase("E 010") { $0.changing("ISA*00", to: "ISA*  ") },
        NoteCase("E 012") { $0.changing("*00*          *ZZ*B", to: "*-0*          *ZZ*B") },
        NoteCase("E 014") { $0.changing("*260921*0930*U", to: "*261321*0930*U") },
        NoteCase("E 015") { $0.changing("*260921*0930*U", to: "*260921*2460*U") },
        NoteCase("E 016") { $0.changing("*U*00401", to: "*^*00401") },
        NoteCase("E 017") { $0.changing("*00401*", to: "*00040*") },
        NoteCase("R 018") { $0.replacing("000000101", with: "00000010A") },
        NoteCase("E 020") { $0.changing("*1*T*", to: "*1*X*") },
        NoteCase("R 021") { $0.changing("IEA*1*", to: "IEA*2*") },
        NoteCase("E 022") { $0.changing("SELLERCO       *2", to: "SELLERCO*2") },
        NoteCase("R 022") { $0.changing("IEA*", to: "SE*1*1~IEA*") },
        NoteCase("R 023") { $0.changing("IEA*1*000000101~", to: "") },
        NoteCase("R 024") { $0.changing("ST*", to: "REF*IA*1~ST*") },
        NoteCase("R 025", isLast: true) { $0 + $0 },
        NoteCase("R 026", isLast: true) { $0 + $0.replacing("*", with: "x") },
        NoteCase("R 027") { $0.changing("*T*>~", to: "*T**~") },
        NoteCase("E 022") { $0.changing("*U*00401", to: "*U*00501").changing("004010", to: "005010") },
        NoteCase("E 032") { $0.changing("*U*00401", to: "*U*00600").changing("004010", to: "005010") },
    ]

    @Test("a fault of the envelope is told by its note", arguments: cases)
    func said(_ item: NoteCase) throws {
        #expect(try Answered(item.change(Self.order), last: item.isLast).interchange == ["TA1 " + item.said])
    }

    @Test("an interchange with a small fault is told so only if it asks", arguments: ["0", "1"])
    func unasked(_ request: String) throws {
        let text = Self.order.changing("*1*T*", to: "*\(request)*T*").changing("*0930*U", to: "*2460*U")
        #expect(try Answered(text).interchange == (request == "1" ? ["TA1 E 015"] : []))
    }

    /// Where nobody is named to send it to, to send it from, or where none is asked for: the note is known, no TA1 goes out.
    static let unsent: [(note: String, change: @Sendable (String) -> String)] = [
        ("R 006", { $0.changing("*BUYERCO        *", to: "*               *") }),
        ("R 008", { $0.changing("*SELLERCO       *", to: "*               *") }),
        ("E 019", { $0.changing("*1*T*", to: "*Y*T*") }),
    ]

    @Test("what no TA1 is sent for has its note nevertheless", arguments: unsent.indices)
    func withoutAnswer(_ index: Int) throws {
        let text = Self.unsent[index].change(Self.order)
        let report = try #require(try Answered.reports(Array(text.utf8)).first)
        let said = InterchangeAcknowledgment(of: report, date: "260921", time: "1015")
        #expect("\(said.code.rawValue) \(said.note)" == Self.unsent[index].note)
    }

    /// Notes that no reading raises, and why.
    static let elsewhere: [String: String] = [
        "002": "there is one standard (U); any other value is invalid (016)",
        "009": "who is known, the register of partners says",
        "011": "which authorisation is right, only an agreement says",
        "013": "which password is right, only an agreement says",
        "028": "deferred delivery is a network's service", "029": "deferred delivery is a network's service",
        "030": "deferred delivery is a network's service", "031": "grade of service is a network's",
    ]

    @Test("every note is raised, or it is said why none is")
    func complete() {
        let all = Set((0...32).map { number in "0" + (number < 10 ? "0" : "") + "\(number)" })
        let raised = Set((Self.cases.map(\.said) + Self.unsent.map(\.note)).map { String($0.suffix(3)) })
        #expect(raised.union(Self.elsewhere.keys) == all)
        #expect(raised.isDisjoint(with: Self.elsewhere.keys))
    }
}
