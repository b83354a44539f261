extension Catalogue {
    static let configurationEnglish: [Code: Entry] = [:]
}
