import ArgumentParser
import Diagnostics

/// `milepost inspect`: what is in these bytes. It needs no server and no configuration.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What is in these bytes: syntax, interchanges, documents, every fault with its place.",
        discussion: """
            Example: milepost inspect order.edi
                     milepost inspect --tree order.edi
                     milepost inspect --stats inbox/*
                     milepost inspect --ack order.edi > contrl.edi
                     cat order.xml | milepost inspect --json -

            Files of any size are read piece by piece, in the memory of their largest message.
            Exits with 0 when everything is valid, 1 when something is not, 2 when a file cannot be read.
            """)

    @Argument(help: "The files; - for standard input.")
    var files: [String]

    @Flag(help: "Print JSON, one object a file, each on its line.")
    var json = false

    @Flag(help: "Print every segment and element with its name in words, and the faults where they stand.")
    var tree = false

    @Flag(help: "Print figures instead: documents by type, partners, segments, faults by code.")
    var stats = false

    @Flag(
        help:
            "Print the acknowledgement that would be sent: CONTRL for EDIFACT, TA1 and 997 for X12; APERAK tells of content, which is not mapped here."
    )
    var ack = false

    func validate() throws {
        if [json, tree, stats, ack].count(where: { $0 }) > 1 {
            throw ValidationError("--json, --tree, --stats and --ack exclude each other.")
        }
        try InputFile.requireOneStandardInput(files)
    }

    func run() throws {
        var summary = InspectionSummary()
        let progress = InspectionProgress(files)
        for file in files {
            do {
                let figures = try inspect(file, progress)
                summary.add(file, figures)
            } catch let failure as CommandFailure {
                progress.clear()
                failure.print()
                if json { InspectionJSON.write(unreadable: file, failure) }
                summary.add(unreadable: file)
            }
        }
        progress.clear()
        if files.count > 1, !json, !ack { summary.print() }
        if summary.exit != 0 { throw ExitCode(summary.exit) }
    }

    private func inspect(_ file: String, _ progress: InspectionProgress) throws -> InspectionFigures {
        if json { return try InspectionJSON.inspect(file, progress) }
        if ack { return try InspectionAcknowledgement.inspect(file, progress) }
        if stats { return try InspectionStatistics.inspect(file, progress) }
        return try InspectionText.inspect(file, showsTree: tree, progress)
    }
}
