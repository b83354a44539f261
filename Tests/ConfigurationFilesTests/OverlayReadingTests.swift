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
            ("  - { message: ORDERS, changes: [ { at: NAD, length: 3 } ] }", "3:41 directory.overlay-change NAD"),
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
            ("  - { message: ODRERS, changes: [ { at: LIN } ] }", "3:5 directory.message-unknown ODRERS"),
            (
                "  - { message: ORDERS, version: D.99Z, changes: [ { at: LIN } ] }",
                "3:5 directory.message-unknown ORDERS"
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

    @Test("the README's example is right")
    func readme() throws {
        let text = try String(contentsOfFile: Repository.path("README.md"), encoding: .utf8)
        let start = try #require(text.firstRange(of: "directory:\n  - profile"))
        let end = try #require(text[start.lowerBound...].firstRange(of: "```"))
        let example = String(text[start.lowerBound..<end.lowerBound])
        #expect(Company.faults(partner: "partner: northwind\n" + example) == [])
    }
}
