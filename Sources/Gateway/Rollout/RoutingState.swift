import Digests
import Foundation
import Rollout
import Store
import Synchronization

/// The routing snapshot that this node decides by, with its epoch and hash. It is replaced whole when the store's epoch
/// turns out to be another.
final class RoutingState: Sendable {
    struct Version: Sendable {
        var epoch: Int64
        var hash: [UInt8]
        /// With its index, made once for all documents that it decides.
        let snapshot: RoutingSnapshot

        init(epoch: Int64, hash: [UInt8], snapshot: RoutingSnapshot) {
            self.epoch = epoch
            self.hash = hash
            self.snapshot = snapshot.indexed()
        }
    }

    private let current: Mutex<Version>

    init(_ version: Version) { current = Mutex(version) }

    var version: Version { current.withLock { $0 } }

    func replace(by version: Version) {
        current.withLock { if version.epoch > $0.epoch { $0 = version } }
    }

    /// The version under the routing lock that the transaction holds: this node's if the epoch is still its own, else
    /// the store's.
    func version(at head: RoutingHead, in transaction: any Transaction) throws -> Version {
        let own = version
        if own.epoch == head.epoch { return own }
        return try transaction.routingInForce()
    }

    static func version(of row: RoutingRow) throws -> Version {
        do {
            let snapshot = try JSONDecoder().decode(RoutingSnapshot.self, from: Data(row.snapshot.utf8))
            return Version(epoch: row.epoch, hash: row.hash, snapshot: snapshot)
        } catch {
            throw StoreError(.mismatch, code: "routing-snapshot")
        }
    }

    /// A snapshot as it is stored: JSON with sorted keys, so that equal snapshots have equal hashes.
    static func row(of snapshot: RoutingSnapshot, epoch: Int64, at now: Instant) throws -> RoutingRow {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let json = try encoder.encode(snapshot)
        return RoutingRow(
            epoch: epoch, snapshot: String(decoding: json, as: UTF8.self), hash: Digests.sha256(json),
            publishedAt: now.microseconds)
    }
}

extension Transaction {
    /// The routing that is in force, as the transaction sees it.
    func routingInForce() throws -> RoutingState.Version {
        guard let row = try routing() else { throw StoreError(.mismatch, code: "routing") }
        return try RoutingState.version(of: row)
    }

    /// The routing that is in force, under the exclusive lock: nobody decides until the transaction ends.
    func lockRoutingInForce() throws -> RoutingState.Version {
        guard try lockRoutingExclusive(timeoutMilliseconds: RoutingPublisher.lockTimeout) != nil else {
            throw StoreError(.mismatch, code: "routing")
        }
        return try routingInForce()
    }
}
