import Diagnostics
import Intake
import Rollout
import Store

/// What today's mapping would make of documents that are to be reprocessed: a sample, within a time, said openly.
struct ReplaySampling: Sendable {
    let database: any Database
    let rereading: Rereading

    private static let most = 500
    private static let page = 25
    private static let time = Duration.seconds(2)
    private static let examples = 5

    func sample(of replay: UniqueID, count: Int) async throws -> ReplaySample {
        let stride = max(1, count / Self.most)
        let ids = try await database.look { try $0.replaySample(replay, every: stride, limit: Self.most) }
        var sample = ReplaySample()
        let end = ContinuousClock.now + Self.time
        for start in Swift.stride(from: 0, to: ids.count, by: Self.page) where ContinuousClock.now < end {
            let some = Array(ids[start..<min(ids.count, start + Self.page)])
            let rereading = rereading
            let looks = try await database.look { transaction in
                let read = try rereading.understood(some, in: transaction)
                return try some.compactMap { id in
                    try transaction.document(id).map { Look($0, read[id]?.understood) }
                }
            }
            for look in looks { sample.take(look.change, look.id, code: look.code, most: Self.examples) }
        }
        return sample
    }

    /// A document as it is kept, held against what today's mapping makes of it.
    private struct Look: Sendable {
        var id: String
        var change: ReplaySample.Change
        var code: String?

        init(_ row: DocumentRow, _ understood: UnderstoodDocument?) {
            id = row.id.description
            switch (understood?.outcome, row.contentHash) {
            case (.understood(let content), let hash?):
                change = StoredHash.bytes(content.facts.contentHash) == hash ? .same : .changed
            case (.understood, nil): change = .understood
            case (.acknowledges, _): change = .same
            case (.failed, let hash), (nil, let hash):
                change = hash == nil ? .stillUnreadable : .broken
                code = understood?.diagnostics.first { $0.severity == .error }?.code.rawValue
            }
        }
    }
}

/// What today's mapping would change of documents that are to be reprocessed.
public struct ReplaySample: Sendable, Codable, Hashable {
    /// What becomes of one.
    enum Change { case same, changed, understood, broken, stillUnreadable }

    /// How many documents were looked at; all others may differ.
    public var lookedAt = 0
    /// Those that say what they said.
    public var same = 0
    /// Those that would say something else.
    public var changed = 0
    /// Those that could not be read, and can be now.
    public var understood = 0
    /// Those that could be read, and cannot be any more.
    public var broken = 0
    /// Those that still cannot be read.
    public var stillUnreadable = 0
    /// Some of those that would say something else, or cannot be read.
    public var examples: [String] = []
    /// Why documents cannot be read, by code.
    public var codes: [String: Int] = [:]

    mutating func take(_ change: Change, _ id: String, code: String?, most: Int) {
        lookedAt += 1
        switch change {
        case .same: same += 1
        case .changed: changed += 1
        case .understood: understood += 1
        case .broken: broken += 1
        case .stillUnreadable: stillUnreadable += 1
        }
        if let code { codes[code, default: 0] += 1 }
        if [.changed, .broken, .stillUnreadable].contains(change), examples.count < most { examples.append(id) }
    }
}
