extension Catalogue {
    static let directoryEnglish: [Code: Entry] = [:]
}
