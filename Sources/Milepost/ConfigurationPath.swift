import ConfigurationFiles
import Diagnostics
import Foundation

/// Which configuration a command means: the file that is named, else MILEPOST_CONFIG, else `./milepost.yaml`, else none.
enum ConfigurationPath {
    static func resolve(_ path: String?) -> String? {
        if let path { return path }
        if let path = ProcessInfo.processInfo.environment["MILEPOST_CONFIG"], !path.isEmpty { return path }
        return FileManager.default.fileExists(atPath: "milepost.yaml") ? "milepost.yaml" : nil
    }

    /// The folder of the mappings beside the configuration that a command means; nil without one.
    static func mappingFolder(_ path: String?) -> String? {
        resolve(path).map { URL(fileURLWithPath: $0).deletingLastPathComponent().relativePath + "/mappings" }
    }

    /// The installation of a configuration, or what is wrong with it.
    static func read(_ path: String?) -> ConfigurationReading {
        var reading = ConfigurationFolder.read(resolve(path), shippedMappings: ShippedFiles.mappings())
        if let installation = reading.installation, installation.mappings.isEmpty {
            reading.diagnostics.append(ShippedFiles.noMappings)
        }
        return reading
    }

    /// The installation, or the command's end with everything that is wrong.
    static func installation(_ path: String?) throws -> Installation { try require(read(path)) }

    /// The installation that was read, or the command's end with everything that is wrong.
    static func require(_ reading: ConfigurationReading) throws -> Installation {
        guard let installation = reading.installation, !reading.diagnostics.hasErrors else {
            throw CommandFailure(.usage, reading.diagnostics.items.map { .init($0) })
        }
        return installation
    }
}
