import Intake
import Orders
import Rollout
import Store

/// What the documents of an order that came through here say of its progress: what back ends made of it, and reached the partner.
struct ProgressReading {
    let order: OrderRow
    let transaction: any Transaction

    /// The progress as far as a rule asks for it.
    func progress(for rule: ClosingRule, requestedDay: String?, lastMovement: Instant) throws -> OrderProgress {
        var progress = OrderProgress(lastRequestedDay: requestedDay, lastMovement: lastMovement)
        guard rule.whenInvoiced || rule.whenDespatched else { return progress }
        let documents = try transaction.documents(ofOrder: order.key).filter { $0.status == .delivered && !$0.isTest }
        if rule.whenInvoiced { progress.isInvoiced = try isInvoiced(by: documents) }
        if rule.whenDespatched { progress.isDespatched = try isDespatched(by: documents) }
        return progress
    }

    /// Goods are invoiced, or bought by a self-billed invoice; a prepayment, a proforma or a credit note ends nothing.
    private static let closing: Set<InvoiceType> = [.invoice, .selfBilled, .consolidated]

    private func isInvoiced(by documents: [DocumentRow]) throws -> Bool {
        try documents.contains { row in
            guard row.type == CanonicalDocument.DocumentType.invoice.rawValue,
                case .invoice(let invoice) = try content(of: row)
            else { return false }
            return Self.closing.contains(invoice.type ?? .invoice)
        }
    }

    private func isDespatched(by documents: [DocumentRow]) throws -> Bool {
        guard documents.contains(where: { $0.type == CanonicalDocument.DocumentType.despatchAdvice.rawValue }) else {
            return false
        }
        var found: DespatchProgress?
        var advices: [DespatchAdvice] = []
        for row in documents.sorted(by: { $0.place < $1.place }) {
            switch try content(of: row) {
            case .order(let order) where found == nil: found = DespatchProgress(order)
            case .orderChange(let change): found?.take(change)
            case .despatchAdvice(let advice): advices.append(advice)
            default: break
            }
        }
        // Ordered is what holds now, whenever it was despatched.
        for advice in advices { found?.take(advice) }
        return found?.isWhole == true
    }

    private func content(of row: DocumentRow) throws -> CanonicalDocument? {
        guard let kept = try transaction.payload(of: row.id, version: row.payloadVersion) else { return nil }
        return CanonicalDocument.read(json: kept.canonical).document
    }
}
