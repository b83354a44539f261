import Foundation

/// A back end that answers 200 at once and counts, on one thread of its own.
final class InstantBackend: @unchecked Sendable {
    let port: UInt16
    private let listener: Int32
    private let lock = NSLock()
    private var taken = 0
    private var takenAt = 0.0
    private var down = false
    /// Sees each request that is answered with 200.
    private let sees: (ArraySlice<UInt8>) -> Void

    var count: Int { lock.withLock { taken } }
    /// The sum of the times at which requests came, in seconds.
    var times: Double { lock.withLock { takenAt } }

    /// While it is down it answers 503.
    var isDown: Bool {
        get { lock.withLock { down } }
        set { lock.withLock { down = newValue } }
    }

    /// Starts it on a free port.
    init(sees: @escaping (ArraySlice<UInt8>) -> Void = { _ in }) throws {
        self.sees = sees
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = loopback(port: 0)
        let bound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(listener, 512) == 0 else { throw BenchmarkError("cannot listen: errno \(errno)") }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(listener, $0, &length) }
        }
        port = UInt16(bigEndian: address.sin_port)
        Thread { [self] in serve() }.start()
    }

    private func serve() {
        let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8)
        let refusal = Array("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n".utf8)
        var polls = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
        var buffers: [Int32: [UInt8]] = [:]
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while poll(&polls, nfds_t(polls.count), -1) > 0 {
            var closed: Set<Int32> = []
            for index in polls.indices.dropFirst() where polls[index].revents != 0 {
                let descriptor = polls[index].fd
                let count = recv(descriptor, &chunk, chunk.count, 0)
                guard count > 0 else {
                    closed.insert(descriptor)
                    continue
                }
                buffers[descriptor, default: []].append(contentsOf: chunk[0..<count])
                while let whole = wholeLength(buffers[descriptor] ?? []) {
                    let isDown = isDown
                    if !isDown { sees((buffers[descriptor] ?? [])[..<whole]) }
                    buffers[descriptor]?.removeFirst(whole)
                    if !isDown {
                        lock.withLock {
                            taken += 1
                            takenAt += now()
                        }
                    }
                    let answer = isDown ? refusal : answer
                    _ = send(descriptor, answer, answer.count, Int32(MSG_NOSIGNAL))
                }
            }
            if polls[0].revents != 0 {
                let connection = accept(listener, nil, nil)
                if connection >= 0 { polls.append(pollfd(fd: connection, events: Int16(POLLIN), revents: 0)) }
            }
            for descriptor in closed {
                close(descriptor)
                buffers[descriptor] = nil
            }
            polls.removeAll { closed.contains($0.fd) }
        }
    }
}
