public import Diagnostics
import Intake
import Rollout
import Store

/// What a person sees before correcting a document: its own bytes in their place, and what other bytes would be read as.
public struct EditDesk: Sendable {
    let database: any Database
    let rereading: Rereading

    /// The bytes of a document where they stand in its payload: what positions of its diagnostics and origins count from.
    public func message(_ id: String, caller: Caller) async throws -> MessageView {
        try caller.require(.viewPayload)
        return try await database.look { transaction in
            let row = try transaction.document(id, for: caller)
            if let edited = try transaction.payload(of: row.id, version: row.payloadVersion)?.original {
                return MessageView(bytes: edited, offset: 0, isEdited: true)
            }
            return MessageView(
                bytes: try transaction.received(row) ?? [], offset: Int(row.byteOffset), isEdited: false)
        }
    }

    /// What some bytes would be read as in a document's place. Nothing is changed.
    public func preview(_ id: String, bytes: [UInt8], caller: Caller) async throws -> EditPreview {
        try caller.require(.replay)
        return try await database.look { [rereading] transaction in
            let row = try transaction.document(id, for: caller)
            let before = try transaction.payload(of: row.id, version: row.payloadVersion)?.canonical
            let understanding = rereading.understanding(row.sender)
            var found: ReadDocument?
            let count = try DocumentFinder(understanding: understanding).each(in: [bytes].makeIterator()) { found = $0 }
            var preview = EditPreview(
                documents: count, diagnostics: [], before: before.flatMap { $0.isEmpty ? nil : $0 })
            guard count == 1, let found else { return preview }
            let day = Instant(microseconds: row.receivedAt).day
            let understood = understanding.understand(found, sender: row.sender, day: day)
            preview.diagnostics = understood.diagnostics.map { DiagnosticReport($0) }
            if case .understood(let content) = understood.outcome {
                preview.canonical = content.canonical
            }
            return preview
        }
    }
}

/// A document's bytes in their payload.
public struct MessageView: Sendable, Hashable {
    public var bytes: [UInt8]
    /// Where they begin, in bytes.
    public var offset: Int
    /// Whether a person corrected them.
    public var isEdited: Bool

    /// Bytes that begin somewhere in a payload.
    public init(bytes: [UInt8], offset: Int, isEdited: Bool) {
        self.bytes = bytes
        self.offset = offset
        self.isEdited = isEdited
    }
}

/// What corrected bytes would be read as.
public struct EditPreview: Sendable, Hashable {
    /// How many documents stand in them; a correction holds one.
    public var documents: Int
    public var diagnostics: [DiagnosticReport]
    /// The canonical document as JSON; nil where they are not understood.
    public var canonical: [UInt8]?
    /// The canonical document as it is now; nil where there is none.
    public var before: [UInt8]?
}
