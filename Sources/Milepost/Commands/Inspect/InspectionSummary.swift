/// What came of many files: a line for each, and the status that the command ends with.
struct InspectionSummary {
    private var table = TextTable(
        ["file", "bytes", "interchanges", "documents", "errors", "warnings", "result"], numbers: [1, 2, 3, 4, 5])
    private var files = 0
    private var validFiles = 0
    private(set) var exit: Int32 = 0

    mutating func add(_ file: String, _ figures: InspectionFigures) {
        files += 1
        if figures.valid { validFiles += 1 }
        exit = max(exit, figures.valid ? 0 : CommandFailure.Exit.no.rawValue)
        let counts = [
            figures.bytes, figures.interchanges, figures.documents, figures.errors, figures.warnings,
        ]
        table.add([file] + counts.map(String.init) + [figures.valid ? "valid" : "invalid"])
    }

    mutating func add(unreadable file: String) {
        files += 1
        exit = CommandFailure.Exit.usage.rawValue
        table.add([file, nil, nil, nil, nil, nil, "unreadable"])
    }

    func print() {
        Terminal.output.line()
        table.print()
        Terminal.output.line("\(validFiles) of \(files) files are valid")
    }
}
