import Syntax

/// A text in the characters that a level can hold.
struct NarrowText {
    /// Its bytes, nothing released yet.
    private(set) var bytes: [UInt8] = []
    /// The first characters that stand for others, and what stands there now.
    private(set) var changes: (of: String, to: String)?
    /// The first character that there is no way to write.
    private(set) var unwritable: Unicode.Scalar?

    /// Most texts need nothing but their bytes.
    init(_ text: String, level: SyntaxLevel, service: ServiceCharacters) {
        if let whole = level.encode(text, service) {
            bytes = whole
            return
        }
        let scalars = Array(text.unicodeScalars)
        for (index, scalar) in scalars.enumerated() where unwritable == nil {
            take(scalar, before: index + 1 < scalars.count ? scalars[index + 1] : nil, level, service)
        }
    }

    private mutating func take(
        _ scalar: Unicode.Scalar, before next: Unicode.Scalar?, _ level: SyntaxLevel, _ service: ServiceCharacters
    ) {
        if let known = level.encode(String(scalar), service) {
            bytes += known
            return
        }
        let letters = scalar.isASCII ? String(scalar) : Transliteration.replacement(of: scalar, before: next)
        // Level A has no small letters: the capital ones stand for them.
        guard let letters, let known = level.encode(letters, service) ?? level.encode(letters.uppercased(), service)
        else {
            unwritable = scalar
            return
        }
        bytes += known
        let shown = level.charset.decode(known[...])
        changes = ((changes?.of ?? "") + String(scalar), (changes?.to ?? "") + shown)
    }
}

extension SyntaxLevel {
    /// The bytes of a text that the level holds whole; nil when it does not. Control characters are held by none.
    func encode(_ text: String, _ service: ServiceCharacters) -> [UInt8]? {
        guard let raw = charset.encode(text), !raw.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        var isRight = true
        raw.withUnsafeBytes { raw in
            repertoire.check(raw, service, limit: raw.count) { _, verdict in
                if verdict == .invalid { isRight = false }
            }
        }
        return isRight ? raw : nil
    }
}
