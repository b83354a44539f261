/// The name that a received file gets in a folder: its own as far as that is safe.
struct FileName: Hashable {
    /// The longest name in bytes; file systems take 255, and room is left for a suffix.
    static let longest = 200

    let text: String

    /// The safe form of a name that somebody else chose: its last part, without control characters, not hidden, not too
    /// long. Nothing at all becomes `document`.
    init(received: String) {
        let last = received.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        var name = ""
        var bytes = 0
        for scalar in last.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            let safe: Unicode.Scalar = isControl ? "_" : scalar
            bytes += String(safe).utf8.count
            if bytes > Self.longest { break }
            name.unicodeScalars.append(safe)
        }
        // Watchers pass hidden files by, and `.` and `..` are no files.
        if name.hasPrefix(".") { name = "_" + name.dropFirst() }
        text = name.isEmpty ? "document" : name
    }

    /// The text that tells a name which is no UTF-8: what is not ASCII as `%E9`.
    static func escaped(_ bytes: [UInt8]) -> String {
        bytes.reduce(into: "") { text, byte in
            if byte < 0x80 {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%" + String(byte, radix: 16, uppercase: true)
            }
        }
    }

    /// The name, or for a later try the name with a number before its ending: `orders.edi`, `orders~2.edi`.
    func candidate(_ number: Int) -> String {
        guard number > 1 else { return text }
        guard let dot = text.lastIndex(of: "."), dot != text.startIndex else { return "\(text)~\(number)" }
        return "\(text[..<dot])~\(number)\(text[dot...])"
    }
}
