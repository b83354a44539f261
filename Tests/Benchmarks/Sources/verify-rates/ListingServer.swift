import Foundation

/// A back end that lists orders from memory, a page for each GET, on one thread of its own.
final class ListingServer: @unchecked Sendable {
    let port: UInt16
    private let listener: Int32
    private let pages: [[UInt8]]

    /// Starts it on a free port. The cursor of a page is its number.
    init(_ bodies: [String]) throws {
        pages = bodies.map { Array("HTTP/1.1 200 OK\r\nContent-Length: \($0.utf8.count)\r\n\r\n\($0)".utf8) }
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(listener, 64) == 0 else { throw POSIXError(.EADDRINUSE) }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(listener, $0, &length) }
        }
        port = UInt16(bigEndian: address.sin_port)
        Thread { [self] in accept() }.start()
    }

    private func accept() {
        while true {
            let connection = Glibc.accept(listener, nil, nil)
            guard connection >= 0 else { return }
            Thread { [self] in serve(connection) }.start()
        }
    }

    private func serve(_ connection: Int32) {
        var request: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            request += chunk[0..<count]
            guard request.suffix(4).elementsEqual("\r\n\r\n".utf8) else { continue }
            let line = String(decoding: request.prefix { $0 != 0x0D }, as: UTF8.self)
            request = []
            let cursor = line.firstRange(of: "after=").map { line[$0.upperBound...].prefix { $0.isNumber } }
            let page = pages[cursor.flatMap { Int($0) } ?? 0]
            var sent = 0
            while sent < page.count {
                let written = page[sent...].withUnsafeBytes {
                    send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard written > 0 else { break }
                sent += written
            }
        }
        close(connection)
    }
}
