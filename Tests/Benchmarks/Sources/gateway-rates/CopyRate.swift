import Foundation

/// What one back end got: when each order came first, and how many came again.
final class Arrivals: @unchecked Sendable {
    private let lock = NSLock()
    private var first: [Int: Double] = [:]
    private var again = 0
    private let marker: [UInt8]

    /// Finds the order's number behind a marker in the request.
    init(marker: String) { self.marker = Array(marker.utf8) }

    func take(_ request: ArraySlice<UInt8>) {
        guard let number = number(in: request) else { return }
        let time = now()
        lock.withLock {
            if first[number] == nil { first[number] = time } else { again += 1 }
        }
    }

    private func number(in request: ArraySlice<UInt8>) -> Int? {
        var index = request.startIndex
        while let found = request[index...].firstIndex(of: marker[0]) {
            let end = found + marker.count
            guard end < request.endIndex else { return nil }
            if request[found..<end].elementsEqual(marker) {
                return Int(String(decoding: request[end...].prefix { 0x30...0x39 ~= $0 }, as: UTF8.self))
            }
            index = found + 1
        }
        return nil
    }

    var times: [Int: Double] { lock.withLock { first } }
    var count: Int { lock.withLock { first.count } }
    /// How many requests brought an order that was there already.
    var repeats: Int { lock.withLock { again } }
}

/// Measures the copies that legacy gets while new owns what is born:
///
/// - 500 orders a second sent evenly with both back ends answering at once: how long after the owner the other side has an
///   order;
/// - legacy down while `orders` orders come, as fast as 100/s for an hour would be if there were that time: what is accepted
///   meanwhile and how long it takes; then how fast what waits drains, and whether anything came twice or not at all.
func measureCopies(binary: String, orders: Int) throws {
    let marker = "B-\(getpid())-"
    let (old, fresh) = (Arrivals(marker: marker), Arrivals(marker: marker))
    let legacy = try InstantBackend { old.take($0) }
    let new = try InstantBackend { fresh.take($0) }
    let server = try Server(
        binary: binary, port: 8_792, configuration: copying(port: 8_792, legacy: legacy.port, new: new.port),
        milestones: ["north": "milestone: north\nauthor: somebody\ncells:\n  - order-intake@north\n"])
    defer { server.stop() }
    let administrator = try server.makeKey(binary: binary, role: "administrator")
    let key = try server.makeKey(binary: binary)
    try server.run(binary: binary, key: administrator, "milestones", "approve", "north")
    try server.run(
        binary: binary, key: administrator, "milestones", "advance", "north", "--to", "live", "--reason", "measured")
    func number(_ place: Int) -> Int { 1_000_000 + place }
    for round in 1...3 {
        let base = round * 100_000
        let client = LoadClient(port: server.port) { request(key, number: number(base + $0)) }
        let result = try client.run(connections: 64, requests: 5_000, perSecond: 500, atMost: 60)
        try wait(60) { old.count == round * 5_000 && fresh.count == round * 5_000 }
        let (copied, owned) = (old.times, fresh.times)
        let lags = owned.compactMap { place, time in
            place >= number(base) ? copied[place].map { ($0 - time) * 1_000 } : nil
        }.sorted()
        report(
            String(
                format:
                    "%4.0f orders/s: the copy %.1f ms after the owner (p50), %.1f ms (p99), %.1f ms (most); accepted after %.1f ms (p99)",
                result.perSecond, at(0.5, of: lags), at(0.99, of: lags), lags.last ?? 0,
                result.latency(at: 0.99) / 1_000))
    }
    legacy.isDown = true
    let before = fresh.count
    let client = LoadClient(port: server.port) { request(key, number: number(1_000_000 + $0)) }
    let began = now()
    let result = try client.run(connections: 64, requests: orders, atMost: 3_600)
    try wait(120) { fresh.count - before == orders }
    report(
        String(
            format:
                "legacy down: %d orders accepted at %.0f/s (p99 %.1f ms), %d refused; all at new %.1f s after the first",
            result.answers, result.perSecond, result.latency(at: 0.99) / 1_000, result.refusals, now() - began))
    report(try server.run(binary: binary, key: administrator, "backends", "list"))
    let waiting = old.count
    legacy.isDown = false
    let up = now()
    try wait(120) { old.count > waiting }
    let started = now()
    let half = LoadClient(port: server.port) { request(key, number: number(8_000_000 + $0)) }
    let during = try half.run(connections: 64, requests: min(orders, 2_000), perSecond: 100, atMost: 60)
    try wait(3_600) { old.count == fresh.count && fresh.count == before + orders + during.answers }
    report(
        String(
            format:
                "legacy up: the first copy after %.1f s, all %d after %.1f s, %.0f/s; meanwhile 100 orders/s accepted after %.1f ms (p99); %d came twice at legacy, %d at new",
            started - up, old.count - waiting, now() - up, Double(old.count - waiting) / (now() - up),
            during.latency(at: 0.99) / 1_000, old.repeats, fresh.repeats))
}

private func at(_ share: Double, of sorted: [Double]) -> Double {
    sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
}

private func wait(_ seconds: Double, _ isDone: () -> Bool) throws {
    let end = now() + seconds
    while !isDone() {
        guard now() < end else { throw BenchmarkError("waited for \(seconds) s in vain") }
        usleep(5_000)
    }
}

private func copying(port: UInt16, legacy: UInt16, new: UInt16) -> String {
    """
    listen: 127.0.0.1:\(port)
    store: ./data
    node: rates
    backends:
      legacy:
        http: { url: "http://127.0.0.1:\(legacy)/orders" }
        payload: original
        honoursKey: yes
        concurrency: 32
        takes: [copies, standby]
      new:
        http: { url: "http://127.0.0.1:\(new)/orders" }
        payload: canonical
        honoursKey: yes
        concurrency: 32
        takes: [copies, standby]
    sites:
      north: { timeZone: Europe/Brussels, legacy: legacy, new: new }
    siteRules:
      - fact: partner
        sites: { northwind: north }

    """
}
