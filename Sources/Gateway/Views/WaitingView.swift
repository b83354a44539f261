import Intake
import Store

/// What a document waits for before it can go.
public struct WaitingView: Sendable, Codable, Hashable {
    /// The document before it; nil when it is the sender's earlier interchange, which is not read yet.
    public var document: String?
    public var interchange: String
    /// The status of what it waits for.
    public var status: String
    /// The code of what stopped that, when it stopped.
    public var code: String?

    init(_ blocker: Blocker) {
        switch blocker {
        case .document(let row):
            document = row.id.description
            interchange = row.interchangeID.description
            status = row.status.rawValue
            code = row.code
        case .interchange(let row):
            interchange = row.id.description
            status = row.status.rawValue
        }
    }
}

extension Transaction {
    /// What a document waits for, if it is on its way and something stands before it, or failed with it.
    func waiting(_ row: DocumentRow) throws -> WaitingView? {
        if row.status == .failed, row.stage == DocumentStage.deliver.rawValue {
            for delivery in try deliveries(ofDocument: row.id) where delivery.state == .failed && delivery.purpose.isOwn
            {
                if let head = try cascadingHead(of: delivery) { return WaitingView(.document(head)) }
            }
        }
        guard row.status == .delivering else { return nil }
        return try blocker(ofDocument: row).map { WaitingView($0) }
    }
}
