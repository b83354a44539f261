/// Bytes as a text that a browser's form takes and gives back unharmed: UTF-8, else ISO 8859-1, byte by byte, with the line ends
/// that they came with. Browsers send line ends as CR LF, whatever the page had.
struct EditableText {
    /// What stands in the form.
    let shown: String
    private let isUTF8: Bool
    private let lineEnd: String

    /// Nil where a form would harm it: line ends of several kinds, zero bytes.
    init?(_ bytes: [UInt8]) {
        guard !bytes.isEmpty, !bytes.contains(0) else { return nil }
        let decoded = String(validating: bytes, as: UTF8.self)
        isUTF8 = decoded != nil
        let text = decoded ?? String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        var kinds: Set<String> = []
        var isBehindReturn = false
        for byte in bytes {
            if byte == 0x0A { kinds.insert(isBehindReturn ? "\r\n" : "\n") }
            if isBehindReturn, byte != 0x0A { kinds.insert("\r") }
            isBehindReturn = byte == 0x0D
        }
        if isBehindReturn { kinds.insert("\r") }
        guard kinds.count <= 1 else { return nil }
        lineEnd = kinds.first ?? "\n"
        shown = Self.lines(text).joined(separator: "\n")
    }

    /// The bytes of a text that came back; nil where its charset lacks a letter of it, or nothing is left.
    func bytes(of typed: String) -> [UInt8]? {
        let text = Self.lines(typed).joined(separator: lineEnd)
        guard !text.isEmpty else { return nil }
        if isUTF8 { return Array(text.utf8) }
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard scalar.value < 0x100 else { return nil }
            bytes.append(UInt8(scalar.value))
        }
        return bytes
    }

    /// The lines of a text, whichever its line ends.
    static func lines(_ text: String) -> [String] {
        var lines: [String] = []
        var line = String.UnicodeScalarView()
        var isBehindReturn = false
        for scalar in text.unicodeScalars {
            if scalar == "\n", isBehindReturn {
                isBehindReturn = false
                continue
            }
            isBehindReturn = scalar == "\r"
            if scalar == "\n" || scalar == "\r" {
                lines.append(String(line))
                line = String.UnicodeScalarView()
            } else {
                line.append(scalar)
            }
        }
        lines.append(String(line))
        return lines
    }
}
