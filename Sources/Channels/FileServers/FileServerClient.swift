import Diagnostics

/// Does steps on a server of files, several at a time over connections that are kept, on one thread of its own. Nothing is
/// tried twice. Dropping the last reference ends the thread.
final class FileServerClient: Sendable {
    let target: FileServerTarget
    private let engine: CurlEngine

    /// A client of a server, with so many connections at most.
    init(_ target: FileServerTarget, connections: Int, waiting: Int) {
        self.target = target
        engine = CurlEngine(limits: HTTPSender.Limits(inFlight: connections, waiting: max(1, waiting)))
        engine.start()
    }

    deinit { engine.stop() }

    /// Does a step. Cancelling the task ends it.
    @discardableResult
    func perform(_ step: FileServerStep, asksForCertificate: Bool = false) async throws(FileServerFault)
        -> FileServerReply
    {
        let transfer = FileServerTransfer(step, target, asksForCertificate: asksForCertificate)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.whenFinished { continuation.resume(returning: $0) }
                engine.submit(transfer)
            }
        } onCancel: {
            transfer.cancel()
            engine.noticeCancellation()
        }
        return try outcome.get()
    }

    /// Ends the thread; what is under way ends as lost.
    func shutdown() async {
        await withCheckedContinuation { continuation in
            engine.stop { continuation.resume() }
        }
    }
}
