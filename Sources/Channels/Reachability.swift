import Dispatch

extension PlainExchange {
    /// Whether something answers at the address: it is connected to, with TLS where the address says so, and nothing is
    /// sent. On a thread that may block, so that a silent address holds up nobody, and that does not end behind it: a thread
    /// that ends while the process does gives OpenSSL back what is gone already.
    public func isReachable() async -> Bool {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "reachability").async {
                do throws(Fault) {
                    try connect()
                    continuation.resume(returning: true)
                } catch {
                    continuation.resume(returning: false)
                }
            }
        }
    }
}
