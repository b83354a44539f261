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

    /// Inspects a file and prints its acknowledgements, each on a line of its own; nothing for what is not answered.
    static func inspect(_ file: String, _ progress: InspectionProgress) throws -> InspectionFigures {
        var inspection = Inspection()
        var acknowledgement = InspectionAcknowledgement()
        try inspection.run(file, progress) { acknowledgement.take($0) }
        progress.clear()
        if let failure = acknowledgement.failure { throw failure }
        return inspection.figures
    }

    private mutating func take(_ finding: Inspection.Finding) {
        switch finding {
        case .interchange(let header): report = InterchangeReport(header: header)
        case .group(let group): report?.take(.group(group))
        case .document(let message, _): report?.take(.message(message))
        case .end(let diagnostics, _):
            report?.take(.end(diagnostics))
            if let report { answer(report) }
            report = nil
        }
    }

    private mutating func answer(_ report: InterchangeReport) {
        number += 1
        do {
            guard let bytes = try Acknowledging().answer(to: report, number: number, at: moment) else { return }
            Terminal.output.write(bytes: bytes)
            Terminal.output.line()
        } catch {
            failure = CommandFailure(.usage, error)
        }
    }
}
