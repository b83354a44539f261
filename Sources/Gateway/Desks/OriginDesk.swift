import Diagnostics
import Intake
public import Mapping
import Orders
import Rollout
import Store

/// Where the values of a document come from: the rule and the place in what was received, for each, whenever it is asked.
///
/// Nothing is stored for it with a document but the mapping's hash. It is read again from its own bytes by the mapping of
/// then, which ``MappingArchive`` keeps, and held against the canonical document that was made then.
public struct OriginDesk: Sendable {
    let database: any Database
    let rereading: Rereading

    /// The origins of a document's values.
    /// - Parameter field: only values at or below this place (`lines[2].quantity`); nil for all.
    public func origins(_ id: String, field: String?, caller: Caller) async throws -> OriginsView {
        try caller.require(.viewPayload)
        return try await database.look { [rereading] transaction in
            let row = try transaction.document(id, for: caller)
            guard let name = row.mapping, let hash = row.mappingHash,
                let kept = try transaction.payload(of: row.id, version: row.payloadVersion), !kept.canonical.isEmpty
            else { throw GatewayError.unknown("api.canonical-missing", id) }
            guard !hash.isEmpty else { throw GatewayError.unknown("api.origins-own", id) }
            guard let files = try MappingArchive.files(of: hash, in: transaction) else {
                throw GatewayError.unknown("api.mapping-not-kept", "\(name) \(StoredHash.text(hash))")
            }
            guard let mapped = try rereading.explained(row, by: name, of: files, in: transaction) else {
                throw GatewayError.unknown("api.origins-unreadable", id)
            }
            return OriginsView(
                document: id, mapping: name, mappingHash: StoredHash.text(hash),
                exact: mapped.document.jsonBytes == kept.canonical,
                values: mapped.origins.filter { field.map($0.field.isAtOrBelow) ?? true },
                unread: field == nil ? mapped.unread : [])
        }
    }
}

/// Where the values of a document come from.
public struct OriginsView: Sendable, Hashable, Codable {
    public var document: String
    public var mapping: String
    /// Which version of that mapping read the document.
    public var mappingHash: String
    /// True when reading again gives the stored document byte for byte; else this version of the gateway reads it another
    /// way than the one that took it in, and what stands here is how it would read it now.
    public var exact: Bool
    public var values: [ValueOrigin]
    /// What no rule read; empty when a field was asked for.
    public var unread: [UnreadValue]
}

extension String {
    /// True for a place of a canonical document that is another or stands in it.
    fileprivate func isAtOrBelow(_ place: String) -> Bool {
        guard hasPrefix(place) else { return false }
        return utf8.count == place.utf8.count || [".", "["].contains(dropFirst(place.count).first)
    }
}

extension Rereading {
    /// A stored document as the mapping of some files reads it, every value explained; nil where the bytes give no such
    /// message any more.
    func explained(
        _ row: DocumentRow, by mapping: String, of files: [String: [UInt8]], in transaction: any Transaction
    ) throws -> MappedDocument? {
        let today = understanding(row.sender)
        let library = MappingLibrary.load(files).library
        guard let mapping = library[mapping] else { return nil }
        let then = Understanding(
            shapes: today.shapes, mappings: library, profile: today.profile, siteFacts: [], digest: today.digest)
        return try read(row, by: then, in: transaction).flatMap { then.explain($0, by: mapping) }
    }
}
