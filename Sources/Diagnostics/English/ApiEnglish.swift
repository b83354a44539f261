extension Catalogue {
    static let apiEnglish: [Code: Entry] = [:]
}
