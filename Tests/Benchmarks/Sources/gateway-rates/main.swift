import Foundation

/// Measures a built `milepost` over HTTP with 4 KB orders: durable accepts beside the disk's own rate of synced appends,
/// and orders from accept to delivered at a back end that answers at once.
///
///     swift run -c release gateway-rates PATH-TO-MILEPOST [ORDERS]
func main() throws {
    guard CommandLine.arguments.count > 1 else {
        throw BenchmarkError("usage: gateway-rates PATH-TO-MILEPOST [ORDERS]")
    }
    let binary = CommandLine.arguments[1]
    let orders = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 10_000 : 10_000
    let backend = try InstantBackend()
    let server = try Server(binary: binary, backend: backend.port, port: 8_791)
    defer { server.stop() }
    print(String(format: "start to listening: %.3f s", server.startSeconds))
    sleep(1)
    print(String(format: "memory when idle: %.0f MB", server.memory.now))
    let key = try server.makeKey(binary: binary)
    print(String(format: "disk, 4 KB append and fdatasync: %.0f/s", try diskRate()))
    var next = 0
    for connections in [1, 8, 64] {
        let count = connections == 1 ? min(orders / 10, 2_000) : orders
        let base = next
        next += count
        let client = LoadClient(port: server.port) { request(key, number: base + $0) }
        let before = backend.count
        let began = now()
        let result = try client.run(connections: connections, requests: count, atMost: 60)
        let accepted = result.answers
        while backend.count - before < accepted, now() - began < 120 { usleep(5_000) }
        let delivered = Double(backend.count - before) / (now() - began)
        print(
            String(
                format:
                    "%2d clients: %6.0f accepts/s (p50 %.1f ms, p99 %.1f ms), %d refused; %6.0f orders/s accept to delivered",
                connections, result.perSecond, result.latency(at: 0.5) / 1_000, result.latency(at: 0.99) / 1_000,
                result.refusals, delivered))
    }
    print(String(format: "memory after load: %.0f MB, at most %.0f MB", server.memory.now, server.memory.peak))
}

/// An order of about 4 KB as a whole request.
func request(_ key: String, number: Int) -> [UInt8] {
    var body = "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+\(number)'UNH+1+ORDERS:D:96A:UN:EAN008'"
    body += "BGM+220+B-\(getpid())-\(number)+9'DTM+137:20260921:102'DTM+2:20260928:102'"
    body += "NAD+BY+5412345000013::9'NAD+SU+4098765000010::9'NAD+DP+5412345000037::9'CUX+2:EUR:9'"
    let lines = 28
    for line in 1...lines {
        body += "LIN+\(line)++4000862141404:EN'PIA+1+ABC5343:SA'IMD+F++:::MINERAL WATER STILL 6 X 1.5L'"
        body += "QTY+21:48'PRI+AAA:1.19:CT:NTP'"
    }
    let segments = 8 + lines * 5 + 3
    body += "UNS+S'CNT+2:\(lines)'UNT+\(segments)+1'UNZ+1+\(number)'"
    let head =
        "POST /v1/interchanges HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(key)\r\n"
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

try main()
