import Diagnostics
import Mapping

extension Draft {
    /// One entry of `folders`.
    mutating func readFolder(_ entry: YAMLEntry) {
        var reader = YAMLReader(entry.value)
        let name = entry.key.text
        let path = folderPath("path", required: true, .watched, user: name, &reader)
        let partner = reader.requiredText("partner")
        if let partner, let place = reader.optional("partner")?.position { mention(.partner, partner, at: place) }
        let done = folderPath("done", required: false, .leftovers, user: name, &reader)
        let delete = reader.flag("delete") ?? false
        if delete == (reader.optional("done") != nil) {
            reader.report(Diagnostic("configuration.folder-afterwards", at: entry.key.position, value: name))
        }
        let rejected = folderPath("rejected", required: true, .leftovers, user: name, &reader)
        let settle = reader.seconds("settle", upTo: 3_600)
        finish(reader)
        guard define(.folder, name, at: entry.key.position), let path, let partner, let rejected else { return }
        installation.folders.append(
            WatchedFolder(
                name: name, path: path, partner: partner, accepted: done.map { .move(to: $0) } ?? .delete,
                rejected: rejected, settleSeconds: settle ?? 2))
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
