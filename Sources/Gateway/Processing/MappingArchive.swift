import Digests
import Intake
import Mapping
import Rollout
import Store

/// Keeps the files of every mapping that was ever in force, so that where a value came from can be told years later: the
/// document is read again from its bytes by the mapping of then. Each file is kept once, whatever mappings share it.
struct MappingArchive: Sendable {
    let database: any Database
    let clock: Clock

    /// Keeps what is not kept yet; called when mappings are put in force.
    func keep(_ mappings: MappingLibrary) async throws {
        let now = clock.now().microseconds
        try await GatewayError.translating {
            let known = try await database.read { try $0.mappingHashes() }
            let new = mappings.mappings.values.filter { !known.contains(Self.hash(of: $0)) }
            guard !new.isEmpty else { return }
            var files: [[UInt8]: [UInt8]] = [:]
            let versions = new.sorted { $0.name < $1.name }.map { mapping in
                var digests: [String: String] = [:]
                for source in mapping.sources {
                    let digest = Digests.sha256(source.bytes)
                    files[digest] = source.bytes
                    digests[source.path] = Hexadecimal.string(digest)
                }
                return MappingVersionRow(
                    hash: Self.hash(of: mapping), name: mapping.name, files: JSONText.of(digests) ?? "{}", keptAt: now)
            }
            let contents = files.map { (digest: $0.key, content: $0.value) }
            try await database.write { try $0.keep(versions, files: contents) }
        }
    }

    /// The files of the mapping of a hash, by path; nil for one that was never kept.
    static func files(of hash: [UInt8], in transaction: any Transaction) throws -> [String: [UInt8]]? {
        guard let version = try transaction.mappingVersion(hash),
            let digests = JSONText.read([String: String].self, from: version.files)
        else { return nil }
        var files: [String: [UInt8]] = [:]
        for (path, digest) in digests {
            guard let content = try Hexadecimal.bytes(digest).flatMap({ try transaction.mappingFile($0) }) else {
                return nil
            }
            files[path] = content
        }
        return files
    }

    private static func hash(of mapping: CompiledMapping) -> [UInt8] {
        StoredHash.bytes(String(mapping.hash, radix: 16))
    }
}
