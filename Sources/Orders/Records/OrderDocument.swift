/// What an order, its change and its cancellation have in common.
public protocol OrderDocument: Record {
    /// The order's number.
    var number: String { get set }
    var issued: BusinessTime? { get set }
    var function: OrderFunction { get set }
    var version: String? { get set }
    var test: Bool { get set }
    var currency: String? { get set }
    var buyer: Party { get set }
    var supplier: Party { get set }
    var deliveryParty: Party? { get set }
    var invoicee: Party? { get set }
    var orderingParty: Party? { get set }
    var consignee: Party? { get set }
    var parties: [Party] { get set }
    var delivery: Delivery? { get set }
    var allowanceCharges: [AllowanceCharge] { get set }
    var lines: [Line] { get set }
    var totals: Totals? { get set }
    var extensions: [Extension] { get set }
    var envelope: Envelope? { get set }
}

extension Order: OrderDocument {}
extension OrderChange: OrderDocument {}
extension OrderCancellation: OrderDocument {}
