extension Catalogue {
    /// Trying whether a back end's endpoint keeps the contract.
    static let contractEnglish: [Code: Entry] = [
        "contract.unreachable": Entry(
            "Nobody answers at {value}: {reason}",
            rule: "An endpoint is tried while it runs.",
            fix: "Start it, or correct the URL."),
        "contract.payload": Entry(
            "Back end {value} does not take canonical documents, which it would be tried with.",
            rule: "The contract is tried with canonical JSON.",
            fix: "Name the endpoint's URL alone, if it takes canonical documents, too."),
        "contract.backend-unknown": Entry(
            "There is no back end {value} in the configuration.",
            rule: "A back end of the configuration is one of: {known}.",
            fix: "Correct the name."),
    ]
}
