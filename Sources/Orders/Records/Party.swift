/// A company, branch or place with a part in the document.
public struct Party: Record {
    /// What the party is in the document; for the parties that have a field of their own it may be absent.
    public var role: PartyRole?
    /// Global Location Number.
    public var gln: GLN?
    /// Further identifiers with their scheme.
    public var ids: [Identifier] = []
    /// Electronic address of the party in a network.
    public var endpoint: Identifier?
    /// Name.
    public var name: String?
    /// Department or second name line.
    public var department: String?
    /// Name and address as unstructured lines, where a sender has nothing better.
    public var nameAndAddress: [String] = []
    /// Address.
    public var address: Address?
    /// VAT or other tax registration number.
    public var taxNumber: String?
    /// Which tax the number is for: VAT, GST.
    public var taxScheme: String?
    /// Name in the register of companies.
    public var legalName: String?
    /// Seat by the register of companies.
    public var legalAddress: Address?
    /// Number in the register of companies.
    public var registrationNumber: String?
    /// The register of companies, ISO 6523.
    public var registrationScheme: String?
    /// Language of correspondence, ISO 639.
    public var language: String?
    /// Bank account or customer account number.
    public var account: String?
    /// The party's own references.
    public var references: [Reference] = []
    /// People and departments to turn to.
    public var contacts: [Contact] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Party>] = [
        .scalar(
            "role",
            "What the party is in the document; for the parties that have a field of their own it may be absent", \.role
        ),
        .scalar("gln", "Global Location Number", \.gln),
        .list("ids", "Further identifiers with their scheme", \.ids),
        .record("endpoint", "Electronic address of the party in a network", \.endpoint),
        .scalar("name", "Name", \.name),
        .scalar("department", "Department or second name line", \.department),
        .scalars(
            "nameAndAddress", "Name and address as unstructured lines, where a sender has nothing better",
            \.nameAndAddress),
        .record("address", "Address", \.address),
        .scalar("taxNumber", "VAT or other tax registration number", \.taxNumber),
        .scalar("taxScheme", "Which tax the number is for: VAT, GST", \.taxScheme),
        .scalar("legalName", "Name in the register of companies", \.legalName),
        .record("legalAddress", "Seat by the register of companies", \.legalAddress),
        .scalar("registrationNumber", "Number in the register of companies", \.registrationNumber),
        .scalar("registrationScheme", "The register of companies, ISO 6523", \.registrationScheme),
        .scalar("language", "Language of correspondence, ISO 639", \.language),
        .scalar("account", "Bank account or customer account number", \.account),
        .list("references", "The party's own references", \.references),
        .list("contacts", "People and departments to turn to", \.contacts),
    ]
}

/// A person or department to turn to.
public struct Contact: Record {
    /// What the contact is for, EDIFACT 3139: OC order contact, DL delivery contact.
    public var function: String?
    /// The contact's identifier at the sender.
    public var id: String?
    /// Name of the person or department.
    public var name: String?
    /// Telephone number as sent.
    public var phone: String?
    /// Telefax number as sent.
    public var fax: String?
    /// Electronic mail address.
    public var email: String?
    /// Further means, the scheme being EDIFACT 3155.
    public var other: [Identifier] = []

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Contact>] = [
        .scalar("function", "What the contact is for, EDIFACT 3139: OC order contact, DL delivery contact", \.function),
        .scalar("id", "The contact's identifier at the sender", \.id),
        .scalar("name", "Name of the person or department", \.name),
        .scalar("phone", "Telephone number as sent", \.phone),
        .scalar("fax", "Telefax number as sent", \.fax),
        .scalar("email", "Electronic mail address", \.email),
        .list("other", "Further means, the scheme being EDIFACT 3155", \.other),
    ]
}

/// A postal address.
public struct Address: Record {
    /// Identifier of the address or place.
    public var id: Identifier?
    /// Unstructured address lines.
    public var lines: [String] = []
    /// Street with house number, or the street alone.
    public var street: String?
    /// House number where it is sent apart.
    public var building: String?
    /// Name of the building.
    public var buildingName: String?
    /// Second street line, floor, room.
    public var additional: String?
    /// Post office box.
    public var postBox: String?
    /// City.
    public var city: String?
    /// District of the city.
    public var district: String?
    /// State, province or county as sent.
    public var region: String?
    /// Code of the state, province or county, where the name is sent too.
    public var regionCode: String?
    /// Postal code.
    public var postcode: String?
    /// Country code as sent, usually ISO 3166-1 alpha-2.
    public var country: String?

    /// An empty record.
    public init() {}

    /// The fields in the order in which they are written.
    public static let fields: [Field<Address>] = [
        .record("id", "Identifier of the address or place", \.id),
        .scalars("lines", "Unstructured address lines", \.lines),
        .scalar("street", "Street with house number, or the street alone", \.street),
        .scalar("building", "House number where it is sent apart", \.building),
        .scalar("buildingName", "Name of the building", \.buildingName),
        .scalar("additional", "Second street line, floor, room", \.additional),
        .scalar("postBox", "Post office box", \.postBox),
        .scalar("city", "City", \.city),
        .scalar("district", "District of the city", \.district),
        .scalar("region", "State, province or county as sent", \.region),
        .scalar("regionCode", "Code of the state, province or county, where the name is sent too", \.regionCode),
        .scalar("postcode", "Postal code", \.postcode),
        .scalar("country", "Country code as sent, usually ISO 3166-1 alpha-2", \.country),
    ]
}
