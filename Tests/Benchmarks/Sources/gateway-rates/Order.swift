/// Orders of about 4 KB as EDIFACT messages.
enum Order {
    static let lines = 28
    private static let linesText = (1...lines).map { line in
        "LIN+\(line)++4000862141404:EN'PIA+1+ABC5343:SA'IMD+F++:::MINERAL WATER STILL 6 X 1.5L'"
            + "QTY+21:48'PRI+AAA:1.19:CT:NTP'"
    }.joined()

    /// One message; equal widths of `reference` and `number` give equal lengths.
    static func message(reference: String, number: String) -> String {
        "UNH+\(reference)+ORDERS:D:96A:UN:EAN008'BGM+220+\(number)+9'DTM+137:20260921:102'DTM+2:20260928:102'"
            + "NAD+BY+5412345000013::9'NAD+SU+4098765000010::9'NAD+DP+5412345000037::9'CUX+2:EUR:9'" + linesText
            + "UNS+S'CNT+2:\(lines)'UNT+\(8 + lines * 5 + 3)+\(reference)'"
    }

    static func header(_ reference: String) -> String {
        "UNB+UNOA:3+5412345000013:14+4098765000010:14+260921:0930+\(reference)'"
    }
}
