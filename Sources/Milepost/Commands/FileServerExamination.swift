import Channels
import ConfigurationFiles
import Diagnostics
import Gateway

/// Whether a folder on a server of files can be used: the server is the right one, lets us in, and lets us do there what we
/// are to do.
enum FileServerExamination {
    static func examine(
        _ server: FileServer, _ depth: FileServerProbe.Depth, _ name: String
    ) async -> Doctor.Finding {
        guard let fault = await FileServerProbe.fault(of: FileServerTarget(server), depth) else {
            return Doctor.Finding(
                name: name, verdict: .ok,
                words: "\(server.shownURL) can be \(depth == .write ? "written" : "read")")
        }
        let wording = Catalogue.english.wording(of: fault)
        return Doctor.Finding(name: name, verdict: .fail, words: wording.message, fix: wording.fix)
    }
}
