/// How the bytes of a value become text: the charset of the interchange, and the release character if the syntax has one.
public struct ValueDecoding: Sendable, Hashable {
    /// The charset that the bytes are in.
    public let charset: Charset
    /// The byte before a service character that makes it data; it is taken away, doubled it stands for itself.
    public let release: UInt8?
    /// The decimal mark of numbers, nil where a full stop and a comma are both right.
    public let decimalMark: UInt8?
    /// The byte between repeats of one element, nil where the syntax has none and every repeat has a place of its own.
    public let repetition: UInt8?

    /// A decoding of a charset, with a release character for EDIFACT and TRADACOMS.
    public init(charset: Charset, release: UInt8? = nil, decimalMark: UInt8? = nil, repetition: UInt8? = nil) {
        self.charset = charset
        self.release = release
        self.decimalMark = decimalMark
        self.repetition = repetition
    }

    /// The text of a value.
    public func text(_ raw: ArraySlice<UInt8>) -> String {
        // A release character inside of multibyte text is half a character.
        if charset == .iso2022 { return ISO2022Decoder.decode(raw, release: release).text }
        guard let release, raw.contains(release) else { return charset.decode(raw) }
        return charset.decode(Self.unreleased(raw, release)[...])
    }

    /// A value's bytes without release characters.
    public static func unreleased(_ raw: ArraySlice<UInt8>, _ release: UInt8) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(raw.count)
        var released = false
        for byte in raw {
            if byte == release, !released {
                released = true
            } else {
                bytes.append(byte)
                released = false
            }
        }
        return bytes
    }
}
