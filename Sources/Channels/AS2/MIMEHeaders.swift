/// The header fields of a message or of one of its parts, in their order (RFC 5322, 2.2; RFC 2045, 3).
public struct MIMEHeaders: Sendable, Hashable {
    /// One field, unfolded.
    public struct Field: Sendable, Hashable {
        public var name: String
        public var value: String

        /// A field by name and value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public var fields: [Field]

    /// Fields in their order.
    public init(_ fields: [Field] = []) { self.fields = fields }

    /// The value of the first field of this name, whatever its letter case.
    public subscript(name: String) -> String? {
        let name = name.lowercased()
        return fields.first { $0.name.lowercased() == name }?.value
    }

    /// The fields as they are sent, each with its line end, without the blank line behind them.
    public var bytes: [UInt8] { Array(fields.map { "\($0.name): \($0.value)\r\n" }.joined().utf8) }

    /// How many bytes a part's fields may have, and how many of them there may be.
    static let largest = 64 << 10
    static let most = 200

    /// Reads fields up to the blank line behind them.
    ///
    /// - Returns: The fields and where the body begins; nil when they do not end, or are no fields.
    static func read(_ bytes: ArraySlice<UInt8>) -> (headers: MIMEHeaders, body: Int)? {
        var headers = MIMEHeaders()
        var at = bytes.startIndex
        while at < bytes.endIndex {
            guard at - bytes.startIndex < largest, headers.fields.count < most else { return nil }
            let end = bytes[at...].prefix(largest).firstIndex(of: 0x0A) ?? bytes.endIndex
            guard end < bytes.endIndex else { return nil }
            var line = bytes[at..<end]
            if line.last == 0x0D { line.removeLast() }
            at = end + 1
            if line.isEmpty { return (headers, at) }
            guard headers.take(line) else { return nil }
        }
        return nil
    }

    /// Takes one line: a field, or the continuation of the last.
    private mutating func take(_ line: ArraySlice<UInt8>) -> Bool {
        if line.first == 0x20 || line.first == 0x09 {
            guard !fields.isEmpty else { return false }
            fields[fields.count - 1].value += " " + Self.text(line)
            return true
        }
        guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else { return false }
        fields.append(Field(Self.text(line[..<colon]), Self.text(line[(colon + 1)...])))
        return true
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        var bytes = bytes
        while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
        while let last = bytes.last, last == 0x20 || last == 0x09 || last == 0x0D { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
