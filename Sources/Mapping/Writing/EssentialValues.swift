/// Values of a document whose loss changes what is ordered, confirmed or delivered: how much of what, to whom, when, for how
/// much. A message without one of them says something else, so that it is told as a warning where no rule wrote it; what
/// else is not written is listed alone.
enum EssentialValues {
    /// Fields by their way from the document, whatever their places in lists.
    private static let fields: Set<String> = {
        let dates = ["requested", "earliest", "latest", "promised", "shipment"]
        var fields: Set<String> = ["number", "currency", "function"]
        for party in ["buyer", "supplier", "deliveryParty", "invoicee", "consignee"] {
            fields.formUnion(["gln", "name", "ids.value"].map { "\(party).\($0)" })
        }
        fields.formUnion(dates.map { "delivery.\($0)" })
        for line in ["lines", "lines.subLines"] {
            fields.formUnion(dates.map { "\(line).delivery.\($0)" })
            fields.formUnion(
                ["quantity", "orderedQuantity"].flatMap { ["\(line).\($0).value", "\(line).\($0).unit"] })
            fields.formUnion(["status", "item.gtin", "prices.value", "substitute.gtin"].map { "\(line).\($0)" })
            fields.formUnion(
                ["quantity.value", "quantity.unit", "date", "earliest", "latest", "shipment"]
                    .map { "\(line).deliveries.\($0)" })
            fields.formUnion(
                ["status", "quantity.value", "quantity.unit", "date", "earliest", "latest", "shipment"]
                    .map { "\(line).confirmations.\($0)" })
        }
        return fields
    }()

    /// True for a field by its way from the document (`lines.quantity.value`).
    static func contains(_ way: String) -> Bool { fields.contains(way) }
}
