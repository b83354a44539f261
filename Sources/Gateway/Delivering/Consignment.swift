import ConfigurationFiles
import Intake
import Store

/// What one attempt sends: the bytes, their name and type, and what says which document they are.
struct Consignment: Sendable {
    /// What goes with the bytes, whatever they are.
    struct Label: Sendable {
        /// The document's id and type; nil of a transfer's steps, which are none.
        var document: String?
        var type: String?
        /// The keys of the orders that it names, comma-separated, each as a header may carry it.
        var orders: String
        var purpose: String
        /// The run whose repair it is.
        var repair: String?
    }

    var bytes: [UInt8]
    var fileName: String
    var contentType: String
    var idempotencyKey: String
    var label: Label
    /// The delivery that it is; nil of a transfer's steps.
    var deliveryID: UniqueID?

    /// The same as one interchange of several documents, which speaks for itself.
    fileprivate var ofBatch: Consignment {
        var batch = self
        (batch.label.document, batch.label.type, batch.label.orders) = (nil, nil, "")
        return batch
    }

    /// What says by HTTP which document it is.
    var headers: [(name: String, value: String)] {
        var headers = [("X-Milepost-Purpose", label.purpose)]
        if !label.orders.isEmpty { headers.insert(("X-Milepost-Order-Key", label.orders), at: 0) }
        if let repair = label.repair { headers.append(("X-Milepost-Repair", repair)) }
        guard let document = label.document, let type = label.type else { return headers }
        let name = ConsignmentBuilder.escaped(fileName)
        return headers + [
            ("X-Milepost-Document", document), ("X-Milepost-Type", type), ("X-Milepost-File-Name", name),
            ("Content-Disposition", "attachment; filename*=UTF-8''\(name)"),
        ]
    }
}

/// Builds consignments by what a back end takes, from memory or from the store.
struct ConsignmentBuilder: Sendable {
    let backend: Backend

    private var takesOriginal: Bool {
        if case .original = backend.payload { return true }
        return false
    }

    /// The consignment of claimed deliveries: one, or the members of a bundle. Nil when their goods do not hold it.
    func consignment(of claimed: [ClaimedDelivery], from goods: Goods) -> Consignment? {
        guard let delivery = claimed.first?.delivery, goods.document.id == delivery.documentID,
            goods.version == delivery.payloadVersion
        else { return nil }
        // No colon, as the name of a partner's channel has one: not every system has files with it.
        let key = delivery.bundle.map { "\($0)-\(delivery.backend)" } ?? delivery.idempotencyKey
        let name = key.replacing(":", with: "-")
        if backend.isWritten {
            return goods.written.map {
                let own = consignment(
                    $0.bytes, name: "\(name).\($0.fileExtension)", type: $0.contentType, key: key, goods, delivery)
                return delivery.bundle == nil || delivery.purpose != .outbound ? own : own.ofBatch
            }
        }
        switch backend.payload {
        case .mapping, .written: return nil
        case .canonical:
            return goods.canonical.map {
                consignment(
                    $0, name: "\(name).json", type: "application/json",
                    key: delivery.idempotencyKey, goods, delivery)
            }
        case .original: return original(of: delivery, from: goods)
        }
    }

    private func original(of delivery: DeliveryRow, from goods: Goods) -> Consignment? {
        guard let source = goods.source else { return nil }
        let isAlone = goods.edited == nil && delivery.bundle == nil && source.documents != 1
        guard let bytes = goods.edited ?? original(goods, isAlone: isAlone) else { return nil }
        let name = source.fileName ?? "\(source.id)"
        return consignment(
            bytes, name: isAlone ? Self.numbered(name, goods.document.position) : name,
            type: source.contentType ?? "application/octet-stream",
            key: delivery.bundle.map { "\($0)-\(delivery.backend)" } ?? delivery.idempotencyKey, goods, delivery)
    }

    /// The bytes as received: of the whole interchange when it goes out whole, else of the one message in an envelope of
    /// its own.
    private func original(_ goods: Goods, isAlone: Bool) -> [UInt8]? {
        switch goods.payload {
        case .whole(let bytes): isAlone ? SingleMessage.of(goods.document, in: bytes) : bytes
        case .alone(let bytes): isAlone ? bytes : nil
        case nil: nil
        }
    }

    /// What the store has of a delivery's document, as far as this back end takes it; nil when its bytes are gone.
    func goods(of delivery: DeliveryRow, in transaction: any Transaction) throws -> Goods? {
        guard let document = try transaction.document(delivery.documentID) else { return nil }
        let payload = try transaction.payload(of: document.id, version: delivery.payloadVersion)
        var goods = Goods(
            document: document, version: delivery.payloadVersion, canonical: payload?.canonical,
            edited: payload?.original)
        goods.furtherOrders = try transaction.furtherOrders(ofDocument: document.id)
        if backend.isWritten { goods.written = try transaction.writtenPayload(of: delivery.id) }
        guard takesOriginal else { return goods }
        goods.canonical = nil
        guard let interchange = try transaction.interchange(document.interchangeID) else { return nil }
        goods.source = Goods.Source(
            id: interchange.id, fileName: interchange.fileName, contentType: interchange.contentType,
            documents: interchange.documents)
        guard goods.edited == nil else { return goods }
        if delivery.bundle != nil || interchange.documents == 1 {
            goods.payload = try transaction.interchangeBytes(interchange.id).map(Goods.Payload.whole)
        } else {
            goods.payload = try transaction.alone(document).map(Goods.Payload.alone)
        }
        return goods
    }

    /// `orders.edi` becomes `orders.3.edi` for its third message.
    static func numbered(_ name: String, _ position: Int64) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return "\(name).\(position)" }
        return "\(name[..<dot]).\(position)\(name[dot...])"
    }

    private func consignment(
        _ bytes: [UInt8], name: String, type: String, key: String, _ goods: Goods, _ delivery: DeliveryRow
    ) -> Consignment {
        let document = goods.document
        let orders = [document.orderKey ?? ""] + goods.furtherOrders
        return Consignment(
            bytes: bytes, fileName: name, contentType: type, idempotencyKey: key,
            label: Consignment.Label(
                document: document.id.description, type: document.type,
                orders: orders.map(Self.escaped).joined(separator: ", "), purpose: delivery.purpose.rawValue,
                repair: delivery.repairOf), deliveryID: delivery.id)
    }

    /// A text as a header may carry it (RFC 8187): all but letters, digits and a few marks percent-encoded.
    static func escaped(_ text: String) -> String {
        if text.utf8.allSatisfy(isPlain) { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isPlain(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: marks.contains(byte)
        }
    }

    private static let marks = Array("-._~/+!#$&^`|".utf8)
}
