import ConfigurationFiles
import Diagnostics
import Directories
import Foundation
import Testing

@Suite("What is agreed with a partner beyond the directory")
struct OverlayReadingTests {
    /// A partner's file with a `directory`.
    private static func file(_ directory: String) -> String { "partner: northwind\ndirectory:\n" + directory }

    @Test("changes and tolerances are read with their places")
    func overlay() throws {
        var company = Company()
        company.files["partners/northwind.yaml"] = Self.file(
            """
              - message: ORDERS
                version: D.96A
                changes:
                  - { at: NAD/C082/3039, use: mandatory, length: 13 }
                  - { at: LIN/QTY/6063, codes: ["21", 12] }
                  - { at: "*/RFF", repeats: 2 }
                  - { at: LIN/IMD/7077, moreCodes: X, length: ..2 }
                  - { at: BGM/1004, length: 2..17, use: optional }
                tolerate:
                  - { fault: directory.too-long, as: warning, at: FTX/4.1 }
                  - { fault: directory.code-unknown, as: information }
              - profile: eancom
              - message: 850
                changes: [ { at: CUR, use: unused } ]
            """)
        let reading = company.read()
        #expect(reading.diagnostics.items == [])
        let overlays = try #require(reading.installation?.partner("northwind")?.directory)
        let first = try #require(overlays.first)
        #expect(first.message == "ORDERS")
        #expect(first.version == "D.96A")
        #expect(
            first.changes.map(\.path) == [
                ["NAD", "C082", "3039"], ["LIN", "QTY", "6063"], ["*", "RFF"], ["LIN", "IMD", "7077"], ["BGM", "1004"],
            ])
        #expect(first.changes.map(\.use) == [.mandatory, nil, nil, nil, .optional])
        #expect(first.changes.map(\.length) == [13...13, nil, nil, 0...2, 2...17])
        #expect(first.changes[1].codes == ["21", "12"])
        #expect(first.changes[2].repeats == 2)
        #expect(first.changes[3].moreCodes == ["X"])
        #expect(first.changes[0].position?.line == 6)
        #expect(
            first.tolerances == [
                Tolerance("directory.too-long", .warning, tag: "FTX", element: "4.1"),
                Tolerance("directory.code-unknown", .information),
            ])
        #expect(overlays.contains(.eancom))
        #expect(overlays.last?.message == "850")
    }

    @Test(
        "what is wrong is said with file, line and column",
        arguments: [
            ("  - changes: [ { at: LIN } ]", "3:5 yaml.missing-key"),
            (
                "  - { message: ORDERS, changes: [ { at: LIN/QTI, use: mandatory } ] }",
                "3:41 directory.overlay-path LIN/QTI"
            ),
            ("  - { message: ORDERS, changes: [ { at: NAD, length: 3 } ] }", "3:54 directory.overlay-change NAD"),
            ("  - { message: ORDERS, changes: [ { use: mandatory } ] }", "3:35 yaml.missing-key"),
            ("  - { message: ORDERS, changes: [ { at: LIN, use: need } ] }", "3:51 yaml.not-choice need"),
            ("  - { message: ORDERS, changes: [ { at: LIN, repeats: 0 } ] }", "3:55 yaml.not-integer 0"),
            (
                "  - { message: ORDERS, changes: [ { at: BGM/1004, length: 5..2 } ] }",
                "3:59 configuration.length-form 5..2"
            ),
            (
                "  - { message: ORDERS, changes: [ { at: BGM/1004, length: long } ] }",
                "3:59 configuration.length-form long"
            ),
            ("  - { message: ODRERS, changes: [ { at: LIN } ] }", "3:16 configuration.overlay-message ODRERS"),
            (
                "  - { message: ORDERS, version: D.99Z, changes: [ { at: LIN } ] }",
                "3:33 configuration.overlay-version D.99Z"
            ),
            ("  - { version: D.96B, tolerate: [] }", "3:5 configuration.overlay-empty"),
            (
                "  - { version: 96B, tolerate: [ { fault: directory.too-long, as: error } ] }",
                "3:16 configuration.overlay-version 96B"
            ),
            (
                "  - { message: 850, version: D.96A, changes: [ { at: CUR, use: unused } ] }",
                "3:16 configuration.overlay-message-version 850"
            ),
            ("  - { profile: eancon }", "3:16 yaml.not-choice eancon"),
            ("  - { profile: eancom, message: ORDERS }", "3:24 yaml.unknown-key message"),
            (
                "  - { tolerate: [ { fault: directory.to-long, as: warning } ] }",
                "3:28 yaml.not-choice directory.to-long"
            ),
            ("  - { tolerate: [ { fault: directory.too-long, as: nothing } ] }", "3:52 yaml.not-choice nothing"),
            ("  - { tolerate: [ { fault: directory.too-long } ] }", "3:19 yaml.missing-key"),
            ("  - ORDERS", "3:5 yaml.wrong-kind"),
        ])
    func faults(directory: String, fault: String) {
        #expect(Company.faults(partner: Self.file(directory)).first == "partners/northwind.yaml:" + fault)
    }

    /// The changes to ORDERS that one item makes.
    private static func changes(_ changes: String, _ more: String = "") -> String {
        "  - { message: ORDERS, changes: [ \(changes) ] \(more)}"
    }

    private static func tolerated(_ entry: String, message: String = "ORDERS") -> String {
        "  - { message: \(message), tolerate: [ { \(entry) } ] }"
    }

    @Test(
        "a place that there is not is told with the nearest, and without one where none is near",
        arguments: [
            ("at: LIN/QTI, use: mandatory", "3:41 directory.overlay-path LIN/QTI", "the nearest is QTY"),
            ("at: NAD/C082/3038, use: unused", "3:41 directory.overlay-path NAD/C082/3038", "the nearest is 3039"),
            ("at: NAD/9999, use: unused", "3:41 directory.overlay-path NAD/9999", "D.21B."),
            ("at: \"*/LIM\", repeats: 2", "3:41 directory.overlay-path */LIM", "the nearest is LIN"),
            ("at: \"*/LIN/C212/7141\", length: 2", "3:41 directory.overlay-path */LIN/C212/7141", "is 7140"),
            ("at: LIN//QTY, repeats: 2", "3:41 directory.overlay-path LIN//QTY", "D.21B."),
            ("at: LIN/, repeats: 2", "3:41 directory.overlay-path LIN/", "D.21B."),
            ("at: XXXXXXXXXXX, repeats: 2", "3:41 directory.overlay-path XXXXXXXXXXX", "D.21B."),
        ])
    func paths(change: String, fault: String, sentence: String) throws {
        let found = try #require(faults(Self.changes("{ \(change) }")).first)
        #expect(found.inShort == "partners/northwind.yaml:" + fault)
        let message = Catalogue.english.wording(of: found).message
        #expect(message.contains(sentence))
        #expect(!message.contains("none"))
    }

    @Test("of an overlay for all versions it is told in which a change does nothing")
    func partly() throws {
        // LIN 1082 is numeric in the older directories, and alphanumeric in the newer ones.
        let found = try #require(faults(Self.changes("{ at: LIN/1082, codes: [ABC] }")).first)
        #expect(found.inShort == "partners/northwind.yaml:3:58 directory.overlay-partly ABC")
        #expect(found.severity == .information)
        let message = Catalogue.english.wording(of: found).message
        #expect(message.contains("ORDERS of") && message.contains("D.96A") && !message.contains("D.10B"))
        #expect(faults(Self.changes("{ at: LIN/1082, codes: ['1'] }")).isEmpty)
    }

    @Test(
        "a change that makes no sense at its place is told where its part stands",
        arguments: [
            ("at: UNH, use: unused", "3:51 directory.overlay-service UNH"),
            ("at: UNT/0062, use: optional", "3:56 directory.overlay-service UNT/0062"),
            ("at: NAD/3035, repeats: 2", "3:60 directory.overlay-change NAD/3035"),
            ("at: LIN/QTY, codes: [A]", "3:57 directory.overlay-change LIN/QTY"),
            ("at: LIN/QTY/6063, codes: [ABCD]", "3:62 directory.overlay-code ABCD"),
            ("at: LIN/QTY/6063, codes: [\"  \"]", "3:62 directory.overlay-code   "),
            ("at: LIN/PAC/7224, codes: [many]", "3:62 directory.overlay-code many"),
            ("at: BGM/1004, moreCodes: [A]", "3:62 directory.overlay-open BGM/1004"),
            ("at: LIN/QTY/6063, codes: []", "3:62 configuration.codes-empty []"),
            ("at: LIN/QTY/6063, moreCodes: []", "3:66 configuration.codes-empty []"),
            ("at: LIN/QTY/6063, codes: [A, B, A]", "3:62 configuration.code-twice A"),
            ("at: LIN/QTY/6063, codes: [A], moreCodes: A", "3:78 configuration.code-twice A"),
            ("at: LIN/QTY", "3:41 configuration.overlay-nothing LIN/QTY"),
            ("at: LIN/QTY, use: unused, repeats: 2", "3:72 configuration.overlay-unused repeats"),
            ("at: BGM/1004, length: an..35", "3:59 configuration.length-form an..35"),
            ("at: BGM/1004, length: \"\"", "3:59 configuration.length-form "),
            ("at: BGM/1004, length: 0", "3:59 configuration.length-form 0"),
        ])
    func senseless(change: String, fault: String) {
        #expect(
            Company.faults(partner: Self.file(Self.changes("{ \(change) }"))) == ["partners/northwind.yaml:" + fault])
    }

    @Test(
        "a tolerance that covers nothing is told",
        arguments: [
            (
                "ORDERS", "fault: directory.date-invalid, as: warning",
                "3:45 directory.tolerance-fault directory.date-invalid"
            ),
            (
                "850", "fault: directory.type-alphabetic, as: error",
                "3:42 directory.tolerance-fault directory.type-alphabetic"
            ),
            ("ORDERS", "fault: directory.too-long, as: error, at: FTY/4", "3:80 directory.tolerance-place FTY"),
            ("ORDERS", "fault: directory.too-long, as: error, at: FTX/44", "3:80 directory.tolerance-place FTX/44"),
            ("ORDERS", "fault: directory.too-long, as: error, at: FTX/1.1", "3:80 directory.tolerance-place FTX/1.1"),
            ("ORDERS", "fault: directory.too-long, as: error, at: FTX/x", "3:80 directory.tolerance-place FTX/x"),
            ("ORDERS", "fault: directory.too-long, as: error, at: FTX/", "3:80 directory.tolerance-place FTX/"),
            ("ORDERS", "fault: directory.too-long, as: error, at: \"\"", "3:80 yaml.missing-key"),
            (
                "ORDERS", "fault: directory.segment-repeats, as: error, at: FTX/4",
                "3:87 directory.tolerance-level FTX/4"
            ),
            ("ORDERS", "fault: directory.segment-unknown, as: error, at: zz", "3:87 directory.tolerance-place zz"),
        ])
    func intolerable(message: String, entry: String, fault: String) {
        let faults = Company.faults(partner: Self.file(Self.tolerated(entry, message: message)))
        #expect(faults == ["partners/northwind.yaml:" + fault])
    }

    @Test(
        "what can be tolerated is",
        arguments: [
            ("ORDERS", "fault: directory.segment-unknown, as: warning, at: ZZ1"),
            ("ORDERS", "fault: directory.too-many-elements, as: warning, at: FTX/9"),
            ("ORDERS", "fault: directory.too-long, as: warning, at: UNH/1"),
            ("850", "fault: directory.too-long, as: warning, at: N1/04"),
            ("850", "fault: directory.level-late, as: error"),
        ])
    func tolerable(message: String, entry: String) throws {
        #expect(Company.faults(partner: Self.file(Self.tolerated(entry, message: message))) == [])
        #expect(Company.faults(partner: Self.file("  - { tolerate: [ { \(entry) } ] }")) == [])
    }

    @Test("an element of X12 may be numbered with its zero")
    func zero() throws {
        var company = Company()
        company.files["partners/northwind.yaml"] = Self.file(
            Self.tolerated("fault: directory.too-long, as: warning, at: N1/04", message: "850"))
        let overlays = try #require(company.read().installation?.partner("northwind")?.directory)
        #expect(overlays.first?.tolerances == [Tolerance("directory.too-long", .warning, tag: "N1", element: "4")])
    }

    @Test(
        "what is said twice is told with the line that said it first",
        arguments: [
            ("  - profile: eancom\n  - profile: eancom", "4:14 configuration.overlay-twice eancom"),
            (
                changes("{ at: LIN, repeats: 2 }, { at: LIN, use: optional }"),
                "3:66 configuration.overlay-twice LIN"
            ),
            (
                changes("{ at: LIN, repeats: 2 }") + "\n" + changes("{ at: LIN, repeats: 3 }"),
                "4:41 configuration.overlay-twice LIN"
            ),
            (
                tolerated("fault: directory.too-long, as: error }, { fault: directory.too-long, as: warning"),
                "3:87 configuration.overlay-twice directory.too-long"
            ),
        ])
    func twice(directory: String, fault: String) throws {
        let found = faults(directory)
        #expect(found.map(\.inShort) == ["partners/northwind.yaml:" + fault])
        let message = Catalogue.english.wording(of: try #require(found.first)).message
        #expect(message.contains("in line 3 already"))
    }

    @Test("each place may be told for another version, and an earlier item's list has codes added")
    func layers() {
        let version = "  - { message: ORDERS, version: D.96A, changes: [ { at: LIN, repeats: 3 } ] }\n"
        #expect(Company.faults(partner: Self.file(version + Self.changes("{ at: LIN, repeats: 2 }"))) == [])
        let listed = Self.changes("{ at: BGM/1004, codes: [A] }")
        let more = "  - { message: ORDERS, version: D.96A, changes: [ { at: BGM/1004, moreCodes: [B] } ] }"
        #expect(Company.faults(partner: Self.file(listed + "\n" + more)) == [])
    }

    private func faults(_ directory: String) -> [Diagnostic] {
        var company = Company()
        company.files["partners/northwind.yaml"] = Self.file(directory)
        return company.read().diagnostics.items
    }

    @Test("the README's example is right")
    func readme() throws {
        let text = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
        let start = try #require(text.firstRange(of: "directory:\n  - profile"))
        let end = try #require(text[start.lowerBound...].firstRange(of: "```"))
        let example = String(text[start.lowerBound..<end.lowerBound])
        #expect(Company.faults(partner: "partner: northwind\n" + example) == [])
    }
}
