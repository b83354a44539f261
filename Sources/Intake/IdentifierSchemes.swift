/// How registers of parties are called, beside their name in canonical documents.
///
/// Documents call a register by ISO 6523 (0060), else by the code that UN/EDIFACT 3055 has for it (91, 92), else by a name of
/// its own. A partner's `identifiers` may name it as senders of any format write it.
enum IdentifierSchemes {
    private static let spellings: [String: [String]] = [
        // D-U-N-S: X12 66, UN/EDIFACT 3055, names.
        "0060": ["DUNS", "16", "1"],
        "91": ["SUPPLIER-ASSIGNED", "SUPPLIER_SPECIFIC", "SELLER_ASSIGNED_IDENTIFIER_FOR_A_PARTY"],
        "92": ["BUYER-ASSIGNED", "BUYER_SPECIFIC", "BUYER_ASSIGNED_IDENTIFIER_FOR_A_PARTY"],
        "SCAC": ["2", "182"],
        "DUNS+4": ["9"],
        "ZZZ": ["ZZ"],
    ]

    /// The other spellings of a register's name, in capitals; those of X12 that have no other name are the number alone.
    static func otherSpellings(of scheme: String) -> [String] {
        if scheme.hasPrefix("X12-") { return [String(scheme.dropFirst(4))] }
        return spellings[scheme] ?? []
    }
}
