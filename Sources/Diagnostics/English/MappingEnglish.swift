extension Catalogue {
    static let mappingEnglish: [Code: Entry] = [:]
}
