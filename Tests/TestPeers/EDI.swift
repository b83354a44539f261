/// Messages for tests, valid against D.96A.
public enum EDI {
    /// An order; `function` is BGM 1225: 9 original, 5 replacement, 1 cancellation, 7 duplicate; `delivery` is the day that
    /// it is requested for.
    public static func order(
        _ number: String, quantity: Int = 48, function: Int = 9, site: String = "5412345000037", reference: Int = 1,
        test: Bool = false, delivery: String = "20260928"
    ) -> String {
        interchange(
            [message(number, quantity: quantity, function: function, site: site, delivery: delivery)], reference,
            test: test)
    }

    /// A change of an order.
    public static func change(_ number: String, quantity: Int = 36, reference: Int = 2) -> String {
        interchange([changeMessage(number, quantity: quantity)], reference)
    }

    public static func interchange(_ messages: [[String]], _ reference: Int = 1, test: Bool = false) -> String {
        var text = "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+\(reference)"
        text += test ? "++++++1'" : "'"
        for (index, body) in messages.enumerated() {
            text += "UNH+\(index + 1)+" + body[0] + "'"
            for segment in body.dropFirst() { text += segment + "'" }
            text += "UNT+\(body.count + 1)+\(index + 1)'"
        }
        return text + "UNZ+\(messages.count)+\(reference)'"
    }

    public static func message(
        _ number: String, quantity: Int = 48, function: Int = 9, site: String = "5412345000037",
        delivery: String = "20260928"
    ) -> [String] {
        [
            "ORDERS:D:96A:UN:EAN008", "BGM+220+\(number)+\(function)", "DTM+137:20260921:102", "DTM+2:\(delivery):102",
            "NAD+BY+5412345000013::9", "NAD+SU+4098765000010::9", "NAD+DP+\(site)::9", "CUX+2:EUR:9",
            "LIN+1++4000862141404:EN", "QTY+21:\(quantity)", "PRI+AAA:1.19:CT:NTP", "UNS+S", "CNT+2:1",
        ]
    }

    public static func changeMessage(_ number: String, quantity: Int = 36) -> [String] {
        [
            "ORDCHG:D:96A:UN:EAN008", "BGM+230+CHG-\(number)-\(quantity)+4", "DTM+137:20260922:102",
            "RFF+ON:\(number)", "NAD+BY+5412345000013::9", "NAD+SU+4098765000010::9", "LIN+1+3+4000862141404:EN",
            "QTY+21:\(quantity)", "UNS+S", "CNT+2:1",
        ]
    }
}
