// The orders that are measured: each has the structure that trade in its format has, and numbers of its own.

/// A GTIN-13 with its check digit, from the twelve digits before it.
func gtin(_ digits: Int) -> String {
    var sum = 0
    for (place, digit) in String(digits).utf8.enumerated() { sum += Int(digit - 0x30) * (place % 2 == 0 ? 1 : 3) }
    return "\(digits)\((10 - sum % 10) % 10)"
}

/// An order as the retail houses of EANCOM send it.
func edifactOrder(lines: Int, number: Int = 1) -> [UInt8] {
    var text = "UNA:+.? 'UNB+UNOC:3+5419968275309:14+5411254310893:14+250904:0930+1++ORDERS'"
    text += "UNH+1+ORDERS:D:96A:UN:EAN008'BGM+220+PO7-\(1_000_000 + number)+9'DTM+137:20250904:102'DTM+2:20250919:102'"
    text += "RFF+CT:C131008'NAD+BY+5419968275309::9++Great Lakes Grocers'CTA+OC+:J. O?'Neil'"
    text += "COM+orders204@example.com:EM'NAD+SU+5411254310893::9++Karlsen Import'"
    text += "NAD+DP+5412995080342::9++Great Lakes Grocers DC 15+370 Harbour Road+Austin+TX+73301+US'CUX+2:EUR:9'"
    for line in 1...lines {
        text +=
            "LIN+\(line)++\(gtin(7_612_767 * 100_000 + line + number * 1_000)):EN'PIA+1+S-\(86_339 + line + number)/06:SA+B\(6_532_019 + line + number):IN'"
        text += "IMD+F++:::Dark Cat Food M&S style'QTY+21:\(line % 40 + 1):PCE'"
        if line % 5 == 0 { text += "DTM+2:20250919:102'" }
        text += "MOA+203:\(line % 40 + 1).00'"
        if line % 10 == 0 { text += "FTX+LIN+1++Deliver before noon; ring the bell'" }
        text += "PRI+AAA:1.00:CT::1:PCE'"
    }
    var segments = 14
    for line in 1...lines { segments += 6 + (line % 5 == 0 ? 1 : 0) + (line % 10 == 0 ? 1 : 0) }
    text += "UNS+S'CNT+2:\(lines)'UNT+\(segments)+1'UNZ+1+1'"
    return Array(text.utf8)
}

/// An order as houses of the VICS guideline send it.
func x12Order(lines: Int, number: Int = 1) -> [UInt8] {
    var segments = [
        "ST*850*0001", "BEG*00*SA*PO7-\(1_000_000 + number)**20250904", "CUR*BY*USD", "REF*CT*C131008",
        "PER*BD*J. O'Neil*EM*orders204@example.com", "DTM*002*20250919", "N1*BY*Great Lakes Grocers*UL*5419968275309",
        "N1*SU*Karlsen Import*UL*5411254310893", "N1*ST*Great Lakes Grocers DC 15*UL*5412995080342",
        "N3*370 Harbour Road", "N4*Austin*TX*73301*US",
    ]
    for line in 1...lines {
        segments.append(
            "PO1*\(line)*\(line % 40 + 1)*EA*1.00**EN*\(gtin(7_612_767 * 100_000 + line + number * 1_000))*VN*S-\(86_339 + line + number)/06*IN*B\(6_532_019 + line + number)"
        )
        segments.append("PID*F****Dark Cat Food M&S style")
        if line % 5 == 0 { segments.append("DTM*002*20250919") }
        if line % 10 == 0 { segments += ["N9*L1*NOTE", "MSG*Deliver before noon; ring the bell"] }
    }
    segments += ["CTT*\(lines)", "AMT*TT*8151.93"]
    segments.append("SE*\(segments.count + 1)*0001")
    let parties = "14*5419968275309  *14*5411254310893  "
    let head = "ISA*00*          *00*          *\(parties)*250904*0930*U*00401*000000001*0*P*>~"
    let group = "GS*PO*5419968275309*5411254310893*20250904*0930*1*X*004010~"
    return Array((head + group + segments.map { $0 + "~" }.joined() + "GE*1*1~IEA*1*000000001~").utf8)
}

/// An order as Peppol BIS 3 has it.
func ublOrder(lines: Int, number: Int = 1) -> [UInt8] {
    func party(_ role: String, _ gln: String, _ name: String) -> String {
        """
        <cac:\(role)><cac:Party><cbc:EndpointID schemeID="0088">\(gln)</cbc:EndpointID><cac:PartyIdentification>\
        <cbc:ID schemeID="0088">\(gln)</cbc:ID></cac:PartyIdentification><cac:PartyName><cbc:Name>\(name)</cbc:Name>\
        </cac:PartyName><cac:PostalAddress><cbc:StreetName>370 Harbour Road</cbc:StreetName><cbc:CityName>Austin\
        </cbc:CityName><cbc:PostalZone>73301</cbc:PostalZone><cac:Country><cbc:IdentificationCode>US\
        </cbc:IdentificationCode></cac:Country></cac:PostalAddress></cac:Party></cac:\(role)>

        """
    }
    var text = """
        <?xml version="1.0" encoding="UTF-8"?>
        <Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" \
        xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" \
        xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
        <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</cbc:CustomizationID>
        <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3</cbc:ProfileID>
        <cbc:ID>PO7-\(1_000_000 + number)</cbc:ID>
        <cbc:IssueDate>2025-09-04</cbc:IssueDate>
        <cbc:OrderTypeCode>220</cbc:OrderTypeCode>
        <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>

        """
    text += party("BuyerCustomerParty", "5419968275309", "Great Lakes Grocers")
    text += party("SellerSupplierParty", "5411254310893", "Karlsen Import")
    text += """
        <cac:Delivery><cac:RequestedDeliveryPeriod><cbc:StartDate>2025-09-19</cbc:StartDate>\
        <cbc:EndDate>2025-09-19</cbc:EndDate></cac:RequestedDeliveryPeriod></cac:Delivery>

        """
    for line in 1...lines {
        text += """
            <cac:OrderLine><cac:LineItem><cbc:ID>\(line)</cbc:ID>\
            <cbc:Quantity unitCode="C62">\(line % 40 + 1)</cbc:Quantity>\
            <cbc:LineExtensionAmount currencyID="EUR">\(line % 40 + 1).00</cbc:LineExtensionAmount>
            <cac:Price><cbc:PriceAmount currencyID="EUR">1.00</cbc:PriceAmount></cac:Price>
            <cac:Item><cbc:Name>Dark Cat Food M&amp;S style</cbc:Name><cac:BuyersItemIdentification>\
            <cbc:ID>B\(6_532_019 + line + number)</cbc:ID></cac:BuyersItemIdentification>
            <cac:SellersItemIdentification><cbc:ID>S-\(86_339 + line + number)/06</cbc:ID>\
            </cac:SellersItemIdentification><cac:StandardItemIdentification>\
            <cbc:ID schemeID="0160">\(gtin(7_612_767 * 100_000 + line + number * 1_000))</cbc:ID>\
            </cac:StandardItemIdentification></cac:Item></cac:LineItem></cac:OrderLine>

            """
    }
    return Array((text + "</Order>\n").utf8)
}
