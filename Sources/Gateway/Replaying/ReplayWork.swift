import Intake
import Store

/// What is to be done with a document, by whom and why.
struct ReplayWork: Sendable {
    var action: ReplayAction
    var reason: String?
    /// Whether the person knows of what the action would ask about: newer documents that went out, keys that are forgotten.
    var anyway = false
    /// The bytes of an edit.
    var bytes: [UInt8]?
    var caller: Caller
    /// The replay of many documents that it is part of. That one stands in the audit trail, not each of its documents.
    var replay: UniqueID?

    var edit: PayloadEdit { PayloadEdit(bytes: bytes, author: caller.name, reason: reason) }
}
