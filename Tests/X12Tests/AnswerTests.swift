import Diagnostics
import ReadingSupport
import Syntax
import Testing
import X12

@Suite("Reading 997, 999 and TA1")
struct AnswerTests {
    private static func answers(_ name: String) throws -> [FunctionalAnswer] {
        try Reading(try Corpus.x12.bytes(name)).messages.compactMap { FunctionalAnswer($0.tree) }
    }

    private static func answer(_ segments: String) throws -> FunctionalAnswer? {
        let text = order.replacing("ST*850*0001~", with: "ST*997*0001~").replacing(
            "BEG*00*SA*PO-9**20260921~", with: segments)
        return try Reading(text).messages.first.flatMap { FunctionalAnswer($0.tree) }
    }

    @Test("a sample with an element in error gives group, set, segment and element")
    func rejected() throws {
        let answer = try #require(try Self.answers("synthetic/997_004010_rejected.edi").first)
        #expect(answer.type == "PO" && answer.controlNumber == "101" && answer.version == nil)
        #expect(answer.verdict == .rejected && answer.codes.isEmpty)
        #expect(answer.included == 1 && answer.received == 1 && answer.accepted == 0)
        let set = try #require(answer.transactionSets.first)
        #expect(set.type == "850" && set.controlNumber == "0001" && set.verdict == .rejected && set.codes == ["5"])
        let segment = try #require(set.segments.first)
        #expect(segment.tag == "BEG" && segment.segment == 2 && segment.code == "8" && segment.loop == nil)
        let element = try #require(segment.elements.count == 1 ? segment.elements.first : nil)
        #expect(element.element == 5 && element.component == nil && element.repetition == nil)
        #expect(element.reference == "373" && element.code == "8" && element.value == "20261321")
    }

    @Test("a 999 that accepts with errors names its version and conventions")
    func acceptedWithErrors() throws {
        let answer = try #require(try Self.answers("synthetic/999_005010_accepted_with_errors.edi").first)
        #expect(answer.version == "005010" && answer.verdict == .acceptedWithErrors && answer.verdict.isAccepted)
        #expect(answer.transactionSets.first?.convention == "005010")
        #expect(answer.transactionSets.first?.segments.first?.elements.first?.value == "ABC")
    }

    /// File, and of each answer: group, its verdict, then each set's number, verdict and notes.
    private static let samples: [(name: String, answers: [String])] = [
        ("blueseer__ACME_997.txt", ["SH 100043 A: 000100043 A"]),
        (
            "pyx12__834_lui_id_5010.999.txt",
            ["BE 13360001 A: 0001 A", "BE 13360001 A: 0001 A", "BE 13360001 A: 0001 A", "BE 13360001 A: 0001 A"]
        ),
        ("staedi__invalid997.edi", ["HC NOT IN CODESET 000001 R: 0021 R 5 NM1/8/8 [8/7]"]),
        ("staedi__simple997.edi", ["HC 000001 R: 0021 R 5 NM1/8/8 [8/7]"]),
        ("staedi__simple999.edi", ["HC 17456 P: 0001 A, 0002 R 5 CLM/22/8 [2/1], 0003 R 5 REF/57/3"]),
        ("stupidedi__004010-FA997-pass-1.edi", ["AG 160 A: 0160 A"]),
        (
            "stupidedi__response-to-functional-group-containing-3-837s.edi",
            ["HC 17456 P: 0001 A, 0002 R 5 CLM/22/8 [2/1], 0003 R 5 REF/57/3"]
        ),
        (
            "stupidedi__response-to-functional-group-containing-837s.edi",
            ["HC 17456 P: 0001 A, 0002 R 5 CLM/22/8 [1/1]"]
        ),
        (
            "x12parser__DHS_Wisconsin_Sample.txt",
            ["HC 17456 P: 0001 A, 002 R 5 CLM/22/8 [2/1], 0003 R 5 REF/57/3"]
        ),
        ("synthetic/997_004010_rejected.edi", ["PO 101 R: 0001 R 5 BEG/2/8 [5/8]"]),
        ("synthetic/999_005010_accepted_with_errors.edi", ["PO 101 E: 0001 E 5 PO1/10/8 [4/6]"]),
    ]

    private func words(_ answer: FunctionalAnswer) -> String {
        let sets = answer.transactionSets.map { set -> String in
            let notes = set.segments.map { note -> String in
                let elements = note.elements.map { "\($0.element)/\($0.code)" }.joined(separator: " ")
                return "\(note.tag)/\(note.segment)/\(note.code ?? "")" + (elements.isEmpty ? "" : " [\(elements)]")
            }
            return ([set.controlNumber, set.verdict?.rawValue ?? "?"] + set.codes + notes).joined(separator: " ")
        }
        let head = "\(answer.type ?? "?") \(answer.controlNumber) \(answer.verdict.rawValue)"
        return "\(head): " + sets.joined(separator: ", ")
    }

    @Test("every sample of a 997 or 999 is read as the answer that it is", arguments: samples.map(\.name))
    func sample(_ name: String) throws {
        let expected = try #require(Self.samples.first { $0.name == name }).answers
        #expect(try Self.answers(name).map(words) == expected)
    }

    @Test("no sample of another kind is an answer")
    func complete() throws {
        let listed = Set(Self.samples.map(\.name))
        for name in Corpus.x12.names where !listed.contains(name) {
            let messages = try Reading(try Corpus.x12.bytes(name)).messages
            #expect(messages.allSatisfy { FunctionalAnswer($0.tree) == nil }, "\(name)")
            #expect(messages.allSatisfy { !["997", "999"].contains($0.type) }, "\(name)")
        }
    }

    @Test("what is not named is what its group is; of a group that is partly accepted nothing is known")
    func unnamed() throws {
        let whole = try #require(try Self.answer("AK1*PO*101~AK9*A*2*2*2~"))
        #expect(whole.verdict(ofSet: "0002") == .accepted)
        let part = try #require(try Self.answer("AK1*PO*101~AK2*850*0001~AK5*E*5~AK9*P*2*2*1*5~"))
        #expect(part.verdict(ofSet: "0001") == .acceptedWithErrors && part.verdict(ofSet: "0002") == nil)
        #expect(part.codes == ["5"])
    }

    @Test(
        "what names no group, or says nothing of it, is no answer",
        arguments: ["AK1*PO~AK9*A*1*1*1~", "AK1*PO*101~", "AK1*PO*101~AK9*Z*1*1*1~", "AK9*A*1*1*1~", "BEG*00~"])
    func none(_ segments: String) throws {
        #expect(try Self.answer(segments) == nil)
    }

    @Test("notes without their set or segment are passed over, an unknown verdict of a set is none")
    func incomplete() throws {
        let answer = try #require(
            try Self.answer("AK1*PO*101~AK3*BEG*2**8~AK5*R~AK2*850*0001~AK4*1**7~AK5*Q~AK2*850~AK9*R*1*1*0~"))
        #expect(answer.transactionSets.count == 1)
        #expect(answer.transactionSets.first?.verdict == nil && answer.transactionSets.first?.segments.isEmpty == true)
    }

    @Test("a component and a repeat in error are told apart from their element")
    func components() throws {
        let answer = try #require(
            try Self.answer("AK1*PO*101~AK2*850*0001~AK3*PO1*5*PO1*8~AK4*3>2>4*355*7*XX~AK5*R*5~AK9*R*1*1*0~"))
        let note = try #require(answer.transactionSets.first?.segments.first)
        #expect(note.loop == "PO1")
        let element = try #require(note.elements.count == 1 ? note.elements.first : nil)
        #expect(element.element == 3 && element.component == 2 && element.repetition == 4)
        #expect(element.reference == "355" && element.code == "7" && element.value == "XX")
    }

    @Test(
        "TA1 gives interchange, verdict and note; a note that is left out is none",
        arguments: [
            ("synthetic/ta1_rejected.edi", ["000000101 260921 0930 R 021"]),
            ("staedi__x12_interchange_ack.txt", ["000000050 200229 1200 A 000"]),
            (
                "x12parser__TechnicalAcknowledgment_Sample1.txt",
                ["0659 20110922 0512 A nil", "0660 20110922 0512 A nil"]
            ),
        ] as [(String, [String])])
    func interchanges(name: String, expected: [String]) throws {
        let answers = try Reading(try Corpus.x12.bytes(name)).messages.compactMap { InterchangeAnswer($0.tree) }
        let words = answers.map { answer in
            [answer.controlNumber, answer.date, answer.time, answer.code.rawValue, answer.note].map { $0 ?? "nil" }
                .joined(separator: " ")
        }
        #expect(words == expected)
    }

    @Test("a TA1 that names no interchange or no verdict, and what is no TA1, is no answer")
    func noInterchange() throws {
        for text in ["TA1**260921*0930*A*000~", "TA1*7*260921*0930*Q*000~"] {
            let reading = try Reading(order.changing("GS*PO", to: text + "GS*PO"))
            #expect(reading.messages.map(\.type) == ["TA1", "850"])
            #expect(reading.messages.allSatisfy { InterchangeAnswer($0.tree) == nil })
        }
    }
}
