/// An HTTP/1.1 message as the tests' peers read it: start line, headers, body by Content-Length.
public struct HTTPMessage: Sendable {
    public var startLine: String
    /// Names in lower case; the values of one that stands there several times are lines.
    public var headers: [String: String]
    public var body: [UInt8]

    /// The status of an answer.
    public var status: Int { Int(startLine.split(separator: " ").dropFirst().first ?? "") ?? 0 }
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// Reads one message; what came after it stays in `rest`. Nil at the end of the connection.
    static func read(from socket: Socket, rest: inout [UInt8]) -> HTTPMessage? {
        while true {
            if let end = headEnd(rest) {
                var message = head(Array(rest[..<end]))
                rest.removeFirst(end + 4)
                if message.headers["transfer-encoding"] == "chunked" {
                    guard let body = chunked(from: socket, rest: &rest) else { return nil }
                    message.body = body
                    return message
                }
                let length = Int(message.headers["content-length"] ?? "0") ?? 0
                while rest.count < length {
                    let more = socket.receive()
                    if more.isEmpty { return nil }
                    rest += more
                }
                message.body = Array(rest.prefix(length))
                rest.removeFirst(length)
                return message
            }
            let more = socket.receive()
            if more.isEmpty { return nil }
            rest += more
        }
    }

    private static func chunked(from socket: Socket, rest: inout [UInt8]) -> [UInt8]? {
        var body: [UInt8] = []
        while true {
            guard let line = line(from: socket, rest: &rest) else { return nil }
            guard let size = Int(line.prefix { $0 != ";" }, radix: 16) else { return nil }
            while rest.count < size + 2 {
                let more = socket.receive()
                if more.isEmpty { return nil }
                rest += more
            }
            body += rest.prefix(size)
            rest.removeFirst(size + 2)
            if size == 0 { return body }
        }
    }

    private static func line(from socket: Socket, rest: inout [UInt8]) -> String? {
        while true {
            if let end = rest.firstIndex(of: 0x0A) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeFirst(end + 1)
                return line.hasSuffix("\r") ? String(line.dropLast()) : line
            }
            let more = socket.receive()
            if more.isEmpty { return nil }
            rest += more
        }
    }

    private static func headEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 0...(bytes.count - 4) where bytes[index] == 0x0D {
            if bytes[index + 1] == 0x0A, bytes[index + 2] == 0x0D, bytes[index + 3] == 0x0A { return index }
        }
        return nil
    }

    private static func head(_ bytes: [UInt8]) -> HTTPMessage {
        let lines = String(decoding: bytes, as: UTF8.self).components(splitBy: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].lowercased()
            let value = String(line[line.index(after: colon)...].trimmed())
            headers[name] = headers[name].map { "\($0)\n\(value)" } ?? value
        }
        return HTTPMessage(startLine: lines.first ?? "", headers: headers, body: [])
    }
}

extension StringProtocol {
    func components(splitBy separator: String) -> [String] {
        var parts: [String] = []
        var current = ""
        for character in self {
            if String(character) == separator {
                parts.append(current)
                current = ""
            } else {
                current.append(character)
            }
        }
        return parts + [current]
    }

    func trimmed() -> String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
