public import Diagnostics
public import Rollout

/// What a configuration says, or what is wrong with it.
public struct ConfigurationReading: Sendable {
    /// The installation; nil when there was an error, since a bad file changes nothing.
    public var installation: Installation?
    /// All faults and warnings, by file and line.
    public var diagnostics: DiagnosticList
}

/// Reads the files of a configuration into an ``Installation``: pure, everything it needs is handed in.
public enum ConfigurationReader {
    /// The file that the folders stand beside.
    public static let rootName = "milepost.yaml"
    /// How many faults one reading keeps.
    static let faultLimit = 1_000

    /// Reads a configuration and reports all its faults at once.
    ///
    /// - Parameters:
    ///   - files: the bytes of the files by path below the configuration's folder: `milepost.yaml`,
    ///     `partners/*.yaml`, `milestones/*.yaml`, `providers/*.yaml`, `mappings/**`. Others are not looked at.
    ///   - folder: the configuration's folder; relative paths in the files start there, and positions name files by it.
    ///   - root: the name of the main file.
    ///   - shippedMappings: the mappings that come with the product, by path below `mappings/`.
    ///   - now: the present, for warnings of moments that are over; nil for none.
    ///   - secrets: what `${env:NAME}` and `${file:/path}` stand for; nil for one that does not exist.
    public static func read(
        _ files: [String: [UInt8]], folder: String = ".", root: String = rootName,
        shippedMappings: [String: [UInt8]] = [:], now: Instant? = nil, secrets: (SecretReference) -> String?
    ) -> ConfigurationReading {
        var draft = Draft(folder: folder, root: root)
        draft.now = now
        guard let bytes = files[root] else {
            draft.report("configuration.file-missing", at: Position(file: draft.shown(root)), value: root)
            return draft.reading()
        }
        // Mappings and partners come first only in what is checked last: names may be used before they are defined.
        draft.readMappings(files, shipped: shippedMappings)
        for (_, node) in draft.parseAll(files, below: "providers/") { draft.readProviderAPI(node) }
        if let node = draft.parse(bytes, file: root) { draft.readRoot(node, secrets: secrets) }
        for (path, node) in draft.parseAll(files, below: "partners/") {
            draft.readPartner(node, path: path, secrets: secrets)
        }
        for (_, node) in draft.parseAll(files, below: "milestones/") { draft.readMilestone(node) }
        draft.checkTogether()
        return draft.reading()
    }
}
