/// A mapping as it was in force, with the files that it was made from.
public struct MappingVersionRow: Sendable, Hashable {
    /// The mapping's hash.
    public var hash: [UInt8]
    public var name: String
    /// The digests of its files by their paths, as JSON with sorted keys.
    public var files: String
    /// When it was kept for the first time, in microseconds since 1970.
    public var keptAt: Int64

    /// A version by its parts.
    public init(hash: [UInt8], name: String, files: String, keptAt: Int64) {
        self.hash = hash
        self.name = name
        self.files = files
        self.keptAt = keptAt
    }
}

extension Transaction {
    /// The hashes of all mappings that are kept.
    public func mappingHashes() throws -> Set<[UInt8]> {
        Set(
            try query("select hash from mapping_versions", []).map { row in
                var columns = row.columns
                return try columns.bytes()
            })
    }

    /// Keeps mappings with their files; what is kept already stays as it is.
    public func keep(_ versions: [MappingVersionRow], files: [(digest: [UInt8], content: [UInt8])]) throws {
        try executeMany(
            "insert into mapping_files (digest, content) values ($1, $2) on conflict do nothing",
            files.map { [Value($0.digest), Value($0.content)] })
        try executeMany(
            "insert into mapping_versions (hash, name, files, kept_at) values ($1, $2, $3, $4) on conflict do nothing",
            versions.map { [Value($0.hash), .text($0.name), .text($0.files), .integer($0.keptAt)] })
    }

    /// The mapping of a hash; nil for one that was never kept.
    public func mappingVersion(_ hash: [UInt8]) throws -> MappingVersionRow? {
        try query("select name, files, kept_at from mapping_versions where hash = $1", [Value(hash)]).first.map { row in
            var columns = row.columns
            return MappingVersionRow(
                hash: hash, name: try columns.text(), files: try columns.text(), keptAt: try columns.integer())
        }
    }

    /// A file of a kept mapping.
    public func mappingFile(_ digest: [UInt8]) throws -> [UInt8]? {
        try query("select content from mapping_files where digest = $1", [Value(digest)]).first.map { row in
            var columns = row.columns
            return try columns.bytes()
        }
    }
}
