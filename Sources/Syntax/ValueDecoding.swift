/// How the bytes of a value become text: the charset of the interchange, and the release character if the syntax has one.
public struct ValueDecoding: Sendable, Hashable {
    public let charset: Charset
    /// The byte before a service character that makes it data; it is taken away, doubled it stands for itself.
    public let release: UInt8?

    /// A decoding of a charset, with a release character for EDIFACT and TRADACOMS.
    public init(charset: Charset, release: UInt8? = nil) {
        self.charset = charset
        self.release = release
    }

    /// The text of a value.
    public func text(_ raw: ArraySlice<UInt8>) -> String {
        guard let release, raw.contains(release) else { return charset.decode(raw) }
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
        return charset.decode(bytes[...])
    }
}
