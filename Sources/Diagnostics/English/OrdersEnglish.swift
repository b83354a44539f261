extension Catalogue {
    static let ordersEnglish: [Code: Entry] = [:]
}
