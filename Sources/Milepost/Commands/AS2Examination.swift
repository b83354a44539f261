import ConfigurationFiles
import Diagnostics
import Gateway
import Rollout

/// Whether the certificates and keys of AS2 fit together, and how long they last.
enum AS2Examination {
    static func examine(_ installation: Installation, at now: Instant) -> [Doctor.Finding] {
        let book = AS2Book(installation)
        return book.faults.items.map { Doctor.failure("as2", $0) } + book.expiries(at: now).map(finding)
    }

    static func finding(_ expiry: AS2Expiry) -> Doctor.Finding {
        let name = "as2 " + (expiry.partner ?? "own certificate")
        let certificate = "\(expiry.path) (\(expiry.subject))"
        if expiry.days < 0 {
            return Doctor.Finding(
                name: name, verdict: expiry.isLast ? .fail : .note,
                words: "\(certificate) is over since \(-expiry.days) day(s)",
                fix: expiry.isLast ? renewal(expiry) : "Take it out of the configuration, and reload.")
        }
        let begins = expiry.isToCome ? ", is not in force yet" : ""
        let words = "\(certificate) lasts \(expiry.days) more day(s)\(begins)"
        let isNear = expiry.days <= (AS2Book.told.first ?? 0)
        let isUrgent = expiry.days <= (AS2Book.told.last ?? 0)
        guard expiry.isLast, isNear else { return Doctor.Finding(name: name, verdict: .ok, words: words) }
        return Doctor.Finding(name: name, verdict: isUrgent ? .fail : .note, words: words, fix: renewal(expiry))
    }

    private static func renewal(_ expiry: AS2Expiry) -> String {
        expiry.partner.map {
            "Ask \($0) for its next certificate, add it to `as2: certificates` of its file, and reload."
        }
            ?? "Make the next certificate, add it to `as2: certificates`, reload, and give it to the partners."
    }
}
