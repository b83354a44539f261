extension Catalogue {
    static let edifactEnglish: [Code: Entry] = [:]
}
