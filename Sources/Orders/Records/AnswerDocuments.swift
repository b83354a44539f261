// The documents that follow an order: how each is a canonical document.

extension OrderResponse: TradeDocument, PricedDocument {
    public static let documentType = CanonicalDocument.DocumentType.orderResponse
    public var canonical: CanonicalDocument { consuming get { .orderResponse(self) } }
    public var orderNumbers: [String] { number.isEmpty ? [] : [number] }
}

extension DespatchAdvice: TradeDocument, PricedDocument {
    public static let documentType = CanonicalDocument.DocumentType.despatchAdvice
    public var canonical: CanonicalDocument { consuming get { .despatchAdvice(self) } }
    public var countedLines: [DespatchLine] { lines + packages.flatMap(\.allLines) }
    public var orderNumbers: [String] { numbers(of: order, countedLines.map(\.order)) }
}

extension ReceivingAdvice: TradeDocument {
    public static let documentType = CanonicalDocument.DocumentType.receivingAdvice
    public var canonical: CanonicalDocument { consuming get { .receivingAdvice(self) } }
    public var orderNumbers: [String] {
        numbers(of: order, lines.map(\.order) + packages.flatMap(\.allLines).map(\.order))
    }
}

extension Invoice: TradeDocument, PricedDocument {
    public static let documentType = CanonicalDocument.DocumentType.invoice
    public var canonical: CanonicalDocument { consuming get { .invoice(self) } }
    public var orderNumbers: [String] { numbers(of: order, lines.map(\.order)) }
}

extension ApplicationError: BusinessDocument {
    public static let documentType = CanonicalDocument.DocumentType.applicationError
    public var canonical: CanonicalDocument { consuming get { .applicationError(self) } }
    public var orderNumbers: [String] { [answers?.orderNumber].compactMap(\.self) }
}

extension ResponseLine: CountedLine {}
extension DespatchLine: CountedLine {}
extension ReceivingLine: CountedLine {}
extension InvoiceLine: CountedLine {}

extension LogisticUnit {
    /// The lines of the unit and of the units in it.
    public var allLines: [DespatchLine] { lines + packages.flatMap(\.allLines) }
}

extension ReceivedUnit {
    /// The lines of the unit and of the units in it.
    public var allLines: [ReceivingLine] { lines + packages.flatMap(\.allLines) }
}

/// The order numbers of a document and of its lines, each once.
private func numbers(of document: OrderReference?, _ lines: [OrderReference?]) -> [String] {
    var seen: Set<String> = []
    return ([document] + lines).compactMap { $0?.number }.filter { seen.insert($0).inserted }
}
