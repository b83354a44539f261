public import Diagnostics

/// What all canonical documents have in common.
public protocol BusinessDocument: Record {
    /// The document's number; of an order, its change, cancellation and response the order's.
    var number: String { get set }
    var issued: BusinessTime? { get set }
    var test: Bool { get set }
    var extensions: [Extension] { get set }
    var envelope: Envelope? { get set }
    /// Which of the canonical documents it is.
    static var documentType: CanonicalDocument.DocumentType { get }
    /// The document as one of any type.
    var canonical: CanonicalDocument { consuming get }
    /// The numbers of the orders that the document belongs to, each once, in the order in which it names them.
    var orderNumbers: [String] { get }
    /// What is wrong with the document's values, with their paths.
    func check(_ policy: CheckPolicy) -> DiagnosticList
    /// The document without what differs between two sendings of the same thing.
    var withoutSending: Self { get }
}

/// A document between a buyer and a supplier.
public protocol TradeDocument: BusinessDocument {
    var buyer: Party { get set }
    var supplier: Party { get set }
    var deliveryParty: Party? { get set }
}

/// What an order, its change and its cancellation have in common.
public protocol OrderDocument: TradeDocument, PricedDocument where DocumentLine == Line {
    var function: OrderFunction { get set }
    var version: String? { get set }
    var currency: String? { get set }
    var invoicee: Party? { get set }
    var orderingParty: Party? { get set }
    var consignee: Party? { get set }
    var parties: [Party] { get set }
    var delivery: Delivery? { get set }
    var packages: [Package] { get set }
    var measurements: [Measurement] { get set }
}

/// A document whose lines and their sums can be held against each other.
public protocol PricedDocument: BusinessDocument {
    associatedtype DocumentLine: CountedLine
    var lines: [DocumentLine] { get set }
    /// The lines that the totals are of, wherever they stand.
    var countedLines: [DocumentLine] { get }
    var allowanceCharges: [AllowanceCharge] { get set }
    var totals: Totals? { get set }
}

/// A line with a number, a quantity and an amount.
public protocol CountedLine: Record {
    var number: String { get set }
    var quantity: Quantity? { get set }
    var amount: ExactDecimal? { get set }
    var subLines: [Self] { get set }
    /// What quantity and net price come to; nil where the line does not say both, or something else changes its amount.
    var calculatedAmount: ExactDecimal? { get }
}

extension CountedLine {
    public var calculatedAmount: ExactDecimal? { nil }
}

extension Line {
    public var calculatedAmount: ExactDecimal? {
        guard let quantity, let count = quantity.value, allowanceCharges.isEmpty else { return nil }
        var net: Int?
        for index in prices.indices where prices[index].type == .net {
            guard net == nil else { return nil }
            net = index
        }
        guard let net, let price = prices[net].value, prices[net].discount == nil,
            prices[net].basisUnit == nil || prices[net].basisUnit == quantity.unit
        else { return nil }
        let amount = count.multiplied(by: price)
        guard let basis = prices[net].basis, !basis.isZero else { return amount }
        // Prices are for 1, 10, 100, 1000; others would have to be divided.
        for (power, scale) in [(1, 0), (10, 1), (100, 2), (1_000, 3)] where basis.hasSameValue(as: ExactDecimal(power))
        {
            return amount.flatMap { ExactDecimal(coefficient: $0.coefficient, scale: $0.scale + scale) }
        }
        return nil
    }
}

extension Order: OrderDocument {
    public static let documentType = CanonicalDocument.DocumentType.order
    public var canonical: CanonicalDocument { consuming get { .order(self) } }
}

extension OrderChange: OrderDocument {
    public static let documentType = CanonicalDocument.DocumentType.orderChange
    public var canonical: CanonicalDocument { consuming get { .orderChange(self) } }
}

extension OrderCancellation: OrderDocument {
    public static let documentType = CanonicalDocument.DocumentType.orderCancellation
    public var canonical: CanonicalDocument { consuming get { .orderCancellation(self) } }
}

extension PricedDocument {
    public var countedLines: [DocumentLine] { lines }
}

extension OrderDocument {
    public var orderNumbers: [String] { number.isEmpty ? [] : [number] }
}

extension Line: CountedLine {}
