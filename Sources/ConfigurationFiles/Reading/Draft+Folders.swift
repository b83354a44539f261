import Diagnostics
import Mapping

extension Draft {
    /// One entry of `folders`.
    mutating func readFolder(_ entry: YAMLEntry, secrets: (SecretReference) -> String?) {
        var reader = YAMLReader(entry.value)
        let name = entry.key.text
        let partner = reader.requiredText("partner")
        if let partner, let place = reader.optional("partner")?.position { mention(.partner, partner, at: place) }
        let folder = readFolder(named: name, of: partner, at: entry.key.position, &reader, secrets: secrets)
        finish(reader)
        guard define(.folder, name, at: entry.key.position), let folder else { return }
        installation.folders.append(folder)
    }

    /// A folder whose files are taken in.
    mutating func readFolder(
        named name: String, of sender: String?, at position: Position?, _ reader: inout YAMLReader,
        secrets: (SecretReference) -> String?
    ) -> WatchedFolder? {
        let servers = fileServers(&reader)
        if servers.count > 1 || servers.isEmpty == (reader.optional("path") == nil) {
            reader.report(Diagnostic("configuration.folder-place", at: position, value: name))
        }
        let delete = reader.flag("delete") ?? false
        if delete == (reader.optional("done") != nil) {
            reader.report(Diagnostic("configuration.folder-afterwards", at: position, value: name))
        }
        let settle = reader.seconds("settle", upTo: 3_600) ?? 2
        let every = reader.seconds("every", upTo: 86_400)
        if let named = servers.first {
            let server = readFileServer(named, secrets: secrets)
            let (done, rejected) = (reader.text("done"), reader.requiredText("rejected"))
            guard let server, let sender, let rejected else { return nil }
            var folder = WatchedFolder(
                name: name, path: server.shownURL, partner: sender, accepted: done.map { .move(to: $0) } ?? .delete,
                rejected: rejected, settleSeconds: settle)
            folder.server = server
            folder.everySeconds = max(0.1, every ?? 30)
            return folder
        }
        let path = folderPath("path", required: false, .watched, user: name, &reader)
        let done = folderPath("done", required: false, .leftovers, user: name, &reader)
        let rejected = folderPath("rejected", required: true, .leftovers, user: name, &reader)
        guard let path, let sender, let rejected else { return nil }
        return WatchedFolder(
            name: name, path: path, partner: sender, accepted: done.map { .move(to: $0) } ?? .delete,
            rejected: rejected, settleSeconds: settle)
    }

    private mutating func folderPath(
        _ key: String, required: Bool, _ purpose: FolderUse.Purpose, user: String, _ reader: inout YAMLReader
    ) -> String? {
        guard let text = required ? reader.requiredText(key) : reader.text(key), !text.isEmpty else { return nil }
        let place = reader.optional(key)?.position ?? reader.position
        let path = resolved(text)
        folderUses.append(
            FolderUse(path: path, purpose: purpose, user: "\(key) of watched folder \(user)", position: place))
        return path
    }
}
