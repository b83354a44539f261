import Diagnostics
import Intake
import Mapping

extension Draft {
    /// The key `poll` of a back end: where what it makes is fetched from.
    mutating func readPoll(
        of backend: YAMLEntry, _ reader: inout YAMLReader, secrets: (SecretReference) -> String?
    ) -> BackendPoll? {
        guard var own = reader.nested("poll") else { return nil }
        defer { reader.take(own) }
        let http = own.nested("http")
        let folder = own.nested("folder")
        switch (http, folder) {
        case (.some(var http), nil):
            defer { own.take(http) }
            let every = http.seconds("every", upTo: 86_400)
            return readPages(&http, page: 100, secrets: secrets).map {
                .http($0, everySeconds: max(0.1, every ?? 10))
            }
        case (nil, .some(var folder)):
            defer { own.take(folder) }
            let name = backend.key.text
            return readFolder(
                named: "\(name)/poll", of: BackendSender.name(of: name), at: backend.key.position, &folder
            ).map { watched in
                installation.folders.append(watched)
                return .folder(path: watched.path)
            }
        default:
            own.report(Diagnostic("configuration.poll-kind", at: own.position, value: backend.key.text))
            return nil
        }
    }
}
