import Glibc

/// A MIME entity: fields and a body, as bytes that were received.
struct MIMEEntity: Sendable {
    var headers: MIMEHeaders
    /// The body as transmitted.
    var body: ArraySlice<UInt8>
    /// Fields and body as transmitted; nil for an entity whose fields came as those of HTTP.
    var whole: ArraySlice<UInt8>?

    /// An entity whose fields came apart from its body.
    init(headers: MIMEHeaders, body: ArraySlice<UInt8>) {
        self.headers = headers
        self.body = body
    }

    /// Reads an entity; nil when its fields do not end.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let read = MIMEHeaders.read(bytes) else { return nil }
        headers = read.headers
        body = bytes[read.body...]
        whole = bytes
    }

    /// The media type; RFC 2045, 5.2 says what it is where none is given.
    var type: MIMEValue { MIMEValue(headers["Content-Type"] ?? "text/plain") }

    /// The body without its transfer encoding; nil when it does not follow it, or nobody knows the encoding.
    func content() -> ArraySlice<UInt8>? {
        switch headers["Content-Transfer-Encoding"]?.lowercased() ?? "binary" {
        case "binary", "8bit", "7bit": body
        case "base64": TransferEncoding.base64Decoded(body).map { $0[...] }
        case "quoted-printable": TransferEncoding.quotedPrintableDecoded(body)[...]
        default: nil
        }
    }

    /// How many parts an entity may have.
    private static let mostParts = 20

    /// The parts of a multipart entity, each as transmitted (RFC 2046, 5.1.1); nil when there is no boundary or no end.
    func parts() -> [ArraySlice<UInt8>]? {
        guard let boundary = type.parameters["boundary"], (1...200).contains(boundary.utf8.count) else { return nil }
        let delimiter = Array("--\(boundary)".utf8)
        var parts: [ArraySlice<UInt8>] = []
        var start: Int?
        var at = body.startIndex
        while let found = Self.find(delimiter, in: body, from: at) {
            let behind = body[(found + delimiter.count)...]
            let isEnd = behind.starts(with: [0x2D, 0x2D])
            let lineEnd = behind.firstIndex(of: 0x0A) ?? body.endIndex
            at = min(lineEnd + 1, body.endIndex)
            // Another separator may begin with this one.
            guard isEnd || body[behind.startIndex..<lineEnd].allSatisfy(Self.isBlank) else { continue }
            if let start {
                // The line end before a delimiter belongs to the delimiter.
                var end = max(start, found - 1)
                if end > start, body[end - 1] == 0x0D { end -= 1 }
                parts.append(body[start..<end])
                guard parts.count <= Self.mostParts else { return nil }
            }
            if isEnd { return parts }
            start = at
        }
        return nil
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

    /// Where a line begins with a pattern.
    private static func find(_ pattern: [UInt8], in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return nil }
            var at = start - bytes.startIndex
            if at > 0, base.load(fromByteOffset: at - 1, as: UInt8.self) != 0x0A {
                at = lineEnd(buffer, from: at) + 1
            }
            while at + pattern.count <= buffer.count {
                if memcmp(base + at, pattern, pattern.count) == 0 { return bytes.startIndex + at }
                at = lineEnd(buffer, from: at) + 1
            }
            return nil
        }
    }

    private static func lineEnd(_ buffer: UnsafeRawBufferPointer, from start: Int) -> Int {
        guard let base = buffer.baseAddress, start < buffer.count,
            let found = memchr(base + start, 0x0A, buffer.count - start)
        else { return buffer.count }
        return UnsafeRawPointer(found) - base
    }
}
