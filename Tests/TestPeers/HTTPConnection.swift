/// A client's connection for tests: blocking, HTTP/1.1, kept alive.
public final class HTTPConnection {
    private let socket: Socket
    private var rest: [UInt8] = []

    /// Connects to loopback.
    public init(port: UInt16) throws { socket = try Socket.connected(port: port) }

    deinit { socket.finish() }

    /// Sends a request and reads its answer.
    public func request(
        _ method: String, _ path: String, headers: [String: String] = [:], body: [UInt8] = []
    ) throws -> HTTPMessage {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: \(body.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        try socket.send(Array((head + "\r\n").utf8) + body)
        guard let answer = HTTPMessage.read(from: socket, rest: &rest) else {
            throw PeerError("the server closed without an answer")
        }
        return answer
    }

    /// Sends bytes as they are, for requests that are wrong on purpose.
    public func send(raw bytes: [UInt8]) throws { try socket.send(bytes) }
    /// Reads one answer, nil when the server closes.
    public func readAnswer() -> HTTPMessage? { HTTPMessage.read(from: socket, rest: &rest) }
    /// Closes without waiting.
    public func close() { socket.interrupt() }
}

/// A port of this machine that nobody listens at, for a server that is to come back at the same one. It lies below the
/// ports that the system gives to outgoing connections, which might take it, or reach themselves, in between.
public func unusedPort() throws -> UInt16 {
    for _ in 0..<100 {
        let port = UInt16.random(in: 15_000..<32_000)
        if let (socket, _) = try? Socket.listening(port: port) {
            socket.finish()
            return port
        }
    }
    throw PeerError("no port is free")
}
