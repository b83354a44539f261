import Foundation

/// One interchange of many orders, sent as it is made: the client holds one message at a time.
struct LargeInterchange {
    let orders: Int
    private let run = getpid()

    /// An interchange of about so many bytes.
    init(bytes: Int) { orders = max(1, bytes / Self.message(0, run: 0).utf8.count) }

    private static func message(_ index: Int, run: Int32) -> String {
        let number = String(1_000_000_000 + index).dropFirst()
        return Order.message(reference: "M\(number)", number: "L-\(String(10_000_000 + run).dropFirst())-\(number)")
    }

    private var header: String { Order.header("LARGE") }
    private var trailer: String { "UNZ+\(orders)+LARGE'" }

    var length: Int { header.utf8.count + orders * Self.message(0, run: run).utf8.count + trailer.utf8.count }

    /// Posts it over one connection; gives the seconds until the answer was whole.
    func post(port: UInt16, key: String) throws -> Double {
        let connection = try connected(port: port)
        defer { close(connection) }
        let began = now()
        try send(
            "POST /v1/interchanges HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(key)\r\n"
                + "Content-Type: application/edifact\r\nContent-Length: \(length)\r\n\r\n" + header, to: connection)
        for index in 0..<orders { try send(Self.message(index, run: run), to: connection) }
        try send(trailer, to: connection)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while !isWhole(answer) {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { throw BenchmarkError("the server closed the connection") }
            answer += buffer[0..<count]
        }
        guard answer.count > 9, answer[9] == UInt8(ascii: "2") else {
            throw BenchmarkError("not accepted: " + String(decoding: answer, as: UTF8.self))
        }
        return now() - began
    }

    private func send(_ text: String, to connection: Int32) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes {
                Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw BenchmarkError("the server closed the connection: errno \(errno)") }
            bytes = bytes.dropFirst(count)
        }
    }
}

/// What the server holds in memory while a large interchange is taken in and while it is read, decided and sent.
func measureLarge(megabytes: Int, server: Server, key: String, backend: InstantBackend) throws {
    let interchange = LargeInterchange(bytes: megabytes * 1_000_000)
    server.resetPeak()
    let before = backend.count
    let seconds = try interchange.post(port: server.port, key: key)
    report(
        String(
            format: "%d MB in one interchange of %d orders: taken in after %.1f s, at most %.0f MB resident",
            interchange.length / 1_000_000, interchange.orders, seconds, server.memory.peak))
    let began = now()
    var last = (count: before, at: began)
    while backend.count - before < interchange.orders, now() - last.at < 60 {
        usleep(50_000)
        if backend.count != last.count { last = (backend.count, now()) }
    }
    let delivered = backend.count - before
    report(
        String(
            format: "  %d orders delivered, %.0f/s, at most %.0f MB resident since its beginning", delivered,
            Double(delivered) / (last.at - began), server.memory.peak))
}
