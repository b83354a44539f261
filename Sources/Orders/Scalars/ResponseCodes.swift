/// What a document does to the one that was sent before it (EDIFACT 1225, X12 353).
public enum DocumentFunction: String, ClosedCode {
    /// The first sending.
    case original
    /// What the document names is changed, the rest stays.
    case change
    /// The document stands in the place of what was sent before.
    case replacement
    /// What was sent before holds no longer.
    case cancellation
    /// The same document once more.
    case duplicate
}

/// What becomes of an order (EDIFACT 1225 in ORDRSP, UBL OrderResponseCode, X12 587).
public enum ResponseStatus: String, ClosedCode {
    /// The order has arrived; what becomes of it is said later.
    case acknowledged
    /// All of it will be delivered as ordered.
    case accepted
    /// It will be delivered with changes, which the response names.
    case changed
    /// None of it will be delivered.
    case refused
}

/// What becomes of a line of an order (EDIFACT 1229 in ORDRSP, UBL LineStatusCode, X12 668).
public enum ResponseLineStatus: String, ClosedCode {
    /// It will be delivered as ordered.
    case accepted
    /// It will be delivered with changes.
    case changed
    /// Another item will be delivered.
    case substituted
    /// It will be delivered when there is something to deliver.
    case backordered
    /// It will not be delivered.
    case refused
    /// The supplier added it.
    case added
    /// It was taken out of the order.
    case deleted
    /// What becomes of it is said later.
    case held
    /// It has been delivered.
    case delivered
}

/// What is wrong with goods that arrived.
public enum DiscrepancyKind: String, ClosedCode {
    /// Less arrived than was advised.
    case short
    /// More arrived than was advised.
    case over
    case damaged
    /// Arrived whole, and not accepted.
    case refused
    /// Another item than was advised.
    case wrongItem = "wrong-item"
    /// Past its date, or not of the quality that was agreed.
    case quality
    case late
    /// Something else, which the code as sent says.
    case other
}

/// What becomes of a document in an application.
public enum ApplicationStatus: String, ClosedCode {
    case accepted
    /// It was worked with although something is wrong with it.
    case acceptedWithErrors = "accepted-with-errors"
    case refused
}

/// How far on its way to its receiver a document has come.
public enum TransitStage: String, ClosedCode {
    /// Whoever passes it on has it.
    case taken
    /// Its form was checked on the way.
    case checked
    /// It has come to its receiver's system.
    case withPartner = "with-partner"
    /// It was read there.
    case read
    /// The receiver's application accepts it.
    case accepted
}

/// What kind of invoice it is (EDIFACT 1001, UBL InvoiceTypeCode).
public struct InvoiceType: OpenCode {
    /// The text as sent.
    public let rawValue: String

    /// A type by its code.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// `invoice`.
    public static let invoice: InvoiceType = "invoice"
    /// `credit-note`.
    public static let creditNote: InvoiceType = "credit-note"
    /// `debit-note`.
    public static let debitNote: InvoiceType = "debit-note"
    /// `corrective`.
    public static let corrective: InvoiceType = "corrective"
    /// `prepayment`.
    public static let prepayment: InvoiceType = "prepayment"
    /// `proforma`.
    public static let proforma: InvoiceType = "proforma"
    /// `self-billed`.
    public static let selfBilled: InvoiceType = "self-billed"
    /// `consolidated`.
    public static let consolidated: InvoiceType = "consolidated"
    /// The codes that the canonical model names.
    public static let known: [InvoiceType] = [
        .invoice, .creditNote, .debitNote, .corrective, .prepayment, .proforma, .selfBilled, .consolidated,
    ]
    /// What the codes say.
    public static let meaning = "an invoice's type"
}
