/// A version, release and subrelease of X12: `004010`.
struct X12Version {
    /// Six digits.
    let name: String

    /// Six digits, behind which an industry may name itself (`004010VICS`, `005010X231A1`), or ISA12's five (`00401`);
    /// nil for anything else.
    init?(_ text: some StringProtocol) {
        let digits = text.utf8.prefix { $0 &- 0x30 < 10 }
        switch digits.count {
        case 6: name = String(decoding: digits, as: UTF8.self)
        case 5 where digits.count == text.utf8.count: name = String(decoding: digits, as: UTF8.self) + "0"
        default: return nil
        }
    }

    /// Dates had six digits before 004010.
    var hasShortDates: Bool { name < "004010" }

    /// The versions to look for a transaction set in, the best first: the one that is wanted, earlier ones from the latest
    /// on, later ones from the earliest on.
    static func candidates(_ wanted: String, of versions: [String]) -> [(name: String, isExact: Bool)] {
        guard let version = X12Version(wanted) else { return versions.map { ($0, false) } }
        let earlier = versions.filter { $0 <= version.name }.reversed()
        let later = versions.filter { $0 > version.name }
        return (earlier + later).map { ($0, $0 == version.name) }
    }

    /// Whether a message's type is one of X12: a number of three digits.
    static func isTransactionSet(_ type: String) -> Bool {
        type.utf8.count == 3 && type.utf8.allSatisfy { $0 &- 0x30 < 10 }
    }
}
