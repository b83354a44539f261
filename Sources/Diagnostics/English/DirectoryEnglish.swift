extension Catalogue {
    static let directoryEnglish: [Code: Entry] = [
        "directory.shape-invalid": Entry(
            "The shape file cannot be read: this line needs {expected}, not “{value}”.",
            rule: "A shape file has one definition a line, its parts separated by tabs.",
            fix: "Make the shape file again from its schema, or correct this line by hand."
        )
    ]
}
