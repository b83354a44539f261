/// What is to be paid, or given back, for which goods.
public struct Invoice: Record {
    /// The invoice's number.
    public var number: String = ""
    /// When it was issued.
    public var issued: BusinessTime?
    /// What the document does to the one that was sent before it.
    public var function: DocumentFunction = .original
    /// Kind of invoice.
    public var type: InvoiceType?
    /// Number of the legal document, where the law has one of its own.
    public var legalNumber: String?
    /// The register of that number: KSeF, UPD.
    public var legalScheme: String?
    /// The order, where all lines belong to one.
    public var order: OrderReference?
    /// The despatch advice or delivery note, where all lines belong to one.
    public var despatchNumber: String?
    /// When that was issued.
    public var despatchIssued: BusinessTime?
    /// The invoices that this one corrects or credits.
    public var preceding: [Reference] = []
    /// The version or revision of the invoice.
    public var version: String?
    /// True for a test.
    public var test: Bool = false
    /// Kind of document in words, or its name.
    public var name: String?
    /// Why the document is sent, in words.
    public var reason: String?
    /// Language of the document, ISO 639.
    public var language: String?
    /// Currency of prices and sums, ISO 4217.
    public var currency: String?
    /// Further currencies and their rates.
    public var exchangeRates: [ExchangeRate] = []
    /// Currency that the tax is accounted in, ISO 4217.
    public var taxCurrency: String?
    /// Who buys.
    public var buyer = Party()
    /// Who delivered.
    public var supplier = Party()
    /// Who or which place got the goods.
    public var deliveryParty: Party?
    /// Who gets the invoice.
    public var invoicee: Party?
    /// Who is to be paid, if not the supplier.
    public var payee: Party?
    /// Who represents the supplier before the tax office.
    public var taxRepresentative: Party?
    /// Who ordered, if not the buyer.
    public var orderingParty: Party?
    /// Who gets the goods in the end.
    public var consignee: Party?
    /// Further parties, by role.
    public var parties: [Party] = []
    /// When the tax falls due.
    public var taxPoint: BusinessTime?
    /// When the goods were delivered.
    public var delivered: BusinessTime?
    /// The time that is invoiced.
    public var period: Period?
    /// To be paid by.
    public var due: BusinessTime?
    /// Further dates.
    public var dates: [NamedDate] = []
    /// References, by kind.
    public var references: [Reference] = []
    /// Delivery terms.
    public var deliveryTerms: DeliveryTerms?
    /// Payment terms.
    public var paymentTerms: [PaymentTerms] = []
    /// What the payer is to state.
    public var paymentReference: String?
    /// The accounts to pay to.
    public var accounts: [BankAccount] = []
    /// Transport.
    public var transport: [Transport] = []
    /// Places.
    public var locations: [Location] = []
    /// Weight and volume of the whole, by kind.
    public var measurements: [Measurement] = []
    /// Packing of the whole.
    public var packages: [Package] = []
    /// The buyer's account or cost centre.
    public var costCentre: String?
    /// Taxes, by kind, category and rate.
    public var taxes: [Tax] = []
    /// Allowances and charges on the whole.
    public var allowanceCharges: [AllowanceCharge] = []
    /// Texts.
    public var notes: [Note] = []
    /// Lines.
    public var lines: [InvoiceLine] = []
    /// Sums as the sender states them.
    public var totals: Totals?
    /// Values beyond the model.
    public var extensions: [Extension] = []
    /// What the transport said around the document.
    public var envelope: Envelope?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Invoice>] = [
        .scalar("number", "The invoice's number", \.number, empty: ""),
        .scalar("issued", "When it was issued", \.issued),
        .scalar("function", "What the document does to the one that was sent before it", \.function, always: .original),
        .scalar("type", "Kind of invoice", \.type),
        .scalar("legalNumber", "Number of the legal document, where the law has one of its own", \.legalNumber),
        .scalar("legalScheme", "The register of that number: KSeF, UPD", \.legalScheme),
        .record("order", "The order, where all lines belong to one", \.order),
        .scalar(
            "despatchNumber", "The despatch advice or delivery note, where all lines belong to one", \.despatchNumber),
        .scalar("despatchIssued", "When that was issued", \.despatchIssued),
        .list("preceding", "The invoices that this one corrects or credits", \.preceding),
        .scalar("version", "The version or revision of the invoice", \.version),
        .scalar("test", "True for a test", \.test, empty: false),
        .scalar("name", "Kind of document in words, or its name", \.name),
        .scalar("reason", "Why the document is sent, in words", \.reason),
        .scalar("language", "Language of the document, ISO 639", \.language),
        .scalar("currency", "Currency of prices and sums, ISO 4217", \.currency),
        .list("exchangeRates", "Further currencies and their rates", \.exchangeRates),
        .scalar("taxCurrency", "Currency that the tax is accounted in, ISO 4217", \.taxCurrency),
        .record("buyer", "Who buys", \.buyer),
        .record("supplier", "Who delivered", \.supplier),
        .record("deliveryParty", "Who or which place got the goods", \.deliveryParty),
        .record("invoicee", "Who gets the invoice", \.invoicee),
        .record("payee", "Who is to be paid, if not the supplier", \.payee),
        .record("taxRepresentative", "Who represents the supplier before the tax office", \.taxRepresentative),
        .record("orderingParty", "Who ordered, if not the buyer", \.orderingParty),
        .record("consignee", "Who gets the goods in the end", \.consignee),
        .list("parties", "Further parties, by role", \.parties),
        .scalar("taxPoint", "When the tax falls due", \.taxPoint),
        .scalar("delivered", "When the goods were delivered", \.delivered),
        .record("period", "The time that is invoiced", \.period),
        .scalar("due", "To be paid by", \.due),
        .list("dates", "Further dates", \.dates),
        .list("references", "References, by kind", \.references),
        .record("deliveryTerms", "Delivery terms", \.deliveryTerms),
        .list("paymentTerms", "Payment terms", \.paymentTerms),
        .scalar("paymentReference", "What the payer is to state", \.paymentReference),
        .list("accounts", "The accounts to pay to", \.accounts),
        .list("transport", "Transport", \.transport),
        .list("locations", "Places", \.locations),
        .list("measurements", "Weight and volume of the whole, by kind", \.measurements),
        .list("packages", "Packing of the whole", \.packages),
        .scalar("costCentre", "The buyer's account or cost centre", \.costCentre),
        .list("taxes", "Taxes, by kind, category and rate", \.taxes),
        .list("allowanceCharges", "Allowances and charges on the whole", \.allowanceCharges),
        .list("notes", "Texts", \.notes),
        .list("lines", "Lines", \.lines),
        .record("totals", "Sums as the sender states them", \.totals),
        .list("extensions", "Values beyond the model", \.extensions),
        .record("envelope", "What the transport said around the document", \.envelope),
    ]
}

/// An account that money can be paid to.
public struct BankAccount: Record {
    /// The account's number or IBAN (ISO 13616).
    public var number: String?
    /// Who holds it.
    public var name: String?
    /// Its currency, ISO 4217.
    public var currency: String?
    /// The bank's code: BIC (ISO 9362) or a national one.
    public var bank: String?
    /// Whose code it is.
    public var bankScheme: String?
    /// The bank's name.
    public var bankName: String?
    /// Correspondent account, where the country has one.
    public var correspondent: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<BankAccount>] = [
        .scalar("number", "The account's number or IBAN (ISO 13616)", \.number),
        .scalar("name", "Who holds it", \.name),
        .scalar("currency", "Its currency, ISO 4217", \.currency),
        .scalar("bank", "The bank's code: BIC (ISO 9362) or a national one", \.bank),
        .scalar("bankScheme", "Whose code it is", \.bankScheme),
        .scalar("bankName", "The bank's name", \.bankName),
        .scalar("correspondent", "Correspondent account, where the country has one", \.correspondent),
    ]
}
