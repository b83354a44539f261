/// The functional identifier codes (GS01, data element 479) of the transaction sets that occur around orders.
public enum FunctionalIdentifier {
    /// Which code a group of these transaction sets bears.
    private static let codes: [String: String] = [
        "810": "IN", "812": "CD", "820": "RA", "824": "AG", "830": "PS", "832": "SC", "840": "RQ", "843": "RR",
        "846": "IB", "850": "PO", "852": "PD", "855": "PR", "856": "SH", "860": "PC", "861": "RC", "862": "SS",
        "864": "TX", "865": "CA", "867": "PT", "869": "RS", "870": "RS", "940": "OW", "943": "AR", "944": "RE",
        "945": "SW", "997": "FA", "999": "FA",
    ]

    /// The only transaction set that belongs into a group of a code; nil where there are several, or none is known here.
    static func transactionSet(of code: String?) -> String? {
        let sets = codes.filter { $0.value == code }.map(\.key)
        return sets.count == 1 ? sets.first : nil
    }

    /// The code of the group that a transaction set (ST01) belongs into; nil for one that is not known here.
    public static func code(of transactionSet: String) -> String? { codes[transactionSet] }
}
