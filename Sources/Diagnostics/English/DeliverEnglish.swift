extension Catalogue {
    static let deliverEnglish: [Code: Entry] = [:]
}
