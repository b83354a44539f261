extension XMLDialect {
    /// OASIS Universal Business Language 2.1. Minor versions share their namespaces, and 2.1 takes what 2.0 wrote
    /// (UBL 2.1, section 1.3), so one dialect serves both; Peppol BIS documents are UBL with a customization.
    public static let ubl: [XMLDialect] = [
        document("Order", from: "cac:BuyerCustomerParty/cac:Party", to: "cac:SellerSupplierParty/cac:Party"),
        document("OrderChange", from: "cac:BuyerCustomerParty/cac:Party", to: "cac:SellerSupplierParty/cac:Party"),
        document(
            "OrderCancellation", from: "cac:BuyerCustomerParty/cac:Party", to: "cac:SellerSupplierParty/cac:Party"),
        document("OrderResponse", from: "cac:SellerSupplierParty/cac:Party", to: "cac:BuyerCustomerParty/cac:Party"),
        document(
            "OrderResponseSimple", from: "cac:SellerSupplierParty/cac:Party", to: "cac:BuyerCustomerParty/cac:Party"),
        document(
            "DespatchAdvice", from: "cac:DespatchSupplierParty/cac:Party", to: "cac:DeliveryCustomerParty/cac:Party"),
        document(
            "ReceiptAdvice", from: "cac:DeliveryCustomerParty/cac:Party", to: "cac:DespatchSupplierParty/cac:Party"),
        document("Invoice", from: "cac:AccountingSupplierParty/cac:Party", to: "cac:AccountingCustomerParty/cac:Party"),
        document("ApplicationResponse", from: "cac:SenderParty", to: "cac:ReceiverParty"),
        document(
            "CreditNote", from: "cac:AccountingSupplierParty/cac:Party", to: "cac:AccountingCustomerParty/cac:Party"),
    ]

    private static let ublNamespace = "urn:oasis:names:specification:ubl:schema:xsd:"

    private static let ublPrefixes = [
        ublNamespace + "CommonAggregateComponents-2": "cac",
        ublNamespace + "CommonBasicComponents-2": "cbc",
        ublNamespace + "CommonExtensionComponents-2": "ext",
        ublNamespace + "CommonSignatureComponents-2": "sig",
        ublNamespace + "SignatureAggregateComponents-2": "sac",
        ublNamespace + "SignatureBasicComponents-2": "sbc",
        "http://www.w3.org/2000/09/xmldsig#": "ds",
        "http://uri.etsi.org/01903/v1.3.2#": "xades",
    ]

    private static func document(_ type: String, from sender: String, to receiver: String) -> Self {
        var prefixes = ublPrefixes
        prefixes[ublNamespace + type + "-2"] = ""
        return XMLDialect(
            type: type, version: "UBL 2.1", root: type, namespace: ublNamespace + type + "-2", prefixes: prefixes,
            envelope: XMLEnvelope(
                sender: party(sender), receiver: party(receiver), qualifier: "@schemeID", reference: ["cbc:ID"],
                created: ["cbc:IssueDate", "cbc:IssueTime"], version: ["cbc:UBLVersionID"],
                association: ["cbc:CustomizationID"]),
            schema: XMLSchemaFile("ubl-2.1/maindoc/UBL-\(type)-2.1.xsd"))
    }

    private static func party(_ role: String) -> [String] {
        ["\(role)/cbc:EndpointID", "\(role)/cac:PartyIdentification/cbc:ID"]
    }
}
