extension Catalogue {
    static let intakeEnglish: [Code: Entry] = [:]
}
