import Diagnostics
import Gateway

/// Writes JSON piece by piece, without an encoder, for the answers that are given thousands of times a second and those
/// whose every key must be there.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    private var follows = false

    init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    mutating func object(_ body: (inout JSONText) -> Void) { enclose("{", "}", body) }
    mutating func array(_ body: (inout JSONText) -> Void) { enclose("[", "]", body) }

    /// The name of the member whose value comes next.
    mutating func key(_ name: String) {
        comma()
        quote(name)
        bytes.append(UInt8(ascii: ":"))
        follows = false
    }

    mutating func member(_ name: String, _ value: String?) {
        key(name)
        string(value)
    }

    mutating func member(_ name: String, _ value: Int?) {
        key(name)
        integer(value)
    }

    mutating func member(_ name: String, _ value: Bool) {
        key(name)
        literal(value ? "true" : "false")
    }

    mutating func string(_ value: String?) {
        guard let value else { return literal("null") }
        comma()
        quote(value)
        follows = true
    }

    mutating func integer(_ value: Int?) { literal(value.map(String.init) ?? "null") }

    /// A diagnostic with every key, null where nothing is known.
    mutating func report(_ report: DiagnosticReport) {
        object { text in
            text.member("code", report.code)
            text.member("severity", report.severity)
            if let file = report.file { text.member("file", file) }
            text.member("offset", report.offset)
            text.member("line", report.line)
            if let column = report.column { text.member("column", column) }
            text.member("segment", report.segment)
            text.member("tag", report.tag)
            text.member("element", report.element)
            text.member("path", report.path)
            text.member("value", report.value)
            text.member("message", report.message)
            text.member("rule", report.rule)
            text.member("fix", report.fix)
        }
    }

    private mutating func literal(_ text: String) {
        comma()
        bytes.append(contentsOf: text.utf8)
        follows = true
    }

    private mutating func enclose(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONText) -> Void) {
        comma()
        bytes.append(UInt8(ascii: open))
        follows = false
        body(&self)
        bytes.append(UInt8(ascii: close))
        follows = true
    }

    private mutating func comma() {
        if follows { bytes.append(UInt8(ascii: ",")) }
        follows = false
    }

    private mutating func quote(_ text: String) {
        let hex = Array("0123456789abcdef".utf8)
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(hex[Int(byte >> 4)])
                bytes.append(hex[Int(byte & 15)])
            default:
                bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
