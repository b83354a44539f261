extension Catalogue {
    static let syntaxEnglish: [Code: Entry] = [:]
}
