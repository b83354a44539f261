import Diagnostics
import EDIFACT
import ReadingSupport
import Syntax
import Testing

@Suite("APERAK")
struct AperakTests {
    private static let faults = [
        Diagnostic(
            "directory.code-unknown", at: Position(segment: 5, tag: "QTY", element: "1.1"), value: "XQ9",
            facts: ["list": "6063", "directory": "D.96A"]),
        Diagnostic("mapping.required-field", at: Position(path: "lines[2].item.gtin")), Diagnostic("orders.unheard-of"),
    ]

    private static func report(_ errors: [Diagnostic] = faults) -> MessageReport {
        MessageReport(type: "ORDERS", version: "D.96A", agency: "UN", reference: "9000101", errors: errors)
    }

    private static let list = Aperak.ErrorList(
        values: ["directory.code-unknown": "12", "mapping": "40"], other: "99", list: "X1", agency: "ZZZ")

    private static func aperak(_ errors: [Diagnostic] = faults) -> Aperak {
        Aperak(
            of: report(errors), document: "PO-9", number: "AP-1", date: "202609211015",
            issuer: EnvelopeParty("4098765000010", qualifier: "14"), recipient: EnvelopeParty("BUYER"), errors: list
        ) { $0.code == "mapping.required-field" ? Aperak.Reference("LI", "3") : nil }
    }

    private static func bytes(
        _ aperak: Aperak, release: Aperak.Release = .d96A, syntax: String = "UNOC"
    ) throws -> [UInt8] {
        var writer = try EDIFACTWriter(
            InterchangeEnvelope(
                sender: EnvelopeParty("A"), recipient: EnvelopeParty("B"), reference: "7", date: "260921",
                time: "1015", syntax: syntax), advice: false)
        try writer.add(aperak, release: release, reference: "1")
        return try writer.finish()
    }

    private static func segments(
        _ aperak: Aperak, release: Aperak.Release = .d96A, syntax: String = "UNOC"
    ) throws -> [String] {
        let text = String(decoding: try bytes(aperak, release: release, syntax: syntax), as: UTF8.self)
        let all = text.split(separator: "'").map(String.init)
        #expect(all[1] == "UNH+1+APERAK:\(release.rawValue.replacing(".", with: ":")):UN")
        #expect(all[all.count - 2] == "UNT+\(all.count - 2)+1")
        return Array(all[2..<all.count - 2])
    }

    @Test("a message without faults is accepted by its document's number")
    func accepted() throws {
        #expect(
            try Self.segments(Self.aperak([])) == [
                "BGM++AP-1+29", "DTM+137:202609211015:203", "RFF+ACW:PO-9", "NAD+MS+4098765000010::9", "NAD+MR+BUYER",
            ])
        let short = Aperak(of: Self.report([]), number: "AP-1", date: "20260921")
        #expect(
            try Self.segments(short, release: .d01B) == [
                "BGM+305+AP-1+29", "DTM+137:20260921:102", "RFF+ACW:9000101",
            ])
    }

    @Test("each fault is an error with the partner's value: its own, its area's, or that of all others")
    func rejected() throws {
        let segments = try Self.segments(Self.aperak())
        #expect(segments.first == "BGM++AP-1+27")
        #expect(segments.filter { $0.hasPrefix("ERC") } == ["ERC+12:X1:ZZZ", "ERC+40:X1:ZZZ", "ERC+99:X1:ZZZ"])
        let texts = segments.filter { $0.hasPrefix("FTX") }
        #expect(texts.count == 3 && texts[0].hasPrefix("FTX+AAO+++Segment 5 (QTY), element 1.1?: "))
        #expect(texts[1].hasPrefix("FTX+AAO+++Lines[2].item.gtin?: "))
        #expect(texts[2] == "FTX+AAO+++orders.unheard-of")
        #expect(segments.filter { $0.hasPrefix("RFF") } == ["RFF+ACW:PO-9", "RFF+LI:3"])
        let alone = Aperak(of: Self.report(), number: "1", date: "20260921")
        #expect(Set(alone.errors.map(\.value)) == ["999"])
    }

    @Test("what is written is read as it was", arguments: Aperak.Release.allCases, ["UNOC", "UNOY"])
    func readBack(_ release: Aperak.Release, _ syntax: String) throws {
        for said in [Self.aperak(), Self.aperak([])] {
            let reading = try Reading(try Self.bytes(said, release: release, syntax: syntax))
            #expect(reading.codes.isEmpty)
            let read = try #require(reading.messages.first.flatMap { Aperak($0.tree) })
            #expect(read == said)
        }
    }

    @Test("a long text is broken between words into five lines; what no charset holds is left out of it")
    func texts() throws {
        var said = Self.aperak([])
        let words = String(repeating: "nine more ", count: 60)
        said.errors = [Aperak.ApplicationError(value: "1", text: words), .init(value: "2", text: "Łąka \u{7}`ok`")]
        let lines = try Self.segments(said).filter { $0.hasPrefix("FTX") }
        let parts = lines[0].dropFirst("FTX+AAO+++".count).split(separator: ":")
        #expect(parts.count == 5 && parts.allSatisfy { $0.utf8.count <= 70 && $0.hasPrefix("nine") })
        #expect(try Self.segments(said, syntax: "UNOA").last == "FTX+AAO+++LAKA `OK`")
        #expect(lines[1] == "FTX+AAO+++Laka `ok`")
    }

    @Test("no more errors are named than the message holds")
    func many() throws {
        let aperak = Self.aperak(Array(repeating: Diagnostic("orders.unheard-of"), count: 1_200))
        #expect(aperak.errors.count == 999)
    }

    /// A value that does not fit, and where it is said to stand.
    private static let misfits: [(place: String, change: @Sendable (inout Aperak) -> Void)] = [
        ("ERC 1.1", { $0.errors = [.init(value: "123456789")] }), ("ERC 1.1", { $0.errors = [.init(value: "")] }),
        ("ERC 1.2", { $0.errors = [.init(value: "1", list: "LIST")] }),
        ("ERC 1.3", { $0.errors = [.init(value: "1", agency: "AGENCY")] }),
        ("BGM 2", { $0.number = String(repeating: "9", count: 36) }), ("DTM 1.2", { $0.date = "2026-09-21" }),
        ("RFF 1.1", { $0.references = [.init("", "1")] }),
        ("RFF 1.2", { $0.references = [.init("ON", String(repeating: "9", count: 36))] }),
        ("NAD 2.1", { $0.issuer = EnvelopeParty("") }),
    ]

    @Test("what does not fit its place is refused with the place", arguments: misfits.indices)
    func unwritable(_ index: Int) throws {
        var aperak = Self.aperak()
        Self.misfits[index].change(&aperak)
        let said = aperak
        let error = #expect(throws: Diagnostic.self) { try Self.bytes(said) }
        #expect(error?.code == "edifact.aperak-unwritable")
        #expect("\(error?.position?.tag ?? "") \(error?.position?.element ?? "")" == Self.misfits[index].place)
        let wording = Catalogue.english.wording(of: try #require(error))
        #expect(!"\(wording.message)\(wording.rule)\(wording.fix)".contains("{"))
    }

    /// What each sample says: number, verdict, what it speaks of, errors with their texts.
    private static let samples: [(name: String, said: [String])] = [
        ("synthetic/aperak_d96a_error.edi", ["AP-1 rejected ACW:PO-2026-0001 999 UNKNOWN BUYER GLN"]),
        ("pydifact__v3-aperak.edi", ["APERAK001 nil ACW:PO123456 1 Message accepted without errors"]),
        (
            "pydifact__v3-aperak_rejected.edi",
            ["APERAK002 nil ACW:PO123456 12 Order rejected due to invalid product code"]
        ), ("edi-net__Apperak_edi_out_issue235.edi", ["0109094405 nil ON:4506701767"]),
    ]

    @Test("every sample of an APERAK is read as what it says", arguments: samples.map(\.name))
    func sample(_ name: String) throws {
        let expected = try #require(Self.samples.first { $0.name == name }).said
        let read = try Reading(try Corpus.edifact.bytes(name)).messages.compactMap { Aperak($0.tree) }.map {
            aperak -> String in
            let verdict = aperak.verdict.map { "\($0)" } ?? "nil"
            let references = aperak.references.map { "\($0.qualifier):\($0.number ?? "")" }
            let errors = aperak.errors.flatMap { [$0.value, $0.text ?? ""] }
            return ([aperak.number ?? "", verdict] + references + errors).joined(separator: " ")
        }
        #expect(read == expected)
    }

    @Test(
        "the verdict is told by function, response or kind of message; a message of another kind has none",
        arguments: [
            ("BGM++1+27", Aperak.Verdict.rejected), ("BGM++1+6", .accepted), ("BGM++1++RE", .rejected),
            ("BGM++1+9+AP", .accepted), ("BGM+313+1", .rejected), ("BGM+312+1", .accepted), ("BGM+305+1+9", nil),
        ] as [(String, Aperak.Verdict?)])
    func verdict(_ segment: String, _ verdict: Aperak.Verdict?) throws {
        let text = "UNB+UNOC:3+A+B+260921:0930+1'UNH+1+APERAK:D:01B:UN'\(segment)'UNT+3+1'UNZ+1+1'"
        let aperak = try #require(try Reading(text).messages.first.flatMap { Aperak($0.tree) })
        #expect(aperak.verdict == verdict)
        let none = text.changing(segment, to: "UNS+S")
        #expect(try Reading(none).messages.first.flatMap { Aperak($0.tree) } == nil)
    }
}
