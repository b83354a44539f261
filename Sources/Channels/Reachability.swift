import Foundation

extension PlainExchange {
    /// Whether something answers at the address: it is connected to, with TLS where the address says so, and nothing is
    /// sent. On a thread of its own, so that a silent address holds up nobody.
    public func isReachable() async -> Bool {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
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
