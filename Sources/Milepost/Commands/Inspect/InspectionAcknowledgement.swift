import Foundation
import Intake
import Rollout
import Syntax

/// The acknowledgement of each interchange of an input, as it would be sent.
struct InspectionAcknowledgement {
    private var report: InterchangeReport?
    private var number = 0
    private var failure: CommandFailure?
    private let moment = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))

    /// Inspects a file and prints its acknowledgements, each on a line of its own; what is not answered, and why, goes to
    /// standard error.
    static func inspect(_ file: String, _ progress: InspectionProgress) throws -> InspectionFigures {
        var inspection = Inspection()
        var acknowledgement = InspectionAcknowledgement()
        try inspection.run(InputFile(file), progress) { acknowledgement.take($0) }
        progress.clear()
        if let failure = acknowledgement.failure { throw failure }
        return inspection.figures
    }

    private mutating func take(_ finding: Inspection.Finding) {
        switch finding {
        case .interchange(let header): report = InterchangeReport(header: header)
        case .group(let group): report?.take(.group(group))
        case .document(let message, _): report.map { self.report?.take(MessageReport(of: message, in: $0.header)) }
        case .end(let diagnostics, _):
            report?.take(.end(diagnostics))
            if let report { answer(report) } else { say("there is none in the input.", of: "an interchange") }
            report = nil
        }
    }

    private mutating func answer(_ report: InterchangeReport) {
        number += 1
        do {
            guard let bytes = try Acknowledging().answer(to: report, number: number, at: moment) else {
                let name = report.header.reference ?? "\(number) of the input"
                return say(Acknowledging.silence(on: report).description, of: "interchange \(name)")
            }
            Terminal.output.write(bytes: bytes)
            Terminal.output.line()
        } catch {
            failure = CommandFailure(.usage, error)
        }
    }

    /// Says why an interchange has no answer.
    private func say(_ reason: String, of interchange: String) {
        Terminal.errors.line("No acknowledgement of \(interchange): \(reason)")
    }
}
