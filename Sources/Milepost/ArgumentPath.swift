/// Names of files on the command line, which on Linux are bytes and need not be UTF-8. Each byte that is none goes through
/// the parser of arguments as a character of private use, and is the byte again where a file is opened.
enum ArgumentPath {
    /// The characters that stand for the bytes 0x80 to 0xFF: the last but one page of plane 16 (private use).
    private static let carriers: ClosedRange<UInt32> = 0x10FE80...0x10FEFF

    /// The arguments of this process, without its name.
    static func arguments() -> [String] {
        (1..<max(1, Int(CommandLine.argc))).compactMap { index in
            guard let start = CommandLine.unsafeArgv[index] else { return nil }
            return carried(UnsafeBufferPointer(start: start, count: length(start)).map { UInt8(bitPattern: $0) })
        }
    }

    private static func length(_ start: UnsafePointer<CChar>) -> Int {
        var length = 0
        while start[length] != 0 { length += 1 }
        return length
    }

    /// Bytes as a text that holds every one of them.
    static func carried(_ bytes: [UInt8]) -> String {
        var text = String.UnicodeScalarView()
        var source = bytes.makeIterator()
        var parser = UTF8.ForwardParser()
        var position = 0
        while true {
            switch parser.parseScalar(from: &source) {
            case .valid(let encoded):
                let scalar = UTF8.decode(encoded)
                if carriers.contains(scalar.value) {
                    text.append(contentsOf: encoded.compactMap(carrier))
                } else {
                    text.append(scalar)
                }
                position += encoded.count
            case .error(let length):
                text.append(contentsOf: bytes[position..<position + length].compactMap(carrier))
                position += length
            case .emptyInput:
                return String(text)
            }
        }
    }

    private static func carrier(of byte: UInt8) -> Unicode.Scalar? { Unicode.Scalar(0x10FE00 + UInt32(byte)) }

    /// Whether a character stands for a byte.
    static func isCarrier(_ scalar: Unicode.Scalar) -> Bool { carriers.contains(scalar.value) }

    /// The name as it can be shown and sent.
    static func shown(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { isCarrier($0) ? "\u{FFFD}" : $0 }))
    }

    /// The name as the file system has it, for a call that takes a C string.
    static func bytes(of name: String) -> [CChar] {
        var bytes: [CChar] = []
        for scalar in name.unicodeScalars {
            if isCarrier(scalar) {
                bytes.append(CChar(truncatingIfNeeded: scalar.value))
            } else {
                bytes.append(contentsOf: UTF8.encode(scalar)?.map { CChar(bitPattern: $0) } ?? [])
            }
        }
        return bytes + [0]
    }
}
