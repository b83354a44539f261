import TestPeers

/// A partner of a company that migrates: what it orders, in its own format, and where it takes what comes back.
struct TradingPartner: Sendable {
    enum Format: CaseIterable, Sendable {
        case edifact, x12, ubl
    }

    let name: String
    let gln: String
    let format: Format
    let receiver: RecordingBackend

    init(_ name: String, gln: String, _ format: Format) throws {
        self.name = name
        self.gln = gln
        self.format = format
        receiver = try RecordingBackend()
    }

    /// An order of one line.
    func order(_ number: String, to site: String, quantity: Int, reference: Int) -> String {
        switch format {
        case .edifact:
            EDI.interchange([EDI.message(number, quantity: quantity, site: site)], reference)
                .replacingOccurrences("5412345000013", gln)
        case .x12: x12("850", "PO", ["BEG*00*SA*\(number)**20260921"], to: site, quantity, reference)
        case .ubl:
            """
            <Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" \
            xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" \
            xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
            <cbc:ID>\(number)</cbc:ID><cbc:IssueDate>2026-09-21</cbc:IssueDate>
            <cac:BuyerCustomerParty>\(party(gln))</cac:BuyerCustomerParty>
            <cac:SellerSupplierParty>\(party("4098765000010"))</cac:SellerSupplierParty>
            <cac:Delivery><cac:DeliveryLocation><cbc:ID schemeID="0088">\(site)</cbc:ID></cac:DeliveryLocation></cac:Delivery>
            <cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="H87">\(quantity)</cbc:Quantity>\
            <cac:Item><cbc:Name>Tea</cbc:Name></cac:Item></cac:LineItem></cac:OrderLine></Order>
            """
        }
    }

    /// A change of an order's only line; nil for a format in which this partner sends none.
    func change(_ number: String, quantity: Int, reference: Int) -> String? {
        switch format {
        case .edifact:
            EDI.interchange([EDI.changeMessage(number, quantity: quantity)], reference)
                .replacingOccurrences("5412345000013", gln)
        case .x12: x12("860", "PC", ["BCH*04*SA*\(number)***20260921*****20260922"], to: nil, quantity, reference)
        case .ubl: nil
        }
    }

    /// What marks an answer as one to an order of this partner.
    func names(_ number: String, in text: String) -> Bool {
        switch format {
        case .edifact: text.contains("RFF+ON:\(number)'") || text.contains("BGM+231+\(number)+")
        case .x12: text.contains("*\(number)*") || text.contains("*\(number)~")
        case .ubl: text.contains(">\(number)<")
        }
    }

    private func x12(
        _ set: String, _ group: String, _ beginning: [String], to site: String?, _ quantity: Int, _ reference: Int
    ) -> String {
        let digits = String(String(1_000_000_000 + reference).dropFirst())
        let line =
            set == "860" ? "POC*1*CA*\(quantity)*0*EA***UP*400086214140" : "PO1*1*\(quantity)*EA***UP*400086214140"
        let parties = ["N1*BY**UL*\(gln)", "N1*SU**UL*4098765000010"] + (site.map { ["N1*ST**UL*\($0)"] } ?? [])
        let body = ["ST*\(set)*0001"] + beginning + parties + [line, "CTT*1"]
        return "ISA*00*          *00*          *14*\(gln)  *14*4098765000010  *260921*0930*U*00401*\(digits)*0*P*>~"
            + "GS*\(group)*\(gln)*4098765000010*20260921*0930*\(reference)*X*004010~"
            + body.map { $0 + "~" }.joined() + "SE*\(body.count + 1)*0001~GE*1*\(reference)~IEA*1*\(digits)~"
    }

    private func party(_ gln: String) -> String { "<cac:Party>\(identification(gln))</cac:Party>" }

    private func identification(_ gln: String) -> String {
        "<cac:PartyIdentification><cbc:ID schemeID=\"0088\">\(gln)</cbc:ID></cac:PartyIdentification>"
    }
}
