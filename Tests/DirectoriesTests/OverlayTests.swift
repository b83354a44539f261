import Diagnostics
import Directories
import Syntax
import Testing

@Suite("Overlays")
struct OverlayTests {
    /// What is found in an EDIFACT message when an overlay is applied, as code and place.
    private func faults(_ text: String, _ overlays: [Overlay]) throws -> [String] {
        try found(text, overlays).map { item in
            [item.code.rawValue, item.position?.tag ?? "", item.position?.element ?? ""].joined(separator: " ")
        }
    }

    private func found(_ text: String, _ overlays: [Overlay]) throws -> [Diagnostic] {
        try Checked(text, overlays: OverlaidShapes(overlays)).diagnostics
    }

    private func faultsX12(_ text: String, _ overlays: [Overlay]) -> [String] {
        CheckedX12(Array(text.utf8), overlays: OverlaidShapes(overlays)).diagnostics.map { item in
            [item.code.rawValue, item.position?.tag ?? "", item.position?.element ?? ""].joined(separator: " ")
        }
    }

    let body = "NAD+BY+1::9\nLIN+1++2:EN\nQTY+21:5\nNAD+DP+3::9"

    @Test("parts become mandatory, optional or unused at one place only")
    func use() throws {
        let mandatory = Overlay(changes: [.init("NAD/C080", use: .mandatory), .init("LIN/PIA", use: .mandatory)])
        #expect(
            try faults(order(body), [mandatory]) == [
                "directory.element-missing NAD 4", "directory.segment-missing QTY ",
            ])
        let component = Overlay(changes: [.init("LIN/C212/3055", use: .mandatory)])
        #expect(try faults(order(body), [component]) == ["directory.component-missing LIN 3.4"])
        let unused = Overlay(changes: [
            .init("NAD/C082/3055", use: .unused), .init("LIN/QTY", use: .unused), .init("LIN/NAD/3035", use: .unused),
        ])
        #expect(
            try faults(order(body), [unused]) == [
                "directory.element-unused NAD 2.3", "directory.segment-unused QTY ", "directory.element-unused NAD 1",
            ])
        let optional = Overlay(changes: [.init("BGM", use: .optional), .init("UNS", use: .optional)])
        let missing = order("").replacingOccurrences("BGM+220+PO-9+9'\n", "").replacingOccurrences("UNT+5", "UNT+4")
        #expect(try faults(missing, []) == ["directory.segment-missing DTM "])
        #expect(try faults(missing, [optional]) == [])
    }

    @Test("a star stands for the segment in all groups, and leaves the composites of other segments alone")
    func everywhere() throws {
        let all = Overlay(changes: [.init("*/NAD/C082/3039", length: 13...13)])
        #expect(try faults(order(body), [all]) == ["directory.too-short NAD 2.1", "directory.too-short NAD 2.1"])
        let one = Overlay(changes: [.init("NAD/C082/3039", length: 13...13)])
        #expect(try faults(order(body), [one]) == ["directory.too-short NAD 2.1"])
        #expect(try found(order(body), [one]).first?.position?.segment == 4)
        // C212 stands in LIN and in PIA.
        let item = Overlay(changes: [.init("*/LIN/C212/7140", length: 8...14)])
        #expect(try faults(order("LIN+1++2:EN\nPIA+5+3:SA"), [item]) == ["directory.too-short LIN 3.1"])
    }

    @Test("lengths and repeats are narrower or wider than the directory's")
    func lengths() throws {
        let wide = Overlay(changes: [.init("LIN/1082", length: 1...9)])
        #expect(try faults(order("LIN+1234567"), []) == ["directory.too-long LIN 1"])
        #expect(try faults(order("LIN+1234567"), [wide]) == [])
        let few = Overlay(changes: [.init("RFF", repeats: 1), .init("DTM", repeats: 1)])
        #expect(try faults(order("RFF+ON:1\nRFF+CT:2"), [few]) == ["directory.group-repeats RFF "])
    }

    @Test("codes are only those, or those too")
    func codes() throws {
        let only = Overlay(changes: [.init("LIN/QTY/6063", codes: ["21"])])
        #expect(try faults(order("LIN+1\nQTY+21:5\nQTY+12:5"), [only]) == ["directory.code-unknown QTY 1.1"])
        let more = Overlay(changes: [.init("LIN/QTY/C186/6063", moreCodes: ["XQ9"])])
        #expect(
            try faults(order("LIN+1\nQTY+XQ9:5\nQTY+12:5\nQTY+XQ8:5"), [more]) == ["directory.code-unknown QTY 1.1"])
        let listed = Overlay(message: "850", changes: [.init("BEG/02", codes: ["SA", "NE"])])
        let text = x12("BEG*00*KN*PO-1**20260921\nPO1*1")
        #expect(faultsX12(text, []) == [])
        #expect(faultsX12(text, [listed]) == ["directory.code-unknown BEG 2"])
    }

    @Test("what is left out of X12 has its values of 997")
    func unusedX12() {
        let overlay = Overlay(changes: [.init("CUR", use: .unused), .init("BEG/04", use: .unused)])
        let text = x12("BEG*00*SA*PO-1*7*20260921\nCUR*BY*USD\nPO1*1")
        #expect(faultsX12(text, [overlay]) == ["directory.element-unused BEG 4", "directory.segment-unused CUR "])
        #expect(X12Fault.of("directory.segment-unused") == X12Fault(level: .segment, code: "2"))
        #expect(X12Fault.of("directory.element-unused") == X12Fault(level: .element, code: "10"))
        #expect(ContrlFault.of("directory.segment-unused") == ContrlFault(level: .segment, code: 15))
        #expect(ContrlFault.of("directory.element-unused") == ContrlFault(level: .element, code: 15))
    }

    @Test("a tolerated deviation weighs what the overlay says, there and nowhere else")
    func tolerances() throws {
        let text = order("LIN+1234567\nQTY+XQ9:5")
        #expect(try found(text, []).map(\.severity) == [.error, .error])
        let line = Overlay(tolerances: [Tolerance("directory.too-long", .information, tag: "LIN", element: "1")])
        #expect(try found(text, [line]).map(\.severity) == [.information, .error])
        let quantity = Overlay(tolerances: [Tolerance("directory.code-unknown", .warning, tag: "QTY", element: "1")])
        #expect(try found(text, [line, quantity]).map(\.severity) == [.information, .warning])
        let other = Overlay(tolerances: [Tolerance("directory.too-long", .warning, tag: "RFF")])
        #expect(try found(text, [other]).map(\.severity) == [.error, .error])
        let strict = Overlay(tolerances: [Tolerance("directory.number-leading-digit", .error)])
        #expect(try found(order("LIN+1\nQTY+21:.5"), [strict]).map(\.severity) == [.error])
    }

    @Test("an overlay is about its message and version only, and the directory's own shape stays as it is")
    func scope() throws {
        let shape = try #require(DirectoryLibrary.standard.shape(message: "ORDERS", directory: "D.96A"))
        let changes = [Overlay.Change("LIN", use: .mandatory)]
        #expect(Overlay(message: "INVOIC", changes: changes).applied(to: shape).shape === shape)
        #expect(Overlay(version: "D.01B", changes: changes).applied(to: shape).shape === shape)
        let applied = Overlay(message: "ORDERS", version: "D.96A", changes: changes).applied(to: shape)
        #expect(applied.faults.isEmpty)
        #expect(applied.shape !== shape)
        #expect(shape.child(of: 0, named: "LIN").map { shape.nodes[$0].minimum } == 0)
        #expect(applied.shape.child(of: 0, named: "LIN").map { applied.shape.nodes[$0].minimum } == 1)
        let kept = OverlaidShapes([Overlay(changes: changes)])
        #expect(kept.shape(for: shape) === kept.shape(for: shape))
    }

    @Test("what cannot be applied is reported with its path")
    func faultsOfOverlays() throws {
        let shape = try #require(DirectoryLibrary.standard.shape(message: "ORDERS", directory: "D.96A"))
        let overlay = Overlay(changes: [
            .init("LIN/QTI", use: .mandatory), .init("NAD", length: 1...2), .init("NAD/3035", repeats: 2), .init("*"),
            .init("", use: .mandatory),
        ])
        let faults = overlay.applied(to: shape).faults.items
        #expect(
            faults.map(\.code.rawValue) == [
                "directory.overlay-path", "directory.overlay-change", "directory.overlay-change",
                "directory.overlay-path", "directory.overlay-path",
            ])
        #expect(faults.first?.value == "LIN/QTI")
        #expect(faults.first?.facts["nearest"]?.contains("QTY") == true)
    }

    @Test("a path that leaves its composite open is told with the ways to write it")
    func ambiguous() throws {
        let shape = try #require(DirectoryLibrary.standard.shape(message: "ORDERS", directory: "D.96A"))
        let faults = Overlay(changes: [.init("UNH/0051", use: .mandatory), .init("NAD/3055", length: 1...2)])
            .applied(to: shape).faults.items
        #expect(faults.map(\.code) == ["directory.overlay-ambiguous"])
        #expect(faults.first?.value == "UNH/0051")
        #expect(faults.first?.facts["ways"] == "S009/0051, S016/0051, S017/0051, S018/0051")
    }

    @Test("an element of X12 that there is not is no component of one that there is")
    func places() throws {
        let shape = try #require(DirectoryLibrary.standard.shape(message: "850", directory: "005010"))
        let overlay = Overlay(changes: [.init("REF/04/06", use: .unused), .init("REF/06", use: .unused)])
        let faults = overlay.applied(to: shape).faults.items
        #expect(faults.map(\.code) == ["directory.overlay-path"])
        #expect(faults.first?.value == "REF/06")
    }

    @Test("what one overlay leaves out another brings back")
    func back() throws {
        let unused = Overlay(changes: [.init("LIN/QTY", use: .unused)])
        let optional = Overlay(changes: [.init("LIN/QTY", use: .optional)])
        #expect(try faults(order("LIN+1\nQTY+21:5"), [unused, optional]) == [])
    }

    @Test("hierarchical levels are found in each other by a star")
    func levels() {
        let overlay = Overlay(changes: [.init("*/LIN/03", length: 12...14), .init("HL/REF", use: .unused)])
        let text = x12(
            "BSN*00*DES-1*20260921*0930\nHL*1**S\nHL*2*1*I\nLIN**UP*1\nREF*ZZ*1", "856", group: "SH")
        #expect(faultsX12(text, [overlay]) == ["directory.too-short LIN 3"])
    }

    @Test("EANCOM asks for the association code and for GTINs")
    func eancom() throws {
        let overlays = [Overlay.eancom] + Overlay.eancomLines
        let eancom = order("LIN+1++4006381333931:EN")
        #expect(try faults(eancom, overlays) == [])
        #expect(
            try faults(order("LIN+1++4006381333931:EN", subset: ""), overlays) == [
                "directory.component-missing UNH 2.5"
            ])
        #expect(try faults(order("LIN+1++400638133393100:EN"), overlays) == ["directory.too-long LIN 3.1"])
        for directory in ["D.93A", "D.96A", "D.01B", "D.21B"] {
            for message in DirectoryLibrary.standard.messages(in: directory) where message != "CONTRL" {
                // D.93A has no lines in PRICAT.
                if directory == "D.93A", message == "PRICAT" { continue }
                let shape = try #require(DirectoryLibrary.standard.shape(message: message, directory: directory))
                let faults = overlays.flatMap { $0.applied(to: shape).faults.items }
                #expect(faults.map(\.value) == [], "\(message) \(directory)")
            }
        }
    }
}

extension String {
    /// The text with all occurrences of another replaced.
    func replacingOccurrences(_ text: String, _ other: String) -> String {
        split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
    }
}
