import Diagnostics
import ReadingSupport

extension Breach {
    static let group = "UNG+ORDERS+A+B+260921:0930+5+UN+D:96A'\n"
    static let laterMessage = "UNH+9000102+ORDERS:D:96A:UN:EAN008'\nBGM+220'\nUNT+3+9000102'\n"

    /// Every rule that the reader knows, broken.
    static let all = [
        Breach("edifact.byte-order-mark", .information, line: 1) { "\u{FEFF}" + $0 },
        Breach("edifact.foreign-text", .warning, line: 1) { "Your order: " + $0 },
        Breach("edifact.foreign-text", .warning, line: 14) { $0 + "-- sent by mail" },
        Breach("edifact.foreign-interchange", line: 14) { $0 + "ISA*00*          *00*\nGS*PO*A*B~\nST*850*0001~\n" },
        Breach("edifact.foreign-interchange", line: 14) { $0 + "STX=ANA:1+A:B+C:D+260921+1'\nEND=0'\n" },
        Breach("edifact.unb-missing", line: 14, tag: "UNH") { $0 + $0.lines(3...13) },
        Breach("edifact.trailer-unexpected", line: 14, tag: "UNZ") { $0 + $0.lines(13...13) },
        Breach("edifact.trailer-unexpected", line: 14, tag: "UNT") { $0 + $0.lines(12...13) },
        Breach("edifact.una-misplaced", .warning, line: 2, tag: "UNA") { "UNA:+.? '\n" + $0 },
        Breach("edifact.una-misplaced", line: 6, segment: 4, tag: "UNA") { $0.changing("NAD+", to: "UNA:+.? 'NAD+") },
        Breach("edifact.una-misplaced", line: 13, tag: "UNA") { $0.changing("UNZ+", to: "UNA:+.? 'UNZ+") },
        Breach("edifact.una-invalid", line: 1, tag: "UNA") { $0.changing("UNA:+.? '", to: "UNA:+.+ '") },
        Breach("edifact.unb-missing", line: 2, tag: "UNH") { text in
            "UNA:+.? '\n" + text.split(separator: "\n").dropFirst(2).dropLast().joined(separator: "\n")
        },
        Breach("edifact.unb-incomplete", line: 2, tag: "UNB", element: "2.1") {
            $0.changing("+5412345000013:14+4098765000010", to: "++4098765000010")
        },
        Breach("edifact.unb-incomplete", line: 2, tag: "UNB", element: "2.1") {
            $0.changing("+5412345000013:14+4098765000010", to: "+   :14+4098765000010")
        },
        Breach("edifact.unb-incomplete", .warning, line: 2, tag: "UNB", element: "4.2") {
            $0.changing(":0930", to: "")
        },
        Breach("edifact.charset-unknown", line: 2, tag: "UNB", element: "1.1") { $0.changing("UNOA", to: "UNOV") },
        Breach("edifact.syntax-version", line: 2, tag: "UNB", element: "1.2") { $0.changing("UNOA:3", to: "UNOA:9") },
        Breach("edifact.unz-missing", line: 13, tag: "UNZ") { $0.changing("UNZ+1+90001'\n", to: "") },
        Breach("edifact.unz-count", line: 13, tag: "UNZ", element: "1") { $0.changing("UNZ+1", to: "UNZ+2") },
        Breach("edifact.unz-count", line: 13, tag: "UNZ", element: "1") { $0.changing("UNZ+1", to: "UNZ+ONE") },
        Breach("edifact.unz-count", line: 3, tag: "UNZ", element: "1") { text in
            let lines = text.split(separator: "\n")
            return (lines.prefix(2) + ["UNZ+1+90001'"]).joined(separator: "\n")
        },
        Breach("edifact.unz-reference", line: 13, tag: "UNZ", element: "2") {
            $0.changing("UNZ+1+90001", to: "UNZ+1+90002")
        },
        Breach("edifact.une-missing", line: 14, tag: "UNE") { $0.changing("UNH+", to: group + "UNH+") },
        Breach("edifact.une-count", line: 14, tag: "UNE", element: "1") {
            $0.changing("UNH+", to: group + "UNH+").changing("UNZ", to: "UNE+2+5'\nUNZ")
        },
        Breach("edifact.une-reference", line: 14, tag: "UNE", element: "2") {
            $0.changing("UNH+", to: group + "UNH+").changing("UNZ", to: "UNE+1+6'\nUNZ")
        },
        Breach("edifact.groups-mixed", line: 13, tag: "UNG") {
            $0.changing("UNZ+1", to: group + laterMessage + "UNE+1+5'\nUNZ+1")
        },
        Breach("edifact.groups-mixed", line: 15, segment: 1, tag: "UNH") {
            $0.changing("UNH+", to: group + "UNH+").changing("UNZ+1", to: "UNE+1+5'\n" + laterMessage + "UNZ+1")
        },
        Breach("edifact.interchange-empty", line: 3, tag: "UNZ") { text in
            let lines = text.split(separator: "\n")
            return (lines.prefix(2) + ["UNZ+0+90001'"]).joined(separator: "\n")
        },
        Breach("edifact.trailer-unexpected", line: 13, tag: "UNT") { $0.changing("UNZ", to: "UNT+10+9000101'\nUNZ") },
        Breach("edifact.trailer-unexpected", line: 13, tag: "UNE") { $0.changing("UNZ", to: "UNE+1+5'\nUNZ") },
        Breach("edifact.outside-message", line: 3, tag: "FTX") { $0.changing("UNH", to: "FTX+AAI'\nUNH") },
        Breach("edifact.unh-incomplete", line: 3, segment: 1, tag: "UNH", element: "2.4") {
            $0.changing(":UN:EAN008", to: "")
        },
        Breach("edifact.message-duplicate", line: 13, segment: 1, tag: "UNH", element: "1") { text in
            let lines = text.split(separator: "\n")
            let repeated = lines[..<12] + lines[2..<12] + ["UNZ+2+90001'"]
            return repeated.joined(separator: "\n")
        },
        Breach("edifact.unh-missing", line: 3, tag: "UNH") {
            $0.changing("UNH+9000101+ORDERS:D:96A:UN:EAN008'\n", to: "")
        },
        Breach("edifact.outside-message", line: 3, tag: "FTX") {
            $0.changing("UNH", to: "FTX+AAI'\nFTX+AAI'\nLIN+1'\nUNH")
        },
        Breach("edifact.unt-missing", line: 12, segment: 10, tag: "UNT") { $0.changing("UNT+10+9000101'\n", to: "") },
        Breach("edifact.unt-count", line: 12, segment: 10, tag: "UNT", element: "1") {
            $0.changing("UNT+10", to: "UNT+11")
        },
        Breach("edifact.unt-reference", line: 12, segment: 10, tag: "UNT", element: "2") {
            $0.changing("UNT+10+9000101", to: "UNT+10+9000102")
        },
        Breach("edifact.unt-incomplete", line: 12, segment: 10, tag: "UNT", element: "1") {
            $0.changing("UNT+10+", to: "UNT++")
        },
        Breach("edifact.unt-incomplete", line: 12, segment: 10, tag: "UNT", element: "2") {
            $0.changing("UNT+10+9000101'", to: "UNT+10'")
        },
        Breach("edifact.unz-incomplete", line: 13, tag: "UNZ", element: "1") { $0.changing("UNZ+1+", to: "UNZ++") },
        Breach("edifact.unz-incomplete", line: 13, tag: "UNZ", element: "2") {
            $0.changing("UNZ+1+90001'", to: "UNZ+1'")
        },
        Breach("edifact.une-incomplete", line: 14, tag: "UNE", element: "1") {
            $0.changing("UNH+", to: group + "UNH+").changing("UNZ", to: "UNE++5'\nUNZ")
        },
        Breach("edifact.unh-incomplete", line: 3, segment: 1, tag: "UNH", element: "1") {
            $0.changing("UNH+9000101+", to: "UNH++")
        },
        Breach("edifact.unh-incomplete", line: 3, segment: 1, tag: "UNH", element: "2") {
            $0.changing("+ORDERS:D:96A:UN:EAN008'", to: "'")
        },
        Breach("edifact.unb-date", .warning, line: 2, tag: "UNB", element: "4.1") {
            $0.changing("260921:0930", to: "20260921:0930")
        },
        Breach("edifact.unb-date", .warning, line: 2, tag: "UNB", element: "4.1") {
            $0.changing("UNOA:3", to: "UNOA:4")
        },
        Breach("edifact.envelope-overflow", .warning, line: 12, segment: 10, tag: "UNT", element: "3") {
            $0.changing("UNT+10+9000101", to: "UNT+10+9000101+X")
        },
        Breach("edifact.terminator-missing", line: 13, tag: "UNZ") { $0.changing("UNZ+1+90001'\n", to: "UNZ+1+90001") },
        Breach("edifact.terminator-missing", line: 13, tag: "UNZ") { $0.changing("UNZ+1+90001'", to: "UNZ+1+90001") },
        Breach("edifact.terminator-missing", line: 13, tag: "UNZ") { $0.changing("UNZ+1+90001'", to: "UNZ+1+90001?'") },
        Breach("edifact.terminator-missing", line: 13, tag: "UNZ") {
            $0.changing("UNZ+1+90001'\n", to: "UNZ+1+90001?")
        },
        Breach("edifact.segment-empty", .warning, line: 4) { $0.changing("9'\nDTM", to: "9''\nDTM") },
        Breach("edifact.segment-overflow", line: 4, segment: 2, tag: "BGM") {
            $0.changing("BGM+220", to: "BGM+220" + String(repeating: "+", count: 300))
        },
        Breach("edifact.tag-invalid", line: 5, segment: 3, tag: "D-M") { $0.changing("DTM+", to: "D-M+") },
        Breach("edifact.tag-lower-case", .warning, line: 5, segment: 3, tag: "DTM") {
            $0.changing("DTM+", to: "dtm+").changing("UNT+", to: "unt+")
        },
        Breach("edifact.tag-lower-case", .warning, line: 3, segment: 1, tag: "UNH") { $0.changing("UNH+", to: "unh+") },
        Breach("edifact.tag-lower-case", .warning, line: 2, tag: "UNB") { $0.changing("UNB+", to: "unb+") },
        Breach("edifact.tag-lower-case", .warning, line: 13, tag: "UNZ") { $0.changing("UNZ+", to: "unz+") },
        Breach("edifact.blank-before-tag", .warning, line: 5) {
            $0.changing("DTM+", to: "  DTM+").changing("CNT", to: " CNT")
        },
        Breach("edifact.explicit-nesting", .warning, line: 8, segment: 6, tag: "IMD") {
            $0.changing("IMD+", to: "IMD:1:2+")
        },
        Breach("edifact.line-break", .warning, line: 8, segment: 6, tag: "IMD", element: "3.4") {
            $0.changing("MINERAL ", to: "MINERAL\r\n")
        },
        Breach("edifact.character-invalid", line: 4, segment: 2, tag: "BGM") { $0.changing("BGM+", to: "\u{1B}BGM+") },
        Breach("edifact.character-invalid", line: 8, segment: 6, tag: "IMD", element: "3.4") {
            $0.changing("MINERAL", to: "Mineral")
        },
        Breach("edifact.character-invalid", line: 8, segment: 6, tag: "IMD", element: "3.4") {
            $0.changing("MINERAL", to: "MINÉRAL")
        },
        Breach("edifact.character-invalid", line: 8, segment: 6, tag: "IMD", element: "3.4") {
            $0.changing("MINERAL", to: "MINE\u{7}RAL")
        },
        Breach("edifact.character-invalid", line: 2, tag: "UNB", element: "5") {
            $0.changing("+90001+", to: "+90\u{0}001+")
        },
        Breach("edifact.character-invalid", line: 13, tag: "UNZ", element: "2") {
            $0.changing("+90001'", to: "+90\u{0}001'")
        },
        Breach("edifact.character-invalid", line: 3, tag: "UNG", element: "5") {
            $0.changing("UNH+", to: group.changing("+5+", to: "+\u{0}+") + "UNH+").changing("UNZ", to: "UNE+1+5'\nUNZ")
        },
        Breach("edifact.character-invalid", line: 3, segment: 1, tag: "UNH", element: "1") {
            $0.changing("UNH+9000101", to: "UNH+90\u{0}00101")
        },
        Breach("edifact.character-invalid", line: 12, segment: 10, tag: "UNT", element: "2") {
            $0.changing("UNT+10+9000101", to: "UNT+10+9\u{0}000101")
        },
        Breach("edifact.character-invalid", line: 12, segment: 10, tag: "UNT", element: "1") {
            $0.changing("UNT+10+", to: "UNT+1\u{0}0+")
        },
        Breach("edifact.character-level", .warning, line: 8, segment: 6, tag: "IMD", element: "3.4") {
            $0.changing("MINERAL", to: "MINERAL@#")
        },
        Breach("edifact.una-missing", .warning, line: 1) {
            $0.changing("UNA:+.? '\n", to: "").changing("+", to: "*").changing(":", to: "^")
        },
        Breach("edifact.una-decimal", line: 1, tag: "UNA") { $0.changing("UNA:+.", to: "UNA:+;") },
        Breach("edifact.unb-date", .warning, line: 2, tag: "UNB", element: "4.1") {
            $0.changing("260921:0930", to: "261321:0930")
        },
        Breach("edifact.unb-date", .warning, line: 2, tag: "UNB", element: "4.2") {
            $0.changing("260921:0930", to: "260921:0960")
        },
        Breach("edifact.request-unknown", .warning, line: 2, tag: "UNB", element: "9") {
            $0.changing("ORDERS++1++1'", to: "ORDERS++Y++1'")
        },
        Breach("edifact.test-unknown", .warning, line: 2, tag: "UNB", element: "11") {
            $0.changing("ORDERS++1++1'", to: "ORDERS++1++2'")
        },
        Breach("edifact.envelope-length", .warning, line: 2, tag: "UNB", element: "5") {
            $0.changing("90001+", to: "900010000000001+").changing("+90001'", to: "+900010000000001'")
        },
        Breach("edifact.envelope-overflow", .warning, line: 2, tag: "UNB", element: "12") {
            $0.changing("ORDERS++1++1'", to: "ORDERS++1++1+X'")
        },
        Breach("edifact.envelope-overflow", .warning, line: 13, tag: "UNZ", element: "2.2") {
            $0.changing("UNZ+1+90001", to: "UNZ+1+90001:X")
        },
        Breach("edifact.envelope-dependency", .warning, line: 2, tag: "UNB", element: "2.4") {
            $0.changing("UNOA:3", to: "UNOA:4").changing(":14+4098765000010", to: ":14::X+4098765000010")
                .changing("+260921", to: "+20260921")
        },
        Breach("edifact.interchange-duplicate", line: 15, tag: "UNB", element: "5") { $0 + $0 },
        Breach("edifact.ung-incomplete", line: 3, tag: "UNG", element: "5") {
            $0.changing("UNH+", to: group.changing("+5+", to: "++") + "UNH+").changing("UNZ", to: "UNE+1'\nUNZ")
        },
        Breach("edifact.ung-incomplete", .warning, line: 3, tag: "UNG", element: "6") {
            $0.changing("UNH+", to: group.changing("+UN+", to: "++") + "UNH+").changing("UNZ", to: "UNE+1+5'\nUNZ")
        },
        Breach("edifact.group-duplicate", line: 15, tag: "UNG", element: "5") {
            $0.changing("UNH+", to: group + "UNH+")
                .changing("UNZ+1", to: "UNE+1+5'\n" + group + laterMessage + "UNE+1+5'\nUNZ+2")
        },
        Breach("edifact.group-type", line: 4, segment: 1, tag: "UNH", element: "2.1") {
            $0.changing("UNH+", to: group.changing("ORDERS", to: "ORDCHG") + "UNH+")
                .changing("UNZ", to: "UNE+1+5'\nUNZ")
        },
        Breach("edifact.group-empty", line: 16, tag: "UNE") {
            $0.changing("UNH+", to: group + "UNH+")
                .changing("UNZ+1", to: "UNE+1+5'\n" + group.changing("+5+", to: "+6+") + "UNE+0+6'\nUNZ+2")
        },
        Breach("edifact.service-unsupported", line: 3, tag: "UNX") { $0.changing("UNH+", to: "UNX+1'\nUNH+") },
        Breach("edifact.envelope-unsupported", line: 3, tag: "UNO") { $0.changing("UNH+", to: "UNO+1'\nUNH+") },
        Breach("edifact.security-unchecked", .warning, line: 4, segment: 2, tag: "USH") {
            $0.changing("BGM+", to: "USH+1+2+3'\nBGM+").changing("UNT+10", to: "UNT+11")
        },
        Breach("edifact.security-unchecked", .warning, line: 3, tag: "USH") {
            $0.changing("UNH+", to: "USH+1+2+3'\nUNH+")
        },
        Breach("edifact.trailing-separator", .warning, line: 6, segment: 4, tag: "NAD") {
            $0.changing("::9'", to: "::9:'").changing("UNS+S", to: "UNS+S+")
        },
        Breach("edifact.trailing-separator", .warning, line: 13, tag: "UNZ") {
            $0.changing("UNZ+1+90001'", to: "UNZ+1+90001+'")
        },
    ]
}
