import Foundation

/// Many keep-alive connections driven by one thread, each sending its next request when its answer is in: a load whose
/// own cost is small beside that of the server it measures.
final class LoadClient {
    /// What a run saw.
    struct Result {
        var answers = 0
        var refusals = 0
        var seconds = 0.0
        /// The sum of the times at which requests were sent, in seconds.
        var sentAt = 0.0
        /// Microseconds from request to answer, one of each 16.
        var latencies: [Double] = []

        var perSecond: Double { Double(answers) / max(seconds, 1e-9) }

        func latency(at share: Double) -> Double {
            let sorted = latencies.sorted()
            return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
        }
    }

    private struct Connection {
        var descriptor: Int32
        var sent = 0
        var request: [UInt8] = []
        var answer: [UInt8] = []
        var began = 0.0
    }

    private let port: UInt16
    private let expected: UInt8
    private let makeRequest: (Int) -> [UInt8]

    /// A client of a port; `makeRequest` gives the whole of the n-th request, `expected` is the class of a good answer's
    /// status.
    init(port: UInt16, expected: Character = "2", makeRequest: @escaping (Int) -> [UInt8]) {
        self.port = port
        self.expected = expected.asciiValue ?? 0
        self.makeRequest = makeRequest
    }

    /// Runs until all answers are in or the time is up.
    ///
    /// - Parameter perSecond: How many requests it sends in a second, evenly, whatever the answers take, as long as a
    ///   connection is free; without it each connection sends its next when its answer is in.
    func run(
        connections count: Int, requests: Int, perSecond: Double = .infinity, atMost limit: Double
    ) throws -> Result {
        var result = Result()
        var next = 0
        var connections = try (0..<count).map { _ in Connection(descriptor: try connected(port: port)) }
        defer { for connection in connections { close(connection.descriptor) } }
        let start = now()
        var free = Array(connections.indices.reversed())
        var polls = connections.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        while result.answers + result.refusals < requests, now() - start < limit {
            while next < requests, Double(next) / perSecond <= now() - start, let index = free.popLast() {
                begin(&connections[index], &next, &result)
            }
            guard poll(&polls, nfds_t(polls.count), perSecond.isFinite ? 1 : 1_000) > 0 else { continue }
            for index in polls.indices where polls[index].revents != 0 {
                guard try receive(&connections[index]) else { continue }
                finish(&connections[index], &result)
                free.append(index)
            }
        }
        result.seconds = now() - start
        return result
    }

    private func begin(_ connection: inout Connection, _ next: inout Int, _ result: inout Result) {
        connection.request = makeRequest(next)
        next += 1
        connection.sent = 0
        connection.answer.removeAll(keepingCapacity: true)
        connection.began = now()
        result.sentAt += connection.began
        while connection.sent < connection.request.count {
            let count = connection.request[connection.sent...].withUnsafeBytes {
                send(connection.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            connection.sent += count
        }
    }

    private func finish(_ connection: inout Connection, _ result: inout Result) {
        // "HTTP/1.1 202": the first digit of the status stands at 9.
        if connection.answer.count > 9, connection.answer[9] == expected {
            result.answers += 1
            if result.answers & 15 == 0 { result.latencies.append((now() - connection.began) * 1e6) }
        } else {
            result.refusals += 1
        }
    }

    /// Takes in what has come; true when the answer is whole.
    private func receive(_ connection: inout Connection) throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(connection.descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { throw BenchmarkError("the server closed the connection") }
        connection.answer.append(contentsOf: buffer[0..<count])
        return isWhole(connection.answer)
    }
}

/// Whether an HTTP message with a Content-Length is whole.
func isWhole(_ bytes: [UInt8]) -> Bool { wholeLength(bytes) != nil }

/// The length of the first HTTP message, nil while it is not whole.
func wholeLength(_ bytes: [UInt8]) -> Int? {
    guard bytes.count > 3 else { return nil }
    var index = 3
    while index < bytes.count {
        if bytes[index] == 0x0A, bytes[index - 1] == 0x0D, bytes[index - 2] == 0x0A, bytes[index - 3] == 0x0D {
            let length = index + 1 + contentLength(bytes[0..<index])
            return bytes.count >= length ? length : nil
        }
        index += 1
    }
    return nil
}

private let lengthName = Array("content-length:".utf8)

private func contentLength(_ head: ArraySlice<UInt8>) -> Int {
    var index = head.startIndex
    while index + lengthName.count < head.endIndex {
        var matches = head[index] == 0x0A
        if matches {
            for (offset, byte) in lengthName.enumerated() where head[index + 1 + offset] | 0x20 != byte | 0x20 {
                matches = false
                break
            }
        }
        if matches {
            var value = 0
            for byte in head[(index + 1 + lengthName.count)...] {
                if byte == 0x20 { continue }
                guard byte >= 0x30, byte <= 0x39 else { break }
                value = value * 10 + Int(byte - 0x30)
            }
            return value
        }
        index += 1
        if index + lengthName.count + 1 >= head.endIndex { break }
    }
    return 0
}

struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Prints a line at once, also into a file.
func report(_ line: String) {
    print(line)
    fflush(nil)
}

func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    return address
}

func connected(port: UInt16) throws -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = loopback(port: port)
    let result = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard result == 0 else { throw BenchmarkError("cannot connect to port \(port): errno \(errno)") }
    var yes: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    return descriptor
}
