import Glibc
import Synchronization

/// A server on a loopback port that reads HTTP requests and does with each what a test says: nothing is shared with the
/// client that is under test.
final class SocketServer: Sendable {
    /// A request as it was read.
    struct Request: Sendable {
        /// Which connection it came on, and which request on that it was, from 1.
        var connection: Int
        var number: Int
        var head: String
        var body: [UInt8]
    }

    /// What to do with a request.
    enum Action: Sendable {
        /// Sends these bytes and waits for the next request.
        case send(String)
        /// Sends these bytes and closes.
        case sendAndClose(String)
        /// Closes; with `reset` so that the client sees ECONNRESET.
        case close(reset: Bool = false)
        /// Sends this again and again until the client goes away.
        case sendForever(String)
        /// Says nothing until the client goes away.
        case hang
    }

    let port: Int
    private let listener: Int32
    private let requests = Mutex<[Request]>([])
    private let connections = Atomic<Int>(0)
    private let action: @Sendable (Request) -> Action

    init(_ action: @escaping @Sendable (Request) -> Action) {
        self.action = action
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(listener, $0, length) == 0 && listen(listener, 128) == 0)
                precondition(getsockname(listener, $0, &length) == 0)
            }
        }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        Self.thread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else {
                    // Closed here, so that no other socket gets its number while this thread still waits on it.
                    Glibc.close(listener)
                    return
                }
                guard let self else {
                    Glibc.close(client)
                    continue
                }
                let number = self.connections.add(1, ordering: .relaxed).newValue
                Self.thread { self.serve(client, number) }
            }
        }
    }

    deinit { Glibc.shutdown(listener, Int32(SHUT_RDWR)) }

    /// Everything that was read so far.
    var received: [Request] { requests.withLock { $0 } }
    var url: String { "http://127.0.0.1:\(port)/orders" }

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        final class Box {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { data in
                if let data { Unmanaged<Box>.fromOpaque(data).takeRetainedValue().body() }
                return nil
            }, Unmanaged.passRetained(Box(body)).toOpaque())
        pthread_detach(thread)
    }

    private func serve(_ client: Int32, _ connection: Int) {
        defer { Glibc.close(client) }
        var buffer: [UInt8] = []
        var number = 0
        while let (head, body) = Self.readRequest(client, &buffer) {
            number += 1
            let request = Request(connection: connection, number: number, head: head, body: body)
            requests.withLock { $0.append(request) }
            switch action(request) {
            case .send(let text): _ = Self.write(client, text)
            case .sendAndClose(let text):
                _ = Self.write(client, text)
                return
            case .close(let reset):
                if reset {
                    var linger = linger(l_onoff: 1, l_linger: 0)
                    setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
                }
                return
            case .sendForever(let text):
                while Self.write(client, text) {}
                return
            case .hang:
                var byte: UInt8 = 0
                while recv(client, &byte, 1, 0) > 0 {}
                return
            }
        }
    }

    private static func write(_ client: Int32, _ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes {
                Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            start += count
        }
        return true
    }

    private static func readRequest(_ client: Int32, _ buffer: inout [UInt8]) -> (String, [UInt8])? {
        var head: String?
        var needed = Int.max
        while true {
            if head == nil, let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
                let text = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                head = text
                let line = text.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
                needed = end.upperBound + (line.flatMap { Int($0.dropFirst(15).trimmingPrefix(" ")) } ?? 0)
                buffer.removeFirst(end.upperBound)
                needed -= end.upperBound
            }
            if let head, buffer.count >= needed {
                let body = Array(buffer[..<needed])
                buffer.removeFirst(needed)
                return (head, body)
            }
            var piece = [UInt8](repeating: 0, count: 65_536)
            let count = recv(client, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            buffer += piece[..<count]
        }
    }
}
