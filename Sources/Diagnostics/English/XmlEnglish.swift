extension Catalogue {
    static let xmlEnglish: [Code: Entry] = [:]
}
