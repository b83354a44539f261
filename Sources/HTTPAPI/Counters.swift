import Synchronization

/// What the server counts as it goes, so that asking for the figures scans nothing.
final class Counters: Sendable {
    struct Figures: Sendable {
        /// Answers by the first digit of their status, from 1 to 5.
        var answers = [0, 0, 0, 0, 0, 0]
        var underWay = 0
        var interchanges = 0
        var repeated = 0
        var bytes = 0
        /// Payloads that were begun and not accepted: too large, cut off, too slow.
        var abandoned = 0
    }

    private let state = Mutex(Figures())

    var figures: Figures { state.withLock { $0 } }

    func begin() { state.withLock { $0.underWay += 1 } }

    func end(status: Int) {
        state.withLock {
            $0.underWay -= 1
            $0.answers[min(max(status / 100, 0), 5)] += 1
        }
    }

    func accepted(bytes: Int, repeated: Bool) {
        state.withLock {
            if repeated { $0.repeated += 1 } else { $0.interchanges += 1 }
            $0.bytes &+= bytes
        }
    }

    func abandoned() { state.withLock { $0.abandoned += 1 } }
}

extension Counters.Figures {
    /// The figures in Prometheus' text format.
    func prometheus(ready: Bool) -> String {
        var text = ""
        func family(_ name: String, _ kind: String, _ help: String, _ samples: [(labels: String, value: Int)]) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
            for sample in samples { text += "\(name)\(sample.labels) \(sample.value)\n" }
        }
        family("milepost_ready", "gauge", "Whether the gateway can accept.", [("", ready ? 1 : 0)])
        family(
            "milepost_http_answers_total", "counter", "Answers by the class of their status.",
            (1...5).map { ("{class=\"\($0)xx\"}", answers[$0]) })
        family("milepost_http_requests_in_progress", "gauge", "Requests that are being answered.", [("", underWay)])
        family("milepost_http_interchanges_total", "counter", "Interchanges accepted over HTTP.", [("", interchanges)])
        family(
            "milepost_http_interchanges_repeated_total", "counter",
            "Interchanges whose idempotency key was known, answered with the first answer.", [("", repeated)])
        family("milepost_http_received_bytes_total", "counter", "Bytes of accepted payloads.", [("", bytes)])
        family(
            "milepost_http_interchanges_abandoned_total", "counter",
            "Payloads that were begun and not accepted: too large, cut off, too slow.", [("", abandoned)])
        return text
    }
}
