public import Orders
public import Rollout

extension DocumentFacts {
    /// The facts of a canonical document.
    ///
    /// - Parameters:
    ///   - document: its id.
    ///   - sender: the partner who handed it over.
    ///   - day: the day it came, for a document without a date of its own.
    ///   - siteFacts: the facts that the site rules ask for.
    ///   - contentHash: the hash of ``CanonicalDocument/contentBytes()``.
    public init(
        _ canonical: CanonicalDocument, document: String, sender: String, day: String, siteFacts: [String], test: Bool,
        contentHash: String
    ) {
        var values: [String: [String]] = [:]
        for fact in siteFacts where fact != SiteRule.partnerFact {
            // One without a value is there too, so that what was asked can be told.
            values[fact] = canonical.values(at: fact)
        }
        self.init(
            document: document, sender: sender, action: Self.action(of: canonical), type: canonical.type.rawValue,
            orderNumber: canonical.orderNumbers.first ?? "", buyer: Self.identifiers(of: canonical.buyer),
            supplier: Self.identifiers(of: canonical.supplier),
            day: canonical.issued.map { $0.date.canonicalText } ?? day, siteFacts: values,
            test: test || canonical.isTest, contentHash: contentHash)
        otherOrderNumbers = Array(canonical.orderNumbers.dropFirst())
        addDeliveries(of: canonical, siteFacts: siteFacts)
    }

    private static func action(of canonical: CanonicalDocument) -> Action {
        switch canonical.effect {
        case .birth: canonical.function == .duplicate ? .duplicate : .original
        case .change, .report: .change
        case .cancellation: .cancellation
        }
    }

    /// A party's identifiers in the order of trust: its GLN, codes of named registers, then the same codes as codes of
    /// the sender's own.
    static func identifiers(of party: Party) -> [PartyIdentifier] {
        var found: [PartyIdentifier] = []
        if let gln = party.gln { found.append(PartyIdentifier(scheme: "GLN", value: gln.canonicalText)) }
        for id in party.ids {
            guard let scheme = id.scheme?.uppercased() else { continue }
            found.append(PartyIdentifier(scheme: scheme, value: id.value))
            found += IdentifierSchemes.otherSpellings(of: scheme).map { PartyIdentifier(scheme: $0, value: id.value) }
            if scheme == "0088" || scheme == "9" { found.append(PartyIdentifier(scheme: "GLN", value: id.value)) }
        }
        for id in party.ids { found.append(PartyIdentifier(scheme: PartyIdentifier.ownScheme, value: id.value)) }
        return found
    }
}
