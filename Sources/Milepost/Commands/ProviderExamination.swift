import ConfigurationFiles
import Diagnostics
import Gateway

/// Whether providers let us in, and answer as their descriptions say. Nothing is fetched or confirmed there.
enum ProviderExamination {
    static func examine(_ installation: Installation) async -> [Doctor.Finding] {
        var findings: [Doctor.Finding] = []
        for account in installation.providers {
            let name = "provider \(account.name)"
            let probe = await ProviderProbe.examine(account)
            if let fault = probe.fault {
                findings.append(Doctor.failure(name, fault))
            } else if account.api.list == nil {
                findings.append(Doctor.Finding(name: name, verdict: .ok, words: "\(account.url) can be reached"))
            } else {
                let words =
                    "\(account.url) answers as \(account.api.name) says; \(probe.entries) entries on its first page"
                findings.append(Doctor.Finding(name: name, verdict: .ok, words: words))
            }
        }
        return findings
    }
}
