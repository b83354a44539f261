import Foundation
import Synchronization

/// A TCP proxy on a loopback port whose first connection ends after so many bytes to the server; later ones are whole.
public final class CuttingProxy: Sendable {
    public let port: UInt16
    private let listener: Socket
    private let remaining: Mutex<Int?>
    private let count = Mutex(0)

    /// How many bytes went to the server.
    public var bytesToServer: Int { count.withLock { $0 } }

    /// A proxy in front of a port; without `bytes` nothing is cut.
    public init(to server: UInt16, cuttingAfter bytes: Int? = nil) throws {
        (listener, port) = try Socket.listening()
        remaining = Mutex(bytes)
        Thread.detachNewThread { [weak self, listener] in
            while let client = listener.accepted() {
                guard let self, let server = try? Socket.connected(port: server) else { return client.finish() }
                let limit = self.remaining.withLock { limit in
                    defer { limit = nil }
                    return limit
                }
                self.join(client, server, limit)
            }
        }
    }

    deinit { listener.interrupt() }

    private func join(_ client: Socket, _ server: Socket, _ limit: Int?) {
        Thread.detachNewThread {
            while case let bytes = server.receive(), !bytes.isEmpty { if (try? client.send(bytes)) == nil { break } }
            client.interrupt()
            server.finish()
        }
        Thread.detachNewThread { [weak self] in
            var left = limit ?? Int.max
            while left > 0, case let bytes = client.receive(), !bytes.isEmpty {
                let part = bytes.prefix(left)
                left -= part.count
                self?.count.withLock { $0 += part.count }
                if (try? server.send(part)) == nil { break }
            }
            server.interrupt()
            client.finish()
        }
    }
}
