import Dispatch
import Glibc

/// One POST over plain HTTP whose body goes in pieces, or not to its end: for tools that try how a server takes that.
public struct PacedRequest: Sendable {
    private let host: String
    private let port: String
    private let head: [UInt8]
    private let body: [UInt8]

    /// How long the answer may take, in seconds.
    private static let patience = 20

    /// A request; nil where the URL is none of plain HTTP.
    public init?(url: String, headers: [(name: String, value: String)], body: [UInt8]) {
        guard url.hasPrefix("http://") else { return nil }
        let rest = url.dropFirst("http://".count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.contains("@"), !authority.hasPrefix("[") else { return nil }
        let parts = authority.split(separator: ":", maxSplits: 1)
        guard let name = parts.first else { return nil }
        host = String(name)
        port = parts.count > 1 ? String(parts[1]) : "80"
        let path = rest.dropFirst(authority.count)
        var lines = ["POST \(path.hasPrefix("/") ? "" : "/")\(path) HTTP/1.1", "Host: \(authority)"]
        lines += headers.map { "\($0.name): \($0.value)" }
        lines += ["Content-Length: \(body.count)", "Connection: close", "", ""]
        head = Array(lines.joined(separator: "\r\n").utf8)
        self.body = body
    }

    /// Sends the body in pieces with pauses between them; the status of the answer, nil where none came.
    public func send(pieces: Int, pauseMilliseconds: UInt32) async -> Int? {
        await onThread {
            guard let socket = connected() else { return nil }
            defer { close(socket) }
            guard write(head, to: socket) else { return nil }
            let length = max(1, (body.count + pieces - 1) / pieces)
            for start in stride(from: 0, to: body.count, by: length) {
                usleep(pauseMilliseconds * 1_000)
                guard write(Array(body[start..<min(start + length, body.count)]), to: socket) else { break }
            }
            return status(from: socket)
        }
    }

    /// Sends half of the body, and closes.
    public func sendHalf() async {
        _ = await onThread {
            guard let socket = connected() else { return nil }
            _ = write(head + body.prefix(body.count / 2), to: socket)
            shutdown(socket, Int32(SHUT_WR))
            // Whatever is answered, it has read what there was by then.
            _ = status(from: socket)
            close(socket)
            return nil
        }
    }

    private func onThread(_ body: @escaping @Sendable () -> Int?) async -> Int? {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "milepost.paced").async { continuation.resume(returning: body()) }
        }
    }

    private func connected() -> Int32? {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, port, &hints, &found) == 0 else { return nil }
        defer { freeaddrinfo(found) }
        var next = found
        while let address = next {
            let socket = socket(
                address.pointee.ai_family, address.pointee.ai_socktype, address.pointee.ai_protocol)
            if socket >= 0 {
                var time = timeval(tv_sec: Self.patience, tv_usec: 0)
                setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
                setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
                if connect(socket, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0 { return socket }
                close(socket)
            }
            next = address.pointee.ai_next
        }
        return nil
    }

    private func write(_ bytes: [UInt8], to socket: Int32) -> Bool {
        var start = 0
        while start < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(socket, buffer.baseAddress.map { $0 + start }, buffer.count - start, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            start += count
        }
        return true
    }

    /// The status of the answer's first line: `HTTP/1.1 200 OK`.
    private func status(from socket: Int32) -> Int? {
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while answer.count < 65_536, !answer.contains(0x0A) {
            let count = recv(socket, &piece, piece.count, 0)
            guard count > 0 else { break }
            answer += piece.prefix(count)
        }
        let words = String(decoding: answer.prefix { $0 != 0x0A }, as: UTF8.self).split(separator: " ")
        return words.count > 1 && words[0].hasPrefix("HTTP/") ? Int(words[1]) : nil
    }
}
