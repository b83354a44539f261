import Channels
import ConfigurationFiles
import Diagnostics
import Foundation
import Gateway

/// Whether a folder on a server of files can be used: the server is the right one, lets us in, lets us write, rename and
/// remove there; its certificate holds on, its clock agrees with ours.
enum FileServerExamination {
    /// All folders on servers: back ends', partners', and those that are watched.
    static func examine(_ installation: Installation) async -> [Doctor.Finding] {
        var findings: [Doctor.Finding] = []
        for backend in installation.backends + installation.partners.compactMap(\.outbound?.channel) {
            guard case .fileServer(let server) = backend.kind else { continue }
            let name = Outbound.partner(of: backend.name).map { "partner \($0)" } ?? "back end \(backend.name)"
            findings += await examine(server, name)
        }
        for folder in installation.folders {
            if let server = folder.server { findings += await examine(server, "folder \(folder.name)") }
        }
        return findings
    }

    private static func examine(_ server: FileServer, _ name: String) async -> [Doctor.Finding] {
        let report = await FileServerProbe.examine(FileServerTarget(server), .write)
        var findings: [Doctor.Finding] = []
        if let fault = report.fault {
            let wording = Catalogue.english.wording(of: fault)
            findings.append(Doctor.Finding(name: name, verdict: .fail, words: wording.message, fix: wording.fix))
        } else {
            findings.append(
                Doctor.Finding(
                    name: name, verdict: .ok, words: "files can be put, renamed and removed at \(server.shownURL)"))
        }
        if let finding = certificate(report.certificateEnds.flatMap(day), name, now: Date()) {
            findings.append(finding)
        }
        if let ahead = report.clockAhead, abs(ahead) > largestDifference {
            findings.append(
                Doctor.Finding(
                    name: name, verdict: .note,
                    words: "its clock is \(Int(abs(ahead))) s \(ahead > 0 ? "ahead of" : "behind") the one here",
                    fix: "Let an NTP client run on both; one of them tells wrong times."))
        }
        return findings
    }

    /// How far clocks may be apart, in seconds.
    private static let largestDifference = 60.0

    /// What is to be said of a certificate that ends: 60 days ahead that it does, 7 days ahead that it must be seen to.
    private static func certificate(_ end: Date?, _ name: String, now: Date) -> Doctor.Finding? {
        guard let end else { return nil }
        let days = Int((end.timeIntervalSince(now) / 86_400).rounded(.down))
        guard days <= 60 else { return nil }
        let day = end.formatted(.iso8601.year().month().day())
        let fix = """
            Ask the server's owner for the next certificate. If its key changes, add the new pin to `pins` beside the old one before; \
            if its authority does, put both into the file of `authorities`.
            """
        if days <= 7 {
            let words = days < 0 ? "its certificate ended on \(day)" : "its certificate ends on \(day), in \(days) days"
            return Doctor.Finding(name: name, verdict: .fail, words: words, fix: fix)
        }
        let words = "its certificate ends on \(day), in \(days) days" + (days <= 30 ? ": less than a month" : "")
        return Doctor.Finding(name: name, verdict: .note, words: words, fix: fix)
    }

    /// The day in `Nov 25 19:38:36 2026 GMT`, as OpenSSL prints times.
    private static func day(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "MMM d HH:mm:ss yyyy 'GMT'"
        return formatter.date(from: text.split(separator: " ").joined(separator: " "))
    }
}
