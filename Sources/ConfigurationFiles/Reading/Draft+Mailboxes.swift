import Diagnostics
import Intake
import Mapping

extension Draft {
    /// Where mailboxes are, and when a file in one is finished.
    struct Mailboxes {
        var folder: String
        var settleSeconds: Double
    }

    /// The key `mailboxes` of the main file.
    mutating func readMailboxes(_ reader: inout YAMLReader) {
        guard var own = reader.nested("mailboxes") else { return }
        defer { reader.take(own) }
        let folder = own.requiredText("folder")
        let settle = own.seconds("settle", upTo: 3_600)
        mailboxes = folder.map { Mailboxes(folder: resolved($0), settleSeconds: settle ?? 2) }
    }

    /// The key `mailbox` of a back end, or of a partner's `outbound`: files are put there, and what they put for us is taken.
    mutating func readMailbox(
        _ reader: inout YAMLReader, of owner: PathOwner, isBackend: Bool
    ) -> Mailbox? {
        let user = reader.text("user") ?? owner.name
        let within = reader.seconds("fetchedWithin")
        if !Self.isUser(user) {
            reader.report(Diagnostic("configuration.mailbox-user", at: reader.position(of: "user"), value: user))
        }
        guard let mailboxes else {
            reader.report(Diagnostic("configuration.mailbox-folder", at: reader.position, value: owner.name))
            return nil
        }
        let mailbox = Mailbox(
            name: owner.name, path: mailboxes.folder + "/" + owner.name, user: user, fetchedWithin: within ?? 86_400)
        folderUses.append(
            FolderUse(path: mailbox.out, purpose: .backend, user: owner.words, position: owner.position))
        folderUses.append(
            FolderUse(path: mailbox.inbox, purpose: .watched, user: owner.words, position: owner.position))
        var folder = WatchedFolder(
            name: "\(owner.name)/mailbox", path: mailbox.inbox,
            partner: isBackend ? BackendSender.name(of: owner.name) : owner.name, accepted: .delete,
            rejected: mailbox.rejected, settleSeconds: mailboxes.settleSeconds)
        if isBackend { folder.pollName = owner.name }
        installation.folders.append(folder)
        return mailbox
    }

    /// A name of a user as useradd takes it: it stands in sshd's configuration and in a script.
    private static func isUser(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 32 else { return false }
        func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte || 0x41...0x5A ~= byte || byte == 0x5F }
        return isLetter(first)
            && text.utf8.allSatisfy { isLetter($0) || 0x30...0x39 ~= $0 || $0 == 0x2D || $0 == 0x2E }
    }
}

extension Installation {
    /// The mailboxes of back ends and partners.
    public var mailboxes: [Mailbox] {
        (backends + partners.compactMap(\.outbound?.channel)).compactMap {
            if case .mailbox(let mailbox) = $0.kind { mailbox } else { nil }
        }
    }
}
