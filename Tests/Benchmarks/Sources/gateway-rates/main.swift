import Foundation

/// Measures a built `milepost` over HTTP with 4 KB orders, and prints beside each other:
///
/// - durable accepts per second with 1, 8 and 64 clients, and orders from accept to delivered at a back end that answers
///   at once;
/// - with 64 clients, the HTTP server reading the same bodies and storing nothing (an administrator posts for a sender that
///   does not exist: the body is read, then refused), and the store's group commit without HTTP;
/// - messages of AS2 per second, beside what their cryptography alone takes;
/// - the disk's own rate of synced appends;
/// - start time, memory when idle, and memory while one large interchange is taken in and processed.
///
///     swift run -c release gateway-rates PATH-TO-MILEPOST [ORDERS] [LARGE-INTERCHANGE-MB]
///     swift run -c release gateway-rates PATH-TO-MILEPOST copies [ORDERS]
///
/// The second measures copies: see ``measureCopies(binary:orders:)``.
func main() async throws {
    guard CommandLine.arguments.count > 1 else {
        throw BenchmarkError("usage: gateway-rates PATH-TO-MILEPOST [ORDERS] [LARGE-INTERCHANGE-MB]")
    }
    let binary = CommandLine.arguments[1]
    if CommandLine.arguments.count > 2, CommandLine.arguments[2] == "copies" {
        let orders = CommandLine.arguments.count > 3 ? Int(CommandLine.arguments[3]) ?? 20_000 : 20_000
        return try measureCopies(binary: binary, orders: orders)
    }
    let orders = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 10_000 : 10_000
    let megabytes = CommandLine.arguments.count > 3 ? Int(CommandLine.arguments[3]) ?? 0 : 0
    let backend = try InstantBackend()
    let server = try Server(binary: binary, backend: backend.port, port: 8_791)
    defer { server.stop() }
    report(String(format: "start to listening: %.3f s", server.startSeconds))
    sleep(1)
    report(String(format: "memory when idle: %.0f MB", server.memory.now))
    let key = try server.makeKey(binary: binary)
    let administrator = try server.makeKey(binary: binary, role: "administrator")
    report(String(format: "disk, 4 KB append and fdatasync: %.0f/s", try diskRate()))
    let reading = LoadClient(port: server.port, expected: "4") {
        request(administrator, path: "/v1/interchanges?sender=nobody", number: $0)
    }
    let http = try reading.run(connections: 64, requests: orders * 4, atMost: 5)
    report(String(format: "HTTP with 64 clients, the body read and nothing stored: %.0f/s", http.perSecond))
    let group = try await groupRate(submitters: 64, seconds: 3)
    report(String(format: "group commit with 64 submitters, no HTTP: %.0f/s", group))
    var accepts = 0.0
    var next = 0
    for connections in [1, 8, 64] {
        let count = connections == 1 ? min(orders / 10, 2_000) : orders
        let base = next
        next += count
        accepts = try measure(connections, server, backend, orders: count) { request(key, number: base + $0) }
    }
    try measureAS2(server, messages: min(orders, 4_000))
    for perSecond in [100, 300, 600] {
        let base = next
        next += 5 * perSecond
        try measureDelay(perSecond, server, backend) { request(key, number: base + $0) }
    }
    let lower = min(http.perSecond, group)
    report(String(format: "accepts with 64 clients: %.0f %% of the lower of the two rates", accepts / lower * 100))
    report(String(format: "memory after load: %.0f MB, at most %.0f MB", server.memory.now, server.memory.peak))
    if megabytes > 0 { try measureLarge(megabytes: megabytes, server: server, key: key, backend: backend) }
}

/// Sends so many orders, waits until all are delivered, and gives the accepts per second.
func measure(
    _ connections: Int, _ server: Server, _ backend: InstantBackend, orders: Int, _ make: @escaping (Int) -> [UInt8]
) throws -> Double {
    let client = LoadClient(port: server.port, makeRequest: make)
    let before = backend.count
    let began = now()
    let processor = server.processorSeconds
    let result = try client.run(connections: connections, requests: orders, atMost: 60)
    while backend.count - before < result.answers, now() - began < 120 { usleep(5_000) }
    let delivered = Double(backend.count - before)
    report(
        String(
            format:
                "%2d clients: %6.0f accepts/s (p50 %.1f ms, p99 %.1f ms), %d refused; %6.0f orders/s accept to delivered, %.0f us of processor each",
            connections, result.perSecond, result.latency(at: 0.5) / 1_000, result.latency(at: 0.99) / 1_000,
            result.refusals, delivered / (now() - began), (server.processorSeconds - processor) / delivered * 1e6))
    return result.perSecond
}

/// Sends so many orders a second for five seconds, and says how long each took from its sending to the back end.
func measureDelay(
    _ perSecond: Int, _ server: Server, _ backend: InstantBackend, _ make: @escaping (Int) -> [UInt8]
) throws {
    let client = LoadClient(port: server.port, makeRequest: make)
    let (count, times) = (backend.count, backend.times)
    let result = try client.run(
        connections: 64, requests: 5 * perSecond, perSecond: Double(perSecond), atMost: 60)
    let sent = now()
    while backend.count - count < result.answers, now() - sent < 60 { usleep(1_000) }
    let delay = (backend.times - times - result.sentAt) / Double(backend.count - count)
    report(
        String(
            format:
                "%4.0f orders/s sent evenly: accepted after %.1f ms (p50), %.1f ms (p99); delivered after %.1f ms (mean)",
            result.perSecond, result.latency(at: 0.5) / 1_000, result.latency(at: 0.99) / 1_000, delay * 1_000))
}

/// An order of about 4 KB as a whole request.
func request(_ key: String, path: String = "/v1/interchanges", number: Int) -> [UInt8] {
    let body =
        Order.header("\(number)") + Order.message(reference: "1", number: "B-\(getpid())-\(number)")
        + "UNZ+1+\(number)'"
    let head =
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(key)\r\n"
        + "Content-Type: application/edifact\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
    return Array((head + body).utf8)
}

/// How many 4 KB appends the disk syncs in a second.
func diskRate() throws -> Double {
    let path = NSTemporaryDirectory() + "milepost-disk-\(getpid())"
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard file >= 0 else { throw BenchmarkError("cannot write \(path)") }
    defer {
        close(file)
        unlink(path)
    }
    let block = [UInt8](repeating: 7, count: 4_096)
    let began = now()
    var count = 0
    while now() - began < 1 {
        _ = write(file, block, block.count)
        fdatasync(file)
        count += 1
    }
    return Double(count) / (now() - began)
}

try await main()
