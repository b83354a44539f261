import COpenSSL

/// The transfer encodings of MIME (RFC 2045, 6.7 and 6.8).
enum TransferEncoding {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        return values
    }()

    /// Base64 with line ends after each 64 letters, the last line included, or in one line without any.
    static func base64(_ bytes: [UInt8], inLines: Bool = true) -> [UInt8] {
        let length = (bytes.count + 2) / 3 * 4
        let text = [UInt8](unsafeUninitializedCapacity: length + 1) { buffer, count in
            count = Int(EVP_EncodeBlock(buffer.baseAddress, bytes, Int32(bytes.count)))
        }
        guard inLines else { return text }
        var lines: [UInt8] = []
        lines.reserveCapacity(text.count + text.count / 32 + 2)
        for start in stride(from: 0, to: text.count, by: 64) {
            lines += text[start..<min(start + 64, text.count)]
            lines += [0x0D, 0x0A]
        }
        return lines
    }

    /// The bytes of base64; letters outside the alphabet are passed over, as RFC 2045 wants it. Nil when the text ends in
    /// the middle of a byte.
    static func base64Decoded(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var word: UInt32 = 0
        var letters = 0
        for letter in text {
            if letter == 0x3D { break }
            let value = values[Int(letter)]
            guard value < 64 else { continue }
            word = word << 6 | UInt32(value)
            letters += 1
            if letters == 4 {
                bytes += [
                    UInt8(truncatingIfNeeded: word >> 16), UInt8(truncatingIfNeeded: word >> 8),
                    UInt8(truncatingIfNeeded: word),
                ]
                (word, letters) = (0, 0)
            }
        }
        switch letters {
        case 0: break
        case 2: bytes.append(UInt8(truncatingIfNeeded: word >> 4))
        case 3: bytes += [UInt8(truncatingIfNeeded: word >> 10), UInt8(truncatingIfNeeded: word >> 2)]
        default: return nil
        }
        return bytes
    }

    /// The bytes of a quoted-printable text; what is no escape stays as it is.
    static func quotedPrintableDecoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else {
                bytes.append(byte)
                continue
            }
            if rest.first == 0x0A {
                rest.removeFirst()
            } else if rest.starts(with: [0x0D, 0x0A]) {
                rest = rest.dropFirst(2)
            } else if rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }
}
