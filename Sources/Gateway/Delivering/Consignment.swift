import ConfigurationFiles
import Foundation
import Intake
import Rollout
import Store

/// What one attempt sends: the bytes, their name and type, and the headers that say which document they are.
struct Consignment: Sendable {
    var bytes: [UInt8]
    var fileName: String
    var contentType: String
    var idempotencyKey: String
    var headers: [(name: String, value: String)]
}

/// Builds consignments from what is stored, by what a back end takes.
struct ConsignmentBuilder: Sendable {
    let backend: Backend

    /// The consignment of claimed deliveries: one, or the members of a bundle. Nil when their bytes are gone.
    func consignment(of claimed: [ClaimedDelivery], in transaction: any Transaction) throws -> Consignment? {
        guard let first = claimed.first?.delivery, let document = try transaction.document(first.documentID) else {
            return nil
        }
        switch backend.payload {
        case .mapping:
            guard let payload = try transaction.writtenPayload(of: first.id) else { return nil }
            return consignment(
                payload.bytes, name: "\(first.idempotencyKey).\(payload.fileExtension)", type: payload.contentType,
                key: first.idempotencyKey, document, first)
        case .canonical:
            guard let payload = try transaction.payload(of: document.id, version: first.payloadVersion) else {
                return nil
            }
            return consignment(
                payload.canonical, name: "\(first.idempotencyKey).json", type: "application/json",
                key: first.idempotencyKey, document, first)
        case .original:
            return try original(of: first, document, in: transaction)
        }
    }

    /// The bytes as received: of the whole interchange when it goes out whole, else of the one message in an envelope of
    /// its own; what a person corrected instead, if someone did.
    private func original(
        of delivery: DeliveryRow, _ document: DocumentRow, in transaction: any Transaction
    ) throws -> Consignment? {
        guard let interchange = try transaction.interchange(document.interchangeID) else { return nil }
        let type = interchange.contentType ?? "application/octet-stream"
        let name = interchange.fileName ?? "\(interchange.id)"
        let key = delivery.bundle.map { "\($0)-\(delivery.backend)" } ?? delivery.idempotencyKey
        let edited = try transaction.payload(of: document.id, version: delivery.payloadVersion)?.original
        let bytes: [UInt8]
        if let edited {
            bytes = edited
        } else if delivery.bundle != nil || interchange.documents == 1 {
            guard let whole = try transaction.interchangeBytes(interchange.id) else { return nil }
            bytes = whole
        } else {
            guard let one = try alone(document, of: interchange, in: transaction) else { return nil }
            bytes = one
        }
        let isAlone = edited == nil && delivery.bundle == nil && interchange.documents != 1
        return consignment(
            bytes, name: isAlone ? Self.numbered(name, document.position) : name, type: type, key: key, document,
            delivery)
    }

    /// One message of an interchange, in the envelope that it came in.
    private func alone(
        _ document: DocumentRow, of interchange: InterchangeRow, in transaction: any Transaction
    ) throws -> [UInt8]? {
        guard let payload = try transaction.interchangeBytes(interchange.id) else { return nil }
        let start = Int(document.byteOffset)
        let range = start..<start + Int(document.byteLength)
        guard range.upperBound <= payload.count else { return nil }
        return SingleMessage.interchange(of: range, in: payload[...], format: document.format)
    }

    /// `orders.edi` becomes `orders.3.edi` for its third message.
    static func numbered(_ name: String, _ position: Int64) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(name).\(position)" }
        return "\(name[..<dot]).\(position)\(name[dot...])"
    }

    private func consignment(
        _ bytes: [UInt8], name: String, type: String, key: String, _ document: DocumentRow, _ delivery: DeliveryRow
    ) -> Consignment {
        Consignment(
            bytes: bytes, fileName: name, contentType: type, idempotencyKey: key,
            headers: [
                ("X-Milepost-Document", document.id.description), ("X-Milepost-Type", document.type),
                ("X-Milepost-Order-Key", Self.escaped(document.orderKey ?? "")),
                ("X-Milepost-Purpose", delivery.purpose.rawValue), ("X-Milepost-File-Name", Self.escaped(name)),
                ("Content-Disposition", "attachment; filename*=UTF-8''\(Self.escaped(name))"),
            ])
    }

    /// A text as a header may carry it (RFC 8187): all but letters, digits and a few marks percent-encoded.
    static func escaped(_ text: String) -> String {
        var allowed = CharacterSet.alphanumerics.intersection(CharacterSet(charactersIn: "\u{0}"..."\u{7F}"))
        allowed.insert(charactersIn: "-._~/+!#$&^`|")
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }
}
