import CLibCurl
import Diagnostics

/// What a ``CurlEngine`` does for somebody: one use of a libcurl handle, with one outcome.
///
/// It belongs to the task that submits it, then to the engine's thread; only the mark of cancellation is shared.
protocol CurlTransfer: AnyObject, Sendable {
    var isCancelled: Bool { get }

    /// Sets a fresh handle up; false when libcurl refuses a setting.
    func prepare(_ handle: UnsafeMutableRawPointer) -> Bool

    /// Reads from the handle what came of it; what is returned tells it, once the handle is free.
    func ending(_ handle: UnsafeMutableRawPointer, _ result: CURLcode) -> () -> Void

    /// Tells that it was never begun, and why.
    func refuse(_ code: Code, _ facts: [String: String])

    /// Tells that it was ended from this side while it was under way.
    func interrupt(_ code: Code)
}
