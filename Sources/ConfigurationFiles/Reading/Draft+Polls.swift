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
        let postgres = own.nested("postgres")
        let folder = own.nested("folder")
        switch (http, postgres, folder) {
        case (.some(var http), nil, nil):
            defer { own.take(http) }
            let every = http.seconds("every", upTo: 86_400)
            return readPages(&http, page: 100, secrets: secrets).map {
                .http($0, everySeconds: max(0.1, every ?? 10))
            }
        case (nil, .some(var postgres), nil):
            defer { own.take(postgres) }
            let every = postgres.seconds("every", upTo: 86_400)
            return readQuery(&postgres, of: backend.key.text, secrets: secrets).map {
                .postgres($0, everySeconds: max(0.1, every ?? 10))
            }
        case (nil, nil, .some(var folder)):
            defer { own.take(folder) }
            let name = backend.key.text
            return readFolder(
                named: "\(name)/poll", of: BackendSender.name(of: name), at: backend.key.position, &folder,
                secrets: secrets
            ).map { watched in
                var watched = watched
                watched.pollName = name
                installation.folders.append(watched)
                return watched.server == nil
                    ? .folder(path: watched.path) : .fileServer(shownURL: watched.path)
            }
        default:
            own.report(Diagnostic("configuration.poll-kind", at: own.position, value: backend.key.text))
            return nil
        }
    }

    private mutating func readQuery(
        _ reader: inout YAMLReader, of backend: String, secrets: (SecretReference) -> String?
    ) -> PostgresPoll? {
        let address = readDatabase(&reader, timeoutSeconds: 60, secrets: secrets)
        let page = reader.integer("page", in: 1...1_000)
        guard let query = reader.requiredText("query"), let address else { return nil }
        let named = SQLText(query).parameters
        guard named == [1, 2] else {
            reader.report(
                Diagnostic(
                    "configuration.poll-query", at: reader.position(of: "query"),
                    value: named.sorted().map { "$\($0)" }.joined(separator: ", "), facts: ["backend": backend]))
            return nil
        }
        return PostgresPoll(database: address, query: query, page: page ?? 100)
    }
}
