extension Catalogue {
    static let routeEnglish: [Code: Entry] = [:]
}
